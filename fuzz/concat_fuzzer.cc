// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: valid values of a list field combine: read(A ", " B) is read(A) and then read(B). A
// value that is cut after any octet is judged as the grammar judges what is left.
//
// A and B are the two sides of a comma of the input; and both are the input itself.

#include <cstring>
#include <gauntlet/reader.hpp>

#include "fuzz/support/digest.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 2048;
constexpr std::size_t longest_to_cut = 96;

bool is_valid(std::string_view value, operation what, grammar mode) {
  const rule& of = rule_of(what, mode);
  std::size_t subset = 0;
  for (const char octet : value) {
    subset = of.next(subset, octet);
    if (of.is_dead(subset)) return false;
  }
  return of.is_end(subset);
}

void require_composition(std::string_view a, std::string_view b, operation what, grammar mode) {
  a = without_white(a);
  b = without_white(b);
  // Grammar sender has no empty elements, so that the empty value does not combine.
  if (mode == grammar::sender && (a.empty() || b.empty())) return;
  if (!is_valid(a, what, mode) || !is_valid(b, what, mode)) return;
  static char storage[2 * longest + 2];
  if (!a.empty()) std::memcpy(storage, a.data(), a.size());
  std::memcpy(storage + a.size(), ", ", 2);
  if (!b.empty()) std::memcpy(storage + a.size() + 2, b.data(), b.size());
  digest parts;
  digest whole;
  FUZZ_REQUIRE(add_meaning(parts, a, what, mode) && add_meaning(parts, b, what, mode),
               "what the grammar has is read");
  FUZZ_REQUIRE(add_meaning(whole, {storage, a.size() + 2 + b.size()}, what, mode),
               "valid values combine to a valid value");
  FUZZ_REQUIRE(whole == parts, "the value of two lines is the values of the lines");
}

// Every beginning of the value, against the automaton's walk over the whole of it.
void require_cuts(std::string_view value, operation what, grammar mode) {
  const rule& of = rule_of(what, mode);
  static std::size_t subsets[longest_to_cut + 1];
  std::size_t viable = 0;
  subsets[0] = 0;
  while (viable < value.size()) {
    const std::size_t next = of.next(subsets[viable], value[viable]);
    if (of.is_dead(next)) break;
    subsets[++viable] = next;
  }
  for (std::size_t size = 0; size <= value.size(); ++size) {
    const std::size_t kept = without_white(part(value, 0, size)).size();
    const gauntlet::status error =
        gauntlet::validate(part(value, 0, size), what, gauntlet::unlimited(mode));
    const bool accepted = kept <= viable && of.is_end(subsets[kept]);
    FUZZ_REQUIRE(static_cast<bool>(error) == accepted, "a cut value is judged by what is left");
    FUZZ_REQUIRE(accepted || error.offset == (kept < viable ? kept : viable),
                 "the offset in a cut value is at its end or where it was");
  }
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  const std::string_view value = without_white(octets);
  if (value.size() <= longest_to_cut) {
    const operation what = operations[choose.below(3)];
    require_cuts(value, what, grammars[choose.below(2)]);
  }
  // Two lists of challenges are a list, and so are two of parameters; two credentials are not
  // credentials.
  const operation what = choose.below(3) == 0 ? operation::auth_info : operation::challenges;
  const grammar mode = grammars[choose.below(2)];
  require_composition(octets, octets, what, mode);
  std::size_t commas = 0;
  for (std::size_t i = 0; i < octets.size() && commas < 6; ++i) {
    if (octets[i] != ',') continue;
    ++commas;
    require_composition(part(octets, 0, i), part(octets, i + 1, octets.size()), what, mode);
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
