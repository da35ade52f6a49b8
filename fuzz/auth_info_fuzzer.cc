// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: a list of parameters (Authentication-Info, Proxy-Authentication-Info) is read exactly
// as the grammar has it, in grammar recipient and in grammar sender: verdict, offset of a
// rejection, every parameter with the place of every view. The class auth_info shows the same.

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
    const gauntlet::status error = require_grammar(octets, operation::auth_info, mode);
    if (mode != shown) continue;
    const gauntlet::auth_info info(octets, gauntlet::unlimited(mode));
    FUZZ_REQUIRE(info.error() == error, "auth-info has the error of the reader");
    if (!error) {
      FUZZ_REQUIRE(info.params().begin() == info.params().end(), "invalid auth-info is empty");
      continue;
    }
    gauntlet::reader reader(octets, operation::auth_info, gauntlet::unlimited(mode));
    event next = reader.next();
    require_params(info, reader, next);
    FUZZ_REQUIRE(next == event::end, "auth-info is a list of parameters");
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
