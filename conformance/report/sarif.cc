#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "conformance/model/ci_text.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/sha256.hpp"
#include "conformance/report/problems.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using json = nlohmann::ordered_json;

// An alert of the run before is the same one when this is the same.
std::string fingerprint(const std::string& identity) {
  model::sha256 hash;
  hash.update(identity);
  return hash.hex();
}

json rules() {
  json all = json::array();
  for (const problem_rule& one : problem_rules()) {
    all.push_back({{"id", std::string(one.name)},
                   {"shortDescription", {{"text", std::string(one.about)}}},
                   {"defaultConfiguration", {{"level", "error"}}}});
  }
  return all;
}

json result_of(const problem& from, const std::string& file) {
  json made = {{"ruleId", from.rule},
               {"level", "error"},
               {"message", {{"text", from.title + "\n" + absl::StrJoin(from.lines, "\n")}}}};
  const json place = {{"artifactLocation", {{"uri", model::path_reference(file)}}},
                      {"region", {{"startLine", 1}}}};
  made["locations"].push_back({{"physicalLocation", place}});
  made["partialFingerprints"] = {{"gauntletCause/v1", fingerprint(from.identity)}};
  made["properties"] = {{"cases", from.cases}};
  return made;
}

}  // namespace

// SARIF 2.1.0. A result is a cause, not a case: an alert that somebody can close.
std::string render_sarif(const results& r) {
  const analysis a(r);
  const std::string file = file_of_problems(r.header);
  std::string found;
  for (const problem& one : find_problems(a))
    found += (found.empty() ? "\n" : ",\n") + model::dump(result_of(one, file));
  const json driver = {{"name", "gauntlet"},
                       {"semanticVersion", one_line(r.header.tool_version, 60)},
                       {"rules", rules()}};
  const json invocation = {{"executionSuccessful", r.footer.complete}};
  return "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
         "\"runs\":[{\"tool\":{\"driver\":" +
         model::dump(driver) + "},\"invocations\":[" + model::dump(invocation) + "],\"results\":[" +
         found + "]}]}\n";
}

}  // namespace gauntlet::report
