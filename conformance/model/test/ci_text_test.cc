#include "conformance/model/ci_text.hpp"

#include <string>

#include "gtest/gtest.h"

namespace gauntlet::model {
namespace {

TEST(CiText, WorkflowCommandsCannotBeLeft) {
  EXPECT_EQ(workflow_text("100 %: a,b\n::error::x"), "100 %25: a,b\\x0a::error::x");
  EXPECT_EQ(workflow_property("a:b,line=1::x%0A"), "a%3ab%2cline=1%3a%3ax%250A");
}

TEST(CiText, PathReferenceHoldsNoDelimiter) {
  EXPECT_EQ(path_reference("a b/c#d?e%:\xE4/~f-1.mjs"), "a%20b/c%23d%3fe%25%3a%e4/~f-1.mjs");
}

}  // namespace
}  // namespace gauntlet::model
