#include "conformance/verify/verify.hpp"

#include <string>

#include "conformance/grammar/suite.hpp"
#include "gtest/gtest.h"

namespace gauntlet::grammar_engine {
namespace {

const engine& shared() {
  static const engine* loaded = new engine(engine::load().value());
  return *loaded;
}

std::string told(const verification& found) {
  std::string out;
  for (const disagreement& one : found.first_differences) {
    out += one.value + ": engine " + one.engine_says + ", parser " + one.parser_says + "\n";
  }
  return out;
}

std::uint64_t sequences(std::uint64_t symbols, std::size_t length) {
  std::uint64_t sum = 1;
  for (std::uint64_t count = 1; length > 0; --length) sum += count *= symbols;
  return sum;
}

TEST(Verify, EverySequenceOfRepresentatives) {
  for (const grammar g : {grammar::recipient, grammar::sender}) {
    for (const operation op : all_operations) {
      const std::size_t length = g == grammar::recipient ? 5 : 4;
      const auto symbols = symbols_of(shared(), g, false);
      EXPECT_EQ(symbols.size(), g == grammar::recipient ? 11u : 16u);
      const verification found = verify_sequences(shared(), op, g, symbols, length, 2);
      EXPECT_EQ(found.values, sequences(symbols.size(), length));
      EXPECT_GT(found.accepted, 50u);
      EXPECT_EQ(found.differences, 0u) << told(found);
    }
  }
}

TEST(Verify, WordsMeetTheRuleAboutRealm) {
  const auto symbols = symbols_of(shared(), grammar::sender, true);
  EXPECT_EQ(symbols.size(), 14u);
  for (const operation op : all_operations) {
    const verification found = verify_sequences(shared(), op, grammar::sender, symbols, 5, 2);
    EXPECT_EQ(found.values, sequences(14, 5));
    EXPECT_EQ(found.differences, 0u) << told(found);
  }
}

TEST(Verify, CompleteAndSweepSuites) {
  for (const grammar g : {grammar::recipient, grammar::sender}) {
    for (const operation op : all_operations) {
      for (const bool raw : {false, true}) {
        EXPECT_EQ(
            verify_values(shared(), op, g, complete_suite(shared(), op, g, 0, raw)).differences,
            0u);
      }
      EXPECT_EQ(verify_values(shared(), op, g, result_suite(shared(), op, g, 0, false)).differences,
                0u);
      EXPECT_EQ(verify_values(shared(), op, g, sweep_suite(shared(), op, g, false)).differences,
                0u);
    }
  }
}

TEST(Verify, RandomValuesToTheGreatestLength) {
  for (const grammar g : {grammar::recipient, grammar::sender}) {
    for (const operation op : all_operations) {
      const verification found = verify_random(shared(), op, g, 1, 100, 65536);
      EXPECT_EQ(found.values, 300u);
      EXPECT_EQ(found.differences, 0u) << told(found);
    }
  }
}

TEST(Verify, ReportsADifference) {
  // The parser in grammar recipient against an engine whose grammar lost the BWS after the `=`.
  engine::sources from;
  from.section_text =
      "OWS = *( SP / HTAB )\nBWS = OWS\nobs-text = %x80-FF\ntoken = 1*tchar\n"
      "tchar = \"!\" / %x23-27 / \"*\" / \"+\" / \"-\" / \".\" / \"^\" / \"_\" / \"`\" / \"|\" / "
      "\"~\" / DIGIT / ALPHA\n"
      "quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE\n"
      "qdtext = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text\n"
      "quoted-pair = \"\\\" ( HTAB / SP / VCHAR / obs-text )\n"
      "auth-scheme = token\nauth-param = token BWS \"=\" ( token / quoted-string )\n"
      "token68 = 1*( ALPHA / DIGIT / \"-\" / \".\" / \"_\" / \"~\" / \"+\" / \"/\" ) *\"=\"\n"
      "challenge = auth-scheme [ 1*SP ( token68 / #auth-param ) ]\n"
      "credentials = auth-scheme [ 1*SP ( token68 / #auth-param ) ]\n"
      "WWW-Authenticate = #challenge\nAuthorization = credentials\nAuthentication-Info = "
      "#auth-param\n";
  const auto wrong = engine::load(from);
  ASSERT_TRUE(wrong.ok()) << wrong.status();
  const verification found = verify_sequences(*wrong, operation::auth_info, grammar::recipient,
                                              symbols_of(*wrong, grammar::recipient, false), 4, 1);
  EXPECT_GT(found.differences, 0u);
  ASSERT_FALSE(found.first_differences.empty());
  bool seen = false;
  for (const disagreement& one : found.first_differences) {
    if (one.value == "x= x") {
      seen = true;
      EXPECT_EQ(one.engine_says, "rejected at 2");
      EXPECT_EQ(one.parser_says, "param \"x\" \"x\", end");
    }
  }
  EXPECT_TRUE(seen) << told(found);
}

}  // namespace
}  // namespace gauntlet::grammar_engine
