// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: what was read can be written, in a canonical form that reads the same, that is the
// canonical form of itself, and that grows by what quoting and separators can cost and no more. The
// one exception is a challenge in which a name is repeated: the writer refuses it.

#include <gauntlet/reader.hpp>
#include <gauntlet/writer.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 2048;
constexpr std::size_t most = 4 * longest + 64;

struct outcome {
  gauntlet::written written;
  bool repeats = false;
};

// Writes what the reader reads. `out` holds the result.
outcome canonical(std::string_view line, operation what, std::span<char> out) {
  static char scratch[longest];
  gauntlet::reader reader(line, what, gauntlet::no_limits);
  gauntlet::writer writer(out, what, gauntlet::no_limits);
  for (;;) {
    errc said = errc::ok;
    switch (reader.next()) {
      case event::error:
        broken("what is valid stays valid", __FILE__, __LINE__);
      case event::end:
        return {writer.finish(), false};
      case event::auth_scheme:
        said = writer.challenge(reader.scheme());
        break;
      case event::token68:
        said = writer.token68(reader.token68());
        break;
      case event::auth_param: {
        const gauntlet::written value = reader.param().value.unescape_to(scratch);
        FUZZ_REQUIRE(value, "no value is longer than its field");
        said = writer.param(reader.param().name, value.value);
        break;
      }
    }
    if (said == errc::repeated_auth_param) return {writer.finish(), true};
    FUZZ_REQUIRE(said == errc::ok, "what was read can be written");
  }
}

// The same elements, places and forms of values aside.
void require_same_meaning(std::string_view a, std::string_view b, operation what) {
  static char scratch[longest];
  gauntlet::reader first(a, what, gauntlet::no_limits);
  gauntlet::reader second(b, what, gauntlet::no_limits);
  for (;;) {
    const event next = first.next();
    FUZZ_REQUIRE(second.next() == next, "the canonical form has the same elements");
    switch (next) {
      case event::error:
      case event::end:
        return;
      case event::auth_scheme:
        FUZZ_REQUIRE(first.scheme() == second.scheme(), "schemes stay");
        break;
      case event::token68:
        FUZZ_REQUIRE(first.token68() == second.token68(), "token68 stays");
        break;
      case event::auth_param: {
        FUZZ_REQUIRE(first.param().name == second.param().name, "names stay");
        const auto value = first.param().value.unescape_to(scratch);
        FUZZ_REQUIRE(value && second.param().value.equals(value.value), "values stay");
        break;
      }
    }
  }
}

bool repeats_name(std::string_view line, operation what) {
  static std::string_view names[longest];
  std::size_t count = 0;
  gauntlet::reader reader(line, what, gauntlet::no_limits);
  for (;;) {
    switch (reader.next()) {
      case event::error:
      case event::end:
        return false;
      case event::auth_scheme:
        count = 0;
        break;
      case event::token68:
        break;
      case event::auth_param:
        for (std::size_t i = 0; i < count; ++i) {
          if (same_but_case(names[i], reader.param().name)) return true;
        }
        names[count++] = reader.param().name;
        break;
    }
  }
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  for (const operation what : operations) {
    const oracle expected(rule_of(what, grammar::recipient), without_white(octets));
    const gauntlet::status error = gauntlet::validate(octets, what, gauntlet::no_limits);
    FUZZ_REQUIRE(static_cast<bool>(error) == expected.is_accepted(),
                 "accepted is exactly what the grammar has");
    if (!error) continue;

    static char first_storage[most];
    const outcome first = canonical(octets, what, first_storage);
    FUZZ_REQUIRE(first.repeats == repeats_name(octets, what),
                 "a repeated name is refused, and nothing else");
    if (first.repeats) {
      FUZZ_REQUIRE(!first.written && first.written.code == errc::repeated_auth_param,
                   "a refusal is final");
      continue;
    }
    FUZZ_REQUIRE(first.written, "the writer writes all of it");
    // An octet may need an escape, a value DQUOTEs, an element a separator.
    FUZZ_REQUIRE(first.written.size <= 4 * octets.size() + 2, "the canonical form is bounded");

    const oracle sent(rule_of(what, grammar::sender), first.written.value);
    FUZZ_REQUIRE(sent.is_accepted(), "the canonical form is what a sender may generate");
    require_same_meaning(octets, first.written.value, what);

    static char second_storage[most];
    const outcome second = canonical(first.written.value, what, second_storage);
    FUZZ_REQUIRE(second.written && second.written.value == first.written.value,
                 "the canonical form is the canonical form of itself");
  }
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
