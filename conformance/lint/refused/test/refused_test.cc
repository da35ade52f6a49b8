#include "conformance/lint/refused/refused.hpp"

#include <gtest/gtest.h>

#include "conformance/lint/refused/shape.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

TEST(Shape, KeepsTheStructureOnly) {
  EXPECT_EQ(shape_of("Basic realm=\"the \"inner\" realm\"", 18), "w w=\"w \"^w\" w\"");
  EXPECT_EQ(shape_of("Basic c2VjcmV0 x", 14), "w w^ w");
  EXPECT_EQ(shape_of("Basic secret", 8), "w w^w");
  EXPECT_EQ(shape_of("a  \t\xC3\xA9\xC3\xA9\x01", 7), "w \\x80^\\x80\\x01");
  EXPECT_EQ(shape_of("", 0), "^");
  EXPECT_EQ(shape_of("a", 9), "w^");
  EXPECT_EQ(shape_of(std::string(40, ',') + std::string(40, ';'), 40),
            "..." + std::string(16, ',') + "^" + std::string(16, ';') + "...");
}

// A head of `count` field lines of one name.
void count(refused& into, std::string_view host, std::string_view name,
           std::initializer_list<std::string_view> values) {
  head found{.kind = head_kind::response, .host = host};
  for (const std::string_view value : values)
    found.fields.push_back({.name = name, .value = value});
  into.count(found);
}

TEST(Refused, CountsByFieldErrorShapeAndHost) {
  refused table;
  count(table, "A.example", "www-authenticate", {" Basic realm=\"a\" "});
  count(table, "a.example", "www-authenticate", {" Basic realm=a b"});
  count(table, "A.EXAMPLE", "WWW-Authenticate", {" Basic realm=cc dd"});
  count(table, "b.example", "WWW-Authenticate", {" Basic realm=cc dd"});
  count(table, "", "authorization", {"Basic a", "Basic b"});
  count(table, "", "x-other", {"a b c"});
  EXPECT_EQ(table.to_json(),
            R"({"gauntlet_refused":1,"heads":6,"values":5,"refused":4,"redacted":0,)"
            R"("unreadable":0,"rows":[{"field":"WWW-Authenticate","error":"expected_comma",)"
            R"("shape":"w w=w ^w","host":"a.example","values":2},)"
            R"({"field":"Authorization","error":"expected_end","shape":"w w^, w w","host":"",)"
            R"("values":1},{"field":"WWW-Authenticate","error":"expected_comma",)"
            R"("shape":"w w=w ^w","host":"b.example","values":1}],"other_rows":0})");
}

TEST(Refused, FoldsAreSpacesAndSeveralLinesOneValue) {
  refused table;
  count(table, "", "WWW-Authenticate", {" Digest realm=\"a\",\r\n nonce=\"b\"", "NTLM"});
  count(table, "", "WWW-Authenticate", {" Digest\n\trealm=\"a\""});
  EXPECT_EQ(table.values(), 2U);
  EXPECT_EQ(table.refused_values(), 0U);
}

TEST(Refused, RedactedValuesAreNotJudged) {
  refused table;
  head found;
  found.fields.push_back(
      {.name = "Authorization", .value = "Basic <redacted>", .is_redacted = true});
  table.count(found);
  EXPECT_EQ(table.values(), 0U);
  EXPECT_NE(table.to_json().find("\"redacted\":1"), std::string::npos);
}

TEST(Refused, SumsDoNotDependOnTheDivision) {
  // More rows than are kept.
  constexpr std::size_t rows = 40;
  refused whole(rows);
  std::vector<refused> parts(7, refused(rows));
  unsigned number = 1;
  for (int i = 0; i < 3000; ++i) {
    number = number * 1664525U + 1013904223U;
    const std::string host = "h" + std::to_string((number >> 16U) % 100);
    for (refused* each : {&whole, &parts[(number >> 24U) % parts.size()]})
      count(*each, host, "WWW-Authenticate", {"Basic realm=a b"});
  }
  refused forward(rows);
  for (const refused& part : parts) forward.add(part);
  refused backward(rows);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    refused sum = *part;
    sum.add(backward);
    backward = sum;
  }
  EXPECT_EQ(forward.to_json(), whole.to_json());
  EXPECT_EQ(backward.to_json(), whole.to_json());
  EXPECT_EQ(whole.refused_values(), 3000U);
  EXPECT_EQ(whole.to_json().find("\"other_rows\":0"), std::string::npos);
}

TEST(Refused, JsonIsReadAgain) {
  refused table;
  count(table, "a\x01.example", "WWW-Authenticate", {"Basic realm=a b"});
  table.count_unreadable();
  const auto read = refused::from_json(nlohmann::json::parse(table.to_json()));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->to_json(), table.to_json());
}

TEST(Refused, OtherJsonIsRefused) {
  refused table;
  count(table, "a.example", "WWW-Authenticate", {"Basic realm=a b"});
  const nlohmann::json good = nlohmann::json::parse(table.to_json());
  EXPECT_TRUE(refused::from_json(good).ok());
  const auto is_refused = [&](const nlohmann::json& patch) {
    nlohmann::json changed = good;
    changed.merge_patch(patch);
    return !refused::from_json(changed).ok();
  };
  EXPECT_TRUE(is_refused({{"gauntlet_refused", 2}}));
  EXPECT_TRUE(is_refused({{"heads", nullptr}}));
  EXPECT_TRUE(is_refused({{"heads", -1}}));
  EXPECT_TRUE(is_refused({{"more", 1}}));
  EXPECT_TRUE(is_refused({{"refused", 2}}));
  EXPECT_TRUE(is_refused({{"values", 0}}));
  EXPECT_TRUE(is_refused({{"rows", nlohmann::json::array()}}));
  EXPECT_TRUE(is_refused({{"rows", {{{"field", "x"}}}}}));
  EXPECT_FALSE(refused::from_json(nlohmann::json::array()).ok());
}

TEST(Refused, TextHasTheMostFrequentFirst) {
  refused table;
  for (int i = 0; i < 3; ++i) count(table, "a.example", "WWW-Authenticate", {"Basic realm=a b"});
  count(table, "b.example", "Authorization", {"Basic s3cret s3cret"});
  table.count_unreadable();
  const std::string text = table.to_text(1);
  EXPECT_EQ(text,
            "A strict reader refuses 4 of 4 values, in 4 messages.\n"
            "1 parts of the input could not be read.\n"
            "\n"
            "  values  field                what it stumbles over        host\n"
            "       3  WWW-Authenticate     expected_comma               a.example\n"
            "            w w=w ^w\n"
            "and 1 more rows (--json has them)\n");
  EXPECT_EQ(table.to_text(9).find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::lint
