// Corrections: what is corrected is free of what MUST NOT be, or says why not.
#include "conformance/lint/fix.hpp"

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "conformance/lint/rules.hpp"
#include "conformance/lint/test/examples.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::json;

bool has_must(const judgement& of) {
  for (const finding& one : of.findings) {
    if (one.level == schemes::level::must) return true;
  }
  return false;
}

bool says_why_not(const judgement& of) {
  for (const correction& one : of.corrections) {
    if (!one.left.empty()) return true;
  }
  return !of.left.empty();
}

std::string fixed_value(const std::string& name, const std::string& value) {
  head one;
  one.fields.push_back({.name = name, .value = value});
  const judgement said = judge().on(one);
  return said.corrections.empty() ? value : said.corrections.front().values.front();
}

TEST(Fix, SaysWhatWasMeant) {
  const char* const w = "WWW-Authenticate";
  const char* const a = "Authorization";
  const struct {
    const char* name;
    std::string value;
    std::string fixed;
  } all[] = {
      {w, "Digest realm=\"CUPS\" nonce=\"1\", qop=\"auth\"",
       "Digest realm=\"CUPS\", nonce=\"1\", qop=\"auth\""},
      {w, "Bearer authorization_uri=https://a.example/b, resource_id=https://c.example/",
       "Bearer authorization_uri=\"https://a.example/b\", resource_id=\"https://c.example/\""},
      {w, "Bearer realm=\"api\", error_description=\"Unexpected \"foo\" value\"",
       "Bearer realm=\"api\", error_description=\"Unexpected \\\"foo\\\" value\""},
      {w, "Basic realm=\"Bob\"s site\"", "Basic realm=\"Bob\\\"s site\""},
      {w, "Basic realm=My App", "Basic realm=\"My App\""},
      {w, "Basic realm=simple", "Basic realm=\"simple\""},
      {w, "Bearer realm='OAuth API', error='invalid_token'",
       "Bearer realm=\"OAuth API\", error=\"invalid_token\""},
      {w, "Basic realm=\xE2\x80\x9CMy App\xE2\x80\x9D", "Basic realm=\"My App\""},
      {w, "Basic, realm=\"x\"", "Basic realm=\"x\""},
      {w, "Basic realm=\"x\"; charset=\"UTF-8\"", "Basic realm=\"x\", charset=\"UTF-8\""},
      {w, "Basic realm = \"x\",, charset=UTF-8,", "Basic realm=\"x\", charset=UTF-8"},
      {w, "Basic\trealm=\"x\"", "Basic realm=\"x\""},
      {w, "Basic realm:\"x\"", "Basic realm=\"x\""},
      {w, "Bearer realm=\\\"x\\\", error=\\\"y\\\"", "Bearer realm=\"x\", error=\"y\""},
      {w, "\"Basic realm=\\\"x\\\"\"", "Basic realm=\"x\""},
      {w, "Basic realm=\"foo", "Basic realm=\"foo\""},
      {w, "Basic realm=\"C:\\files\\\"", "Basic realm=\"C:files\\\\\""},
      {w, "Digest realm=\"r\", nonce=abc, qop=\"auth\", algorithm=\"MD5\"",
       "Digest realm=\"r\", nonce=\"abc\", qop=\"auth\", algorithm=MD5"},
      {w, "BASIC realm=\"x\"", "Basic realm=\"x\""},
      {a, "Bearer: abc", "Bearer abc"},
      {a, "Bearer \"abc\"", "Bearer abc"},
      {a, "Bearer token-abc,Bearer token-abc", "Bearer token-abc"},
      {a, "Basic dXNlcjpw YXNzd29yZA==", "Basic dXNlcjpwYXNzd29yZA=="},
      {a, "Bearer xyz\n", "Bearer xyz"},
      {a, "Basic user:password", "Basic dXNlcjpwYXNzd29yZA=="},
      {a, "Bearer 5|abc", "Bearer 5|abc"},
  };
  for (const auto& one : all) EXPECT_EQ(fixed_value(one.name, one.value), one.fixed) << one.value;
}

TEST(Fix, KeepsTheLinesOfAField) {
  const std::string text =
      "HTTP/1.1 401 Unauthorized\nServer: x\nWWW-Authenticate: Negotiate\n"
      "WWW-Authenticate: Basic realm=x,\n";
  const head one = head_of(text);
  EXPECT_EQ(corrected_head(one, judge().on(one).corrections),
            "HTTP/1.1 401 Unauthorized\nServer: x\nWWW-Authenticate: Negotiate\n"
            "WWW-Authenticate: Basic realm=\"x\"\n");
}

// The property of the fuzz target lint_fix, over what people write with an octet changed.
TEST(Fix, LeavesNoMustOrSaysWhyNot) {
  const json file = json::parse(std::ifstream(GAUNTLET_TEST_CONFORMANCE "/lint/rules.json"));
  std::mt19937 random(7);
  const std::string octets = "\"\\,= ;:/'|\t{a1\xE4\x01";
  for (const json& row : file.at("rules")) {
    for (const char* kind : {"finds", "silent", "near"}) {
      for (const json& from : row.at("examples").at(kind)) {
        if (!from.is_string()) continue;
        for (int i = 0; i < 8; ++i) {
          std::string text = octets_of(from);
          if (i > 0) {
            const std::size_t at = random() % text.size();
            if (i % 2 == 0) {
              text[at] = octets[random() % octets.size()];
            } else {
              text.insert(at, 1, octets[random() % octets.size()]);
            }
          }
          const head one = head_of(text);
          const judgement said = judge().on(one);
          const std::string fixed = corrected_head(one, said.corrections);
          const judgement again = judge().on(head_of(fixed));
          EXPECT_TRUE(!has_must(again) || says_why_not(said))
              << text << "\n became\n"
              << fixed << "\n has " << ::testing::PrintToString(rules_in({again}));
        }
      }
    }
  }
}

}  // namespace
}  // namespace gauntlet::lint
