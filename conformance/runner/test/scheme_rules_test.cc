#include "conformance/runner/scheme_rules.hpp"

#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using model::operation;

// What scheme_rules.py says of every case is compared by a test of the tool; here is one of each rule.
TEST(SchemeRules, NameTheFirstThatIsBroken) {
  struct row {
    operation op;
    const char* result;
    const char* broken;
  };
  const row rows[] = {
      {operation::challenges, R"({"challenges":[{"scheme":"digest"}]})", "Digest: it has no realm"},
      {operation::challenges,
       R"({"challenges":[{"scheme":"Foo"},{"scheme":"Digest","token68":"usernam"}]})",
       "Digest: it has no token68"},
      {operation::challenges, R"({"challenges":[{"scheme":"Bearer"}]})",
       "Bearer: it has too few parameters"},
      {operation::challenges,
       R"({"challenges":[{"scheme":"Bearer","params":[{"name":"scope","value":"a  b"}]}]})",
       "Bearer: scope is not scope"},
      {operation::challenges,
       R"({"challenges":[{"scheme":"Bearer","params":[{"name":"SCOPE","value":"a b"}]}]})", ""},
      {operation::challenges,
       R"({"challenges":[{"scheme":"Negotiate","params":[{"name":"a","value":"b"}]}]})",
       "Negotiate: it has no parameters"},
      {operation::challenges, R"({"challenges":[{"scheme":"Negotiate"},{"scheme":"Unknown"}]})",
       ""},
      {operation::credentials, R"({"credentials":{"scheme":"Basic"}})", "Basic: it has a token68"},
      {operation::credentials, R"({"credentials":{"scheme":"Basic","token68":"YTpi"}})",
       ""},  // a:b
      {operation::credentials, R"({"credentials":{"scheme":"Basic","token68":"YTp"}})",
       "Basic: the token68 is not user-pass"},  // without its padding
      {operation::credentials, R"({"credentials":{"scheme":"Basic","token68":"YWI="}})",
       "Basic: the token68 is not user-pass"},  // ab
      {operation::credentials, R"({"credentials":{"scheme":"Basic","token68":"YToA"}})",
       "Basic: the token68 is not user-pass"},  // a:NUL
      {operation::credentials, R"({"credentials":{"scheme":"Hawk","params":[
        {"name":"id","value":"1"},{"name":"ts","value":"1"},{"name":"nonce","value":"1"},
        {"name":"mac","value":"1"},{"name":"x","value":"1"}]}})",
       "Hawk: it does not know x"},
      // Credentials of AWS are not in the grammar at all: nothing is said of what looks like them.
      {operation::credentials, R"({"credentials":{"scheme":"AWS4-HMAC-SHA256"}})", ""},
      // The field does not name the scheme: only what each of them forbids may be refused.
      {operation::auth_info, R"({"params":[{"name":"nc","value":"1"}]})",
       "Digest: nc is not 8HEXDIG"},
      {operation::auth_info,
       R"({"params":[{"name":"sid","value":"1"},{"name":"data","value":"2"},{"name":"nc","value":"1"}]})",
       ""},
  };
  for (const row& r : rows)
    EXPECT_EQ(broken_scheme_rule(testing::result_of(r.op, r.result), std::nullopt), r.broken)
        << r.result;
}

TEST(SchemeRules, AreThoseOfTheSchemesThatAnApiKnows) {
  const model::result two = testing::result_of(
      operation::challenges, R"({"challenges":[{"scheme":"Digest"},{"scheme":"Basic"}]})");
  EXPECT_EQ(broken_scheme_rule(two, std::vector<std::string>{"basic"}), "Basic: it has no realm");
  EXPECT_EQ(broken_scheme_rule(two, std::vector<std::string>{"Bearer"}), "");
  const model::result info =
      testing::result_of(operation::auth_info, R"({"params":[{"name":"nc","value":"1"}]})");
  EXPECT_EQ(broken_scheme_rule(info, std::vector<std::string>{"Digest"}),
            "Digest: nc is not 8HEXDIG");
}

}  // namespace
}  // namespace gauntlet::runner
