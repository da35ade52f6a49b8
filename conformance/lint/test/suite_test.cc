// The examples of the RFCs and the values of public reports, as the suite has them: what is said of
// each, and that nothing is said of a valid one that MUST NOT be.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/lint/test/examples.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::json;

struct suite_case {
  std::string id{};
  std::string field{};
  std::vector<std::string> lines{};
  bool is_valid = false;  // in the grammar
  bool is_sent = false;   // a conforming sender may write it
};

std::vector<suite_case> cases_of(const std::string& family) {
  std::vector<suite_case> all;
  const std::map<std::string, std::string> fields = {{"challenges", "WWW-Authenticate"},
                                                     {"credentials", "Authorization"},
                                                     {"auth-info", "Authentication-Info"}};
  const std::filesystem::path folder =
      std::filesystem::path(GAUNTLET_TEST_CONFORMANCE) / "suite" / "cases" / family;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".json") continue;
    const json document = json::parse(std::ifstream(file.path()));
    const json defaults = document.value("defaults", json::object());
    for (json one : document.at("cases")) {
      for (const auto& [name, value] : defaults.items())
        if (!one.contains(name)) one[name] = value;
      if (!one.contains("lines")) continue;
      const std::string op = one.value("operation", document.value("operation", ""));
      suite_case& made = all.emplace_back();
      made.id = one.at("id").get<std::string>();
      made.field = one.value("field", fields.at(op));
      for (const json& line : one.at("lines")) made.lines.push_back(octets_of(line));
      made.is_valid = one.at("parse") == "must-accept" || one.contains("expect") ||
                      (one.at("parse") == "implementation-defined" && made.lines.size() == 1);
    }
  }
  return all;
}

judgement judged(const suite_case& of) {
  head one;
  for (const std::string& line : of.lines) one.fields.push_back({.name = of.field, .value = line});
  return judge().on(one);
}

std::set<std::string> musts(const judgement& of) {
  std::set<std::string> made;
  for (const finding& one : of.findings) {
    if (one.level == schemes::level::must) made.insert(one.rule);
  }
  return made;
}

std::string joined(const std::set<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : " ") + one;
  return text;
}

// What is wrong with examples that are in the grammar.
const std::map<std::string, std::string> wrong_examples = {
    {"rfc/9728/5.1-01", "bws"},  // the line is folded after `=`
    // RFC 6750 section 3: a Bearer challenge has one or more parameters.
    {"rfc/9449/7.2-01", "payload-kind"},
    // RFC 7616 sections 3.3 and 3.4: qop of a challenge is quoted, that of credentials is not.
    {"rfc/7030/appendix-a.3-02", "param-quoted"},
    {"rfc/4590/6-01", "param-unquoted"},
    {"rfc/5090/6-03", "param-unquoted"},
    {"rfc/4590/6-03", "param-quoted"},
    // Shortened by their documents.
    {"rfc/8120/2.2-01", "param-missing"},
    {"rfc/8120/2.2-03", "param-missing"},
    {"rfc/7804/5-01", "param-missing"},
    {"rfc/5849/3.1-01", "param-missing"},
};

TEST(RfcExamples, ExactlyTheInvalidOnesHaveAMust) {
  std::size_t valid = 0;
  std::size_t invalid = 0;
  for (const suite_case& one : cases_of("rfc")) {
    const std::string found = joined(musts(judged(one)));
    const auto known = wrong_examples.find(one.id);
    if (known != wrong_examples.end()) {
      EXPECT_EQ(found, known->second) << one.id;
    } else if (one.is_valid) {
      EXPECT_EQ(found, "") << one.id << " " << one.lines.front();
      ++valid;
    } else {
      EXPECT_NE(found, "") << one.id << " " << one.lines.front();
      ++invalid;
    }
  }
  EXPECT_GT(valid, 90U);
  EXPECT_GT(invalid, 10U);
}

// What the reports ask of a linter, and what it says.
TEST(ReportedValues, HaveWhatTheirReportsAskFor) {
  const std::map<std::string, std::string> wanted = {
      {"oci-gar-realm-only", "registry-without-service"},
      {"oci-basic-upper", "scheme-spelling"},
      {"aad-two-unquoted-urls", "unquoted-url"},
      {"saml2-bearer-url-scheme", "scheme-not-token"},
      {"dotnet-username-star", "needless-username-star"},
      {"slim-basic-doubled", "list-of-credentials"},
      {"fcm-key", "vendor-form"},
      {"bare-key-slash", "scheme-missing"},
      {"cups-no-commas", "missing-comma"},
      {"jetty-no-commas", "missing-comma"},
      {"sip-quoted-algorithm", ""},
      {"amcrest-quoted-nc", "param-quoted"},
      {"bearer-inner-dquotes", "dquote-in-quoted-string"},
      {"bearer-non-ascii", "param-value"},
      {"l402-both-lines", "several-credentials-lines"},
      {"oauth2proxy-doubled", "list-of-credentials"},
      {"basic-and-bearer", "list-of-credentials"},
      {"bearer-lf", "newline-in-value"},
      {"proxmox-backup", "vendor-form"},
      {"aws4-no-space", "vendor-form"},
      {"wso2-semicolon", "list-of-credentials"},
      {"ahc-quote-in-token", "unquoted-value"},
  };
  std::set<std::string> seen;
  for (const suite_case& one : cases_of("reported")) {
    const auto rule = wanted.find(one.id.substr(one.id.find('/') + 1));
    if (rule == wanted.end()) continue;
    seen.insert(rule->first);
    const judgement said = judged(one);
    const std::vector<std::string> rules = rules_in({said});
    if (rule->second.empty()) {
      EXPECT_EQ(joined(musts(said)), "") << one.id;
    } else {
      EXPECT_NE(std::find(rules.begin(), rules.end(), rule->second), rules.end())
          << one.id << " has " << ::testing::PrintToString(rules);
    }
  }
  EXPECT_EQ(seen.size(), wanted.size());
}

// Everything that the suite calls invalid has a finding, whatever the value is.
TEST(Suite, EveryValueOutsideOfTheGrammarHasAMust) {
  for (const char* family : {"token68", "credentials", "auth-param", "auth-scheme", "list",
                             "quoted-string", "whitespace", "vendor", "reported", "truncation"}) {
    for (const suite_case& one : cases_of(family)) {
      if (one.is_valid) continue;
      EXPECT_NE(joined(musts(judged(one))), "") << one.id << " " << one.lines.front();
    }
  }
}

}  // namespace
}  // namespace gauntlet::lint
