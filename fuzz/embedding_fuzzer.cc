// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: the result depends on the octets of the value and on nothing else: not on their
// address, not on the octets around them, not on a terminator. And it depends on those octets only
// as far as the grammar says: the case of letters, white space beside "=" and beside commas, and
// empty list elements change nothing.

#include <cstring>
#include <gauntlet/reader.hpp>

#include "fuzz/support/digest.hpp"
#include "fuzz/support/embedded.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = longest_embedded;

void require_places(std::string_view octets, operation what, grammar mode, choices& choose) {
  const gauntlet::options options = gauntlet::unlimited(mode);
  const digest expected = places(octets, what, options);
  for (int i = 0; i < 2; ++i) {
    const embedded copy(octets, choose.below(alignments), surroundings[choose.below(8)]);
    FUZZ_REQUIRE(places(copy.view(), what, options) == expected,
                 "the result does not depend on place and surroundings");
  }
  static char swapped[longest];
  for (std::size_t i = 0; i < octets.size(); ++i) swapped[i] = other_case(octets[i]);
  FUZZ_REQUIRE(places({swapped, octets.size()}, what, options) == expected,
               "the case of letters decides nothing");
}

// What grammar recipient ignores: white space around "=" and commas, more commas.
void require_ignored(std::string_view octets, operation what, choices& choose) {
  const std::string_view value = without_white(octets);
  const oracle expected(rule_of(what, grammar::recipient), value);
  if (!expected.is_accepted()) return;
  constexpr std::string_view beside_equals[] = {"", " ", "\t", " \t "};
  constexpr std::string_view beside_comma[] = {"", " ", "\t", ",", " ,\t", ",,"};
  static char storage[16 * longest];
  std::size_t size = 0;
  const auto put = [&](std::string_view more) {
    if (!more.empty()) std::memcpy(storage + size, more.data(), more.size());
    size += more.size();
  };
  // The list in credentials begins after SP; before the scheme there are no empty elements.
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool ignored = expected.role(i) == tables::ignored;
    if (ignored && value[i] == '=') {
      put(beside_equals[choose.below(4)]);
      put("=");
      put(beside_equals[choose.below(4)]);
    } else if (ignored && value[i] == ',') {
      put(beside_comma[choose.below(3)]);
      put(",");
      put(beside_comma[choose.below(6)]);
    } else {
      put({value.data() + i, 1});
    }
  }
  if (what != operation::credentials) {
    if (choose.below(4) == 0) put(",\t");
  }
  digest before;
  digest after;
  FUZZ_REQUIRE(add_meaning(before, value, what, grammar::recipient), "what is valid stays valid");
  FUZZ_REQUIRE(add_meaning(after, {storage, size}, what, grammar::recipient) && before == after,
               "white space and empty elements mean nothing");
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  const operation what = operations[choose.below(3)];
  require_places(octets, what, grammars[choose.below(2)], choose);
  for (const operation each : operations) require_ignored(octets, each, choose);
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
