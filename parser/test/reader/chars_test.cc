#include "gauntlet/chars.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gauntlet::test {
namespace {

// Octets on either side of each boundary of the sets.
static_assert(is_tchar('|') && is_tchar('~') && !is_tchar('{') && !is_tchar('}'));
static_assert(is_tchar('!') && !is_tchar('"') && !is_tchar(' ') && !is_tchar('\x7f'));
static_assert(is_tchar('\'') && !is_tchar('(') && !is_tchar(')') && is_tchar('*'));
static_assert(is_tchar('+') && !is_tchar(',') && is_tchar('-') && is_tchar('.') && !is_tchar('/'));
static_assert(is_tchar('0') && is_tchar('9') && !is_tchar(':') && !is_tchar('@') && is_tchar('A'));
static_assert(is_tchar('Z') && !is_tchar('[') && !is_tchar('\\') && !is_tchar(']'));
static_assert(is_tchar('^') && is_tchar('_') && is_tchar('`') && is_tchar('a') && is_tchar('z'));
static_assert(is_token68_char('/') && is_token68_char('+') && !is_token68_char('='));
static_assert(is_qdtext('\t') && is_qdtext(' ') && is_qdtext('!') && !is_qdtext('"'));
static_assert(is_qdtext('[') && !is_qdtext('\\') && is_qdtext(']') && is_qdtext('~'));
static_assert(!is_qdtext('\x7f') && is_qdtext('\x80') && is_qdtext('\xff') && !is_qdtext('\x1f'));
static_assert(is_quoted_pair_char('"') && is_quoted_pair_char('\\') && !is_quoted_pair_char('\n'));

constexpr std::string_view alphanumeric =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool is_among(std::string_view set, char octet) { return set.find(octet) != set.npos; }

TEST(Chars, EachOctetIsInTheSetsThatTheRulesName) {
  for (int i = 0; i < 256; ++i) {
    SCOPED_TRACE(i);
    const char octet = static_cast<char>(i);
    const bool text = i == '\t' || (i >= 0x20 && i <= 0x7e) || i >= 0x80;
    EXPECT_EQ(is_tchar(octet), is_among(alphanumeric, octet) || is_among("!#$%&'*+-.^_`|~", octet));
    EXPECT_EQ(is_token68_char(octet), is_among(alphanumeric, octet) || is_among("-._~+/", octet));
    EXPECT_EQ(is_qdtext(octet), text && i != '"' && i != '\\');
    EXPECT_EQ(is_quoted_pair_char(octet), text);
    EXPECT_EQ(is_ows(octet), i == ' ' || i == '\t');
    EXPECT_EQ(is_obs_text(octet), i >= 0x80);
    EXPECT_EQ(is_vchar(octet), i >= 0x21 && i <= 0x7e);
    EXPECT_EQ(is_alpha(octet) || is_digit(octet), is_among(alphanumeric, octet));
    EXPECT_EQ(detail::is_class(octet, detail::class_ambiguous),
              is_tchar(octet) && is_token68_char(octet));
  }
}

TEST(Chars, NothingIsInASetBehindTheEnd) {
  EXPECT_FALSE(detail::is_class(detail::end_of_value, 0xff));
  EXPECT_FALSE(detail::is_class(detail::end_of_limit, 0xff));
}

TEST(Chars, AnyTcharMakesAToken) {
  EXPECT_TRUE(is_token("a"));
  EXPECT_TRUE(is_token("!#$%&'*+-.^_`|~"));
  EXPECT_FALSE(is_token(""));
  EXPECT_FALSE(is_token("a b"));
  EXPECT_FALSE(is_token("a/b"));
  EXPECT_FALSE(is_token("\xe4"));
  EXPECT_FALSE(is_token(std::string_view("a\0", 2)));
}

TEST(Chars, Token68HasEqualsOnlyAtItsEnd) {
  EXPECT_TRUE(is_token68("a"));
  EXPECT_TRUE(is_token68("/"));
  EXPECT_TRUE(is_token68("a="));
  EXPECT_TRUE(is_token68("a========"));
  EXPECT_FALSE(is_token68(""));
  EXPECT_FALSE(is_token68("="));
  EXPECT_FALSE(is_token68("=a"));
  EXPECT_FALSE(is_token68("a=b"));
  EXPECT_FALSE(is_token68("a!"));
}

TEST(Chars, OnlyAsciiLettersHaveCase) {
  EXPECT_TRUE(scheme_is("NEGOTIATE", "negotiate"));
  EXPECT_TRUE(equals_ignore_case("", ""));
  EXPECT_FALSE(equals_ignore_case("a", "ab"));
  EXPECT_FALSE(equals_ignore_case("realm", "realn"));
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const char first = static_cast<char>(a), second = static_cast<char>(b);
      const bool same_letter = is_alpha(first) && is_alpha(second) && (a ^ b) == 0x20;
      ASSERT_EQ(equals_ignore_case({&first, 1}, {&second, 1}), a == b || same_letter)
          << a << ' ' << b;
    }
  }
}

}  // namespace
}  // namespace gauntlet::test
