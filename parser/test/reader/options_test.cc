#include "gauntlet/options.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

// A caret stands under the octet of the error; an escape sequence is one octet.
// clang-format off

constexpr auto challenges = operation::challenges;
constexpr auto credentials = operation::credentials;
constexpr auto auth_info = operation::auth_info;

static_assert(options{}.mode == grammar::recipient && no_limits.mode == grammar::recipient);
static_assert(unlimited(grammar::sender).max_length == static_cast<std::size_t>(-1));

std::string repeat(std::size_t count, std::string_view each) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += each;
  return all;
}

// n of `each` after `prefix` pass a limit of n and n + 1, and stop at the last one with n - 1.
void expect_limit(std::string_view prefix, std::string_view each, operation what, errc code,
                  std::size_t options::*limit, std::size_t n = 5) {
  SCOPED_TRACE(std::string(prefix) + " + " + std::string(each));
  const std::string value = std::string(prefix) + repeat(n, each);
  options limits;
  limits.*limit = n + 1;
  EXPECT_TRUE(validate(value, what, limits));
  limits.*limit = n;
  EXPECT_TRUE(validate(value, what, limits));
  limits.*limit = n - 1;
  const status said = validate(value, what, limits);
  EXPECT_EQ(to_string(said.code), to_string(code));
  // Where the last one begins; the elements below are written so that this is easy to find.
  EXPECT_EQ(said.offset, value.find_last_of("FabZ"));
}

TEST(Options, MaxChallenges) {
  for (const std::size_t n : {1U, 2U, 64U, 65U}) {
    expect_limit("", "Z,", challenges, errc::limit_challenges, &options::max_challenges, n);
    expect_limit("", "Z 1,", challenges, errc::limit_challenges, &options::max_challenges, n);
    expect_limit("", "Z x=1,", challenges, errc::limit_challenges, &options::max_challenges, n);
    expect_limit("", "Z ,", challenges, errc::limit_challenges, &options::max_challenges, n);
  }
  EXPECT_TRUE(validate("", challenges, {.max_challenges = 0}));
  EXPECT_TRUE(validate("Foo", credentials, {.max_challenges = 0}));
}

TEST(Options, MaxAuthParams) {
  for (const std::size_t n : {1U, 2U, 64U, 65U}) {
    expect_limit("", "a=1,", auth_info, errc::limit_auth_params, &options::max_auth_params, n);
    expect_limit("X ", "a=1,", credentials, errc::limit_auth_params, &options::max_auth_params, n);
    expect_limit("X ", "a=1,", challenges, errc::limit_auth_params, &options::max_auth_params, n);
    expect_limit("X ", "a =\"\",", challenges, errc::limit_auth_params, &options::max_auth_params,
                 n);
    expect_limit("X ,", "a!=1,", challenges, errc::limit_auth_params, &options::max_auth_params, n);
  }
  // Of each challenge by itself.
  EXPECT_TRUE(validate("A a=1,b=2, B a=1,b=2, C a=1", challenges, {.max_auth_params = 2}));
  // A token68 is not an auth-param.
  EXPECT_TRUE(validate("A a=, B b", challenges, {.max_auth_params = 0}));
  rejects("A a=, B !",
          "        ^", errc::limit_auth_params, challenges, {.max_auth_params = 0});
}

TEST(Options, MaxEmptyElements) {
  const auto limit = [](std::size_t n) { return options{.max_empty_elements = n}; };
  const errc code = errc::limit_empty_elements;
  // n, a value with n empty elements in a row, and the comma at which the last of these ends
  struct row {
    std::size_t n;
    std::string value, caret;
    operation what = challenges;
  };
  const row rows[] = {
      {1, ",,", " ^"},
      {1, ", ,", "  ^"},
      {1, ",,Foo", " ^"},
      {1, "Foo,,", "    ^"},
      {1, "Foo,,Bar", "    ^"},
      {3, "Foo, , \t,,Bar", "         ^"},
      {1, "Foo ,,a=b", "     ^"},
      {1, "Foo \t, \t,a=b", "        ^"},
      {1, "Foo ,,Bar", "     ^"},
      {2, "Foo ,,,", "      ^", credentials},
      {1, "Foo ,,a=b", "     ^", credentials},
      {1, "Foo a=b,,", "        ^", credentials},
      {2, "a=b,,,c=d", "     ^", auth_info},
      {64, repeat(65, ",") + "Foo", std::string(64, ' ') + "^"},
  };
  for (const row& each : rows) {
    SCOPED_TRACE(each.value);
    EXPECT_TRUE(validate(each.value, each.what, limit(each.n + 1)));
    EXPECT_TRUE(validate(each.value, each.what, limit(each.n)));
    rejects(each.value, each.caret, code, each.what, limit(each.n - 1));
  }
  for (const std::string_view value : {"", ",", ",Foo", "Foo,", "Foo , Bar a=b", "Foo ,a=b,"}) {
    EXPECT_TRUE(validate(value, challenges, limit(0))) << value;
  }
  // In a row, not altogether.
  EXPECT_TRUE(validate("A,,B,,C,,D", challenges, limit(1)));
}

TEST(Options, MaxLength) {
  const std::string value = R"(Foo a="b\"c", d = e, Bar x/y==, ,)";
  for (std::size_t n = 0; n < value.size() + 2; ++n) {
    const status said = validate(value, challenges, {.max_length = n});
    if (n < value.size()) {
      EXPECT_EQ(said, (status{errc::limit_length, n}));
    } else {
      EXPECT_TRUE(said);
    }
  }
}

TEST(Options, LengthIsThatOfTheTrimmedValue) {
  EXPECT_TRUE(validate("   Foo   ", challenges, {.max_length = 3}));
  EXPECT_FALSE(validate("   Foo   ", challenges, {.max_length = 2}));
}

TEST(Options, LengthCountsWhatJoinsTheLines) {
  const std::array<std::string_view, 3> lines{" Foo ", "", "Bar"};  // Foo, , Bar
  for (std::size_t n = 0; n < 12; ++n) {
    const status said = validate(lines, challenges, {.max_length = n});
    EXPECT_EQ(said, n < 10 ? (status{errc::limit_length, n}) : status{}) << n;
  }
}

TEST(Options, DefaultLengthIs64KiB) {
  const std::size_t n = 64 * 1024;
  EXPECT_TRUE(validate(std::string(n, 'a'), challenges));
  EXPECT_EQ(validate(std::string(n + 1, 'a'), challenges), (status{errc::limit_length, n}));
  EXPECT_TRUE(validate(std::string(n + 1, 'a'), challenges, no_limits));
}

TEST(Options, GrammarErrorAtASmallerOffsetWins) {
  rejects("Foo a=b(c, Bar, Baz",
          "       ^", errc::expected_comma, challenges,
          {.max_length = 10, .max_challenges = 1, .max_auth_params = 1});
  rejects("Foo (",
          "    ^", errc::expected_token68_or_auth_param, challenges, {.max_length = 5});
  rejects("Foo (x",
          "    ^", errc::limit_length, challenges, {.max_length = 4});
  // The element that is too many begins before the octet that the grammar forbids.
  rejects("Foo a=b, c=(",
          "         ^", errc::limit_auth_params, challenges,
          {.max_auth_params = 1});
  rejects("Foo, Bar(",
          "     ^", errc::limit_challenges, challenges, {.max_challenges = 1});
  rejects("a=b, c(",
          "     ^", errc::limit_auth_params, auth_info, {.max_auth_params = 1});
  // Here it is open which of the two it would be.
  rejects("Foo a=b, c(",
          "          ^", errc::expected_equals_or_comma, challenges,
          {.max_challenges = 1, .max_auth_params = 1});
}

TEST(Options, WhatTheLimitCutsIsNotReported) {
  reader at("Foo a=bcd", challenges, {.max_length = 7});
  ASSERT_EQ(at.next(), event::auth_scheme);
  ASSERT_EQ(at.next(), event::error);
  EXPECT_EQ(at.status(), (status{errc::limit_length, 7}));
}

// clang-format on

}  // namespace
}  // namespace gauntlet::test
