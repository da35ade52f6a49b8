#include "conformance/grammar/engine.hpp"

#include <cctype>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace gauntlet::grammar_engine {
namespace {

const engine& shared() {
  static const engine* loaded = new engine(engine::load().value());
  return *loaded;
}

// `-> text of the result`, or the offset of the rejection.
std::string verdict(operation op, grammar g, const std::string& value) {
  const outcome out = shared().run(op, g, value);
  return out.accepted ? model::describe(out.result) : std::to_string(out.offset);
}
std::string challenges(const std::string& value, grammar g = grammar::recipient) {
  return verdict(operation::challenges, g, value);
}
std::string credentials(const std::string& value, grammar g = grammar::recipient) {
  return verdict(operation::credentials, g, value);
}

TEST(Engine, MinimalAutomataHaveTheKnownSizes) {
  const struct {
    grammar g;
    std::size_t classes;
    std::size_t raw[3];
    std::size_t line[3];
  } rows[] = {{grammar::recipient, 11, {24, 17, 11}, {22, 19, 9}},
              {grammar::appendix_a, 11, {23, 17, 11}, {22, 19, 10}},
              {grammar::sender, 16, {31, 28, 16}, {30, 28, 15}}};
  for (const auto& row : rows) {
    EXPECT_EQ(shared().classes(row.g).size(), row.classes) << to_string(row.g);
    for (std::size_t i = 0; i < all_operations.size(); ++i) {
      const language& in = shared().of(all_operations[i], row.g);
      EXPECT_EQ(in.raw.size(), row.raw[i]) << to_string(row.g) << ' ' << i;
      EXPECT_EQ(in.line.size(), row.line[i]) << to_string(row.g) << ' ' << i;
      EXPECT_TRUE(in.raw.dead().has_value());
    }
  }
}

TEST(Engine, ClassesOfTheRecipientGrammar) {
  const octet_partition& classes = shared().classes(grammar::recipient);
  std::set<std::string> shown;
  for (std::size_t i = 0; i < classes.size(); ++i) shown.insert(classes.describe(i));
  EXPECT_EQ(shown, (std::set<std::string>{
                       "%x09", "%x20", "! #-' * ^ ` |", "+ --. 0-9 A-Z _ a-z ~", "/", "=", ",",
                       "\"", "\\", "(-) :-< >-@ [ ] { } %x80-%xFF", "%x00-%x08 %x0A-%x1F %x7F"}));
}

TEST(Engine, CommasBetweenChallengesAndParameters) {
  EXPECT_EQ(challenges("Foo a=b, c"), "Foo {a=b}, c");
  EXPECT_EQ(challenges("Foo a=b, c d"), "Foo {a=b}, c d");
  EXPECT_EQ(challenges("Foo a=b, c d=e"), "Foo {a=b}, c {d=e}");
  EXPECT_EQ(challenges("Foo a=b, c =d"), "Foo {a=b, c=d}");
  EXPECT_EQ(challenges("Foo a=b, c = d"), "Foo {a=b, c=d}");
  EXPECT_EQ(challenges("Foo a=b, c ="), "12");
  EXPECT_EQ(challenges("Foo a=b, c =="), "12");
  EXPECT_EQ(challenges("Foo, a=b"), "6");
  EXPECT_EQ(challenges("Foo,a=b"), "5");
  EXPECT_EQ(challenges("Foo ,a=b"), "Foo {a=b}");
  EXPECT_EQ(challenges("Foo , a=b"), "Foo {a=b}");
  EXPECT_EQ(challenges("Foo\t,a=b"), "6");
  EXPECT_EQ(challenges("Foo \t,a=b"), "Foo {a=b}");
  EXPECT_EQ(challenges("Foo Bar, a=b"), "10");
  EXPECT_EQ(challenges("Foo a, b=c"), "8");
  EXPECT_EQ(credentials("Foo a=b, c"), "10");
  EXPECT_EQ(credentials("Foo a=b,"), "Foo {a=b}");
  EXPECT_EQ(credentials("Foo ,"), "Foo");
  EXPECT_EQ(credentials("Foo,"), "3");
}

TEST(Engine, EmptyElements) {
  EXPECT_EQ(challenges(""), model::describe(model::challenges_result{}));
  EXPECT_EQ(challenges(","), challenges(""));
  EXPECT_EQ(challenges(", ,"), challenges(""));
  EXPECT_EQ(challenges(",,Foo,,"), "Foo");
  EXPECT_EQ(challenges("Foo ,,, Bar"), "Foo, Bar");
  EXPECT_EQ(challenges("Foo "), "Foo");
  EXPECT_EQ(challenges("Foo\t"), "4");
  EXPECT_EQ(challenges(" Foo"), "1");
}

TEST(Engine, Token68AgainstAuthParam) {
  EXPECT_EQ(challenges("Foo a="), "Foo a=");
  EXPECT_EQ(challenges("Foo a=="), "Foo a==");
  for (const char* value : {"Foo a= b", "Foo a =b", "Foo a = b", "Foo a\t=\tb", "Foo a=b"}) {
    EXPECT_EQ(challenges(value), "Foo {a=b}") << value;
  }
  EXPECT_EQ(challenges("Foo a =\"b\""), "Foo {a=\"b\"}");
  EXPECT_EQ(challenges("Foo a==b"), "7");
  EXPECT_EQ(challenges("Foo a=b=c"), "7");
  EXPECT_EQ(challenges("Foo a=b="), "7");
  EXPECT_EQ(challenges("Foo a==\"b\""), "7");
  EXPECT_EQ(challenges("Foo ="), "4");
  EXPECT_EQ(challenges("Foo =a"), "4");
  EXPECT_EQ(challenges("Foo a= , b"), "Foo a=, b");
  EXPECT_EQ(challenges("Foo a=, b=c"), "9");
  EXPECT_EQ(challenges("Foo a=, b c=d"), "Foo a=, b {c=d}");
  EXPECT_EQ(challenges("Foo a/b"), "Foo a/b");
  EXPECT_EQ(challenges("Foo a/b="), "Foo a/b=");
  EXPECT_EQ(challenges("Foo a/b=c"), "8");
  EXPECT_EQ(challenges("Foo a=b/c"), "7");
  EXPECT_EQ(challenges("Foo a=b:c"), "7");
  EXPECT_EQ(challenges("Foo a!b"), "7");
  EXPECT_EQ(challenges("Foo !"), "5");
  EXPECT_EQ(challenges("Foo a%20b"), "9");
  EXPECT_EQ(challenges("Foo a:b"), "5");
  EXPECT_EQ(challenges("Basic QWxhZGRp=OnBh"), "Basic {QWxhZGRp=OnBh}");
  EXPECT_EQ(challenges("Basic realm"), "Basic realm");
  EXPECT_EQ(challenges("Foo a b"), "6");
  EXPECT_EQ(challenges("Basic realm=\"a\" QWxh"), "16");
  EXPECT_EQ(challenges("Basic QWxh realm=\"a\""), "11");
  EXPECT_EQ(challenges("Basic QWxh, realm=\"a\""), "17");
  EXPECT_EQ(challenges("Basic abc/def=x"), "14");
  EXPECT_EQ(challenges("Foo a!"), "6");
  EXPECT_EQ(challenges("Foo a/b c"), "8");
  EXPECT_EQ(credentials("Foo a/b c"), "7");
}

TEST(Engine, WhiteSpaceAndOctets) {
  EXPECT_EQ(challenges("Foo\ta=b"), "4");
  EXPECT_EQ(challenges("Foo  a=b"), "Foo {a=b}");
  EXPECT_EQ(challenges("Foo a='b'"), "Foo {a='b'}");
  EXPECT_EQ(challenges("Foo a='b c'"), "9");
  EXPECT_EQ(challenges("Foo a=\"\""), "Foo {a=\"\"}");
  EXPECT_EQ(challenges("Foo a=\"\\a\\b\\c\""), "Foo {a=\"abc\"}");
  EXPECT_EQ(challenges("Foo a=\"b\\\""), "10");
  EXPECT_EQ(challenges("Foo a=\"b\"c"), "9");
  EXPECT_EQ(challenges("Foo a=\"b\" c"), "10");
  EXPECT_EQ(challenges(std::string("Foo a=\"\0\"", 9)), "7");
  EXPECT_EQ(challenges("Foo a=\"\\\x7F\""), "8");
  EXPECT_EQ(challenges("Foo a=\"\x80\xFF\""), challenges("Foo a=\"\\\x80\\\xFF\""));
  EXPECT_EQ(challenges("Foo a=\x80"), "6");
}

TEST(Engine, SenderGrammar) {
  EXPECT_EQ(challenges("Foo , Bar", grammar::sender), "Foo, Bar");
  EXPECT_EQ(challenges("Foo , a=b", grammar::sender), "7");
  EXPECT_EQ(challenges("Foo realm=", grammar::sender), "Foo realm=");
  EXPECT_EQ(challenges("Foo realm==", grammar::sender), "Foo realm==");
  EXPECT_EQ(challenges("Foo realm=x", grammar::sender), "10");
  EXPECT_EQ(challenges("Foo rEaLm=x", grammar::sender), "10");
  EXPECT_EQ(challenges("Foo rEaLm=\"x\"", grammar::sender), "Foo {rEaLm=\"x\"}");
  EXPECT_EQ(challenges("Foo realms=x, real=y", grammar::sender), "Foo {realms=x, real=y}");
  EXPECT_EQ(challenges("Foo a=b, realm=x", grammar::sender), "15");
  EXPECT_EQ(challenges("realm a=b, realm c=d", grammar::sender), "realm {a=b}, realm {c=d}");
  EXPECT_EQ(challenges("Foo a =b", grammar::sender), "6");
  EXPECT_EQ(credentials("Foo a =b", grammar::sender), "5");
  EXPECT_EQ(challenges("Foo a=b,", grammar::sender), "8");
  EXPECT_EQ(verdict(operation::auth_info, grammar::sender, "realm=x"), "6");
}

TEST(Engine, AppendixAAndRfc7235) {
  EXPECT_EQ(challenges("Foo a = b, realm=c", grammar::appendix_a), "Foo {a=b, realm=c}");
  EXPECT_EQ(challenges("Foo ,", grammar::appendix_a), "5");
  EXPECT_EQ(challenges("", grammar::rfc7235), "0");
  EXPECT_EQ(challenges("Foo ,a=b", grammar::rfc7235), "6");
  EXPECT_EQ(challenges("Foo ,,a=b", grammar::rfc7235), "Foo {a=b}");
  EXPECT_EQ(challenges("Foo  ,a=b", grammar::recipient), "Foo {a=b}");
  EXPECT_FALSE(has_operation(grammar::rfc7235, operation::auth_info));
}

TEST(Engine, LinesAreTrimmedAndJoined) {
  const auto lines = [](const std::vector<std::string>& in, operation op = operation::challenges) {
    const outcome out = shared().run_lines(op, grammar::recipient, in);
    return out.accepted ? model::describe(out.result) : std::to_string(out.offset);
  };
  EXPECT_EQ(combined({" a \t", "", "b"}), "a, , b");
  EXPECT_EQ(combined({}), "");
  EXPECT_EQ(lines({"Foo a=b", "c=d"}), "Foo {a=b, c=d}");
  EXPECT_EQ(lines({"Foo a=\"b", "c\""}), "Foo {a=\"b, c\"}");
  EXPECT_EQ(lines({"Foo ", "a=b"}), "6");
  EXPECT_EQ(lines({"", "Foo"}), "Foo");
  EXPECT_EQ(lines({"Foo a=b,", ",Bar"}), "Foo {a=b}, Bar");
  EXPECT_EQ(lines({"Foo a=b", "=x", "Bar"}), "9");
  EXPECT_EQ(lines({"Basic x", "Basic y"}, operation::credentials), "7");
  EXPECT_EQ(lines({"Digest a=b", "c=d"}, operation::credentials), "Digest {a=b, c=d}");
  EXPECT_EQ(lines({"Foo "}), "Foo");
}

TEST(Engine, OffsetIsTheLongestPrefixThatCanBeCompleted) {
  // Against the definition: the automaton of the rule, asked for the completion of each prefix.
  const std::string alphabet = "a!/=, \t\"\\:\x7F";
  const dfa& raw = shared().of(operation::challenges, grammar::recipient).raw;
  const auto distances = distances_to_acceptance(raw.graph);
  std::string value;
  std::size_t rejected = 0;
  const auto walk = [&](const auto& self, automaton::state at, std::size_t viable) -> void {
    const outcome out = shared().run(operation::challenges, grammar::recipient, value);
    ASSERT_EQ(out.accepted, raw.graph.accepting[at]);
    if (!out.accepted) {
      ++rejected;
      ASSERT_EQ(out.offset, viable) << value;
    }
    if (value.size() == 4) return;
    for (const char octet : alphabet) {
      const automaton::state next = raw.step(at, octet);
      value.push_back(octet);
      const bool alive = distances[next].has_value();
      self(self, next, alive && viable + 1 == value.size() ? value.size() : viable);
      value.pop_back();
    }
  };
  walk(walk, raw.graph.start, 0);
  EXPECT_GT(rejected, 10000u);
}

TEST(Engine, AWrongGrammarFileIsAnErrorWithItsPlace) {
  engine::sources from;
  from.section_text = "WWW-Authenticate = #challenge\nchallenge = \"a\nOWS = *SP\n";
  from.section_name = "mine.abnf";
  EXPECT_EQ(std::string(engine::load(from).status().message()),
            "mine.abnf:2:15: expected `\"` at the end of a string, found the end of the line");
  from.section_text = "WWW-Authenticate = #\"a\"\nOWS = *SP\n";
  EXPECT_EQ(std::string(engine::load(from).status().message()),
            "mine.abnf: expected a rule named `authorization`, found none");
}

// A second way to results, which shares nothing with the automata: walks the rules themselves and
// enumerates every derivation of a value.
class derivations {
 public:
  derivations(const rule_list& rules, operation op, std::string value)
      : rules_(rules), op_(op), value_(std::move(value)) {}

  std::set<std::string> results_of(const std::string& rule) {
    labels_.octets.assign(value_.size(), {});
    match_rule(rule, 0, role::ignored, 0, [this](std::size_t at, marks pending) {
      if (at != value_.size()) return;
      labels_.end = pending;
      results_.insert(model::describe(result_of(op_, value_, labels_)));
    });
    return std::move(results_);
  }

 private:
  using then = std::function<void(std::size_t, marks)>;

  void match_rule(const std::string& name, std::size_t at, role what, marks pending,
                  const then& go) {
    match(rules_.at(name).definition, name, at, what, pending, go);
  }

  void take(std::size_t at, role what, marks pending, const then& go) {
    labels_.octets[at] = {what, pending};
    go(at + 1, 0);
  }

  void match(const node& in, const std::string& within, std::size_t at, role what, marks pending,
             const then& go) {
    switch (in.kind) {
      case node_kind::alternation:
        for (const node& child : in.children) match(child, within, at, what, pending, go);
        return;
      case node_kind::concatenation:
        sequence(in, 0, within, at, what, pending, go);
        return;
      case node_kind::repetition:
        repeat(in, 0, within, at, what, pending, go);
        return;
      case node_kind::reference:
        if (in.text == "auth-scheme") {
          match_rule(in.text, at, role::scheme, pending | begins_challenge, go);
        } else if (in.text == "token68") {
          match_rule(in.text, at, role::token68, pending | begins_token68, go);
        } else if (within == "auth-param" && in.text == "token" && in.occurrence == 1) {
          match_rule(in.text, at, role::name, pending | begins_param, go);
        } else if (within == "auth-param" && in.text == "token") {
          match_rule(in.text, at, role::value, pending | begins_token_value, go);
        } else if (within == "auth-param" && in.text == "quoted-string") {
          match_rule(in.text, at, role::value, pending | begins_quoted_value, go);
        } else if (in.text == "dquote") {
          match_rule(in.text, at, role::quote, pending, go);
        } else {
          match_rule(in.text, at, what, pending, go);
        }
        return;
      case node_kind::literal:
        // Every literal of these grammars is one octet long and no letter.
        if (at < value_.size() && value_[at] == in.text[0]) {
          take(at, in.text == "\\" && within == "quoted-pair" ? role::escape : what, pending, go);
        }
        return;
      case node_kind::range:
        if (at < value_.size() && static_cast<unsigned char>(value_[at]) >= in.first &&
            static_cast<unsigned char>(value_[at]) <= in.last) {
          take(at, what, pending, go);
        }
        return;
      case node_kind::list:
      case node_kind::prose:
        FAIL();
    }
  }

  void sequence(const node& in, std::size_t index, const std::string& within, std::size_t at,
                role what, marks pending, const then& go) {
    if (index == in.children.size()) return go(at, pending);
    match(in.children[index], within, at, what, pending, [&, index](std::size_t end, marks rest) {
      sequence(in, index + 1, within, end, what, rest, go);
    });
  }

  void repeat(const node& in, std::size_t count, const std::string& within, std::size_t at,
              role what, marks pending, const then& go) {
    if (count >= in.min) go(at, pending);
    if (count == in.max) return;
    match(in.children.front(), within, at, what, pending,
          [&, at, count](std::size_t end, marks rest) {
            // A round that takes nothing leads to no new derivation of interest.
            if (end > at) repeat(in, count + 1, within, end, what, rest, go);
          });
  }

  const rule_list& rules_;
  operation op_;
  std::string value_;
  labeller::labelling labels_;
  std::set<std::string> results_;
};

TEST(Engine, ResultsAgreeWithEveryDerivationOfShortValues) {
  const std::string alphabet = "a!/=, \t\"\\:\x80";
  std::size_t valid = 0;
  for (const grammar g : {grammar::recipient, grammar::appendix_a, grammar::rfc7235}) {
    for (const operation op : all_operations) {
      if (!has_operation(g, op)) continue;
      std::string rule(rule_name(op));
      for (char& c : rule) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      std::string value;
      const auto walk = [&](const auto& self) -> void {
        const std::set<std::string> found =
            derivations(shared().rules(g), op, value).results_of(rule);
        const outcome out = shared().run(op, g, value);
        ASSERT_EQ(out.accepted, !found.empty()) << value;
        if (out.accepted) {
          ++valid;
          ASSERT_EQ(found.size(), 1u) << value;
          ASSERT_EQ(*found.begin(), model::describe(out.result)) << value;
        }
        // What cannot be completed has no valid extensions to look at.
        if (value.size() == 6 || (!out.accepted && out.offset < value.size())) return;
        for (const char octet : alphabet) {
          value.push_back(octet);
          self(self);
          value.pop_back();
        }
      };
      walk(walk);
    }
  }
  EXPECT_GT(valid, 20000u);
}

TEST(Engine, AllResultsShowsBothReadingsOfAnAmbiguousGrammar) {
  const auto rules =
      overlay(shared().rules(grammar::recipient),
              "auth-param = token BWS \"=\" BWS ( [ token ] / quoted-string )\n", "mutant");
  ASSERT_TRUE(rules.ok());
  const auto nfa = compile(*rules, "WWW-Authenticate", authentication_roles());
  ASSERT_TRUE(nfa.ok());
  std::set<std::string> shown;
  for (const auto& result : all_results(*nfa, operation::challenges, "b a=")) {
    shown.insert(model::describe(result));
  }
  EXPECT_EQ(shown, (std::set<std::string>{"b a=", "b {a=\"\"}"}));
}

TEST(Engine, TrimmingCommutesWithTheRule) {
  // What a field line may carry, OWS rule OWS, is what has a valid trimmed form.
  for (const operation op : all_operations) {
    const language& in = shared().of(op, grammar::recipient);
    for (const std::string value : {" ", "Foo \t", "\ta=b", "Foo,\t", ", Foo "}) {
      EXPECT_EQ(in.line.accepts(value),
                shared().run_lines(op, grammar::recipient, {value}).accepted)
          << value;
    }
  }
}

}  // namespace
}  // namespace gauntlet::grammar_engine
