// The umbrella header, in a program whose other half includes it too.
#include "gauntlet/gauntlet.hpp"

#include <gtest/gtest.h>

#include "two_units.hpp"

namespace gauntlet::test {
namespace {

TEST(Gauntlet, TwoTranslationUnitsShareOneDefinition) {
  EXPECT_EQ(address_of_classes_in_a(), &detail::octet_classes);
  for (const char* value : {"Basic realm=x", "Foo a==b", ""}) {
    EXPECT_EQ(validate_in_a(value), validate(value, operation::challenges, no_limits));
  }
}

TEST(Gauntlet, EverythingStandsInTheInlineNamespaceOfTheAbi) {
  static_assert(std::is_same_v<gauntlet::reader, gauntlet::GAUNTLET_ABI::reader>);
  static_assert(std::is_same_v<gauntlet::challenges, gauntlet::GAUNTLET_ABI::challenges>);
}

}  // namespace
}  // namespace gauntlet::test
