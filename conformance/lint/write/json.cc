#include "nlohmann/json.hpp"

#include <string>

#include "conformance/lint/write/json_parts.hpp"
#include "conformance/lint/write/writers.hpp"
#include "conformance/model/json_text.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::ordered_json;

class json_writer : public writer {
 public:
  explicit json_writer(std::ostream& out) : out_(out) {}

  void on_message(const shown_message& message) override {
    ordered_json made = {{"source", message.source}};
    if (message.line_number != 0) made["line"] = message.line_number;
    if (message.record != 0) made["record"] = message.record;
    made["message"] = message.title;
    made["fields"] = message.fields;
    made["findings"] = ordered_json::array();
    for (const shown_finding& one : message.findings) made["findings"].push_back(to_json(one));
    made["fix"] = message.fixes;
    made["not_corrected"] = message.left;
    out_ << model::dump(made) << '\n';
  }

  void on_unreadable(const std::string& source, const place& at, std::string_view why) override {
    ordered_json made = {{"source", source}, {"offset", at.offset}};
    if (at.line != 0) made["line"] = at.line;
    if (at.record != 0) made["record"] = at.record;
    made["unreadable"] = std::string(why);
    out_ << model::dump(made) << '\n';
  }

  void on_end(const totals& all) override {
    out_ << model::dump({{"summary",
                          {{"messages", all.messages},
                           {"fields", all.fields},
                           {"messages_with_findings", all.messages_with_findings},
                           {"findings",
                            {{"MUST", all.findings[0]},
                             {"SECURITY", all.findings[1]},
                             {"SHOULD", all.findings[2]},
                             {"INTEROP", all.findings[3]}}},
                           {"unreadable", all.unreadable}}}})
         << '\n';
  }

 private:
  static ordered_json to_json(const shown_finding& found) {
    ordered_json made = {{"rule", found.rule},
                         {"level", std::string(schemes::to_string(found.level))},
                         {"text", found.text}};
    if (!found.field.empty()) made["field"] = found.field;
    if (found.line_number != 0) made["line"] = found.line_number;
    if (found.column != 0) made["column"] = found.column;
    made["offset"] = found.offset;
    if (found.line) {
      made["shown"] = found.line->text;
      made["at"] = {found.line->at.begin, found.line->at.end};
      if (found.line->cause) made["cause"] = {found.line->cause->begin, found.line->cause->end};
    }
    made["refs"] = references_of(found);
    made["stumbles"] = found.stumbles;
    return made;
  }

  std::ostream& out_;
};

}  // namespace

nlohmann::ordered_json references_of(const shown_finding& found) {
  ordered_json made = ordered_json::array();
  for (const schemes::reference& one : found.refs) {
    ordered_json ref =
        one.rfc == 0 ? ordered_json{{"document", one.document}} : ordered_json{{"rfc", one.rfc}};
    if (!one.section.empty()) ref["section"] = one.section;
    made.push_back(ref);
  }
  return made;
}

std::unique_ptr<writer> make_json_writer(std::ostream& out) {
  return std::make_unique<json_writer>(out);
}

}  // namespace gauntlet::lint
