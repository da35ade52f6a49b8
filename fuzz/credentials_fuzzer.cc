// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: credentials (Authorization, Proxy-Authorization) are read exactly as the grammar has
// them, in grammar recipient and in grammar sender: verdict, offset of a rejection, every element
// with the place of every view. The class credentials shows the same, and so does what reads the
// elements that parse() stores.

#include <gauntlet/challenges.hpp>

#include "fuzz/support/ranges.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

void check(std::string_view octets) {
  const grammar shown = grammars[choices(octets).below(2)];
  for (const grammar mode : grammars) {
    const gauntlet::status error = require_grammar(octets, operation::credentials, mode);
    if (mode != shown) continue;
    require_stored(octets, operation::credentials, mode);
    const gauntlet::credentials credentials(octets, gauntlet::unlimited(mode));
    FUZZ_REQUIRE(credentials.status() == error, "credentials have the error of the reader");
    if (!error) {
      FUZZ_REQUIRE(credentials.scheme().empty() && !credentials.has_token68() &&
                       credentials.params().begin() == credentials.params().end(),
                   "invalid credentials are empty");
      continue;
    }
    gauntlet::reader reader(octets, operation::credentials, gauntlet::unlimited(mode));
    event next = reader.next();
    FUZZ_REQUIRE(next == event::auth_scheme, "credentials begin with their scheme");
    require_challenge(credentials, reader, next);
    FUZZ_REQUIRE(next == event::end, "credentials are one scheme and its payload");
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
