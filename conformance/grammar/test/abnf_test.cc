#include "conformance/grammar/abnf.hpp"

#include <string>

#include "conformance/grammar/data.hpp"
#include "conformance/grammar/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::grammar_engine {
namespace {

std::string message(const absl::Status& status) { return std::string(status.message()); }

// The text of a rule after a round through the reader.
std::string rule_of(const std::string& text, const std::string& name) {
  const auto rules = read_rules(text, "test");
  if (!rules.ok()) return message(rules.status());
  return to_abnf(rules->at(name).definition);
}

std::string error_of(const std::string& text) {
  const auto rules = read_grammar(text, "test.abnf");
  return rules.ok() ? "no error" : message(rules.status());
}

TEST(Abnf, KeepsEveryKindOfElement) {
  EXPECT_EQ(rule_of("r = a / b c\n", "r"), "a / b c");
  EXPECT_EQ(rule_of("r = ( a / b ) c\n", "r"), "( a / b ) c");
  EXPECT_EQ(rule_of("r = a ( b c )\n", "r"), "a b c");
  EXPECT_EQ(rule_of("r = *a 1*a *2a 1*2a 3a\n", "r"), "*a 1*a *2a 1*2a 3a");
  EXPECT_EQ(rule_of("r = *( *a )\n", "r"), "*( *a )");
  EXPECT_EQ(rule_of("r = [ a ] *[ b ]\n", "r"), "[ a ] *[ b ]");
  EXPECT_EQ(rule_of("r = #a 1#a #2a 1#2a\n", "r"), "#a 1#a #2a 1#2a");
  EXPECT_EQ(rule_of("r = \"ab\" %s\"ab\" %i\"ab\"\n", "r"), "\"ab\" %s\"ab\" \"ab\"");
  EXPECT_EQ(rule_of("r = %x41-5A %d13.10 %b1010 %x22\n", "r"), "%x41-5A %x0D.0A %x0A %x22");
  EXPECT_EQ(rule_of("r = <anything> \"\"\n", "r"), "<anything> \"\"");
}

TEST(Abnf, TakesCommentsAndContinuationLines) {
  EXPECT_EQ(
      rule_of(
          "; first\n\nr = a ; one\n ; nothing but a comment\n\n; in the first column\n  / b\n\n",
          "r"),
      "a / b");
  EXPECT_EQ(rule_of("r = a\r\n  b\r\ns = c\r\n", "r"), "a b");
  EXPECT_EQ(rule_of("r = a\ns = c", "s"), "c");
  EXPECT_EQ(rule_of("r = a ; comment at the end", "r"), "a");
  EXPECT_EQ(rule_of("r = \"a;b\"\n", "r"), "\"a;b\"");
}

TEST(Abnf, NamesAreCaseInsensitiveAndAlternativesAreAdded) {
  EXPECT_EQ(rule_of("Rule = A\nRULE =/ B\n", "rule"), "a / b");
}

TEST(Abnf, CountsOccurrencesWithinARule) {
  const auto rules = read_rules("r = t \"=\" ( t / #t )\ns = t\n", "test");
  ASSERT_TRUE(rules.ok());
  const node& r = rules->at("r").definition;
  EXPECT_EQ(r.children[0].occurrence, 1u);
  EXPECT_EQ(r.children[2].children[0].occurrence, 2u);
  EXPECT_EQ(r.children[2].children[1].children[0].occurrence, 3u);
  EXPECT_EQ(rules->at("s").definition.occurrence, 1u);
}

TEST(Abnf, ErrorsSayWhereAndWhatWasExpected) {
  const struct {
    const char* text;
    const char* message;
  } rows[] = {
      {"", "test.abnf:1:1: expected a rule, found the end of the file"},
      {"; only\n; comments\n", "test.abnf:3:1: expected a rule, found the end of the file"},
      {"1rule = \"a\"\n", "test.abnf:1:1: expected a rule's name, found `1`"},
      {"  rule = \"a\"\n", "test.abnf:1:1: expected a rule's name in the first column, found SP"},
      {"rule \"a\"\n", "test.abnf:1:6: expected `=` or `=/`, found `\"`"},
      {"rule =\n", "test.abnf:1:7: expected an element, found the end of the line"},
      {"rule = \"a\" /\n", "test.abnf:1:13: expected an element, found the end of the line"},
      {"rule = ( \"a\"\n", "test.abnf:1:13: expected `)`, found the end of the line"},
      {"rule = [ \"a\" )\n", "test.abnf:1:14: expected `]`, found `)`"},
      {"rule = \"a\n",
       "test.abnf:1:10: expected `\"` at the end of a string, found the end of the line"},
      {"rule = \"a\tb\"\n", "test.abnf:1:10: expected `\"` at the end of a string, found %x09"},
      {"rule = <a\n",
       "test.abnf:1:10: expected `>` at the end of a prose description, found the end of the line"},
      {"rule = %q41\n", "test.abnf:1:9: expected `x`, `d`, `b`, `s` or `i` after `%`, found `q`"},
      {"rule = %xZZ\n", "test.abnf:1:10: expected a hexadecimal digit, found `Z`"},
      {"rule = %d\n", "test.abnf:1:10: expected a digit, found the end of the line"},
      {"rule = %b2\n", "test.abnf:1:10: expected `0` or `1`, found `2`"},
      {"rule = %x100\n",
       "test.abnf:1:10: expected a value of at most %xFF: this grammar is one of octets"},
      {"rule = %x41-\n", "test.abnf:1:13: expected a hexadecimal digit, found the end of the line"},
      {"rule = %x5A-41\n", "test.abnf:1:12: expected a range whose end is not below its beginning"},
      {"rule = 3*2\"a\"\n",
       "test.abnf:1:8: expected a repetition whose end is not below its beginning, found 3*2"},
      {"rule = 1001\"a\"\n", "test.abnf:1:8: expected a repetition of at most 1000"},
      {"rule = *\n", "test.abnf:1:9: expected an element, found the end of the line"},
      {"rule = \"a\"\"b\"\n",
       "test.abnf:1:11: expected white space between two elements, found `\"`"},
      {"rule = \"a\" )\n",
       "test.abnf:1:12: expected `/`, an element or the end of the rule, found `)`"},
      {"rule = \"a\"\nrule = \"b\"\n",
       "test.abnf:2:1: expected a new rule's name, found `rule`, which line 1 defines"},
      {"rule =/ \"a\"\n", "test.abnf:1:1: expected a rule named `rule` before `=/` adds to it"},
      {"rule = \"a\"\n     / other\n",
       "test.abnf:2:8: expected the name of a rule, found `other`, which no rule defines"},
      {"a = \"x\" b\nb = [ a ]\n",
       "test.abnf:2:7: expected rules that do not refer to themselves, found `a` within `a`"},
      {"a = *a\n",
       "test.abnf:1:6: expected rules that do not refer to themselves, found `a` within `a`"},
      {"SP = \" \"\n",
       "test.abnf:1:1: expected a new rule's name, found `SP`, which is a core rule of RFC 5234"},
  };
  for (const auto& row : rows) EXPECT_EQ(error_of(row.text), row.message) << row.text;
}

TEST(Abnf, DeepNestingIsAnErrorAndNoOverflow) {
  const std::string deep =
      "r = " + std::string(100000, '(') + "\"a\"" + std::string(100000, ')') + "\n";
  EXPECT_EQ(error_of(deep), "test.abnf:1:105: expected groups nested at most 100 deep, found more");
}

std::string expanded(const std::string& list, list_form form) {
  const auto rules = read_grammar("r = " + list + "\ne = \"a\"\nOWS = *SP\n", "test");
  if (!rules.ok()) return message(rules.status());
  const auto out = expand_lists(*rules, form);
  return out.ok() ? to_abnf(out->at("r").definition) : message(out.status());
}

TEST(Abnf, ListsExpandAsRfc9110Says) {
  EXPECT_EQ(expanded("1#e", list_form::sender), "e *( ows \",\" ows e )");
  EXPECT_EQ(expanded("#e", list_form::sender), "[ e *( ows \",\" ows e ) ]");
  EXPECT_EQ(expanded("2#3e", list_form::sender), "e 1*2( ows \",\" ows e )");
  EXPECT_EQ(expanded("#3e", list_form::sender), "[ e *2( ows \",\" ows e ) ]");
  EXPECT_EQ(expanded("1#1e", list_form::sender), "e");
  EXPECT_EQ(expanded("#( e / \"b\" )", list_form::sender),
            "[ ( e / \"b\" ) *( ows \",\" ows ( e / \"b\" ) ) ]");
  for (const char* list : {"#e", "1#e", "2#3e"}) {
    EXPECT_EQ(expanded(list, list_form::recipient), "[ e ] *( ows \",\" ows [ e ] )");
  }
  EXPECT_EQ(expanded("#e", list_form::historic_recipient),
            "[ ( \",\" / e ) *( ows \",\" [ ows e ] ) ]");
  EXPECT_EQ(expanded("1#e", list_form::historic_recipient),
            "*( \",\" ows ) e *( ows \",\" [ ows e ] )");
}

TEST(Abnf, ListsNeedOws) {
  const auto rules = read_grammar("r = #\"a\"\n", "test");
  ASSERT_TRUE(rules.ok());
  EXPECT_EQ(message(expand_lists(*rules, list_form::sender).status()),
            "expected a rule OWS, which the list operator in `r` needs");
}

TEST(Abnf, OverlayReplacesAndChecks) {
  const auto base = read_grammar("r = s\ns = \"a\"\n", "base");
  ASSERT_TRUE(base.ok());
  const auto over = overlay(*base, "s = \"b\" t\nt = \"c\"\n", "over");
  ASSERT_TRUE(over.ok());
  EXPECT_EQ(to_abnf(over->at("s").definition), "\"b\" t");
  EXPECT_EQ(message(overlay(*base, "s = missing\n", "over").status()),
            "over:1:5: expected the name of a rule, found `missing`, which no rule defines");
  EXPECT_EQ(message(overlay(*base, "s = r\n", "over").status()),
            "over:1:5: expected rules that do not refer to themselves, found `r` within `r`");
  const auto other = read_grammar("r = a\na = \"a\"\n", "other");
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(message(overlay(*other, "a = r\n", "over").status()),
            "other:1:5: expected rules that do not refer to themselves, found `a` within `a`");
  EXPECT_EQ(message(overlay(*base, "DIGIT = \"x\"\n", "over").status()),
            "over:1:1: expected a rule to replace or add, found `DIGIT`, which is a core rule of "
            "RFC 5234");
}

TEST(Abnf, EveryShippedFileIsRead) {
  EXPECT_TRUE(read_grammar(data::rfc9110, "rfc9110.abnf").ok());
  EXPECT_TRUE(read_grammar(data::rfc9110_appendix_a, "rfc9110-appendix-a.abnf").ok());
  EXPECT_TRUE(read_grammar(data::rfc7235_appendix_c, "rfc7235-appendix-c.abnf").ok());
  EXPECT_EQ(core_rules().size(), 16u);
}

}  // namespace
}  // namespace gauntlet::grammar_engine
