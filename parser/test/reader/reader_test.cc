#include "gauntlet/reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <type_traits>
#include <vector>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

// A caret stands under the octet of the error; an escape sequence is one octet.
// clang-format off

constexpr auto challenges = operation::challenges;
constexpr auto credentials = operation::credentials;
constexpr auto auth_info = operation::auth_info;
constexpr options sender{.mode = grammar::sender};

static_assert(std::is_trivially_copyable_v<reader>);
static_assert(std::is_nothrow_constructible_v<reader, std::string_view, operation>);
static_assert(sizeof(reader) <= 192);

TEST(Reader, SchemeAlone) {
  accepts("Negotiate", challenges, {scheme("Negotiate")});
  accepts("Negotiate", credentials, {scheme("Negotiate")});
  accepts("a,b , c\t,\td", challenges, {scheme("a"), scheme("b"), scheme("c"), scheme("d")});
}

TEST(Reader, Token68IsTakenWhole) {
  accepts("Foo a", challenges, {scheme("Foo"), token68("a")});
  accepts("Foo a=", challenges, {scheme("Foo"), token68("a=")});
  accepts("Foo a==", challenges, {scheme("Foo"), token68("a==")});
  accepts("Foo /", challenges, {scheme("Foo"), token68("/")});
  accepts("Foo a/b+c-._~==", credentials, {scheme("Foo"), token68("a/b+c-._~==")});
  accepts("Foo   a/b", credentials, {scheme("Foo"), token68("a/b")});
}

TEST(Reader, Token68EndsAtAComma) {
  accepts("Foo a,Bar b==\t, c", challenges,
          {scheme("Foo"), token68("a"), scheme("Bar"), token68("b=="), scheme("c")});
  accepts("Foo a= , b", challenges, {scheme("Foo"), token68("a="), scheme("b")});
  accepts("Foo a=, b c=d", challenges,
          {scheme("Foo"), token68("a="), scheme("b"), param("c", "d")});
}

TEST(Reader, WhiteSpaceAroundEqualsIsDropped) {
  for (const char* value : {"Foo a=b", "Foo a= b", "Foo a =b", "Foo a = b", "Foo a\t=\tb",
                            "Foo a=\"b\"", "Foo a =\"b\"", "Foo a= \t \"b\""}) {
    accepts(value, challenges, {scheme("Foo"), param("a", "b")});
    accepts(value, credentials, {scheme("Foo"), param("a", "b")});
  }
}

TEST(Reader, NamesCanHoldWhatToken68Cannot) {
  accepts("Foo a!=b", challenges, {scheme("Foo"), param("a!", "b")});
  accepts("Foo !=b", challenges, {scheme("Foo"), param("!", "b")});
  accepts("Foo !a = b", credentials, {scheme("Foo"), param("!a", "b")});
  accepts("a*=UTF-8''%e4", auth_info, {param("a*", "UTF-8''%e4")});
}

TEST(Reader, TokenBeforeEqualsIsAnAuthParamElseAnAuthScheme) {
  accepts("Foo a=b, c", challenges, {scheme("Foo"), param("a", "b"), scheme("c")});
  accepts("Foo a=b, c d", challenges, {scheme("Foo"), param("a", "b"), scheme("c"), token68("d")});
  accepts("Foo a=b, c d=e", challenges,
          {scheme("Foo"), param("a", "b"), scheme("c"), param("d", "e")});
  accepts("Foo a=b, c =d", challenges, {scheme("Foo"), param("a", "b"), param("c", "d")});
  accepts("Foo a=b, c = d", challenges, {scheme("Foo"), param("a", "b"), param("c", "d")});
  accepts("Foo a=b, c \t= d", challenges, {scheme("Foo"), param("a", "b"), param("c", "d")});
  accepts("Foo a=b,c\t,d", challenges, {scheme("Foo"), param("a", "b"), scheme("c"), scheme("d")});
  accepts("Foo a=b,c /", challenges, {scheme("Foo"), param("a", "b"), scheme("c"), token68("/")});
}

TEST(Reader, EmptyElementsVanish) {
  accepts("", challenges, {});
  accepts("", auth_info, {});
  accepts(",", challenges, {});
  accepts(", ,\t,", auth_info, {});
  accepts(",,Foo,,", challenges, {scheme("Foo")});
  accepts("Foo ,,, Bar", challenges, {scheme("Foo"), scheme("Bar")});
  accepts("Foo ,", challenges, {scheme("Foo")});
  accepts("Foo ,", credentials, {scheme("Foo")});
  accepts("Foo a=b,", credentials, {scheme("Foo"), param("a", "b")});
  accepts(",a=b,,c=d,", auth_info, {param("a", "b"), param("c", "d")});
}

TEST(Reader, ListOfAuthParamsBeginsAfterSp) {
  accepts("Foo ,a=b", challenges, {scheme("Foo"), param("a", "b")});
  accepts("Foo , a=b", challenges, {scheme("Foo"), param("a", "b")});
  accepts("Foo \t,a=b", challenges, {scheme("Foo"), param("a", "b")});
  accepts("Foo ,,a=b", credentials, {scheme("Foo"), param("a", "b")});
  rejects("Foo, a=b",
          "      ^", errc::expected_sp, challenges);
  rejects("Foo,a=b",
          "     ^", errc::expected_sp, challenges);
  rejects("Foo\t,a=b",
          "      ^", errc::expected_sp, challenges);
}

TEST(Reader, HtabIsNoSeparatorAfterTheScheme) {
  accepts("Foo\t,Bar", challenges, {scheme("Foo"), scheme("Bar")});
  rejects("Foo\ta=b",
          "    ^", errc::expected_comma, challenges);
  rejects("Foo \ta=b",
          "     ^", errc::expected_comma, challenges);
  rejects("Foo \tabc",
          "     ^", errc::expected_comma, credentials);
  rejects("Foo\tabc",
          "   ^", errc::expected_sp, credentials);
  rejects("a b=c, Foo\tx",
          "           ^", errc::expected_equals_or_comma, challenges);
  rejects("a b=c, Foo \tx",
          "            ^", errc::expected_equals_or_comma, challenges);
}

TEST(Reader, OffsetIsWhereNoCompletionIsLeft) {
  rejects("Basic abc/def=x",
          "              ^", errc::expected_comma, challenges);
  rejects("Foo a==b",
          "       ^", errc::expected_comma, challenges);
  rejects("Foo a!",
          "      ^", errc::expected_equals, challenges);
  rejects("Foo a b",
          "      ^", errc::expected_equals_or_comma, challenges);
  rejects("Foo a/b c",
          "        ^", errc::expected_comma, challenges);
  rejects("Foo a/b c",
          "       ^", errc::expected_end, credentials);
  rejects("Foo a/b,",
          "       ^", errc::expected_end, credentials);
  rejects("Foo a=b, c",
          "          ^", errc::expected_equals, credentials);
  rejects("Foo a= , b=c",
          "          ^", errc::expected_sp, challenges);
  rejects("Foo a=, b=c",
          "         ^", errc::expected_sp, challenges);
  rejects("Foo a= b c",
          "         ^", errc::expected_comma, challenges);
  rejects("Foo a=/",
          "      ^", errc::expected_param_value, challenges);
  rejects("Foo a=b/c",
          "       ^", errc::expected_comma, challenges);
  rejects("Foo a=b=",
          "       ^", errc::expected_comma, challenges);
  rejects("Foo a, b=c",
          "        ^", errc::expected_sp, challenges);
  rejects("Foo a ,",
          "      ^", errc::expected_equals, credentials);
  rejects("Basic abc, Basic def",
          "         ^", errc::expected_end, credentials);
  rejects("Foo a= ,",
          "       ^", errc::expected_param_value, credentials);
  rejects("Foo a=,",
          "      ^", errc::expected_param_value, credentials);
  rejects("Foo =",
          "    ^", errc::expected_token68_or_auth_param, challenges);
  rejects("Foo:",
          "   ^", errc::expected_sp, challenges);
  rejects("Foo,",
          "   ^", errc::expected_sp, credentials);
  rejects("Foo a=b, c ==",
          "            ^", errc::expected_param_value, challenges);
  rejects("Foo a=b, c =",
          "            ^", errc::expected_param_value, challenges);
  rejects("Foo a=b, c(",
          "          ^", errc::expected_equals_or_comma, challenges);
  rejects("Foo a=b, =",
          "         ^", errc::expected_auth_scheme_or_auth_param, challenges);
  rejects("\"",
          "^", errc::expected_auth_scheme, challenges);
  rejects("",
          "^", errc::expected_auth_scheme, credentials);
  rejects(",Foo",
          "^", errc::expected_auth_scheme, credentials);
  rejects("Foo",
          "   ^", errc::expected_equals, auth_info);
  rejects("a=b c",
          "    ^", errc::expected_comma, auth_info);
  rejects("a=b, \"",
          "     ^", errc::expected_auth_param, auth_info);
}

TEST(Reader, QuotedStringEndsAtTheFirstUnescapedDquote) {
  accepts(R"(a="b, c=d; Basic realm=x")", auth_info, {param("a", "b, c=d; Basic realm=x")});
  accepts(R"(a="\"", b="\\")", auth_info, {param("a", "\""), param("b", "\\")});
  accepts("a=\"\t\\\t \xff\"", auth_info, {param("a", "\t\t \xff")});
  rejects(R"(a=")",
          R"(   ^)", errc::unterminated_quoted_string, auth_info);
  rejects(R"(a="b\")",
          R"(      ^)", errc::unterminated_quoted_string, auth_info);
  rejects(R"(a="b\)",
          R"(     ^)", errc::unterminated_quoted_string, auth_info);
  rejects(R"(a="b"c)",
          R"(     ^)", errc::expected_comma, auth_info);
  rejects(R"(a="b""c")",
          R"(     ^)", errc::expected_comma, auth_info);
  rejects("a=\"b\nc\"",
          "    ^", errc::invalid_qdtext, auth_info);
  rejects("a=\"b\x7f\"",
          "    ^", errc::invalid_qdtext, auth_info);
  rejects("a=\"b\\\r\"",
          "     ^", errc::invalid_quoted_pair, auth_info);
}

TEST(Reader, NulIsAnOctetLikeAnyOther) {
  using namespace std::string_view_literals;
  rejects("Foo\0"sv,
          "   ^", errc::expected_sp, challenges);
  rejects("Foo a=\"\0\""sv,
          "       ^", errc::invalid_qdtext, challenges);
  rejects("\0"sv,
          "^", errc::expected_auth_param, auth_info);
}

TEST(Reader, SenderHasNoEmptyElements) {
  accepts("", challenges, {}, sender);
  accepts("Foo , Bar", challenges, {scheme("Foo"), scheme("Bar")}, sender);
  accepts("Foo a=b\t,\tc=d", challenges, {scheme("Foo"), param("a", "b"), param("c", "d")}, sender);
  rejects(",",
          "^", errc::empty_element, challenges, sender);
  rejects("Foo,,Bar",
          "    ^", errc::empty_element, challenges, sender);
  rejects("Foo,",
          "    ^", errc::empty_element, challenges, sender);
  rejects("Foo ,",
          "     ^", errc::empty_element, challenges, sender);
  rejects("Foo , a=b",
          "       ^", errc::expected_sp, challenges, sender);
  rejects("Foo ,",
          "    ^", errc::expected_token68_or_auth_param, credentials, sender);
  rejects("a=b,",
          "    ^", errc::empty_element, auth_info, sender);
}

TEST(Reader, SenderHasNoBws) {
  rejects("Foo a =b",
          "      ^", errc::expected_comma, challenges, sender);
  rejects("Foo a =b",
          "     ^", errc::bws_forbidden, credentials, sender);
  rejects("Foo a= b",
          "       ^", errc::expected_comma, challenges, sender);
  rejects("Foo a= b",
          "      ^", errc::bws_forbidden, credentials, sender);
  rejects("a =b",
          " ^", errc::bws_forbidden, auth_info, sender);
  rejects("a= b",
          "  ^", errc::bws_forbidden, auth_info, sender);
  rejects("Foo !a =b",
          "      ^", errc::bws_forbidden, challenges, sender);
  rejects("Foo a=b, c =d",
          "           ^", errc::expected_token68_or_auth_param, challenges,
          sender);
  rejects("Foo a=b, c\t=d",
          "           ^", errc::expected_comma, challenges, sender);
}

TEST(Reader, SenderQuotesRealm) {
  accepts("Foo realm=\"x\"", challenges, {scheme("Foo"), param("realm", "x")}, sender);
  accepts("Foo realm=", challenges, {scheme("Foo"), token68("realm=")}, sender);
  accepts("Foo realm==", credentials, {scheme("Foo"), token68("realm==")}, sender);
  accepts("Foo realms=x", challenges, {scheme("Foo"), param("realms", "x")}, sender);
  accepts("real=x", auth_info, {param("real", "x")}, sender);
  rejects("Foo realm=x",
          "          ^", errc::expected_quoted_string, challenges, sender);
  rejects("Foo a=b, REALM=x",
          "               ^", errc::expected_quoted_string, credentials,
          sender);
  rejects("reALm=x",
          "      ^", errc::expected_quoted_string, auth_info, sender);
}

TEST(Reader, WhiteSpaceAroundTheValueIsNotPartOfIt) {
  accepts(" \t Foo a=b\t ", challenges, {scheme("Foo"), param("a", "b")});
  accepts(" ", challenges, {});
  reader at(" \t Foo =  ", challenges);
  EXPECT_EQ(at.shift(), 3U);
  ASSERT_EQ(at.next(), event::auth_scheme);
  EXPECT_EQ(at.offset(), 0U);
  ASSERT_EQ(at.next(), event::error);
  EXPECT_FALSE(at.ok());
  EXPECT_EQ(at.status().offset, 4U);
  EXPECT_EQ(reader("   ", challenges).shift(), 3U);
  EXPECT_EQ(reader(std::string_view(), challenges).shift(), 0U);
}

TEST(Reader, OffsetTellsWhereEachElementBegins) {
  reader at("Foo  a=b , c =\"d\", Bar e", challenges);
  for (const std::size_t offset : {0U, 5U, 11U, 19U, 23U, 24U}) {
    (void)at.next();
    EXPECT_EQ(at.offset(), offset);
  }
  EXPECT_EQ(at.next(), event::end);
  EXPECT_TRUE(at.ok());
}

TEST(Reader, CopyGoesOnByItself) {
  reader at("Foo a=b, c=d", challenges);
  ASSERT_EQ(at.next(), event::auth_scheme);
  reader copy = at;
  ASSERT_EQ(copy.next(), event::auth_param);
  ASSERT_EQ(copy.next(), event::auth_param);
  EXPECT_EQ(copy.param().name, "c");
  ASSERT_EQ(at.next(), event::auth_param);
  EXPECT_EQ(at.param().name, "a");
}

TEST(Reader, NothingInAnInvalidValueIsCutShort) {
  // Each of these begins with what could be an element, but is none.
  for (const char* value : {"Foo(", "Foo abc(", "Foo a=b(", "Foo a=\"b\"(", "Foo a=b, c=d("}) {
    reader at(value, challenges);
    const std::string_view text = value;
    event found = at.next();
    while (found != event::error) {
      ASSERT_NE(found, event::end);
      const std::string_view last = found == event::auth_scheme ? at.scheme()
                                    : found == event::token68   ? at.token68()
                                                                : at.param().value.raw();
      ASSERT_NE(text.find(last) + last.size(), text.size() - 1) << value;
      found = at.next();
    }
    EXPECT_EQ(at.status().offset, text.size() - 1);
  }
}

TEST(Validate, TakesOneLineOrSeveral) {
  EXPECT_TRUE(validate("Foo a=b", challenges));
  const std::array<std::string_view, 2> lines{"Foo a=b", "=c"};
  const status said = validate(lines, challenges);
  EXPECT_EQ(said.code, errc::expected_auth_scheme_or_auth_param);
  EXPECT_EQ(said.offset, 9U);
}

// clang-format on

}  // namespace
}  // namespace gauntlet::test
