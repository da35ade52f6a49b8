#include "conformance/model/spelling.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet::model {
namespace {

TEST(Spelling, TheNearestNameIsOffered) {
  const std::vector<std::string> known = {"list", "quoted-string", "token68", "truncation", "run"};
  EXPECT_EQ(did_you_mean("quoted-strings", known), "; did you mean quoted-string?");
  EXPECT_EQ(did_you_mean("qouted-string", known), "; did you mean quoted-string?");
  EXPECT_EQ(did_you_mean("lits", known), "; did you mean list?");
  EXPECT_EQ(did_you_mean("rnu", known), "; did you mean run?");
  EXPECT_EQ(did_you_mean("string", known), "; did you mean quoted-string?");
  EXPECT_EQ(did_you_mean("", known), "");
  EXPECT_EQ(did_you_mean("zzzz", known), "");
  EXPECT_EQ(did_you_mean("list", {}), "");
  EXPECT_EQ(did_you_mean(std::string(1000, 'a'), {std::string(1000, 'a')}), "");
}

}  // namespace
}  // namespace gauntlet::model
