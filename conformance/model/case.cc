#include "conformance/model/case.hpp"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/model/case_file.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

std::string text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::string() : found->get<std::string>();
}

std::vector<std::string> text_list(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::vector<std::string>()
                               : found->get<std::vector<std::string>>();
}

// Reads the members of one merged case that passed the schema.
class case_reader {
 public:
  case_reader(const json& object, std::string place) : object_(object), place_(std::move(place)) {}

  absl::StatusOr<test_case> read() {
    auto facts = std::make_shared<case_facts>();
    read_facts(*facts);
    test_case made;
    made.operation = *operation_from_string(facts->operation);
    absl::Status status;
    if (object_.contains("lines")) {
      status = read_parse(made, *facts);
    } else if (object_.contains("serialize")) {
      status = read_serialize(made, *facts);
    } else {
      status = read_cost(made, *facts);
    }
    if (!status.ok()) return status;
    made.facts = std::move(facts);
    return made;
  }

 private:
  void read_facts(case_facts& facts) const {
    facts.id = text_member(object_, "id");
    if (object_.contains("layer")) facts.layer = text_member(object_, "layer");
    facts.title = text_member(object_, "title");
    facts.operation = text_member(object_, "operation");
    facts.parse = text_member(object_, "parse");
    facts.generate = text_member(object_, "generate");
    facts.requirements = text_list(object_, "requirements");
    facts.flags = text_list(object_, "flags");
    facts.note = text_member(object_, "note");
    facts.level = requirement_level::note;
    for (const json& item : object_.at("refs")) {
      reference ref;
      ref.rfc = item.value("rfc", 0);
      ref.doc = text_member(item, "doc");
      ref.section = text_member(item, "section");
      ref.field = text_member(object_, "field");
      ref.level = requirement_level_from_string(text_member(item, "level"))
                      .value_or(requirement_level::note);
      facts.level = std::min(facts.level, ref.level);
      facts.refs.push_back(std::move(ref));
    }
  }

  absl::Status octets(const json& from, const std::string& pointer, std::string& to) const {
    absl::StatusOr<std::string> read = octets_from_utf8(from.get_ref<const std::string&>());
    if (!read.ok()) return fault(pointer, std::string(read.status().message()));
    to = *std::move(read);
    return absl::OkStatus();
  }

  absl::StatusOr<result> result_at(const json& object, operation op,
                                   const std::string& pointer) const {
    absl::StatusOr<result> read = result_from_json(op, object);
    if (!read.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place_, pointer, std::string(read.status().message())));
    }
    return read;
  }

  absl::Status fault(const std::string& pointer, const std::string& what) const {
    return absl::InvalidArgumentError(absl::StrCat(place_, pointer, ": ", what));
  }

  absl::Status read_parse(test_case& made, case_facts& facts) const {
    made.kind = case_kind::parse;
    for (const json& line : object_.at("lines")) {
      const std::string pointer = absl::StrCat("/lines/", made.lines.size());
      if (absl::Status status = octets(line, pointer, made.lines.emplace_back()); !status.ok())
        return status;
    }
    made.combined = combine(made.lines);
    facts.lines = made.lines;
    if (object_.contains("offset"))
      made.offset = facts.offset = object_.at("offset").get<std::uint64_t>();
    if (made.offset && *made.offset > made.combined.size()) {
      return fault("/offset",
                   absl::StrCat("the combined value has only ", made.combined.size(), " octets"));
    }
    if (const auto decoys = object_.find("decoys"); decoys != object_.end()) {
      for (const json& decoy : *decoys) {
        const std::string pointer = absl::StrCat("/decoys/", made.decoys.size());
        if (absl::Status status = octets(decoy, pointer, made.decoys.emplace_back()); !status.ok())
          return status;
      }
    }
    if (const auto expect = object_.find("expect"); expect != object_.end() && !expect->is_null()) {
      absl::StatusOr<result> read = result_at(*expect, made.operation, "/expect");
      if (!read.ok()) return read.status();
      made.expect = *std::move(read);
    }
    if (const auto list = object_.find("alternatives"); list != object_.end()) {
      for (const json& item : *list) {
        named_alternative alternative{text_member(item, "name")};
        if (item.contains("expect")) {
          absl::StatusOr<result> read =
              result_at(item.at("expect"), made.operation,
                        absl::StrCat("/alternatives/", made.alternatives.size(), "/expect"));
          if (!read.ok()) return read.status();
          alternative.expect = *std::move(read);
        }
        made.alternatives.push_back(std::move(alternative));
      }
    }
    if (absl::Status status = read_scheme_layer(made); !status.ok()) return status;
    return read_rule(made, facts);
  }

  absl::Status read_scheme_layer(test_case& made) const {
    if (const auto answers = object_.find("answers"); answers != object_.end()) {
      for (const json& line : *answers) {
        const std::string pointer = absl::StrCat("/answers/", made.answers.size());
        if (absl::Status status = octets(line, pointer, made.answers.emplace_back()); !status.ok())
          return status;
      }
    }
    const auto findings = object_.find("findings");
    if (findings == object_.end()) return absl::OkStatus();
    std::vector<expected_finding>& read = made.findings.emplace();
    for (const json& item : *findings) {
      const json& range = item.at("range");
      expected_finding finding{text_member(item, "rule"), text_member(item, "level"),
                               range.at(0).get<std::size_t>(), range.at(1).get<std::size_t>()};
      if (finding.begin > finding.end || finding.end > made.combined.size()) {
        return fault(absl::StrCat("/findings/", read.size(), "/range"),
                     "it is no range of the combined value");
      }
      read.push_back(std::move(finding));
    }
    return absl::OkStatus();
  }

  absl::Status read_rule(test_case& made, case_facts& facts) const {
    static const std::map<std::string, parse_rule, std::less<>> rules = {
        {"must-accept", parse_rule::must_accept},
        {"may-accept", parse_rule::may_accept},
        {"must-not-pass", parse_rule::must_not_pass},
        {"implementation-defined", parse_rule::implementation_defined}};
    made.rule = rules.at(facts.parse);
    const bool has_control =
        made.combined.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
    if (has_control != (made.rule == parse_rule::must_not_pass)) {
      return fault("/parse", has_control
                                 ? "the value holds CR, LF or NUL, so it must be must-not-pass"
                                 : "must-not-pass is for values that hold CR, LF or NUL");
    }
    if (made.rule == parse_rule::must_accept) {
      facts.expected = dump(to_json(*made.expect));
    } else if (made.rule == parse_rule::implementation_defined) {
      ordered_json list = ordered_json::array();
      for (const named_alternative& alternative : made.alternatives) {
        ordered_json item = {{"name", alternative.name}};
        if (alternative.expect) item["expect"] = to_json(*alternative.expect);
        list.push_back(std::move(item));
      }
      facts.expected = dump(ordered_json{{"alternatives", std::move(list)}});
    } else {
      facts.expected = R"({"outcome":"reject"})";
    }
    return absl::OkStatus();
  }

  absl::Status read_serialize(test_case& made, case_facts& facts) const {
    made.kind = case_kind::serialize;
    absl::StatusOr<result> read = result_at(object_.at("serialize"), made.operation, "/serialize");
    if (!read.ok()) return read.status();
    made.structure = *std::move(read);
    made.refuse = object_.value("refuse", false);
    facts.input = dump(ordered_json{{"serialize", to_json(made.structure)}});
    if (made.refuse) {
      facts.expected = R"({"outcome":"reject"})";
      return absl::OkStatus();
    }
    if (absl::Status status = octets(object_.at("octets"), "/octets", made.octets); !status.ok())
      return status;
    facts.expected = absl::StrCat("{\"lines\":[", to_json_string(made.octets), "]}");
    return absl::OkStatus();
  }

  absl::Status read_cost(test_case& made, case_facts& facts) const {
    made.kind = case_kind::cost;
    const json& shape = object_.at("cost");
    if (absl::Status s = octets(shape.at("prefix"), "/cost/prefix", made.cost.prefix); !s.ok())
      return s;
    if (absl::Status s = octets(shape.at("repeat"), "/cost/repeat", made.cost.repeat); !s.ok())
      return s;
    if (absl::Status s = octets(shape.at("suffix"), "/cost/suffix", made.cost.suffix); !s.ok())
      return s;
    facts.input = absl::StrCat("{\"cost\":{\"prefix\":", to_json_string(made.cost.prefix),
                               ",\"repeat\":", to_json_string(made.cost.repeat),
                               ",\"suffix\":", to_json_string(made.cost.suffix), "}}");
    return absl::OkStatus();
  }

  const json& object_;
  std::string place_;
};

absl::StatusOr<std::vector<fs::path>> case_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->is_regular_file(error) && at->path().extension() == ".json")
      files.push_back(at->path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder.string(), ": ", error.message()));
  if (files.empty())
    return absl::NotFoundError(absl::StrCat(folder.string(), ": holds no case file (*.json)"));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

json merged_case(const json& document, const json& one) {
  json whole = one;
  if (const auto defaults = document.find("defaults"); defaults != document.end()) {
    for (const auto& [name, value] : defaults->items()) {
      if (!whole.contains(name)) whole[name] = value;
    }
  }
  if (const auto operation = document.find("operation");
      operation != document.end() && !whole.contains("operation")) {
    whole["operation"] = *operation;
  }
  return whole;
}

std::string_view trim(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t") - first + 1);
}

std::string combine(const std::vector<std::string>& lines) {
  std::string combined;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 0) combined.append(", ");
    combined.append(trim(lines[i]));
  }
  return combined;
}

struct case_loader::state {
  json_schema schema;
  std::vector<test_case> cases{};
  std::map<std::string, std::string, std::less<>> files_by_id{};
};

case_loader::case_loader(std::unique_ptr<state> opened) : state_(std::move(opened)) {}
case_loader::~case_loader() = default;
case_loader::case_loader(case_loader&&) noexcept = default;
case_loader& case_loader::operator=(case_loader&&) noexcept = default;

absl::StatusOr<case_loader> case_loader::open(const fs::path& schema_folder) {
  absl::StatusOr<json_schema> schema = json_schema::open(schema_folder / "case-file.schema.json");
  if (!schema.ok()) return schema.status();
  return case_loader(std::make_unique<state>(state{*std::move(schema)}));
}

absl::Status case_loader::load(const fs::path& file_or_folder) {
  std::vector<fs::path> files = {file_or_folder};
  if (std::error_code error; fs::is_directory(file_or_folder, error)) {
    absl::StatusOr<std::vector<fs::path>> found = case_files(file_or_folder);
    if (!found.ok()) return found.status();
    files = *std::move(found);
  }
  std::vector<std::string> faults;
  for (const fs::path& file : files) {
    const absl::StatusOr<std::string> text = read_file(file);
    const absl::Status status = text.ok() ? load_text(*text, file.string()) : text.status();
    if (!status.ok()) faults.emplace_back(status.message());
  }
  return faults.empty() ? absl::OkStatus()
                        : absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
}

absl::Status case_loader::load_text(const std::string& text, const std::string& name) {
  absl::StatusOr<json> document = parse_json(text, name);
  if (!document.ok()) return document.status();
  const bool is_normal = !document->is_object() ||
                         !(document->contains("defaults") || document->contains("operation"));
  json normal;
  if (is_normal) {
    if (absl::Status s = state_->schema.validate(*document, name); !s.ok()) return s;
    normal = *std::move(document);
  } else {
    // What the file says of all cases is checked with one empty case, each case once it is whole.
    const json cases = std::exchange(document->operator[]("cases"), json::array());
    if (cases.is_array() && !cases.empty()) (*document)["cases"].push_back(json::object());
    if (absl::Status s = state_->schema.validate(*document, name); !s.ok()) return s;
    normal = {{"suite", "gauntlet"}, {"format", 1}, {"cases", json::array()}};
    for (const json& one : cases) {
      normal["cases"].push_back(one.is_object() ? merged_case(*document, one) : one);
    }
    if (absl::Status s = state_->schema.validate(normal, name); !s.ok()) return s;
  }

  std::vector<std::string> faults;
  std::size_t index = 0;
  for (const json& one : normal.at("cases")) {
    const std::string place = absl::StrCat(name, ": /cases/", index++);
    absl::StatusOr<test_case> read = case_reader(one, place).read();
    if (!read.ok()) {
      faults.emplace_back(read.status().message());
      continue;
    }
    const auto [known, is_new] = state_->files_by_id.emplace(read->id(), name);
    if (!is_new) {
      faults.push_back(
          absl::StrCat(place, "/id: \"", read->id(), "\" is taken already, in ", known->second));
      continue;
    }
    state_->cases.push_back(*std::move(read));
  }
  return faults.empty() ? absl::OkStatus()
                        : absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
}

std::vector<test_case> case_loader::take() {
  state_->files_by_id.clear();
  return std::exchange(state_->cases, {});
}

}  // namespace gauntlet::model
