// Every rule of rules.json, by its examples.
#include "conformance/lint/rules.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "conformance/lint/fix.hpp"
#include "conformance/lint/test/examples.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::json;

const json& rows() {
  static const json file =
      json::parse(std::ifstream(GAUNTLET_TEST_CONFORMANCE "/lint/rules.json")).at("rules");
  return file;
}

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += one + " ";
  return text;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

TEST(Rules, FindTheirPositiveExamples) {
  for (const json& row : rows()) {
    for (const json& one : row.at("examples").at("finds")) {
      const auto found = rules_in(judge_example(read_example(one)));
      EXPECT_TRUE(has(found, row.at("id").get<std::string>()))
          << row.at("id") << " is silent on " << one << "; found: " << joined(found);
    }
  }
}

TEST(Rules, AreSilentOnNegativeExamplesAndNearMisses) {
  for (const json& row : rows()) {
    for (const char* kind : {"silent", "near"}) {
      for (const json& one : row.at("examples").at(kind)) {
        const auto found = rules_in(judge_example(read_example(one)));
        EXPECT_FALSE(has(found, row.at("id").get<std::string>()))
            << row.at("id") << " speaks of " << one;
      }
    }
  }
}

TEST(Rules, HaveAllThreeKindsOfExamplesAndOneName) {
  std::set<std::string> ids;
  for (const json& row : rows()) {
    EXPECT_TRUE(ids.insert(row.at("id").get<std::string>()).second) << row.at("id");
    for (const char* kind : {"finds", "silent", "near"})
      EXPECT_FALSE(row.at("examples").at(kind).empty()) << row.at("id") << kind;
  }
  EXPECT_GE(ids.size(), 60U);
  EXPECT_EQ(all_rules().size(), ids.size());
}

// A finding that no row explains would have no page, and no level that can be relied on.
TEST(Rules, EveryFindingHasARow) {
  for (const json& row : rows()) {
    for (const char* kind : {"finds", "silent", "near"}) {
      for (const json& one : row.at("examples").at(kind)) {
        for (const judgement& judged : judge_example(read_example(one))) {
          for (const finding& found : judged.findings) {
            EXPECT_NE(find_rule(found.rule), nullptr) << found.rule;
            EXPECT_FALSE(found.refs.empty()) << found.rule;
            EXPECT_FALSE(found.text.empty()) << found.rule;
          }
        }
      }
    }
  }
}

TEST(Rules, TheExampleOfTheOtherLinterIsClean) {
  const auto said =
      judge_example(read_example("HTTP/1.1 401 Unauthorized\n"
                                 "WWW-Authenticate: Basic realm=\"simple\", charset=\"UTF-8\""));
  EXPECT_EQ(joined(rules_in(said)), "");
}

}  // namespace
}  // namespace gauntlet::lint
