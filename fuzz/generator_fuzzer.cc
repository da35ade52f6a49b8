// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: every value that the grammar's automaton can be walked to is accepted with the right
// elements, and one octet that leads nowhere is rejected exactly there.
//
// The input drives the walk: an octet that can come next is taken as it is, any other is turned
// into one that can. So a valid value generates itself, and whatever octets an engine tries, the
// parser is inside a valid value with every one of them.

#include <gauntlet/reader.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 1024;
constexpr std::size_t room = longest + 64;

// For each octet the nearest one upwards that can come next.
class repairs {
 public:
  explicit repairs(const rule& of) {
    for (std::size_t subset = 0; subset < of.table().subsets; ++subset) {
      if (of.is_dead(subset)) continue;
      for (std::size_t octet = 0; octet < 256; ++octet) {
        auto candidate = static_cast<unsigned char>(octet);
        while (of.is_dead(of.next(subset, static_cast<char>(candidate)))) ++candidate;
        nearest_[subset][octet] = static_cast<char>(candidate);
      }
    }
  }
  char of(std::size_t subset, char octet) const { return nearest_[subset][number(octet)]; }

 private:
  char nearest_[max_subsets][256]{};
};

const repairs& repairs_of(operation what, grammar mode) {
  using enum operation;
  using enum grammar;
  static const repairs all[] = {
      repairs(rule_of(challenges, recipient)),  repairs(rule_of(challenges, sender)),
      repairs(rule_of(credentials, recipient)), repairs(rule_of(credentials, sender)),
      repairs(rule_of(auth_info, recipient)),   repairs(rule_of(auth_info, sender)),
  };
  return all[rule::index_of(what, mode)];
}

struct walk {
  char octets[room];
  std::uint8_t subsets[room];
  std::size_t size = 0;

  std::string_view view() const { return {octets, size}; }
  void go(const rule& of, char octet) {
    octets[size] = octet;
    subsets[size + 1] = static_cast<std::uint8_t>(of.next(subsets[size], octet));
    ++size;
  }
};

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  const operation what = operations[choose.below(3)];
  const grammar mode = grammars[choose.below(2)];
  const rule& of = rule_of(what, mode);
  static walk made;
  made.size = 0;
  made.subsets[0] = 0;
  const repairs& nearest = repairs_of(what, mode);
  for (const char octet : octets) made.go(of, nearest.of(made.subsets[made.size], octet));
  for (char next = 0; of.towards_end(made.subsets[made.size], next);) made.go(of, next);

  const gauntlet::status error = require_grammar(made.view(), what, mode);
  FUZZ_REQUIRE(error, "what the automaton was walked to is accepted");

  // White space in front is trimmed, and what is left is another walk.
  if (made.size > 0 && is_white(made.octets[0])) return;
  const std::size_t at = choose.below(made.size + 1);
  const std::size_t subset = made.subsets[at];
  for (std::size_t tries = 0; tries < 8; ++tries) {
    const auto wrong = static_cast<char>(static_cast<unsigned char>(choose.below(256)));
    if (!of.is_dead(of.next(subset, wrong)) || is_white(wrong)) continue;
    made.octets[at] = wrong;
    const std::size_t size = at < made.size ? made.size : at + 1;
    const gauntlet::status refused =
        gauntlet::validate({made.octets, size}, what, gauntlet::unlimited(mode));
    FUZZ_REQUIRE(!refused && refused.offset == at, "one wrong octet is rejected at its offset");
    break;
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
