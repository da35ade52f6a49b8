#include "conformance/grammar/suite.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "conformance/grammar/cases.hpp"
#include "conformance/grammar/census.hpp"
#include "conformance/grammar/random.hpp"
#include "conformance/grammar/test/support.hpp"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "parser/test/support/oracle.hpp"

namespace gauntlet::grammar_engine {
namespace {

const engine& shared() {
  static const engine* loaded = new engine(engine::load().value());
  return *loaded;
}

dfa automaton_of(operation op, grammar g, bool raw) {
  const language& in = shared().of(op, g);
  return over(shared().classes(g), raw ? in.raw : in.line);
}

bool accepts(const automaton& in, const word& symbols) {
  automaton::state at = in.start;
  for (const std::uint16_t symbol : symbols) at = in.step(at, symbol);
  return in.accepting[at];
}

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(GAUNTLET_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Suite, AnyTwoStatesShareAWordThatTellsThemApart) {
  const dfa in = automaton_of(operation::challenges, grammar::recipient, true);
  const auto sets = identifiers(in.graph, std::vector<std::size_t>(in.size(), 1));
  for (automaton::state p = 0; p < in.size(); ++p) {
    for (automaton::state q = 0; q < p; ++q) {
      automaton from_p = in.graph, from_q = in.graph;
      from_p.start = p;
      from_q.start = q;
      EXPECT_TRUE(std::any_of(sets[p].begin(), sets[p].end(),
                              [&](const word& symbols) {
                                return std::find(sets[q].begin(), sets[q].end(), symbols) !=
                                           sets[q].end() &&
                                       accepts(from_p, symbols) != accepts(from_q, symbols);
                              }))
          << p << ' ' << q;
    }
  }
}

TEST(Suite, KillsEverySingleFaultMutant) {
  const std::size_t most[2][3] = {{1148, 918, 392}, {1350, 940, 582}};
  const std::size_t mutants[2][3] = {{5104, 3781, 801}, {6096, 3009, 1221}};
  for (const bool raw : {false, true}) {
    for (std::size_t i = 0; i < all_operations.size(); ++i) {
      const operation op = all_operations[i];
      const auto values = complete_suite(shared(), op, grammar::recipient, 0, raw);
      const strength found = strength_of(automaton_of(op, grammar::recipient, raw), values);
      EXPECT_EQ(found.mutants, mutants[raw][i]);
      EXPECT_EQ(found.killed, found.mutants);
      EXPECT_EQ(found.covered, found.transitions);
      EXPECT_EQ(found.values, values.size());
      EXPECT_LE(values.size(), most[raw][i]);
    }
  }
}

TEST(Suite, KillsEveryMutantOfTheOtherGrammarsToo) {
  for (const grammar g : {grammar::appendix_a, grammar::rfc7235, grammar::sender}) {
    const dfa in = automaton_of(operation::credentials, g, false);
    const strength found =
        strength_of(in, complete_suite(shared(), operation::credentials, g, 0, false));
    EXPECT_EQ(found.killed, found.mutants) << to_string(g);
  }
}

TEST(Suite, AWeakerCollectionKillsLess) {
  const dfa in = automaton_of(operation::challenges, grammar::recipient, true);
  const strength few = strength_of(in, {"Basic realm=\"foo\"", "Basic realm=foo", "Foo a=b, Bar"});
  EXPECT_EQ(few.mutants, 6096u);
  EXPECT_GT(few.killed, 0u);
  EXPECT_LT(few.killed, few.mutants / 4);
  EXPECT_LT(few.covered, few.transitions);
  EXPECT_EQ(strength_of(in, {}).killed, 0u);
}

TEST(Suite, AnExtraStateNeedsTheLongerSuite) {
  const dfa in = automaton_of(operation::auth_info, grammar::recipient, true);
  const auto short_suite = hsi_suite(in.graph, 0), long_suite = hsi_suite(in.graph, 1);
  std::size_t missed = 0, wrong = 0;
  const auto killed = [&](const automaton& mutant, const std::vector<word>& words) {
    return std::any_of(words.begin(), words.end(), [&](const word& symbols) {
      return accepts(mutant, symbols) != accepts(in.graph, symbols);
    });
  };
  // A state gets a twin with one fault, and one transition leads to the twin in its place.
  for (std::size_t entry = 0; entry < in.graph.next.size(); ++entry) {
    for (std::size_t symbol = 0; symbol < in.graph.symbols; symbol += 2) {
      automaton mutant = in.graph;
      const automaton::state original = mutant.next[entry];
      const auto twin = static_cast<automaton::state>(mutant.size());
      for (std::size_t i = 0; i < mutant.symbols; ++i)
        mutant.next.push_back(mutant.step(original, i));
      mutant.accepting.push_back(mutant.accepting[original]);
      mutant.next[entry] = twin;
      automaton::state& changed = mutant.next[twin * mutant.symbols + symbol];
      changed = static_cast<automaton::state>((changed + 1) % in.graph.size());
      dfa as_language = in;
      as_language.graph = mutant;
      if (equivalent(as_language, in)) continue;
      ++wrong;
      EXPECT_TRUE(killed(mutant, long_suite)) << entry << ' ' << symbol;
      if (!killed(mutant, short_suite)) ++missed;
    }
  }
  EXPECT_GT(wrong, 500u);
  EXPECT_GT(missed, 0u);
}

TEST(Suite, ReadableValuesStayInTheirClassesAndKeepNamesApart) {
  for (const bool raw : {false, true}) {
    for (const operation op : all_operations) {
      const dfa in = automaton_of(op, grammar::recipient, raw);
      const value_maker make(shared().of(op, grammar::recipient), raw);
      for (const word& symbols : hsi_suite(in.graph, 0)) {
        const std::string value = make(in.classes, symbols);
        ASSERT_EQ(value.size(), symbols.size());
        EXPECT_LE(value.size(), 12u);
        for (std::size_t i = 0; i < value.size(); ++i) {
          ASSERT_EQ(in.classes.class_of(static_cast<unsigned char>(value[i])), symbols[i]) << value;
        }
        EXPECT_NE(generated_case(shared(), op, {value})["parse"], "implementation-defined")
            << value;
      }
    }
  }
}

TEST(Suite, SweepKillsEveryMutantOfASingleOctet) {
  std::vector<octet_set> single(256);
  for (std::size_t octet = 0; octet < 256; ++octet) single[octet].set(octet);
  const dfa in =
      over(octet_partition(single), shared().of(operation::auth_info, grammar::recipient).line);
  EXPECT_EQ(in.graph.symbols, 256u);
  const strength found =
      strength_of(in, sweep_suite(shared(), operation::auth_info, grammar::recipient, false));
  EXPECT_EQ(found.mutants, 9u * 256 * 8 + 9);
  EXPECT_EQ(found.killed, found.mutants);
}

TEST(Suite, ResultSuiteSeesEveryWrongRole) {
  for (const operation op : all_operations) {
    const language& in = shared().of(op, grammar::recipient);
    const auto values = result_suite(shared(), op, grammar::recipient, 0, false);
    std::size_t mutants = 0;
    for (std::size_t state = 0; state < in.line_labelled.size(); ++state) {
      for (std::size_t i = 0; i < in.line_labelled.transitions[state].size(); ++i) {
        labelled_nfa wrong = in.line_labelled;
        role& what = wrong.transitions[state][i].what.what;
        if (what == role::ignored) continue;
        what = what == role::escape || what == role::quote ? role::value : role::ignored;
        ++mutants;
        const labeller mutant(wrong);
        EXPECT_TRUE(std::any_of(values.begin(), values.end(),
                                [&](const std::string& value) {
                                  labeller::labelling right_labels, wrong_labels;
                                  return in.line_labeller.run(value, right_labels) &&
                                         mutant.run(value, wrong_labels) &&
                                         result_of(op, value, right_labels) !=
                                             result_of(op, value, wrong_labels);
                                }))
            << state << ' ' << i;
      }
    }
    EXPECT_GE(mutants, 8u);
  }
}

TEST(Census, AgreesWithEnumeration) {
  for (const grammar g : {grammar::recipient, grammar::appendix_a}) {
    for (const operation op : all_operations) {
      const octet_partition& classes = shared().classes(g);
      std::vector<std::uint64_t> counted(6);
      std::string value;
      const auto walk = [&](const auto& self) -> void {
        if (shared().run(op, g, value).accepted) ++counted[value.size()];
        if (value.size() == 5) return;
        for (std::size_t i = 0; i < classes.size(); ++i) {
          value.push_back(static_cast<char>(classes.representative(i)));
          self(self);
          value.pop_back();
        }
      };
      walk(walk);
      const auto rows = census(shared(), op, g, 5);
      ASSERT_EQ(rows.size(), 6u);
      for (std::size_t length = 0; length <= 5; ++length) {
        EXPECT_EQ(rows[length].length, length);
        EXPECT_EQ(rows[length].over_classes, std::to_string(counted[length]))
            << to_string(g) << ' ' << length;
      }
    }
  }
}

TEST(Census, CountsAllOctets) {
  std::uint64_t counted = 0;
  const dfa& raw = shared().of(operation::challenges, grammar::recipient).raw;
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const char value[] = {static_cast<char>(first), static_cast<char>(second)};
      counted += raw.accepts(std::string_view(value, 2)) ? 1U : 0U;
    }
  }
  EXPECT_EQ(census(shared(), operation::challenges, grammar::recipient, 2)[2].over_octets,
            std::to_string(counted));
  EXPECT_GT(census(shared(), operation::challenges, grammar::recipient, 64)[64].over_octets.size(),
            100u);
}

TEST(Cases, IdsHashTheLinesUnambiguously) {
  // printf '9:Foo a=1, ,' | sha256sum; printf '5:Foo a,3:b=c,' | sha256sum
  EXPECT_EQ(generated_id(operation::challenges, {"Foo a=1, "}),
            "generated/challenges/07af8fffe1a7");
  EXPECT_EQ(generated_id(operation::auth_info, {"Foo a", "b=c"}),
            "generated/auth-info/95f49805171b");
  EXPECT_NE(generated_id(operation::challenges, {"a,", "b"}),
            generated_id(operation::challenges, {"a", ",b"}));
}

TEST(Cases, VerdictsFollowTheProtocol) {
  const auto made = [](operation op, const std::vector<std::string>& lines) {
    return generated_case(shared(), op, lines);
  };
  const auto valid = made(operation::challenges, {"Foo a=1, b=\"x\""});
  EXPECT_EQ(valid["parse"], "must-accept");
  EXPECT_EQ(valid["generate"], "valid");
  EXPECT_EQ(valid["expect"]["challenges"][0]["params"][1]["value"], "x");
  EXPECT_EQ(made(operation::challenges, {"Foo a=1,, b=2"})["generate"], "must-not");
  EXPECT_EQ(made(operation::challenges, {"Foo a=1,\tb=2"})["generate"], "should-not");
  EXPECT_EQ(made(operation::challenges, {"Foo a=\"\\x\""})["generate"], "should-not");
  EXPECT_EQ(made(operation::challenges, {"Foo a=\"\\\\\""})["generate"], "valid");
  EXPECT_EQ(made(operation::challenges, {"Foo realm=x"})["generate"], "must-not");
  const auto invalid = made(operation::challenges, {"Foo, a=b"});
  EXPECT_EQ(invalid["parse"], "may-accept");
  EXPECT_EQ(invalid["offset"], 6);
  EXPECT_FALSE(invalid.contains("expect"));
  const auto twice = made(operation::challenges, {"Foo a=1, A=2, b=3"});
  EXPECT_EQ(twice["parse"], "implementation-defined");
  EXPECT_EQ(twice["generate"], "must-not");
  ASSERT_EQ(twice["alternatives"].size(), 4u);
  EXPECT_EQ(twice["alternatives"][1]["expect"]["challenges"][0]["params"][0]["value"], "1");
  EXPECT_EQ(twice["alternatives"][2]["expect"]["challenges"][0]["params"][0]["value"], "2");
  EXPECT_EQ(twice["alternatives"][2]["expect"]["challenges"][0]["params"].size(), 2u);
  EXPECT_FALSE(twice["alternatives"][3].contains("expect"));
  EXPECT_EQ(made(operation::auth_info, {"a=1, a=2"})["generate"], "should-not");
  EXPECT_EQ(made(operation::challenges, {"Foo a=1, Foo a=1"})["parse"], "must-accept");
  const auto folded = made(operation::challenges, {"Foo\r\n a=1"});
  EXPECT_EQ(folded["parse"], "must-not-pass");
  EXPECT_EQ(folded["layer"], "message");
  EXPECT_EQ(folded["expect"]["challenges"][0]["scheme"], "Foo");
  EXPECT_EQ(made(operation::challenges,
                 {"Foo a=\"\r\n x\ry\""})["expect"]["challenges"][0]["params"][0]["value"],
            " x y");
  EXPECT_EQ(made(operation::challenges, {"Foo =\n"})["expect"], nullptr);
  EXPECT_EQ(made(operation::challenges, {"Foo a=\"\xE9\""})["lines"][0], "Foo a=\"\xC3\xA9\"");
}

// That the shipped files are current is the test `regenerate`.
TEST(Cases, ShippedFilesKillEveryMutant) {
  for (const operation op : all_operations) {
    const std::string path =
        "conformance/suite/cases/generated/" + std::string(model::to_string(op)) + ".json";
    EXPECT_LT(file_text(path).size(), 1024u * 1024);
    const auto read = read_collection(std::string(GAUNTLET_SOURCE_DIR) + "/" + path, op);
    ASSERT_TRUE(read.ok()) << read.status();
    const strength found = strength_of(automaton_of(op, grammar::recipient, false), read->lines);
    EXPECT_EQ(found.killed, found.mutants);
  }
}

// The oracle of the property tests and the fuzz targets reads the tables.
TEST(Tables, AnswerAsTheEngineDoes) {
  for (const grammar g : {grammar::recipient, grammar::sender}) {
    for (std::size_t i = 0; i < all_operations.size(); ++i) {
      const test::rule& rule =
          test::rule_of(test::operations[i], g == grammar::sender ? gauntlet::grammar::sender
                                                                  : gauntlet::grammar::recipient);
      value_generator random(shared(), all_operations[i], g, 7);
      for (int round = 0; round < 400; ++round) {
        const std::string value = round % 2 == 0 ? random.valid(random.below(40))
                                                 : random.near_miss(random.below(40)).value;
        const outcome expected = shared().run(all_operations[i], g, value);
        const test::oracle found(rule, value);
        ASSERT_EQ(found.is_accepted(), expected.accepted) << value;
        if (!expected.accepted) {
          ASSERT_EQ(found.offset(), expected.offset) << value;
          continue;
        }
        labeller::labelling right;
        ASSERT_TRUE(shared().of(all_operations[i], g).raw_labeller.run(value, right));
        for (std::size_t at = 0; at < value.size(); ++at) {
          ASSERT_EQ(found.role(at), static_cast<unsigned>(right.octets[at].what)) << value;
          ASSERT_EQ(found.marks(at), right.octets[at].begins) << value;
        }
      }
    }
  }
}

TEST(Random, SameSeedSameValuesAndFaultsAreFaults) {
  value_generator first(shared(), operation::challenges, grammar::recipient, 1);
  value_generator again(shared(), operation::challenges, grammar::recipient, 1);
  value_generator other(shared(), operation::challenges, grammar::recipient, 2);
  std::set<std::string> seen;
  bool differs = false;
  for (int i = 0; i < 200; ++i) {
    const std::string value = first.valid(20);
    EXPECT_EQ(value, again.valid(20));
    differs = other.valid(20) != value || differs;
    EXPECT_TRUE(shared().run(operation::challenges, grammar::recipient, value).accepted) << value;
    EXPECT_GE(value.size(), 20u);
    seen.insert(value);
    const auto miss = first.near_miss(20);
    EXPECT_EQ(again.near_miss(20).value, miss.value);
    const outcome said =
        shared().run_lines(operation::challenges, grammar::recipient, {miss.value});
    EXPECT_FALSE(said.accepted);
    EXPECT_EQ(said.offset, miss.offset);
    EXPECT_FALSE(miss.fault.empty());
  }
  EXPECT_TRUE(differs);
  EXPECT_GT(seen.size(), 190u);
}

}  // namespace
}  // namespace gauntlet::grammar_engine
