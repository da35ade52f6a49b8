// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: a list of challenges (WWW-Authenticate, Proxy-Authenticate) is read exactly as the
// grammar has it, in grammar recipient and in grammar sender: verdict, offset of a rejection, every
// element with the place of every view. The range of challenges.hpp shows the same elements, and so
// does what reads the elements that parse() stores.

#include <gauntlet/challenges.hpp>

#include "fuzz/support/ranges.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

namespace {

void require_nothing() {
  constexpr gauntlet::challenge nothing;
  FUZZ_REQUIRE(nothing.scheme().empty() && nothing.token68().empty() && !nothing.has_token68() &&
                   nothing.offset() == 0 && nothing.params().begin() == nothing.params().end(),
               "no challenge has nothing");
}

}  // namespace

void check(std::string_view octets) {
  if (octets.empty()) require_nothing();
  const grammar shown = grammars[choices(octets).below(2)];
  for (const grammar mode : grammars) {
    const gauntlet::status error = require_grammar(octets, operation::challenges, mode);
    if (mode != shown) continue;
    require_stored(octets, operation::challenges, mode);
    const gauntlet::challenges list(octets, gauntlet::unlimited(mode));
    FUZZ_REQUIRE(list.status() == error, "the range has the error of the reader");
    if (!error) {
      FUZZ_REQUIRE(list.begin() == list.end(), "an invalid field has no challenges");
      continue;
    }
    gauntlet::reader reader(octets, operation::challenges, gauntlet::unlimited(mode));
    event next = reader.next();
    if (next == event::auth_scheme) {
      auto next_one = list.begin();
      next_one++;
      auto second = ++list.begin();
      FUZZ_REQUIRE((next_one == list.end()) == (second == list.end()), "x++ advances by one");
    }
    for (const gauntlet::challenge challenge : list) {
      FUZZ_REQUIRE(next == event::auth_scheme, "each challenge begins with its scheme");
      require_challenge(challenge, reader, next);
    }
    FUZZ_REQUIRE(next == event::end && gauntlet::challenges::iterator() == list.end(),
                 "each challenge is in the range, none in no range");
    require_selected(list);
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
