#include "conformance/report/causes.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "conformance/model/test/sample.hpp"
#include "conformance/report/analysis.hpp"

namespace gauntlet::report {
namespace {

bool is_failure(const row& r) { return model::is_non_conforming(r); }

std::string challenge_of(const std::string& realm) {
  return R"({"scheme":"Basic","token68":null,"params":[{"name":"realm","value":")" + realm +
         R"("}]})";
}

// The difference between two texts of JSON.
std::string difference(const std::string& expected, const std::string& got) {
  row r = model::sample::make_row("one", model::sample::make_case("list/a", {"x"}),
                                  verdict::wrong_result);
  r.expected = R"({"challenges":[)" + expected + "]}";
  r.got = R"({"outcome":"accept","challenges":[)" + got + "]}";
  return difference_of(r);
}

// With more than one response there is no value to compare.
TEST(Causes, OfAConversationTheReasonIsSaid) {
  model::case_facts facts = *model::sample::make_case("live/redirect", {"x"});
  facts.parse.clear();
  row r = model::sample::make_row("one", std::make_shared<const model::case_facts>(facts),
                                  verdict::wrong_result);
  r.got = R"({"lines":["Basic YTpi"]})";
  r.error = "it sends its credentials to another origin";
  EXPECT_EQ(difference_of(r), r.error);
}

TEST(Causes, ADifferenceIsSaidInWords) {
  const std::string good = challenge_of(R"(a, \"b\\\\c)");
  const auto value = [&](const std::string& got) { return difference(good, challenge_of(got)); };
  EXPECT_EQ(value("a"), "a value is cut short at a comma");
  EXPECT_EQ(value("a, "), "a value is cut short at a DQUOTE");
  EXPECT_EQ(value(""), "a value is lost");
  EXPECT_EQ(value(R"(\"a, \"b\\\\c\")"), "the DQUOTEs stay in the value");
  EXPECT_EQ(value(R"(a, \\\"b\\\\\\\\c)"), "backslashes stay in the value");
  EXPECT_EQ(value(R"(a, \"bc)"), "backslashes of the value are lost");
  EXPECT_EQ(value(R"(A, \"B\\\\C)"), "the case of a value is changed");
  EXPECT_EQ(value(R"(a,\"b\\\\c)"), "white space of a value is changed");
  EXPECT_EQ(value(R"(a, \"b\\\\c, x)"), "a value runs on into what follows it");
  EXPECT_EQ(value("zzz"), "a value is another one");

  const std::string bare = R"({"scheme":"Foo","token68":null,"params":[]})";
  const std::string token = R"({"scheme":"Foo","token68":"QQ==","params":[]})";
  EXPECT_EQ(difference(bare, ""), "nothing is read");
  EXPECT_EQ(difference("", bare), "something is read out of an empty field");
  EXPECT_EQ(difference(bare + "," + good, bare), "a challenge is lost");
  EXPECT_EQ(difference(bare + "," + good, good), "challenges run together");
  EXPECT_EQ(difference(good, good + "," + bare), "a challenge too many");
  EXPECT_EQ(difference(bare, good), "the scheme is another one");
  EXPECT_EQ(difference(token, bare), "the token68 is lost");
  EXPECT_EQ(difference(bare, token), "a token68 out of nothing");
  const std::string two =
      R"({"scheme":"Foo","token68":null,"params":[{"name":"a","value":"1"},{"name":"B","value":"2"}]})";
  const std::string one = R"({"scheme":"foo","token68":null,"params":[{"name":"A","value":"1"}]})";
  EXPECT_EQ(difference(two, one), "a parameter is lost");
  EXPECT_EQ(difference(one, two), "a parameter too many");
  EXPECT_EQ(difference(two, bare), "all parameters are lost");
  EXPECT_EQ(difference(two, token), "a parameter is taken for a token68");
  // Names are compared without case: what is left is the order.
  EXPECT_EQ(
      difference(
          two,
          R"({"scheme":"Foo","token68":null,"params":[{"name":"b","value":"2"},{"name":"a","value":"1"}]})"),
      "the parameters are in another order");
}

class Grouped : public ::testing::Test {
 protected:
  // A failing or passing row with the given flags.
  void add(const std::string& id, verdict v, std::vector<std::string> flags,
           const std::string& input, const std::string& got = "x") {
    auto facts = std::make_shared<case_facts>(*model::sample::make_case(id, {input}));
    facts->flags = std::move(flags);
    facts->requirements = {};
    row r = model::sample::make_row("one", std::move(facts), v);
    if (v == verdict::wrong_result) {
      r.expected = R"({"challenges":[)" + challenge_of("a, b") + "]}";
      r.got = R"({"outcome":"accept","challenges":[)" + challenge_of(got) + "]}";
    }
    from_.rows.push_back(std::move(r));
  }
  std::vector<cause> find() {
    from_.header = model::sample::small().header;
    from_.header.implementations = {model::sample::make_implementation("one", "C")};
    const analysis a(from_);
    return find_causes(a.implementations().front(), is_failure);
  }

  results from_;
};

TEST_F(Grouped, ByTheFlagThatExplainsThem) {
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    // Everything has `common`, and most of that passes: it explains nothing.
    add("list/comma" + n, verdict::wrong_result, {"common", "quoted-string"}, "Basic a" + n, "a");
    add("list/empty" + n, verdict::over_strict, {"common", "empty-element"}, "Basic ,a" + n);
    for (int j = 0; j < 5; ++j) {
      add("list/fine" + n + std::to_string(j), verdict::pass, {"common"}, "Basic");
    }
  }
  add("list/shortest", verdict::over_strict, {"common", "empty-element"}, ",");
  add("list/dies", verdict::crash, {}, "Basic \\");
  const std::vector<cause> found = find();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].kind, verdict::crash);
  EXPECT_EQ(found[1].kind, verdict::wrong_result);
  EXPECT_EQ(found[1].mark, "quoted-string");
  EXPECT_EQ(found[1].difference, "a value is cut short at a comma");
  EXPECT_EQ(found[1].rows.size(), 6U);
  EXPECT_EQ(found[2].mark, "empty-element");
  EXPECT_EQ(found[2].difference, "refused");
  EXPECT_EQ(found[2].about, "Empty list elements.");
  EXPECT_EQ(found[2].rows.size(), 7U);
  EXPECT_EQ(found[2].rows.front()->facts->id, "list/shortest");
}

TEST_F(Grouped, EachFailureOnce) {
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    add("list/" + n, i % 3 == 0 ? verdict::over_strict : verdict::wrong_result,
        {i % 2 == 0 ? "even" : "odd", i % 5 == 0 ? "five" : "other"}, "Basic a" + n,
        i % 7 == 0 ? "a" : "zzz");
  }
  std::size_t rows = 0;
  for (const cause& one : find()) {
    rows += one.rows.size();
    for (const row* r : one.rows) EXPECT_EQ(r->verdict, one.kind);
  }
  EXPECT_EQ(rows, from_.rows.size());
}

TEST(Causes, TheSuitesWordsAreThere) {
  EXPECT_EQ(about_mark("bws"), "White space around the equals sign of a parameter.");
  EXPECT_FALSE(about_mark("R23").empty());
  EXPECT_TRUE(about_mark("no-such-flag").empty());
}

}  // namespace
}  // namespace gauntlet::report
