#include "conformance/live/scenarios/scenario.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/enum_names.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<std::string_view, 9> comparison_names = {
    "any", "same", "folded", "spaced", "joined", "fewer", "repeated", "none", "some"};
constexpr std::array<std::string_view, 3> sender_names = {"origin", "decider", "client"};
constexpr std::array<std::string_view, 4> rule_names = {"must-accept", "may-accept",
                                                        "must-not-pass", "implementation-defined"};

// A member that holds octets. The schema has seen that it is a string.
std::string octets(const json& from) {
  const std::string& text = from.get_ref<const std::string&>();
  return model::octets_from_utf8(text).value_or(text);
}

std::vector<std::string> octets_list(const json& from, const char* name) {
  std::vector<std::string> list;
  for (const json& each : from.value(name, json::array())) list.push_back(octets(each));
  return list;
}

comparison comparison_of(const json& from, const char* name) {
  return model::from_name<comparison>(comparison_names, from.value(name, "any"))
      .value_or(comparison::any);
}

outcome read_outcome(const json& from) {
  outcome made;
  constexpr std::string_view with_name = "alternative:";
  const std::string verdict = from.at("verdict").get<std::string>();
  if (verdict.compare(0, with_name.size(), with_name) == 0) {
    made.verdict = model::verdict::alternative;
    made.alternative = verdict.substr(with_name.size());
  } else {
    made.verdict = *model::verdict_from_string(verdict);
  }
  made.says = from.at("says").get<std::string>();
  made.status = from.value("status", made.status);
  made.lines = comparison_of(from, "lines");
  made.schemes = from.value("schemes", made.schemes);
  made.has_realm = from.value("realm", false);
  const json parameters = from.value("parameters", json::object());
  for (const auto& [name, value] : parameters.items())
    made.parameters[name] = value.is_null() ? std::nullopt : std::optional(octets(value));
  made.control_holds = from.value("control_holds", false);
  if (from.contains("reached")) made.is_reached = from["reached"].get<bool>();
  if (from.contains("spaced_name")) made.has_spaced_name = from["spaced_name"].get<bool>();
  made.decider = comparison_of(from, "decider");
  made.upstream = comparison_of(from, "upstream");
  return made;
}

played_answer read_answer(const json& from) {
  played_answer made;
  made.status = from.value("status", made.status);
  made.fields = octets_list(from, "fields");
  if (from.contains("body")) made.body = octets(from["body"]);
  if (from.contains("raw")) made.raw = octets(from["raw"]);
  made.closes = from.value("closes", false);
  made.wait = absl::Milliseconds(from.value("wait_ms", 0));
  return made;
}

played_request read_request(const json& from) {
  played_request made;
  made.method = from.value("method", made.method);
  made.target = from.value("target", made.target);
  made.fields = octets_list(from, "fields");
  if (from.contains("body")) made.body = octets(from["body"]);
  return made;
}

std::string grown(const json& from) {
  std::string made = octets(from["prefix"]);
  const std::string suffix = octets(from["suffix"]);
  const std::string repeat = octets(from["repeat"]);
  const std::size_t size = from["octets"].get<std::size_t>();
  while (made.size() + repeat.size() + suffix.size() <= size) made += repeat;
  return made + suffix;
}

// What is permitted, in words: what the reports show as expected.
std::string expected_text(const std::vector<outcome>& outcomes) {
  ordered_json list = ordered_json::array();
  for (const outcome& each : outcomes) {
    if (each.verdict == model::verdict::pass || each.verdict == model::verdict::alternative)
      list.push_back({{"name", each.says}});
  }
  return model::dump({{"alternatives", list}});
}

void read_facts(const json& from, const std::string& operation, model::case_facts& to) {
  to.id = from.at("id").get<std::string>();
  to.layer = "message";
  to.title = from.at("title").get<std::string>();
  to.operation = operation;
  to.parse = from.value("parse", "must-accept");
  to.generate = from.value("generate", "");
  to.level = model::requirement_level::note;
  for (const json& each : from.value("refs", json::array())) {
    model::reference& ref = to.refs.emplace_back();
    ref.rfc = each["rfc"].get<int>();
    ref.section = each["section"].get<std::string>();
    ref.level = *model::requirement_level_from_string(each["level"].get<std::string>());
    to.level = std::min(to.level, ref.level);
  }
  to.requirements = from.value("requirements", to.requirements);
  to.flags = from.value("flags", to.flags);
  to.note = from.value("note", "");
}

// The members of one case, its defaults among them.
scenario read_scenario(const json& file, const json& members) {
  scenario made;
  made.roles = file.at("roles").get<std::vector<std::string>>();
  made.from = *model::from_name<sender>(sender_names, file.at("sender").get<std::string>());
  made.field = members.value("field", file.at("field").get<std::string>());
  made.upstream_field = members.value("upstream_field", made.field);
  if (members.contains("realm")) made.realm = octets(members["realm"]);
  made.is_control = members.value("control", false);
  made.request = read_request(members.value("request", json::object()));
  for (const json& each : members.value("earlier", json::array()))
    made.earlier.push_back(read_request(each));
  made.is_on_one_connection = members.value("one_connection", false);
  made.origin = read_answer(members.value("origin", json::object()));
  made.decider = read_answer(members.value("decider", json::object()));

  auto facts = std::make_shared<model::case_facts>();
  const std::string operation = file.at("operation").get<std::string>();
  read_facts(members, operation, *facts);
  facts->lines = octets_list(members, "lines");
  if (members.contains("grown")) facts->lines = {grown(members["grown"])};
  const json usual = file.value("outcomes", json::object()).value(facts->parse, json::array());
  for (const json& each : members.value("expect", usual)) made.expect.push_back(read_outcome(each));
  facts->expected = expected_text(made.expect);
  made.of.kind = model::case_kind::parse;
  made.of.operation = *model::operation_from_string(operation);
  made.of.rule = *model::from_name<model::parse_rule>(rule_names, facts->parse);
  made.of.lines = facts->lines;
  made.of.combined = model::combine(facts->lines);
  made.of.facts = std::move(facts);
  return made;
}

}  // namespace

absl::StatusOr<std::vector<scenario>> load_scenarios(const fs::path& folder) {
  constexpr char schema_name[] = "scenario.schema.json";
  absl::StatusOr<model::json_schema> schema = model::json_schema::open(folder / schema_name);
  if (!schema.ok()) return schema.status();
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& each : fs::directory_iterator(folder, error)) {
    if (each.path().extension() == ".json" && each.path().filename() != schema_name)
      files.push_back(each.path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder.string(), ": ", error.message()));
  std::sort(files.begin(), files.end());
  std::vector<scenario> all;
  std::set<std::string> ids;
  for (const fs::path& file : files) {
    const absl::StatusOr<json> document = schema->read(file);
    if (!document.ok()) return document.status();
    for (const json& each : document->at("cases")) {
      json members = document->value("defaults", json::object());
      members.update(each);
      scenario made = read_scenario(*document, members);
      const std::string& id = made.of.id();
      if (!ids.insert(id).second || made.expect.empty())
        return absl::InvalidArgumentError(
            absl::StrCat(file.string(), ": ", id, ": it is there twice, or expects nothing"));
      all.push_back(std::move(made));
    }
  }
  return all;
}

}  // namespace gauntlet::live
