#include "conformance/model/case.hpp"

#include <string>
#include <vector>

#include "conformance/model/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::model {
namespace {

absl::Status load(const std::string& text) {
  absl::StatusOr<case_loader> loader = case_loader::open(testing::schema_folder);
  if (!loader.ok()) return loader.status();
  return loader->load_text(text, "f.json");
}

constexpr char rest[] =
    R"("since":"0.1.0","title":"a case of a test","requirements":[],"refs":[{"rfc":9110,"section":"11.2","level":"should"},{"rfc":7235,"section":"2.1","level":"must"}])";

std::string file_with(const std::string& cases, const std::string& more = "") {
  return R"({"suite":"gauntlet","format":1,)" + more + R"("cases":[)" + cases + "]}";
}

TEST(Cases, MergesCaseDefaultsAndFile) {
  const std::vector<test_case> cases = testing::make_cases(
      std::string(
          R"("operation":"credentials","defaults":{"layer":"scheme","parse":"must-accept","generate":"valid",)") +
      rest +
      R"(},"cases":[{"id":"f/a","lines":["  Foo "],"expect":{"credentials":{"scheme":"Foo","token68":null,"params":[]}}},
        {"id":"f/b","operation":"challenges","layer":"message","lines":["Foo\t"," Bar"],"expect":{"challenges":[]}}])");
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].operation, operation::credentials);
  EXPECT_EQ(cases[0].facts->layer, "scheme");
  EXPECT_EQ(cases[0].facts->level, requirement_level::must);
  EXPECT_EQ(cases[0].facts->family(), "f");
  EXPECT_EQ(cases[0].combined, "Foo");
  EXPECT_EQ(cases[1].operation, operation::challenges);
  EXPECT_EQ(cases[1].facts->layer, "message");
  EXPECT_EQ(cases[1].combined, "Foo, Bar");
}

TEST(Cases, OfLayerSchemeHaveFindingsAndAnswers) {
  const std::string common =
      std::string(
          R"("operation":"credentials","defaults":{"layer":"scheme","parse":"must-accept",)") +
      R"("generate":"valid","expect":{"credentials":{"scheme":"Foo","token68":null,"params":[]}},)" +
      rest + "},";
  const std::string finding =
      R"("findings":[{"rule":"answer-scheme","level":"should","range":[0,3]}])";
  const std::vector<test_case> cases = testing::make_cases(
      common + R"("cases":[{"id":"f/a","lines":["Foo"],"answers":["Bar","Baz"],)" + finding +
      R"(},{"id":"f/b","lines":["Foo"],"findings":[]},{"id":"f/c","lines":["Foo"]}])");
  ASSERT_EQ(cases.size(), 3U);
  EXPECT_EQ(cases[0].answers, (std::vector<std::string>{"Bar", "Baz"}));
  ASSERT_EQ(cases[0].findings->size(), 1U);
  EXPECT_EQ(cases[0].findings->front().rule, "answer-scheme");
  EXPECT_EQ(cases[0].findings->front().level, "should");
  EXPECT_EQ(cases[0].findings->front().end, 3U);
  EXPECT_TRUE(cases[1].findings && cases[1].findings->empty());
  EXPECT_FALSE(cases[2].findings);

  const auto error_of = [&](const std::string& members) {
    return std::string(load(R"({"suite":"gauntlet","format":1,)" + common +
                            R"("cases":[{"id":"f/a","lines":["Foo"],)" + members + "}]}")
                           .message());
  };
  EXPECT_NE(error_of(R"("findings":[{"rule":"a","level":"must","range":[0,4]}])")
                .find("/findings/0/range: it is no range of the combined value"),
            std::string::npos);
  EXPECT_NE(error_of(R"("findings":[{"rule":"a","level":"must","range":[2,1]}])").find("range"),
            std::string::npos);
  EXPECT_NE(error_of(R"("layer":"message","findings":[])").find("f.json: /cases/0"),
            std::string::npos);
  EXPECT_NE(error_of(R"("answers":["\u0100"])").find("/answers/0"), std::string::npos);
}

TEST(Cases, CombinesLinesAsTheProtocolSays) {
  EXPECT_EQ(combine({}), "");
  EXPECT_EQ(combine({" \tFoo \t"}), "Foo");
  EXPECT_EQ(combine({"", "Foo", " "}), ", Foo, ");
  EXPECT_EQ(combine({"\x0B"
                     "Foo\r"}),
            "\x0B"
            "Foo\r");
}

TEST(Cases, ErrorsNameFilePlaceAndWhatWasExpected) {
  const std::string good =
      std::string(
          R"({"id":"f/a","operation":"challenges","lines":["Foo"],"parse":"must-accept","generate":"valid",
      "expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[]}]},)") +
      rest + "}";
  ASSERT_TRUE(load(file_with(good)).ok()) << load(file_with(good));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = good;
    changed.replace(changed.find(from), from.size(), to);
    return file_with(changed);
  };
  struct row {
    std::string document;
    std::vector<std::string> parts;
  };
  const row rows[] = {
      {"{\n  \"suite\": gauntlet}", {"f.json:2:12: is not JSON"}},
      {file_with(good + "," + good), {"f.json: /cases/1/id: \"f/a\" is taken already, in f.json"}},
      {with("must-accept", "must-acept"), {"f.json: /cases/0/parse: "}},
      {with("\"title\"", "\"titel\""), {"f.json: /cases/0", "titel"}},
      {with(R"("operation":"challenges",)", ""), {"f.json: /cases/0", "operation"}},
      {with("[\"Foo\"]", "[\"Foo\\u0100\"]"),
       {"f.json: /cases/0/lines/0: code point 3 is above U+00FF"}},
      {with("[\"Foo\"]", "[\"Foo\\n\"]"),
       {"f.json: /cases/0/parse: the value holds CR, LF or NUL"}},
      {with("\"expect\":{\"challenges\":[", "\"expect\":{\"params\":["),
       {"f.json: /cases/0/expect"}},
      {with(R"("operation":"challenges")", R"("operation":"challenges","operation":"credentials")"),
       {"\"operation\" occurs twice"}},
      {with(R"("parse":"must-accept","generate":"valid",)",
            R"("parse":"may-accept","generate":"must-not","offset":4,)"),
       {"f.json: /cases/0"}},
      {R"({"suite":"gauntlet","format":2,"cases":[]})", {"f.json: /"}},
      {"[]", {"f.json: /"}},
  };
  for (const row& r : rows) {
    const absl::Status status = load(r.document);
    ASSERT_FALSE(status.ok()) << r.document;
    for (const std::string& part : r.parts) {
      EXPECT_NE(std::string(status.message()).find(part), std::string::npos)
          << part << "\n in: " << status;
    }
  }
}

// std::regex recurses for each octet of what it is matched with.
TEST(Cases, LongStringsAreRefusedWithoutARegularExpression) {
  for (const std::size_t size : {1001U, 40'000U, 1'000'000U}) {
    const std::string text(size, 'a');
    const std::string of_case =
        std::string(",\"lines\":[\"Foo\"],\"parse\":\"may-accept\",") + "\"offset\":0," + rest;
    EXPECT_EQ(
        load(file_with("{\"operation\":\"challenges\",\"id\":\"t/" + text + "\"" + of_case + "}"))
            .code(),
        absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(load(file_with("{\"operation\":\"challenges\",\"id\":\"t/1\",\"" + text + "\":1" +
                             of_case + "}"))
                  .message(),
              "f.json: a member name has " + std::to_string(size) + " octets");
  }
}

TEST(Cases, ALongValueIsAValue) {
  const test_case c = testing::make_case(R"("lines":["Foo )" + std::string(70'000, 'a') +
                                         R"("],"parse":"may-accept","offset":0)");
  EXPECT_EQ(c.combined.size(), 70'004U);
}

TEST(Cases, AnOffsetBehindTheValueIsAnError) {
  EXPECT_THROW(testing::make_case(R"("lines":["Foo="],"parse":"may-accept","offset":5)"),
               std::runtime_error);
}

TEST(Cases, IdsAreUniqueOverAllFiles) {
  const testing::temporary_folder folder;
  const std::string one = file_with(
      std::string(
          R"({"id":"f/a","operation":"challenges","cost":{"prefix":"","repeat":",","suffix":""},)") +
      rest + "}");
  folder.write("a/one.json", one);
  folder.write("b/two.json", one);
  folder.write("b/readme.txt", "no case file");
  absl::StatusOr<case_loader> loader = case_loader::open(testing::schema_folder);
  ASSERT_TRUE(loader.ok());
  const absl::Status status = loader->load(folder.path());
  EXPECT_NE(std::string(status.message()).find("is taken already"), std::string::npos) << status;
}

TEST(Cases, TheSuiteItselfLoads) {
  absl::StatusOr<case_loader> loader = case_loader::open(testing::schema_folder);
  ASSERT_TRUE(loader.ok());
  const absl::Status status = loader->load(testing::conformance_folder / "suite" / "cases");
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_GT(loader->take().size(), 100U);
}

}  // namespace
}  // namespace gauntlet::model
