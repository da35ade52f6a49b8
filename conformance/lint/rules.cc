#include "conformance/lint/rules.hpp"

#include <algorithm>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "conformance/lint/embedded.hpp"
#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::json;

schemes::level level_of(const std::string& name) {
  for (const schemes::level one : {schemes::level::must, schemes::level::security,
                                   schemes::level::should, schemes::level::interop}) {
    if (name == schemes::to_string(one)) return one;
  }
  throw std::logic_error("rules.json: there is no level " + name);
}

std::string octets_of(const json& text) {
  return model::octets_from_utf8(text.get<std::string>()).value();
}

// The first example that the rule finds; several heads stand one after the other.
std::string first_example(const json& row) {
  const json& found = row.at("examples").at("finds").at(0);
  if (found.is_string()) return octets_of(found);
  if (found.contains("field"))
    return absl::StrCat(octets_of(found.at("field")), ": ", octets_of(found.at("value")));
  std::string all;
  for (const json& one : found.at("heads"))
    absl::StrAppend(&all, all.empty() ? "" : "\n\n", octets_of(one));
  return all;
}

std::vector<rule> read_rules() {
  const json file = json::parse(embedded::rules_json);
  const json stumbles = json::parse(embedded::stumbles_json);
  std::vector<rule> rules;
  for (const json& row : file.at("rules")) {
    rule& made = rules.emplace_back();
    made.id = row.at("id").get<std::string>();
    made.level = level_of(row.at("level").get<std::string>());
    made.title = row.at("title").get<std::string>();
    made.what = row.at("what").get<std::string>();
    made.why = row.at("why").get<std::string>();
    made.remedy = row.at("do").get<std::string>();
    for (const json& ref : row.at("refs")) {
      made.refs.push_back(
          {ref.value("rfc", 0), ref.value("document", ""), ref.value("section", "")});
    }
    if (const auto measured = stumbles.at("rules").find(made.id);
        measured != stumbles.at("rules").end()) {
      for (const json& text : *measured) made.stumbles.push_back({text.get<std::string>()});
    }
    for (const json& known : row.value("known", json::array())) {
      made.stumbles.push_back(known.is_string() ? stumble{known.get<std::string>()}
                                                : stumble{known.at("text").get<std::string>(),
                                                          known.at("about").get<std::string>()});
    }
    made.example = first_example(row);
  }
  return rules;
}

}  // namespace

const std::vector<rule>& all_rules() {
  static const std::vector<rule> rules = read_rules();
  return rules;
}

const rule* find_rule(std::string_view id) {
  const auto found = std::find_if(all_rules().begin(), all_rules().end(),
                                  [&](const rule& one) { return one.id == id; });
  return found == all_rules().end() ? nullptr : &*found;
}

std::string describe(const schemes::reference& of) {
  const std::string document = of.rfc == 0 ? of.document : absl::StrCat("RFC ", of.rfc);
  return of.section.empty() ? document : absl::StrCat(document, ", section ", of.section);
}

}  // namespace gauntlet::lint
