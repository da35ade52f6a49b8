// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// The ranges of challenges.hpp, and what reads stored elements, against the events of a reader.
#ifndef FUZZ_SUPPORT_RANGES_HPP_
#define FUZZ_SUPPORT_RANGES_HPP_

#include <cstddef>
#include <gauntlet/challenges.hpp>
#include <gauntlet/visit.hpp>
#include <span>
#include <string_view>

#include "fuzz/support/octets.hpp"
#include "fuzz/support/reading.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

inline bool same_view(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

inline bool same_param(const gauntlet::auth_param& a, const gauntlet::auth_param& b) {
  return same_view(a.name, b.name) && same_view(a.value.raw(), b.value.raw()) &&
         a.value.quoted_pairs() == b.value.quoted_pairs() &&
         a.value.is_quoted_string() == b.value.is_quoted_string();
}

// The parameters of a challenge, of credentials or of auth-info, or only those: `next` is the reader's event that
// is the first of them, and becomes the first after them. Names are looked up and compared, which
// the naive way costs their number squared, so only for few.
template <typename Field, typename Reader>
void require_params(const Field& field, Reader& reader, event& next) {
  constexpr std::size_t few = 80;
  struct seen {
    std::string_view name;
    std::size_t offset;
  };
  static seen names[few];
  std::size_t count = 0;
  const auto params = [&] {
    if constexpr (requires { field.params(); }) {
      return field.params();
    } else {
      return field;
    }
  }();
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
  FUZZ_REQUIRE(!field.find("") && decltype(params.begin())() == params.end(),
               "no name is empty, and no range is at its end");
  if (count > 0) {
    auto at = params.begin();
    at++;
    FUZZ_REQUIRE((at == params.end()) == (count == 1), "x++ advances by one");
  }
}

// One challenge, or the credentials: `next` is the reader's event for its scheme, and becomes the
// first after it.
template <typename Field, typename Reader>
void require_challenge(const Field& field, Reader& reader, event& next) {
  FUZZ_REQUIRE(same_view(field.scheme(), reader.scheme()), "the scheme is that of the reader");
  FUZZ_REQUIRE(field.is(reader.scheme()) && !field.is(""), "a scheme is itself");
  if constexpr (requires { field.offset(); }) {
    FUZZ_REQUIRE(field.offset() == reader.offset(), "a challenge's offset is that of its scheme");
  }
  next = reader.next();
  FUZZ_REQUIRE(field.has_token68() == (next == event::token68),
               "has_token68() says whether there is one");
  if (next == event::token68) {
    FUZZ_REQUIRE(same_view(field.token68(), reader.token68()), "the token68 is that of the reader");
    FUZZ_REQUIRE(field.params().begin() == field.params().end(), "a token68 has no parameters");
    next = reader.next();
    return;
  }
  FUZZ_REQUIRE(field.token68().empty(), "no token68, no octets of it");
  require_params(field, reader, next);
}

// select() finds the first challenge with the auth-scheme that stands first in a list.
template <typename Challenges>
void require_selected(const Challenges& list) {
  FUZZ_REQUIRE(!gauntlet::select(list, {}) && !gauntlet::select(list, {"", "@"}),
               "no challenge has a scheme that is none");
  std::string_view first;
  std::string_view last;
  for (const auto challenge : list) {
    if (first.empty()) first = challenge.scheme();
    last = challenge.scheme();
  }
  if (first.empty()) return;
  std::string_view wanted;
  for (const auto challenge : list) {
    if (wanted.empty() && same_but_case(challenge.scheme(), last)) wanted = challenge.scheme();
  }
  const auto of_last = gauntlet::select(list, {"@", last, first});
  const auto of_first = gauntlet::select(list, {first, last});
  FUZZ_REQUIRE(of_last && of_first && same_view(of_last->scheme(), wanted) &&
                   same_view((*of_first).scheme(), first),
               "select() finds the first challenge that is preferred");
}

// What visit() has to tell: the events of a reader.
struct told {
  gauntlet::reader meant;

  void auth_scheme(std::string_view scheme) {
    FUZZ_REQUIRE(meant.next() == event::auth_scheme && same_view(scheme, meant.scheme()),
                 "each auth-scheme of the reader");
  }
  void token68(std::string_view token68) {
    FUZZ_REQUIRE(meant.next() == event::token68 && same_view(token68, meant.token68()),
                 "each token68 of the reader");
  }
  void auth_param(const gauntlet::auth_param& param) {
    FUZZ_REQUIRE(meant.next() == event::auth_param && same_param(param, meant.param()),
                 "each auth-param of the reader");
  }
};

// Whatever reads the elements that parse() stores shows what a reader finds in the field.
inline void require_stored(std::string_view octets, operation what, grammar mode) {
  static gauntlet::element storage[512];
  const gauntlet::options limits = gauntlet::unlimited(mode);
  const gauntlet::reader meant(octets, what, limits);
  told all{meant};
  const gauntlet::status status = gauntlet::visit(gauntlet::reader(meant), all);
  const event last = all.meant.next();
  FUZZ_REQUIRE((last == event::end || last == event::error) && status == all.meant.status(),
               "visit() tells every event, and the status");

  const gauntlet::parse_result parsed = gauntlet::parse(octets, what, storage, limits);
  const std::span<const gauntlet::element> stored = parsed.elements(storage);
  FUZZ_REQUIRE(stored.size() == (parsed ? parsed.size : 0), "an invalid value has no elements");
  // Storage of which the caller says less than it gave.
  const gauntlet::parse_result more{{}, stored.size() + 1};
  FUZZ_REQUIRE(more.elements(stored).size() == stored.size(), "nothing outside of the storage");
  if (!parsed) return;
  for (const gauntlet::element& each : stored) {
    FUZZ_REQUIRE(each.scheme().empty() == (each.kind() != event::auth_scheme) &&
                     each.token68().empty() == (each.kind() != event::token68),
                 "an element has the text of its kind, and no other");
  }

  gauntlet::element_reader reader(stored);
  told elements{meant};
  FUZZ_REQUIRE(reader.offset() == 0 && gauntlet::visit(reader, elements) &&
                   elements.meant.next() == event::end && reader.next() == event::end &&
                   reader.ok() && reader.offset() == stored.size(),
               "stored elements are those of the reader");

  reader = gauntlet::element_reader(stored);
  if (what == operation::auth_info) {
    const gauntlet::parsed_auth_params params(reader);
    event next = reader.next();
    require_params(params, reader, next);
    FUZZ_REQUIRE(next == event::end, "auth-info is a list of parameters");
    return;
  }
  event next = reader.next();
  const gauntlet::parsed_challenges list(stored);
  for (const gauntlet::parsed_challenge challenge : list) {
    FUZZ_REQUIRE(next == event::auth_scheme, "each challenge begins with its scheme");
    require_challenge(challenge, reader, next);
  }
  FUZZ_REQUIRE(next == event::end && decltype(list.begin())() == list.end(),
               "each challenge is in the range, none in no range");
  require_selected(list);
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_RANGES_HPP_
