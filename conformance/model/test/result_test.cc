#include "conformance/model/result.hpp"

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace gauntlet::model {
namespace {

using nlohmann::json;

std::string member(const result& of) {
  std::string out = "{";
  append_json_member(out, of);
  return out + "}";
}

void round_trips(operation op, const result& original) {
  EXPECT_EQ(operation_of(original), op);
  const json from_text = json::parse(member(original));
  const absl::StatusOr<result> read = result_from_json(op, from_text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, original);
  EXPECT_EQ(json(to_json(original)), from_text) << "the two writers disagree";
}

TEST(Result, EveryOperationRoundTripsThroughBothWriters) {
  const challenge basic{"Basic",
                        std::nullopt,
                        {{"realm", "a\"\\\xFF", true}, {"x", "", std::nullopt}, {"y", "z", false}}};
  const challenge negotiate{"Negotiate", "YII=", {}};
  round_trips(operation::challenges, challenges_result{basic, negotiate, challenge{"Foo"}});
  round_trips(operation::challenges, challenges_result{});
  round_trips(operation::credentials, credentials_result{negotiate});
  round_trips(operation::credentials, credentials_result{basic});
  round_trips(operation::auth_info, auth_info_result{{"a", "b", true}});
  round_trips(operation::auth_info, auth_info_result{});
}

TEST(Result, MissingPayloadMembersMeanNoPayload) {
  const absl::StatusOr<result> read =
      result_from_json(operation::credentials, json::parse(R"({"credentials":{"scheme":"Foo"}})"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, result(credentials_result{"Foo"}));
}

TEST(Result, ErrorsNameTheJsonPointerAndWhatWasExpected) {
  struct row {
    operation op;
    const char* document;
    const char* message;
  };
  const row rows[] = {
      {operation::challenges, R"({"credentials":{}})",
       "/expect: the member \"challenges\" is missing"},
      {operation::challenges, R"({"challenges":{}})", "/expect/challenges: expected an array"},
      {operation::challenges, R"({"challenges":[1]})", "/expect/challenges/0: expected an object"},
      {operation::challenges, R"({"challenges":[{}]})",
       "/expect/challenges/0: the member \"scheme\" is missing"},
      {operation::challenges, R"({"challenges":[{"scheme":"a","token68":1}]})",
       "/expect/challenges/0/token68: expected a string"},
      {operation::credentials,
       R"({"credentials":{"scheme":"a","params":[{"name":"b","value":2}]}})",
       "/expect/credentials/params/0/value: expected a string"},
      {operation::credentials, R"({"credentials":{"scheme":"a","params":[{"value":"c"}]}})",
       "/expect/credentials/params/0: the member \"name\" is missing"},
      {operation::auth_info, R"({"params":[{"name":"b","value":"c","quoted":1}]})",
       "/expect/params/0/quoted: expected true or false"},
      {operation::auth_info, R"({"params":[{"name":"b","value":"x\u0100"}]})",
       "/expect/params/0/value: code point 1 is above U+00FF"},
  };
  for (const row& r : rows) {
    const absl::StatusOr<result> read = result_from_json(r.op, json::parse(r.document), "/expect");
    ASSERT_FALSE(read.ok()) << r.document;
    EXPECT_EQ(std::string(read.status().message()).rfind(r.message, 0), 0U) << read.status();
  }
}

TEST(Result, OperationNamesAreThoseOfTheProtocol) {
  EXPECT_EQ(to_string(operation::auth_info), "auth-info");
  EXPECT_EQ(operation_from_string("credentials"), operation::credentials);
  EXPECT_EQ(operation_from_string("auth_info"), std::nullopt);
  EXPECT_EQ(result_member(operation::auth_info), "params");
}

TEST(Result, DescribeIsOneReadableLine) {
  const challenge basic{"Basic", std::nullopt, {{"realm", "a\"\x01", true}, {"x", "y", false}}};
  EXPECT_EQ(describe(challenges_result{basic, challenge{"Bearer", "abc=="}, challenge{"Foo"}}),
            R"(Basic {realm="a\"\x01", x=y}, Bearer abc==, Foo)");
  EXPECT_EQ(describe(challenges_result{}), "no challenges");
  EXPECT_EQ(describe(auth_info_result{}), "{}");
}

}  // namespace
}  // namespace gauntlet::model
