#include "conformance/schemes/reading.hpp"

#include <string>

#include "gtest/gtest.h"

namespace gauntlet::schemes {
namespace {

using model::operation;

std::string at(const reading& of, span s) { return of.value.substr(s.begin, s.end - s.begin); }

TEST(Reading, SaysWhereEachPartStands) {
  const reading of = read(operation::challenges,
                          R"(, Negotiate YII=, Digest , realm = "a \"b\"",qop=auth , Basic)");
  ASSERT_TRUE(of.status);
  ASSERT_EQ(of.challenges.size(), 3U);
  EXPECT_EQ(at(of, of.challenges[0].scheme_at), "Negotiate");
  EXPECT_EQ(at(of, of.challenges[0].token68_at), "YII=");
  EXPECT_EQ(at(of, of.challenges[0].at), "Negotiate YII=");
  const located_challenge& digest = of.challenges[1];
  EXPECT_EQ(at(of, digest.at), R"(Digest , realm = "a \"b\"",qop=auth)");
  EXPECT_EQ(at(of, digest.params[0].name_at), "realm");
  EXPECT_EQ(at(of, digest.params[0].value_at), R"("a \"b\"")");
  EXPECT_EQ(digest.params[0].param.value, R"(a "b")");
  EXPECT_EQ(at(of, digest.params[1].value_at), "auth");
  EXPECT_EQ(at(of, of.challenges[2].at), "Basic");
}

TEST(Reading, OfAuthenticationInfoHasNoScheme) {
  const reading of = read(operation::auth_info, R"(nextnonce="", nc=00000001)");
  ASSERT_EQ(of.challenges.size(), 1U);
  EXPECT_EQ(of.challenges[0].at, (span{0, of.value.size()}));
  EXPECT_EQ(at(of, of.challenges[0].params[0].value_at), R"("")");
  EXPECT_EQ(at(of, of.challenges[0].params[1].name_at), "nc");
}

TEST(Reading, OfAnInvalidValueHoldsWhatStandsInFront) {
  const reading of = read(operation::challenges, R"(Basic realm="a", Digest nonce="b)");
  EXPECT_EQ(of.status.code, gauntlet::errc::unterminated_quoted_string);
  EXPECT_EQ(of.status.offset, of.value.size());
  ASSERT_EQ(of.challenges.size(), 2U);
  EXPECT_EQ(of.challenges[0].params[0].param.value, "a");
  EXPECT_TRUE(of.challenges[1].params.empty());
  // White space inside of an open quoted-string is no white space at the end.
  EXPECT_EQ(read(operation::challenges, "A b=\"c ").status.offset, 7U);
}

TEST(Reading, AndTheResultAreTheSameWithoutPlaces) {
  for (const auto& [op, value] :
       {std::pair{operation::challenges, R"(A b, C d="e", F)"},
        std::pair{operation::challenges, ""}, std::pair{operation::credentials, "Basic YTpi"},
        std::pair{operation::auth_info, "a=b, c=\"d\""}, std::pair{operation::auth_info, ""}}) {
    const model::result result = result_of(read(op, value));
    EXPECT_EQ(model::operation_of(result), op);
    EXPECT_EQ(result_of(without_places(result)), result) << value;
  }
  EXPECT_EQ(model::describe(result_of(read(operation::challenges, R"(A b, C d="e", F)"))),
            R"(A b, C {d="e"}, F)");
}

}  // namespace
}  // namespace gauntlet::schemes
