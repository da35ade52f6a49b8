// The oracle itself: what is known about the grammar from elsewhere.
#include "parser/test/support/oracle.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "comparison.hpp"

namespace gauntlet::test {
namespace {

// As in `Foo{a=b, c="d"}; Bar token68 x`; credentials alike, auth-info without the scheme. Of a
// prefix, what every completion has.
std::string brief(const oracle& of) {
  std::string text;
  bool is_open = false;
  const auto close = [&] {
    if (is_open) text += '}';
    is_open = false;
  };
  meant_element each;
  for (std::size_t at = 0; of.next_element(at, each);) {
    const std::string octets(of.value().substr(each.begin, each.end - each.begin));
    switch (each.what) {
      case meant_element::kind::auth_scheme:
        close();
        text += (text.empty() ? "" : "; ") + octets;
        break;
      case meant_element::kind::token68:
        text += " token68 " + octets;
        break;
      case meant_element::kind::auth_param: {
        const std::string quote = each.is_quoted ? "\"" : "";
        text += (is_open ? ", " : "{") + octets + '=' + quote + std::string(unescaped(of, each)) +
                quote;
        is_open = true;
        break;
      }
    }
  }
  close();
  return text;
}

// As brief(), or `!offset` for a rejection.
std::string outcome(operation what, grammar mode, std::string_view value) {
  const oracle of(rule_of(what, mode), value);
  return of.is_accepted() ? brief(of) : "!" + std::to_string(of.offset());
}

TEST(Oracle, HasTheClassesOfOctetsThatAreKnownOfTheGrammar) {
  EXPECT_EQ(rule_of(operation::challenges, grammar::recipient).table().classes, 11U);
  // `r e a l m`, each a class of its own.
  EXPECT_EQ(rule_of(operation::challenges, grammar::sender).table().classes, 16U);
  std::set<std::size_t> met;
  for (const char octet : std::string_view("\t !a/=,\"\\:\x7F")) {
    EXPECT_TRUE(
        met.insert(rule_of(operation::challenges, grammar::recipient).class_of(octet)).second)
        << octet;
  }
  EXPECT_EQ(met.size(), 11U);
}

TEST(Oracle, EverySubsetButTheDeadOneHasAWayToAnEnd) {
  for (const subject& s : every_subject) {
    const rule& abnf = s.abnf();
    for (std::size_t subset = 0; subset < abnf.table().subsets; ++subset) {
      char octet = 0;
      const bool ends = abnf.is_end(subset) || abnf.towards_end(subset, octet);
      EXPECT_EQ(ends, !abnf.is_dead(subset)) << name_of(s) << ' ' << subset;
    }
  }
}

struct row {
  std::string_view value, recipient, sender;
};

constexpr row challenges_rows[] = {
    {"", "", ""},
    {",", "", "!0"},
    {",,Foo,,", "Foo", "!0"},
    {"Foo", "Foo", "Foo"},
    {"Foo ", "Foo", "Foo"},
    {"Foo\t", "!4", "!4"},
    {" Foo", "!1", "!0"},
    {"Foo ,", "Foo", "!5"},
    {"Foo ,,, Bar", "Foo; Bar", "!5"},
    {"Foo , Bar", "Foo; Bar", "Foo; Bar"},
    {"Foo a=b, c", "Foo{a=b}; c", "Foo{a=b}; c"},
    {"Foo a=b, c d", "Foo{a=b}; c token68 d", "Foo{a=b}; c token68 d"},
    {"Foo a=b, c d=e", "Foo{a=b}; c{d=e}", "Foo{a=b}; c{d=e}"},
    {"Foo a=b, c = d", "Foo{a=b, c=d}", "!11"},
    {"Foo a=b, c =", "!12", "!11"},
    {"Foo a=b, c ==", "!12", "!11"},
    {"Foo, a=b", "!6", "!6"},
    {"Foo,a=b", "!5", "!5"},
    {"Foo ,a=b", "Foo{a=b}", "!6"},
    {"Foo , a=b", "Foo{a=b}", "!7"},
    {"Foo\t,a=b", "!6", "!6"},
    {"Foo \t,a=b", "Foo{a=b}", "!7"},
    {"Foo\t,Bar", "Foo; Bar", "Foo; Bar"},
    {"Foo Bar, a=b", "!10", "!10"},
    {"Foo a, b=c", "!8", "!8"},
    {"Foo a=", "Foo token68 a=", "Foo token68 a="},
    {"Foo a==", "Foo token68 a==", "Foo token68 a=="},
    {"Foo a= b", "Foo{a=b}", "!7"},
    {"Foo a =b", "Foo{a=b}", "!6"},
    {"Foo a =\"b\"", "Foo{a=\"b\"}", "!6"},
    {"Foo a\t=\tb", "Foo{a=b}", "!6"},
    {"Foo a=b=", "!7", "!7"},
    {"Foo a==b", "!7", "!7"},
    {"Foo a==\"b\"", "!7", "!7"},
    {"Foo =", "!4", "!4"},
    {"Foo =a", "!4", "!4"},
    {"Foo a= , b", "Foo token68 a=; b", "Foo token68 a=; b"},
    {"Foo a= , b=c", "!10", "!10"},
    {"Foo a=, b=c", "!9", "!9"},
    {"Foo a=, b c=d", "Foo token68 a=; b{c=d}", "Foo token68 a=; b{c=d}"},
    {"Foo a/b=", "Foo token68 a/b=", "Foo token68 a/b="},
    {"Foo a/b=c", "!8", "!8"},
    {"Foo a=b/c", "!7", "!7"},
    {"Foo a=b:c", "!7", "!7"},
    {"Foo a!b", "!7", "!7"},
    {"Foo !", "!5", "!5"},
    {"Foo a:b", "!5", "!5"},
    {"Foo a b", "!6", "!6"},
    {"Foo a/b c", "!8", "!8"},
    {"Basic abc/def=x", "!14", "!14"},
    {"Basic QWxhZGRp=OnBh", "Basic{QWxhZGRp=OnBh}", "Basic{QWxhZGRp=OnBh}"},
    {"Basic realm", "Basic token68 realm", "Basic token68 realm"},
    {"Basic realm=", "Basic token68 realm=", "Basic token68 realm="},
    {"Foo realm==", "Foo token68 realm==", "Foo token68 realm=="},
    {"Foo realm=x", "Foo{realm=x}", "!10"},
    {"Foo ReAlM=x", "Foo{ReAlM=x}", "!10"},
    {"Foo real=x", "Foo{real=x}", "Foo{real=x}"},
    {"Foo realms=x", "Foo{realms=x}", "Foo{realms=x}"},
    {"Foo realm=\"x\"", "Foo{realm=\"x\"}", "Foo{realm=\"x\"}"},
    {"Foo a=b, realm=x", "Foo{a=b, realm=x}", "!15"},
    {"Basic realm=\"a\" QWxh", "!16", "!16"},
    {"Basic QWxh realm=\"a\"", "!11", "!11"},
    {"Foo\ta=b", "!4", "!4"},
    {"Foo \ta=b", "!5", "!5"},
    {"Foo  abc", "Foo token68 abc", "Foo token68 abc"},
    {"Foo a=\"b\"c", "!9", "!9"},
    {"Foo a=\"b\" c", "!10", "!10"},
    {"Foo a=\"b\"\"c\"", "!9", "!9"},
    {"Foo a=\"b\\\"", "!10", "!10"},
    {"Foo a=\"\\a\\b\\\\\"", "Foo{a=\"ab\\\"}", "Foo{a=\"ab\\\"}"},
    {"Foo a=\"\"", "Foo{a=\"\"}", "Foo{a=\"\"}"},
    {"Foo a=\"\x80\\\xFF\t\"", "Foo{a=\"\x80\xFF\t\"}", "Foo{a=\"\x80\xFF\t\"}"},
    {"Foo a=\"\\\x7F\"", "!8", "!8"},
    {"Foo a='b'", "Foo{a='b'}", "Foo{a='b'}"},
    {"Foo a='b c'", "!9", "!9"},
    {"\"Foo\" a=b", "!0", "!0"},
    {"Foo \"a\"=b", "!4", "!4"},
    {"Foo a=b; c=d", "!7", "!7"},
    {"Foo a=b\r\n c=d", "!7", "!7"},
    // Several lines of ambiguities, joined.
    {"Foo a=\"b, c\"", "Foo{a=\"b, c\"}", "Foo{a=\"b, c\"}"},
    {"Foo a=\"b, Bar c=\"d\"", "!17", "!17"},
    {"Foo a=b, =x, Bar", "!9", "!9"},
    {"Foo a=b,, ,Bar", "Foo{a=b}; Bar", "!8"},
    // RFC 9110 section 11.6.1, RFC 7616 section 3.9.1, RFC 7804 section 5, RFC 4559 section 5.
    {"Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
     "Basic{realm=\"simple\"}; Newauth{realm=\"apps\", type=1, title=\"Login to \"apps\"\"}",
     "Basic{realm=\"simple\"}; Newauth{realm=\"apps\", type=1, title=\"Login to \"apps\"\"}"},
    {"Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256",
     "Digest{realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256}",
     "Digest{realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256}"},
    {"Negotiate", "Negotiate", "Negotiate"},
    {"Negotiate a87421000492aa874209af8bc028", "Negotiate token68 a87421000492aa874209af8bc028",
     "Negotiate token68 a87421000492aa874209af8bc028"},
};

constexpr row credentials_rows[] = {
    {"", "!0", "!0"},
    {"Foo", "Foo", "Foo"},
    {"Foo,", "!3", "!3"},
    {"Foo ,", "Foo", "!4"},
    {"Foo a=b,", "Foo{a=b}", "!8"},
    {"Foo a=b, c", "!10", "!10"},
    {"Foo a=, b", "!6", "!6"},
    {"Foo a= , b=c", "!7", "!6"},
    {"Foo a/b c", "!7", "!7"},
    {"Foo a =b", "Foo{a=b}", "!5"},
    {"Basic x, Basic y", "!7", "!7"},
    {"Digest a=b, c=d", "Digest{a=b, c=d}", "Digest{a=b, c=d}"},
    {"basic aGVsbG86d29ybGQ=", "basic token68 aGVsbG86d29ybGQ=", "basic token68 aGVsbG86d29ybGQ="},
};

constexpr row auth_info_rows[] = {
    {"", "", ""},
    {",", "", "!0"},
    {"a=b", "{a=b}", "{a=b}"},
    {"a", "!1", "!1"},
    {"a=", "!2", "!2"},
    {"a==", "!2", "!2"},
    {"a =\tb", "{a=b}", "!1"},
    {"realm=x", "{realm=x}", "!6"},
    {"a=b, realm=\"x\"", "{a=b, realm=\"x\"}", "{a=b, realm=\"x\"}"},
    {",a=b ,, c=d,", "{a=b, c=d}", "!0"},
    {"qop=auth, cnonce=\"c\", nc=00000001", "{qop=auth, cnonce=\"c\", nc=00000001}",
     "{qop=auth, cnonce=\"c\", nc=00000001}"},
};

TEST(Oracle, GivesTheKnownVerdicts) {
  const auto check = [](operation what, const auto& rows) {
    for (const row& each : rows) {
      EXPECT_EQ(outcome(what, grammar::recipient, each.value), each.recipient)
          << printable(each.value);
      EXPECT_EQ(outcome(what, grammar::sender, each.value), each.sender) << printable(each.value);
    }
  };
  check(operation::challenges, challenges_rows);
  check(operation::credentials, credentials_rows);
  check(operation::auth_info, auth_info_rows);
}

TEST(Oracle, KnowsTheFormAndThePlaceOfEachElement) {
  const oracle of(rule_of(operation::challenges, grammar::recipient),
                  "X,Foo  a = \"b\\\"\" , Bar q=");
  using kind = meant_element::kind;
  std::vector<meant_element> all(1);
  for (std::size_t at = 0; of.next_element(at, all.back());) all.emplace_back();
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[1].begin, 2U);
  EXPECT_EQ(all[2].what, kind::auth_param);
  EXPECT_EQ(all[2].begin, 7U);
  EXPECT_EQ(all[2].value_begin, 12U);
  EXPECT_EQ(all[2].value_end, 15U);
  EXPECT_EQ(all[2].last, 16U);
  EXPECT_EQ(all[2].escapes, 1U);
  EXPECT_TRUE(all[2].is_quoted);
  EXPECT_EQ(all[3].begin, 19U);
  EXPECT_EQ(all[4].what, kind::token68);
  EXPECT_EQ(all[4].begin, 23U);
  EXPECT_EQ(all[4].end, 25U);
}

// A prefix becomes one that is not valid by an octet that is nowhere allowed.
TEST(Oracle, ReadsFromAPrefixWhatEveryCompletionHas) {
  const auto certain = [](std::string prefix) {
    return brief(oracle(rule_of(operation::challenges, grammar::recipient), prefix += '\x7F'));
  };
  EXPECT_EQ(certain("Foo a=b, c=d "), "Foo{a=b, c=d}");
  EXPECT_EQ(certain("Foo a=b, c=d, e"), "Foo{a=b, c=d}");
  EXPECT_EQ(certain("Foo a=b, c="), "Foo{a=b}");
  EXPECT_EQ(certain("Foo a=b, c=\"d"), "Foo{a=b}");
  EXPECT_EQ(certain("Foo a=b, c=\"\" "), "Foo{a=b, c=\"\"}");
  EXPECT_EQ(certain("Foo a"), "Foo");
  EXPECT_EQ(certain("Fo"), "");
}

// The comparison that all properties stand on tells what is wrong.
TEST(Difference, IsToldWhenTheReaderAndTheGrammarDisagree) {
  const subject& s = every_subject[0];
  EXPECT_EQ(difference("Foo a=b", s), "");
  EXPECT_NE(difference("Foo", known_verdict{"Foo", false, 0}, s), "");
  EXPECT_NE(difference("=", known_verdict{"=", true, 1}, s), "");
  EXPECT_NE(difference("=", known_verdict{"=", false, 1}, s), "");
  for (const std::string_view other : {"Foo a=c", "Foo a=", "Foo b=b", "Foo", "Foo a=\"b\""}) {
    EXPECT_NE(difference("Foo a=b", oracle(s.abnf(), other), s), "") << other;
  }
}

TEST(Lines, AreTrimmedAndCombined) {
  EXPECT_EQ(trimmed(" \t a b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(combined({}), "");
  EXPECT_EQ(combined(std::vector<std::string_view>{"", "Foo "}), ", Foo");
  EXPECT_EQ(combined(std::vector<std::string_view>{" Foo ", "\ta=b", ""}), "Foo, a=b, ");
}

}  // namespace
}  // namespace gauntlet::test
