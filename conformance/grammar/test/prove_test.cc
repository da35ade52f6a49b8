#include "conformance/grammar/prove.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "conformance/grammar/data.hpp"
#include "gtest/gtest.h"

namespace gauntlet::grammar_engine {
namespace {

std::vector<fact> facts_of(const std::string& section_text) {
  engine::sources from;
  from.section_text = section_text;
  const auto loaded = engine::load(from);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  return prove(*loaded);
}

std::string replaced(const std::string& what, const std::string& with) {
  std::string text(data::rfc9110);
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

// How many facts of a group fail.
std::size_t failures(const std::vector<fact>& facts, const std::string& group) {
  return static_cast<std::size_t>(std::count_if(
      facts.begin(), facts.end(), [&](const fact& f) { return !f.holds && f.group == group; }));
}

TEST(Prove, EveryFactHolds) {
  const auto facts = facts_of("");
  EXPECT_GE(facts.size(), 80u);
  for (const fact& f : facts)
    EXPECT_TRUE(f.holds) << f.group << ": " << f.statement << ": " << f.found;
}

TEST(Prove, WitnessesAreTheKnownOnes) {
  const auto facts = facts_of("");
  const auto found = [&](const std::string& statement) {
    for (const fact& f : facts) {
      if (f.statement == statement) return f.found;
    }
    return std::string("no such fact");
  };
  EXPECT_EQ(found("challenges: appendix-a lies within recipient, strictly"),
            "strictly; shortest value outside appendix-a: \",\"");
  EXPECT_EQ(found("credentials: appendix-a lies within recipient, strictly"),
            "strictly; shortest value outside appendix-a: \"x ,\"");
  EXPECT_EQ(found("challenges: rfc7235 lies within recipient, strictly"),
            "strictly; shortest value outside rfc7235: \"\"");
  EXPECT_EQ(found("a grammar with \"empty unquoted value\" is flagged"),
            "\"x x=\": x x= | x {x=\"\"}");
  EXPECT_EQ(found("a grammar with \"no SP needed after the scheme\" is flagged"),
            "\"xx\": xx | x x");
  EXPECT_EQ(found("a grammar with \"= inside token68\" is flagged"), "\"x x=x\": x x=x | x {x=x}");
}

TEST(Prove, AWrongGrammarFailsWhereItIsWrong) {
  // BWS lost after the `=`: no longer Appendix A.
  EXPECT_EQ(failures(facts_of(replaced("token BWS \"=\" BWS (", "token BWS \"=\" (")), "forms"),
            5u);
  // An empty unquoted value: ambiguous, and results of the sender differ.
  const auto empty =
      facts_of(replaced("BWS ( token / quoted-string )", "BWS ( [ token ] / quoted-string )"));
  EXPECT_GE(failures(empty, "unambiguity"), 4u);
  EXPECT_GE(failures(empty, "sizes"), 1u);
  // A slash in token: other classes of octets.
  EXPECT_GE(failures(facts_of(replaced("\"!\" / \"#\"", "\"!\" / \"/\" / \"#\"")), "sizes"), 1u);
}

}  // namespace
}  // namespace gauntlet::grammar_engine
