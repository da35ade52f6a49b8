// What CI systems are told: annotations and SARIF.
#include "conformance/report/problems.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "conformance/model/test/sample.hpp"
#include "conformance/report/report.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using nlohmann::json;

// One implementation, with a case for each verdict.
results run_with(const std::vector<verdict>& verdicts) {
  results r = model::sample::small();
  r.rows.clear();
  r.header.implementations = {model::sample::make_implementation("one", "C")};
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto facts = model::sample::make_case("list/c" + std::to_string(i), {"Foo"});
    r.rows.push_back(model::sample::make_row("one", facts, verdicts[i]));
  }
  return model::sample::settled(r);
}

std::vector<std::string> lines_of(const results& r) {
  std::vector<std::string> lines = absl::StrSplit(render_github(r), '\n');
  EXPECT_EQ(lines.back(), "");
  lines.pop_back();
  return lines;
}

json sarif_of(const results& r) { return json::parse(render_sarif(r)).at("runs").at(0); }

TEST(Problems, AreShownAtTheAdapterAndElseAtTheFileThatNamesIt) {
  results r = run_with({verdict::crash});
  EXPECT_TRUE(lines_of(r).front().starts_with("::error file=gauntlet.toml,line=1,title=one"));
  r.header.options = R"({"file": "a b/x,y:z.mjs"})";
  EXPECT_TRUE(lines_of(r).front().starts_with("::error file=a b/x%2cy%3az.mjs,line=1,title=one"));
  EXPECT_EQ(
      sarif_of(r)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
      "a%20b/x%2cy%3az.mjs");
}

TEST(Problems, NothingWrongIsANoticeAndNoResult) {
  const results r = run_with({verdict::pass, verdict::lenient});
  const std::vector<std::string> lines = lines_of(r);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines.front().starts_with("::notice ")) << lines.front();
  EXPECT_TRUE(sarif_of(r)["results"].empty());
}

// GitHub drops an eleventh error of a step without a word.
TEST(Problems, OfMoreThanTenAnnotationsTheLastCountsTheRest) {
  results r = model::sample::small();
  r.rows.clear();
  for (std::size_t i = 0; i < 13; ++i) {
    const std::string id = "one" + std::to_string(i);
    if (i == 0) r.header.implementations.clear();
    r.header.implementations.push_back(model::sample::make_implementation(id, "C"));
    r.rows.push_back(
        model::sample::make_row(id, model::sample::make_case("list/a", {"Foo"}), verdict::crash));
  }
  r = model::sample::settled(r);
  const std::vector<std::string> lines = lines_of(r);
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_NE(lines.back().find("title=4 more problems::"), std::string::npos) << lines.back();
  EXPECT_EQ(sarif_of(r)["results"].size(), 13U);
}

TEST(Problems, FlakyAndInterruptedAndNotStartedAreTold) {
  results r = model::sample::small();
  r.footer.complete = false;
  std::set<std::string> rules;
  for (const problem& one : find_problems(analysis(r))) rules.insert(one.rule);
  for (const char* rule : {"flaky", "interrupted", "could-not-start", "smuggled", "hang"})
    EXPECT_TRUE(rules.contains(rule)) << rule;
  EXPECT_FALSE(sarif_of(r)["invocations"][0]["executionSuccessful"].get<bool>());
}

TEST(Problems, AKnownDeviationIsNone) {
  results r = run_with({verdict::over_strict, verdict::crash});
  r.rows.front().known = known_deviation{"over-strict", "not yet", ""};
  const std::vector<problem> found = find_problems(analysis(r));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().rule, "crash");
}

TEST(Problems, HaveRulesThatAreDescribedAndFingerprintsOfTheirOwn) {
  for (const results& r : {model::sample::hostile(), model::sample::large(6, 60)}) {
    const json run = sarif_of(r);
    std::set<std::string> rules;
    for (const json& one : run["tool"]["driver"]["rules"]) rules.insert(one["id"]);
    std::set<std::string> prints;
    for (const json& one : run["results"]) {
      EXPECT_TRUE(rules.contains(one["ruleId"])) << one;
      EXPECT_TRUE(prints.insert(one["partialFingerprints"]["gauntletCause/v1"]).second) << one;
    }
    EXPECT_FALSE(prints.empty());
  }
}

}  // namespace
}  // namespace gauntlet::report
