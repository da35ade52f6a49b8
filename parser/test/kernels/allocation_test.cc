// No kernel allocates.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <gauntlet/gauntlet.hpp>
#include <string>

#include "parser/test/support/counted_allocations.hpp"

namespace {

using gauntlet::test::allocations;

class NoAllocation : public testing::TestWithParam<gauntlet::kernel_id> {};

TEST_P(NoAllocation, ForAnyInputOfAnySize) {
  if (!gauntlet::kernel::runs_here(GetParam())) GTEST_SKIP() << "not run: not on this processor";
  const gauntlet::kernel kernel = gauntlet::kernel::of(GetParam());
  // Counted at all.
  const std::size_t start = allocations;
  void* volatile block = ::operator new(1);  // volatile: what nobody looks at may be left out
  ::operator delete(block);
  block = std::malloc(1);
  std::free(block);
  ASSERT_EQ(allocations, start + 1 + GAUNTLET_COUNTS_MALLOC);

  static std::array<gauntlet::element, 64> storage;
  for (const std::string_view repeat : {",", "a=b,", "a,", "\\\"", "a", "=", " \t", "b\"", "/"}) {
    for (const std::string_view before : {"", "Foo ", "Foo a=\"", "Foo a"}) {
      std::string value(before);
      while (value.size() < 70000) value += repeat;
      const std::string_view whole = value;
      for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{20},
                                     std::size_t{63}, std::size_t{200}, whole.size()}) {
        const std::string_view lines[] = {whole.substr(0, size), whole.substr(0, size)};
        const std::size_t before_parsing = allocations;
        const gauntlet::parse_result one =
            kernel.parse(lines[0], gauntlet::operation::challenges, storage, gauntlet::no_limits);
        const gauntlet::parse_result two = kernel.parse(std::span<const std::string_view>(lines),
                                                        gauntlet::operation::credentials, storage);
        EXPECT_EQ(allocations, before_parsing) << one.size + two.size;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, NoAllocation, testing::ValuesIn(gauntlet::every_kernel),
                         [](const testing::TestParamInfo<gauntlet::kernel_id>& test) {
                           return std::string(to_string(test.param));
                         });

}  // namespace
