#include "conformance/runner/protocol.hpp"

#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/runner/reference.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::runner {
namespace {

using nlohmann::json;

absl::StatusOr<answer> read(std::string line, model::operation op = model::operation::challenges,
                            bool serialized = false) {
  const std::size_t size = line.size();
  line.append(answer_reader::padding, 'x');
  answer_reader reader;
  return reader.read(std::string_view(line.data(), size), op, serialized);
}

TEST(Protocol, RequestsAreOneLineOfTheProtocol) {
  std::string out;
  append_request(out, parse_request(model::operation::auth_info, {"a=\"\xFF\"", ""}), 7);
  EXPECT_EQ(out,
            "{\"cmd\":\"parse\",\"seq\":7,\"operation\":\"auth-info\",\"lines\":[\"a="
            "\\\"\\u00ff\\\"\",\"\"]}\n");
  out.clear();
  append_request(out, serialize_request(model::credentials_result{"Foo", "x", {}}), 8);
  EXPECT_EQ(out,
            "{\"cmd\":\"serialize\",\"seq\":8,\"operation\":\"credentials\",\"credentials\":{"
            "\"scheme\":\"Foo\",\"token68\":\"x\",\"params\":[]}}\n");
}

TEST(Protocol, ReadsAnswers) {
  absl::StatusOr<answer> said = read(
      R"({"outcome":"accept","challenges":[{"params":[{"value":"\u00ff","name":"a","quoted":true}],"scheme":"Foo"}],"seq":12,"more":[1]})");
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->seq, 12U);
  EXPECT_EQ(*said->parsed,
            model::result(model::challenges_result{{"Foo", std::nullopt, {{"a", "\xFF", true}}}}));
  said = read(R"({"seq":0,"outcome":"reject","error":"\u20ac","offset":3})");
  ASSERT_TRUE(said.ok());
  EXPECT_EQ(said->text, "\xE2\x82\xAC");  // text, not octets
  EXPECT_EQ(said->offset, 3U);
  said =
      read(R"({"seq":1,"outcome":"accept","lines":["a=b",""]})", model::operation::auth_info, true);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->lines, (std::vector<std::string>{"a=b", ""}));
  for (const char* offset : {"-1", "0.5", "\"12\"", "null", "1e30"}) {
    said = read(std::string(R"({"seq":1,"outcome":"reject","offset":)") + offset + "}");
    ASSERT_TRUE(said.ok()) << offset;  // shown, never judged
    EXPECT_EQ(said->offset, std::nullopt);
  }
}

TEST(Protocol, WhatIsNoAnswerIsAnError) {
  for (
      const char* line :
      {"",
       "}{",
       "[]",
       "null",
       "{}",
       R"({"outcome":"reject"})",
       R"({"seq":1})",
       R"({"seq":-1,"outcome":"reject"})",
       R"({"seq":"1","outcome":"reject"})",
       R"({"seq":1,"outcome":"maybe"})",
       R"({"seq":1,"outcome":1})",
       R"({"seq":1,"outcome":"accept"})",
       R"({"seq":1,"outcome":"accept","credentials":{"scheme":"Foo"}})",
       R"({"seq":1,"outcome":"accept","challenges":{}})",
       R"({"seq":1,"outcome":"accept","challenges":[{}]})",
       R"({"seq":1,"outcome":"accept","challenges":[{"scheme":1}]})",
       R"({"seq":1,"outcome":"accept","challenges":[{"scheme":"a","params":[{"name":"b"}]}]})",
       R"({"seq":1,"outcome":"accept","challenges":[{"scheme":"a","params":[{"name":"b","value":"c","quoted":0}]}]})",
       R"({"seq":1,"outcome":"accept","challenges":[{"scheme":"\u0100"}]})",
       R"({"seq":1,"outcome":"accept","challenges":[{"scheme":"\ud800"}]})",
       R"({"seq":1,"outcome":"reject"} {"seq":2,"outcome":"reject"})",
       "{\"seq\":1,\"outcome\":\"reject\",\"error\":\"\xFF\"}"}) {
    EXPECT_FALSE(read(line).ok()) << line;
  }
  EXPECT_FALSE(read(std::string(200000, '[') + std::string(200000, ']')).ok());
}

TEST(Protocol, HelloIsReadStrictly) {
  const std::string good =
      R"({"protocol":1,"implementation":{"name":"x","version":"2"},"operations":["challenges","auth-info"],"serializes":["credentials"],"observes":{"params":"map","only_schemes":["Digest"],"quoted":false}})";
  const absl::StatusOr<hello> said = read_hello(good);
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->version, "2");
  EXPECT_EQ(said->operations,
            (std::vector{model::operation::challenges, model::operation::auth_info}));
  EXPECT_EQ(said->can_show.params, params_form::map);
  EXPECT_EQ(said->can_show.quoted, false);
  EXPECT_TRUE(said->can_show.token68);
  EXPECT_EQ(said->can_show.only_schemes, std::vector<std::string>{"Digest"});

  EXPECT_EQ(read_hello(R"({"protocol":1,"error":"library not found"})").status().code(),
            absl::StatusCode::kUnavailable);
  for (
      const char* line :
      {"", "Picked up", "[]", "{}",
       R"({"protocol":2,"implementation":{"name":"x"},"operations":[]})", R"({"protocol":1})",
       R"({"protocol":1,"implementation":{},"operations":[]})",
       R"({"protocol":1,"implementation":{"name":"x"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":["parse"]})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"params":"sometimes"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"colour":"red"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"token68":"no"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"only_schemes":"Digest"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"checks":"everything"}})",
       R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"input":"message","lines":"one"}})"}) {
    EXPECT_EQ(read_hello(line).status().code(), absl::StatusCode::kInvalidArgument) << line;
  }
}

TEST(Protocol, WhatAnApiChecksFollowsFromItsSchemesUnlessItSays) {
  const auto shown = [](const std::string& observes) {
    const absl::StatusOr<hello> said = read_hello(
        absl::StrCat(R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{)",
                     observes, "}}"));
    EXPECT_TRUE(said.ok()) << said.status();
    return said.ok() ? said->can_show : runner::observes{};
  };
  EXPECT_EQ(shown("").checks, rules_checked::grammar);
  EXPECT_EQ(shown("").input, input_form::value);
  EXPECT_EQ(shown(R"("only_schemes":["Digest"])").checks, rules_checked::scheme);
  EXPECT_EQ(shown(R"("only_schemes":["Digest"],"checks":"grammar")").checks,
            rules_checked::grammar);
  EXPECT_EQ(shown(R"("checks":"scheme","input":"message","lines":"each")").checks,
            rules_checked::scheme);
  EXPECT_EQ(shown(R"("input":"message","lines":"each")").lines, line_form::each);
}

TEST(Protocol, TheListsOfAHelloAreBounded) {
  const auto with = [](std::size_t names, std::size_t length) {
    std::string list;
    for (std::size_t i = 0; i < names; ++i)
      absl::StrAppend(&list, i == 0 ? "\"" : ",\"", std::string(length, 'x'), "\"");
    return read_hello(absl::StrCat(
        R"({"protocol":1,"implementation":{"name":"x"},"operations":[],"observes":{"only_params":[)",
        list, "]}}"));
  };
  EXPECT_TRUE(with(256, 200).ok());
  EXPECT_TRUE(with(1, 256).ok());
  EXPECT_FALSE(with(257, 1).ok());
  EXPECT_FALSE(with(1, 257).ok());
  EXPECT_FALSE(with(256, 256).ok()) << "longer than a hello may be";
}

TEST(Protocol, TheTextOfAnAdapterIsBounded) {
  const std::string text(100000, 'x');
  const absl::StatusOr<answer> said =
      read(R"({"seq":1,"outcome":"reject","error":")" + text + "\"}");
  ASSERT_TRUE(said.ok());
  EXPECT_LT(said->text.size(), max_text + 10);
}

TEST(Reference, TheTwoWaysToAnswerAgree) {
  const std::vector<std::vector<std::string>> values = {
      {R"(Basic realm="a\"b", x=y , Foo abc==, Bar)"},
      {""},
      {},
      {"Foo", "Bar a=b"},
      {"Foo a=\"b", "c\", d=e"},
      {"Foo a=\"b", ""},
      {"a=b, c=\"\xFF\""},
      {"Foo a==b"},
      {"Basic abc/def=x"},
      {" Foo a=b "},
      {"Foo ,"},
      {"Foo\t"},
      {"a=b"},
      {"Foo a=\"b\\"},
      {"Foo x", "Bar y"}};
  for (const model::operation op :
       {model::operation::challenges, model::operation::credentials, model::operation::auth_info}) {
    for (const std::vector<std::string>& lines : values) {
      std::string out = "{\"seq\":1,";
      reading_buffers buffers;
      append_reference_answer(out, op, {lines.begin(), lines.end()}, buffers);
      const absl::StatusOr<answer> said = read(out + "}", op);
      ASSERT_TRUE(said.ok()) << out << said.status();
      const answer direct = reference_parse(op, lines);
      EXPECT_EQ(said->outcome, direct.outcome) << out;
      EXPECT_EQ(said->parsed, direct.parsed) << out;
      EXPECT_EQ(said->offset, direct.offset) << out;
      EXPECT_EQ(said->text, direct.text) << out;
    }
  }
}

TEST(Reference, AnOpenQuotedStringReachesToTheEndOfTheCombinedValue) {
  // Combined: `Foo a="b, ` of 10 octets, all of them completable.
  EXPECT_EQ(reference_parse(model::operation::challenges, {"Foo a=\"b", ""}).offset, 10U);
  EXPECT_EQ(reference_parse(model::operation::challenges, {"Foo a=\"b", "c"}).offset, 11U);
}

TEST(Reference, WritesAndRefuses) {
  const answer written = reference_serialize(model::challenges_result{
      {"Foo", std::nullopt, {{"realm", "x"}, {"a", "b", true}, {"c", "d", false}}},
      {"Bar", "x=="}});
  ASSERT_TRUE(written.lines);
  EXPECT_EQ(written.lines->front(), R"(Foo realm="x", a="b", c=d, Bar x==)");
  EXPECT_EQ(reference_serialize(model::auth_info_result{}).lines, std::vector<std::string>{""});
  EXPECT_EQ(
      reference_serialize(model::credentials_result{"Foo", std::nullopt, {{"a", "b\r\n"}}}).outcome,
      outcome::reject);
  EXPECT_EQ(reference_serialize(model::credentials_result{"Foo", "x", {{"a", "b"}}}).outcome,
            outcome::reject);
  EXPECT_EQ(reference_serialize(model::auth_info_result{{"a", "b c", false}}).outcome,
            outcome::reject);
}

}  // namespace
}  // namespace gauntlet::runner
