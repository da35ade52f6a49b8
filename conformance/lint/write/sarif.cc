#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/ci_text.hpp"
#include "conformance/model/json_text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::ordered_json;

std::string uri_of(const std::string& source) {
  return source == "-" ? "stdin" : model::path_reference(source);
}

// The log is written as it comes: what is in front of the results first.
class sarif_writer : public writer {
 public:
  explicit sarif_writer(std::ostream& out) : out_(out) {
    ordered_json rules = ordered_json::array();
    for (const rule& one : all_rules()) {
      std::string refs;
      for (const schemes::reference& ref : one.refs)
        absl::StrAppend(&refs, refs.empty() ? "" : "; ", describe(ref));
      rules.push_back({{"id", one.id},
                       {"shortDescription", {{"text", one.title}}},
                       {"fullDescription", {{"text", absl::StrCat(one.what, " ", one.why)}}},
                       {"help", {{"text", absl::StrCat(one.remedy, " (", refs, ")")}}},
                       {"defaultConfiguration", {{"level", severity_of(one.level, "note")}}},
                       {"properties", {{"tags", {std::string(schemes::to_string(one.level))}}}}});
    }
    out_ << "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
            "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"gauntlet lint\",\"rules\":"
         << model::dump(rules) << "}},\"columnKind\":\"utf16CodeUnits\",\"results\":[";
  }

  void on_message(const shown_message& message) override {
    for (const shown_finding& one : message.findings) put(message, one);
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    ordered_json told = {{"level", "error"},
                         {"message", {{"text", std::string(why)}}},
                         {"locations", {location(source, at.line, 0, 0, at.offset)}}};
    unreadable_.push_back(std::move(told));
    if (unreadable_.size() > max_unreadable) unreadable_.erase(unreadable_.begin());
  }

  void on_end(const totals& all) override {
    ordered_json run = {{"executionSuccessful", all.unreadable == 0}};
    if (!unreadable_.empty()) run["toolExecutionNotifications"] = unreadable_;
    out_ << "],\"invocations\":[" << model::dump(run) << "]}]}\n";
  }

 private:
  static constexpr std::size_t max_unreadable = 1000;

  static ordered_json location(const std::string& source, std::uint64_t line, std::uint64_t column,
                               std::uint64_t end_column, std::uint64_t offset) {
    ordered_json region;
    if (line != 0) {
      region["startLine"] = line;
      if (column != 0) {
        region["startColumn"] = column;
        if (end_column > column) region["endColumn"] = end_column;
      }
    } else {
      region["byteOffset"] = offset;
      region["byteLength"] = 0;
    }
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", uri_of(source)}}}, {"region", region}}}};
  }

  void put(const shown_message& message, const shown_finding& found) {
    ordered_json made = {{"ruleId", found.rule},
                         {"level", severity_of(found.level, "note")},
                         {"message", {{"text", found.text}}}};
    made["locations"] = {
        location(message.source, found.line_number, found.column, found.end_column, found.offset)};
    ordered_json properties = {{"level", std::string(schemes::to_string(found.level))},
                               {"message", message.title}};
    if (found.line) properties["shown"] = found.line->text;
    if (!message.fixes.empty()) properties["fix"] = message.fixes;
    if (message.record != 0) properties["record"] = message.record;
    made["properties"] = properties;
    if (!is_first_) out_ << ',';
    is_first_ = false;
    out_ << '\n' << model::dump(made);
  }

  std::ostream& out_;
  bool is_first_ = true;
  ordered_json unreadable_ = ordered_json::array();
};

}  // namespace

std::unique_ptr<writer> make_sarif_writer(std::ostream& out) {
  return std::make_unique<sarif_writer>(out);
}

}  // namespace gauntlet::lint
