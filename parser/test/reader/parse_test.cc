#include "gauntlet/parse.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gauntlet {
namespace {

constexpr std::size_t parsed_at_compile_time() {
  std::array<element, 4> storage{};
  const parse_result parsed = parse("Foo a=b, Bar c", operation::challenges, storage);
  if (!parsed || storage[0].scheme() != "Foo" || !storage[1].param().value.equals("b")) return 0;
  return storage[2].scheme() == "Bar" && storage[3].token68() == "c" ? parsed.size : 0;
}
static_assert(parsed_at_compile_time() == 4);

static_assert(element().kind() == event::end && element().scheme().empty());

TEST(Parse, AnElementHasTheTextOfItsKindOnly) {
  std::array<element, 3> storage{};
  ASSERT_TRUE(parse("Foo a, Bar", operation::challenges, storage));
  EXPECT_EQ(storage[0].kind(), event::auth_scheme);
  EXPECT_EQ(storage[0].scheme(), "Foo");
  EXPECT_EQ(storage[0].token68(), "");
  EXPECT_EQ(storage[1].kind(), event::token68);
  EXPECT_EQ(storage[1].scheme(), "");
  EXPECT_EQ(storage[1].token68(), "a");
  ASSERT_TRUE(parse("a=b", operation::auth_info, storage));
  EXPECT_EQ(storage[0].kind(), event::auth_param);
  EXPECT_EQ(storage[0].scheme(), "");
  EXPECT_EQ(storage[0].token68(), "");
  EXPECT_EQ(storage[0].param().name, "a");
}

TEST(Parse, TellsHowMuchStorageItTakes) {
  std::array<element, 2> storage{};
  const parse_result parsed = parse("Foo a=b, c=d", operation::challenges, storage);
  EXPECT_EQ(parsed.status, (status{errc::output_too_small, 0}));
  EXPECT_EQ(parsed.size, 3U);
  EXPECT_EQ(storage[1].param().name, "a");
}

}  // namespace
}  // namespace gauntlet
