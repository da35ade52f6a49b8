#include <string>
#include <vector>

#include "conformance/grammar/dfa.hpp"
#include "conformance/grammar/nfa.hpp"
#include "conformance/grammar/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::grammar_engine {
namespace {

labelled_nfa nfa_of(const std::string& definition, const std::vector<role_place>& places = {}) {
  const auto rules = read_grammar("r = " + definition + "\n", "test");
  EXPECT_TRUE(rules.ok()) << rules.status();
  const auto nfa = compile(*rules, "R", places);
  EXPECT_TRUE(nfa.ok()) << nfa.status();
  return *nfa;
}

dfa dfa_of(const std::string& definition) { return minimised(determinised(nfa_of(definition))); }

TEST(Partition, SplitsOctetsByTheSetsTheyAreIn) {
  const octet_partition classes({octets_of('a', 'f'), octets_of('d', 'k')});
  EXPECT_EQ(classes.size(), 4u);
  EXPECT_EQ(classes.class_of('a'), classes.class_of('c'));
  EXPECT_NE(classes.class_of('c'), classes.class_of('d'));
  EXPECT_NE(classes.class_of('f'), classes.class_of('g'));
  EXPECT_EQ(classes.class_of('g'), classes.class_of('k'));
  EXPECT_EQ(classes.class_of(0), classes.class_of(255));
  EXPECT_EQ(classes.describe(classes.class_of('d')), "d-f");
  EXPECT_EQ(octet_partition().size(), 1u);
}

TEST(Partition, CommonRefinement) {
  const octet_partition a({octets_of('a', 'f')}), b({octets_of('d', 'k')});
  EXPECT_EQ(octet_partition::common_refinement(a, b),
            octet_partition({octets_of('a', 'f'), octets_of('d', 'k')}));
}

TEST(Dfa, MinimalSizesOfSmallLanguages) {
  EXPECT_EQ(dfa_of("\"\"").size(), 2u);
  EXPECT_EQ(dfa_of("*OCTET").size(), 1u);
  EXPECT_EQ(dfa_of("*%x61").size(), 2u);
  EXPECT_EQ(dfa_of("%x61.62.63").size(), 5u);
  EXPECT_EQ(dfa_of("*( %x61 %x61 )").size(), 3u);
  // The textbook example: an `a` three octets before the end needs 2^3 states.
  EXPECT_EQ(dfa_of("*( %x61 / %x62 ) %x61 2( %x61 / %x62 )").size(), 9u);
}

TEST(Dfa, EquivalentExpressionsHaveTheSameAutomaton) {
  const dfa first = dfa_of("*( %x61 / %x62 )"), second = dfa_of("*( *%x61 *%x62 )");
  EXPECT_EQ(first.graph.next, second.graph.next);
  EXPECT_EQ(first.graph.accepting, second.graph.accepting);
  EXPECT_EQ(first.classes, second.classes);
  EXPECT_TRUE(equivalent(first, second));
}

TEST(Dfa, LiteralsIgnoreCaseUnlessToldOtherwise) {
  EXPECT_TRUE(dfa_of("\"ab\"").accepts("aB"));
  EXPECT_FALSE(dfa_of("%s\"ab\"").accepts("aB"));
  EXPECT_TRUE(dfa_of("%s\"ab\"").accepts("ab"));
  EXPECT_FALSE(dfa_of("%x61").accepts("A"));
}

TEST(Dfa, RepetitionsCount) {
  const dfa two_to_three = dfa_of("2*3\"a\"");
  EXPECT_FALSE(two_to_three.accepts("a"));
  EXPECT_TRUE(two_to_three.accepts("aa"));
  EXPECT_TRUE(two_to_three.accepts("aaa"));
  EXPECT_FALSE(two_to_three.accepts("aaaa"));
  EXPECT_TRUE(dfa_of("*2\"a\"").accepts(""));
  EXPECT_FALSE(dfa_of("3\"a\"").accepts("aa"));
  EXPECT_TRUE(dfa_of("1*\"a\"").accepts("aaaaaa"));
}

TEST(Dfa, ProductsAndWitnesses) {
  const dfa as = dfa_of("*%x61"), even = dfa_of("*( %x61 %x61 )"), b = dfa_of("%x62");
  EXPECT_FALSE(shortest_difference(even, as));
  EXPECT_TRUE(shortest_difference(as, even));
  EXPECT_EQ(shortest_difference(as, even), "a");
  EXPECT_EQ(shortest_difference(even, as), std::nullopt);
  EXPECT_TRUE(equivalent(both(as, even), even));
  EXPECT_TRUE(equivalent(either(as, even), as));
  EXPECT_EQ(shortest_accepted(both(as, b)), std::nullopt);
  EXPECT_EQ(shortest_accepted(either(b, dfa_of("%x61.61"))), "b");
  EXPECT_EQ(shortest_accepted(difference(as, dfa_of("*4%x61"))), "aaaaa");
  EXPECT_TRUE(equivalent(difference(as, even), dfa_of("%x61 *( %x61 %x61 )")));
}

TEST(Dfa, DeadStateAndDistances) {
  EXPECT_EQ(dfa_of("*OCTET").dead(), std::nullopt);
  const dfa abc = dfa_of("%x61.62.63");
  ASSERT_TRUE(abc.dead().has_value());
  const auto distances = distances_to_acceptance(abc.graph);
  EXPECT_EQ(distances[abc.graph.start], 3u);
  EXPECT_EQ(distances[*abc.dead()], std::nullopt);
  const auto words = shortest_words(abc.graph);
  for (automaton::state at = 0; at < abc.size(); ++at) {
    automaton::state reached = abc.graph.start;
    for (const std::uint16_t symbol : words[at]) reached = abc.graph.step(reached, symbol);
    EXPECT_EQ(reached, at);
  }
}

TEST(Dfa, OverAFinerPartitionKeepsTheLanguage) {
  const dfa as = dfa_of("*%x61");
  const dfa finer = over(octet_partition({octets_of('b', 'c')}), as);
  EXPECT_EQ(finer.classes.size(), 3u);
  EXPECT_TRUE(equivalent(finer, as));
}

// Two readings of an `a`, by the rule it is read with.
std::vector<role_place> two_readings() {
  return {{"", "alpha", 0, role::name, 0}, {"", "vchar", 0, role::value, 0}};
}

TEST(Ambiguity, FoundWithAShortestWitness) {
  const auto found = find_ambiguity(nfa_of("\"-\" ( ALPHA / VCHAR )", two_readings()));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, "-x");
  ASSERT_EQ(found->first.size(), 2u);
  EXPECT_NE(found->first[1], found->second[1]);
}

TEST(Ambiguity, NotReportedForDerivationsThatLabelAlike) {
  EXPECT_FALSE(find_ambiguity(nfa_of("*( *ALPHA / ALPHA )", two_readings())).has_value());
  EXPECT_FALSE(find_ambiguity(nfa_of("ALPHA \"-\" / VCHAR \"+\"", two_readings())).has_value());
}

TEST(Ambiguity, SeesElementsWithoutOctets) {
  const auto found = find_ambiguity(
      nfa_of("\"a\" [ x ] / \"a\"\nx = *\"b\"", {{"", "x", 0, role::value, begins_token_value}}));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->value, "a");
  EXPECT_NE(found->first_end, found->second_end);
}

TEST(Ambiguity, IgnoresDifferencesThatNoEndFollows) {
  // The labels of `aa` differ in the two branches, and only one branch can go on with `x`.
  EXPECT_FALSE(
      find_ambiguity(nfa_of("ALPHA ALPHA %x78 / VCHAR VCHAR %x79", two_readings())).has_value());
}

TEST(LabelDifference, TellsMissingFromDiffering) {
  const labelled_nfa name = nfa_of("ALPHA", two_readings());
  EXPECT_FALSE(find_label_difference(name, name).has_value());
  const auto other = find_label_difference(name, nfa_of("VCHAR", two_readings()));
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(other->missing);
  const auto missing = find_label_difference(name, nfa_of("\"b\"", two_readings()));
  ASSERT_TRUE(missing.has_value());
  EXPECT_TRUE(missing->missing);
}

TEST(Nfa, ConcatenationKeepsTheMarksOfEmptyEnds) {
  const std::vector<role_place> places{{"", "x", 0, role::value, begins_token_value}};
  const labelled_nfa optional_value = nfa_of("\"a\" x\nx = *\"b\"", places);
  const labelled_nfa whole = concatenate(optional_value, exactly("-"));
  const dfa language = minimised(determinised(whole));
  EXPECT_TRUE(equivalent(language, dfa_of("\"a\" *\"b\" \"-\"")));
  // In `a-` the mark of the empty x stands in front of the `-`.
  bool marked = false;
  for (const auto& transitions : whole.transitions) {
    for (const auto& transition : transitions) {
      if (transition.octets['-']) {
        marked = marked || transition.what.begins == begins_token_value;
      }
    }
  }
  EXPECT_TRUE(marked);
}

TEST(Nfa, CompilationRefusesWhatHasNoMeaning) {
  const auto rules = read_grammar("r = <prose>\nl = #\"a\"\nOWS = *SP\n", "test");
  ASSERT_TRUE(rules.ok());
  EXPECT_EQ(std::string(compile(*rules, "r", {}).status().message()),
            "expected an element with a meaning, found the prose description <prose>");
  EXPECT_EQ(std::string(compile(*rules, "l", {}).status().message()),
            "expected lists to be expanded before compilation");
  EXPECT_EQ(std::string(compile(*rules, "none", {}).status().message()),
            "expected a rule named `none`, found none");
}

}  // namespace
}  // namespace gauntlet::grammar_engine
