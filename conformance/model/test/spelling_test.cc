#include "conformance/model/spelling.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(Spelling, WhereNoneIsNearTheNamesAreTold) {
  EXPECT_EQ(nearest_or_all("lits", {"list", "run"}), "; did you mean list?");
  EXPECT_EQ(nearest_or_all("zzzz", {"list", "run"}), "; there are list, run");
  EXPECT_EQ(nearest_or_all("", {"list", "run"}), "; there are list, run");
  EXPECT_EQ(nearest_or_all("zzzz", {}), "");
  std::vector<std::string> many = {"few/first", "few/second"};
  for (int i = 0; i < 50; ++i) many.push_back("many/" + std::to_string(1000 + i));
  EXPECT_EQ(nearest_or_all("few/x", many), "; there are few/first, few/second");
  EXPECT_EQ(nearest_or_all("zzzz", many), "; there are few/, many/");
  const std::string some = nearest_or_all("many/zzzzzzzzzzz", many);
  EXPECT_TRUE(some.ends_with("many/1039, ...")) << some;
}

}  // namespace
}  // namespace gauntlet::model
