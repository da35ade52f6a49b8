// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// A reader and the oracle side by side.
#ifndef FUZZ_SUPPORT_READING_HPP_
#define FUZZ_SUPPORT_READING_HPP_

#include <cstddef>
#include <gauntlet/reader.hpp>
#include <span>
#include <string_view>

#include "fuzz/support/octets.hpp"
#include "fuzz/support/oracle.hpp"
#include "fuzz/support/poison.hpp"
#include "fuzz/support/require.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {

using gauntlet::errc;
using gauntlet::event;

// A buffer of exactly `size` octets, behind which nobody may read or write. (ASan puts nothing
// between variables of templates and inline functions.)
template <int Slot = 0>
std::span<char> exact_buffer(std::size_t size) {
  constexpr std::size_t guard = 64;
  alignas(guard) static char storage[max_analysed + guard];
  static const bool is_guarded = (poison(storage + max_analysed, guard), true);
  FUZZ_REQUIRE(is_guarded && size <= max_analysed, "the buffer is large enough for the target");
  return {storage + (max_analysed - size), size};
}

// The value of a parameter with its quoted-pairs replaced, from the oracle's roles.
template <typename Oracle>
std::string_view unescaped(const Oracle& from, const element& param) {
  static char storage[max_analysed];
  std::size_t size = 0;
  for (std::size_t i = param.value_begin; i < param.value_end; ++i) {
    if (from.role(i) != tables::escape) storage[size++] = from.value()[i];
  }
  return {storage, size};
}

inline bool is_view_of(std::string_view view, const char* first, std::size_t begin,
                       std::size_t end) {
  return view.data() == first + begin && view.size() == end - begin;
}

// Everything that a param_value says, against the value with the quoted-pairs replaced.
inline void require_value(const gauntlet::param_value& value, std::string_view meant,
                          bool is_quoted, std::size_t quoted_pairs) {
  FUZZ_REQUIRE(value.is_quoted_string() == is_quoted, "a value knows its form");
  FUZZ_REQUIRE(value.quoted_pairs() == quoted_pairs, "quoted-pairs are counted");
  FUZZ_REQUIRE(value.has_quoted_pair() == (quoted_pairs != 0), "a value knows of quoted-pairs");
  FUZZ_REQUIRE(value.unescaped_size() == meant.size(), "the unescaped size is that of the value");
  const std::span<char> out = exact_buffer(meant.size());
  const gauntlet::written result = value.unescape_to(out);
  FUZZ_REQUIRE(result && result.size == meant.size() && result.value == meant,
               "unescape_to() writes the value");
  FUZZ_REQUIRE(result.value.data() == out.data(), "the written value is a view of the buffer");
  FUZZ_REQUIRE(value.equals(meant) && value.equals_ignore_case(meant), "a value equals itself");
}

// Reads to the end, and requires all that the reader says to be what `expected` says. `place` maps
// an offset of the combined value to where that octet stands. Answers the number of elements.
template <typename Reader, typename Oracle, typename Place>
std::size_t require_same(Reader& reader, const Oracle& expected, Place place) {
  FUZZ_REQUIRE(reader.offset() == 0 && reader.ok(), "a reader begins at the front");
  std::size_t at = 0;
  std::size_t count = 0;
  for (;; ++count) {
    const event what = reader.next();
    if (what == event::end || what == event::error) {
      const gauntlet::status error = reader.status();
      FUZZ_REQUIRE((what == event::end) == expected.is_accepted(),
                   "accepted is exactly what the grammar has");
      if (what == event::end) {
        FUZZ_REQUIRE(error && reader.offset() == expected.value().size(),
                     "the end is at the end of the value");
      } else {
        FUZZ_REQUIRE(gauntlet::is_grammar_error(error.code),
                     "without limits and lines only the grammar refuses");
        FUZZ_REQUIRE(error.offset == expected.offset() && reader.offset() == error.offset,
                     "the offset is the length of the longest prefix that can be completed");
      }
      FUZZ_REQUIRE(gauntlet::to_string(error.code) != "unknown", "every error has a name");
      element missed;
      FUZZ_REQUIRE(!expected.is_analysed() || !expected.next_element(at, missed),
                   "every certain element is reported");
      FUZZ_REQUIRE(reader.next() == what && reader.status() == error, "the last answer stays");
      return count;
    }
    if (!expected.is_analysed()) continue;
    element meant;
    FUZZ_REQUIRE(expected.next_element(at, meant), "every reported element is certain");
    FUZZ_REQUIRE(reader.offset() == meant.begin, "an element's offset is that of its first octet");
    const char* const first = place(meant.begin) - meant.begin;
    switch (meant.what) {
      case element::kind::auth_scheme:
        FUZZ_REQUIRE(what == event::auth_scheme &&
                         is_view_of(reader.scheme(), first, meant.begin, meant.end),
                     "an auth-scheme is where the grammar has it");
        break;
      case element::kind::token68:
        FUZZ_REQUIRE(
            what == event::token68 && is_view_of(reader.token68(), first, meant.begin, meant.end),
            "a token68 is where the grammar has it");
        break;
      case element::kind::auth_param: {
        FUZZ_REQUIRE(what == event::auth_param &&
                         is_view_of(reader.param().name, first, meant.begin, meant.end),
                     "the name of an auth-param is where the grammar has it");
        const gauntlet::param_value& value = reader.param().value;
        FUZZ_REQUIRE(is_view_of(value.raw(), first, meant.value_begin, meant.value_end),
                     "the value of an auth-param is where the grammar has it");
        require_value(value, unescaped(expected, meant), meant.is_quoted, meant.escapes);
        break;
      }
    }
  }
}

// A field line and the grammar: verdict, offset, every element, every view. Answers what the reader
// said.
inline gauntlet::status require_grammar(std::string_view line, operation what, grammar mode) {
  const std::string_view value = without_white(line);
  const oracle expected(rule_of(what, mode), value);
  gauntlet::reader reader(line, what, gauntlet::unlimited(mode));
  FUZZ_REQUIRE(
      reader.shift() == static_cast<std::size_t>(value.data() - line.data()) || value.empty(),
      "shift() is the white space in front");
  require_same(reader, expected, [&](std::size_t offset) { return value.data() + offset; });
  return reader.status();
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

#endif  // FUZZ_SUPPORT_READING_HPP_
