// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: a list of parameters (Authentication-Info, Proxy-Authentication-Info) is read exactly
// as the grammar has it, in grammar recipient and in grammar sender: verdict, offset of a
// rejection, every parameter with the place of every view. The class auth_info shows the same, and
// so does what reads the elements that parse() stores.

#include <gauntlet/challenges.hpp>

#include "fuzz/support/ranges.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

namespace {

// About as many parameters as unique_names() can compare, two of which may have the same name.
void require_many_names(choices& choose) {
  constexpr std::size_t most = gauntlet::max_unique_names + 4;
  static char octets[most * 5];
  const std::size_t count = most - choose.below(8);
  const std::size_t repeated = choose.below(count);
  const std::size_t repeats = choose.below(count);
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t name = i == repeats ? repeated : i;
    octets[size++] = static_cast<char>((choose.below(2) == 0 ? 'A' : 'a') + name % 26);
    octets[size++] = static_cast<char>('0' + name / 26);
    for (const char octet : {'=', 'x', ','}) octets[size++] = octet;
  }
  const std::string_view value(octets, size);
  gauntlet::reader reader(value, operation::auth_info, gauntlet::unlimited(grammar::recipient));
  event next = reader.next();
  require_params(gauntlet::auth_info(value, gauntlet::unlimited(grammar::recipient)), reader, next);
  FUZZ_REQUIRE(next == event::end, "auth-info is a list of parameters");
  FUZZ_REQUIRE(gauntlet::max_unique_names == gauntlet::options().max_auth_params,
               "as many names are compared as the default limit allows");
}

}  // namespace

void check(std::string_view octets) {
  choices choose(octets);
  if (choose.below(64) == 0) require_many_names(choose);
  const grammar shown = grammars[choose.below(2)];
  for (const grammar mode : grammars) {
    const gauntlet::status error = require_grammar(octets, operation::auth_info, mode);
    if (mode != shown) continue;
    require_stored(octets, operation::auth_info, mode);
    const gauntlet::auth_info info(octets, gauntlet::unlimited(mode));
    FUZZ_REQUIRE(info.status() == error, "auth-info has the error of the reader");
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
