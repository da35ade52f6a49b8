// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// The ranges of challenges.hpp against the events of a reader.
#ifndef FUZZ_SUPPORT_RANGES_HPP_
#define FUZZ_SUPPORT_RANGES_HPP_

#include <cstddef>
#include <gauntlet/challenges.hpp>
#include <string_view>

#include "fuzz/support/octets.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

inline bool same_param(const gauntlet::auth_param& a, const gauntlet::auth_param& b) {
  return a.name.data() == b.name.data() && a.name.size() == b.name.size() &&
         a.value.raw().data() == b.value.raw().data() &&
         a.value.raw().size() == b.value.raw().size() &&
         a.value.quoted_pairs() == b.value.quoted_pairs() &&
         a.value.is_quoted_string() == b.value.is_quoted_string();
}

// The parameters of a challenge, of credentials or of auth-info: `next` is the reader's event that
// is the first of them, and becomes the first after them. Names are looked up and compared, which
// the naive way costs their number squared, so only for few.
template <typename Field>
void require_params(const Field& field, gauntlet::reader& reader, event& next) {
  constexpr std::size_t few = 80;
  struct seen {
    std::string_view name;
    std::size_t offset;
  };
  static seen names[few];
  std::size_t count = 0;
  const gauntlet::auth_params params = field.params();
  for (auto at = params.begin(); at != params.end(); ++at, ++count) {
    FUZZ_REQUIRE(next == event::auth_param, "no parameter that the reader does not have");
    FUZZ_REQUIRE(same_param(*at, reader.param()) && at->name.data() == (*at).name.data(),
                 "parameters are those of the reader");
    FUZZ_REQUIRE(at.offset() == reader.offset(), "a parameter's offset is that of the reader");
    if (count < few) names[count] = {at->name, at.offset()};
    next = reader.next();
  }
  FUZZ_REQUIRE(next != event::auth_param, "every parameter of the reader");
  if (count > few) return;

  // The first name that occurred before, and the first parameter beyond those that are compared.
  gauntlet::status expected;
  for (std::size_t i = 0; i < count && expected.code != errc::repeated_auth_param; ++i) {
    const std::size_t compared = i < gauntlet::max_unique_names ? i : gauntlet::max_unique_names;
    for (std::size_t j = 0; j < compared; ++j) {
      if (!same_but_case(names[i].name, names[j].name)) continue;
      expected = {errc::repeated_auth_param, names[i].offset};
      break;
    }
    if (i == gauntlet::max_unique_names && expected) {
      expected = {errc::limit_auth_params, names[i].offset};
    }
  }
  FUZZ_REQUIRE(field.unique_names() == expected, "unique_names() finds the first repetition");

  for (std::size_t i = 0; i < count; ++i) {
    std::size_t first = 0;
    while (!same_but_case(names[first].name, names[i].name)) ++first;
    const gauntlet::found_auth_param found = field.find(names[i].name);
    FUZZ_REQUIRE(
        found && found->name.data() == names[first].name.data() && (*found).name_is(names[i].name),
        "find() finds the first parameter of that name");
    if (i > 8) break;
  }
  FUZZ_REQUIRE(!field.find("") && gauntlet::auth_params::iterator() == params.end(),
               "no name is empty, and no range is at its end");
  if (count > 0) {
    auto at = params.begin();
    at++;
    FUZZ_REQUIRE((at == params.end()) == (count == 1), "x++ advances by one");
  }
}

// One challenge, or the credentials: `next` is the reader's event for its scheme, and becomes the
// first after it.
template <typename Field>
void require_challenge(const Field& field, gauntlet::reader& reader, event& next) {
  FUZZ_REQUIRE(field.scheme().data() == reader.scheme().data() &&
                   field.scheme().size() == reader.scheme().size(),
               "the scheme is that of the reader");
  FUZZ_REQUIRE(field.is(reader.scheme()) && !field.is(""), "a scheme is itself");
  if constexpr (requires { field.offset(); }) {
    FUZZ_REQUIRE(field.offset() == reader.offset(), "a challenge's offset is that of its scheme");
  }
  next = reader.next();
  FUZZ_REQUIRE(field.has_token68() == (next == event::token68),
               "has_token68() says whether there is one");
  if (next == event::token68) {
    FUZZ_REQUIRE(field.token68().data() == reader.token68().data() &&
                     field.token68().size() == reader.token68().size(),
                 "the token68 is that of the reader");
    FUZZ_REQUIRE(field.params().begin() == field.params().end(), "a token68 has no parameters");
    next = reader.next();
    return;
  }
  FUZZ_REQUIRE(field.token68().empty(), "no token68, no octets of it");
  require_params(field, reader, next);
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_RANGES_HPP_
