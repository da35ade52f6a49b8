// A reader and the oracle side by side. What does not hold is told in words, for a test to show and
// for a fuzz target to end with; nullptr: everything holds.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_READING_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_READING_HPP_

#include <cstddef>
#include <gauntlet/reader.hpp>
#include <span>
#include <string_view>

#include "parser/test/support/oracle.hpp"

namespace gauntlet::test {

#define GAUNTLET_TEST_HOLDS(condition, property) \
  do {                                           \
    if (!(condition)) return property;           \
  } while (false)

// The value of a parameter with its quoted-pairs replaced, from the oracle's roles.
template <typename Oracle>
std::string_view unescaped(const Oracle& from, const meant_element& param) {
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
// `buffer(size)` is a span of that size, after which nobody may write.
template <typename Buffer>
const char* broken_of_value(const param_value& value, std::string_view meant, bool is_quoted,
                            std::size_t quoted_pairs, Buffer buffer) {
  GAUNTLET_TEST_HOLDS(value.is_quoted_string() == is_quoted, "a value knows its form");
  GAUNTLET_TEST_HOLDS(value.quoted_pairs() == quoted_pairs, "quoted-pairs are counted");
  GAUNTLET_TEST_HOLDS(value.has_quoted_pair() == (quoted_pairs != 0),
                      "a value knows of quoted-pairs");
  GAUNTLET_TEST_HOLDS(value.unescaped_size() == meant.size(),
                      "the unescaped size is that of the value");
  const std::span<char> out = buffer(meant.size());
  const auto result = value.unescape_to(out);
  GAUNTLET_TEST_HOLDS(result && result.size == meant.size() && result.value == meant,
                      "unescape_to() writes the value");
  GAUNTLET_TEST_HOLDS(result.value.data() == out.data(),
                      "the written value is a view of the buffer");
  GAUNTLET_TEST_HOLDS(value.equals(meant) && value.equals_ignore_case(meant),
                      "a value equals itself");
  return nullptr;
}

// The event that a reader has just told, against the element that the oracle has there. `place` maps
// an offset of the combined value to where that octet stands.
template <typename Reader, typename Oracle, typename Place, typename Buffer>
const char* broken_of_event(const Reader& reader, event what, const Oracle& expected,
                            const meant_element& meant, Place place, Buffer buffer) {
  GAUNTLET_TEST_HOLDS(reader.offset() == meant.begin,
                      "an element's offset is that of its first octet");
  const char* const first = place(meant.begin) - meant.begin;
  switch (meant.what) {
    case meant_element::kind::auth_scheme:
      GAUNTLET_TEST_HOLDS(
          what == event::auth_scheme && is_view_of(reader.scheme(), first, meant.begin, meant.end),
          "an auth-scheme is where the grammar has it");
      break;
    case meant_element::kind::token68:
      GAUNTLET_TEST_HOLDS(
          what == event::token68 && is_view_of(reader.token68(), first, meant.begin, meant.end),
          "a token68 is where the grammar has it");
      break;
    case meant_element::kind::auth_param: {
      GAUNTLET_TEST_HOLDS(what == event::auth_param &&
                              is_view_of(reader.param().name, first, meant.begin, meant.end),
                          "the name of an auth-param is where the grammar has it");
      const param_value& value = reader.param().value;
      GAUNTLET_TEST_HOLDS(is_view_of(value.raw(), first, meant.value_begin, meant.value_end),
                          "the value of an auth-param is where the grammar has it");
      return broken_of_value(value, unescaped(expected, meant), meant.is_quoted, meant.escapes,
                             buffer);
    }
  }
  return nullptr;
}

// Reads to the end, without limits: all that the reader says is what `expected` says.
template <typename Reader, typename Oracle, typename Place, typename Buffer>
const char* broken_of_reading(Reader& reader, const Oracle& expected, Place place, Buffer buffer) {
  GAUNTLET_TEST_HOLDS(reader.offset() == 0 && reader.ok(), "a reader begins at the front");
  std::size_t at = 0;
  for (;;) {
    const event what = reader.next();
    meant_element meant;
    if (what == event::end || what == event::error) {
      const status error = reader.status();
      GAUNTLET_TEST_HOLDS((what == event::end) == expected.is_accepted(),
                          "accepted is exactly what the grammar has");
      if (what == event::end) {
        GAUNTLET_TEST_HOLDS(error && reader.offset() == expected.value().size(),
                            "the end is at the end of the value");
      } else {
        GAUNTLET_TEST_HOLDS(is_grammar_error(error.code),
                            "without limits and lines only the grammar refuses");
        GAUNTLET_TEST_HOLDS(error.offset == expected.offset() && reader.offset() == error.offset,
                            "the offset is the length of the longest prefix that can be completed");
      }
      GAUNTLET_TEST_HOLDS(to_string(error.code) != "unknown", "every error has a name");
      GAUNTLET_TEST_HOLDS(!expected.is_analysed() || !expected.next_element(at, meant),
                          "every certain element is reported");
      GAUNTLET_TEST_HOLDS(reader.next() == what && reader.status() == error,
                          "the last answer stays");
      return nullptr;
    }
    if (!expected.is_analysed()) continue;
    GAUNTLET_TEST_HOLDS(expected.next_element(at, meant), "every reported element is certain");
    if (const char* const broken = broken_of_event(reader, what, expected, meant, place, buffer)) {
      return broken;
    }
  }
}

// The DQUOTE of a quoted-string that crosses the end of a field line, or npos: `commas` are the
// places of the commas that join the lines in the combined value. Inside a quoted-string only, a
// comma is part of a value.
template <typename Oracle>
std::size_t crossing_dquote(const Oracle& expected, std::span<const std::size_t> commas) {
  for (const std::size_t comma : commas) {
    if (comma >= expected.offset()) break;
    if (expected.role(comma) != tables::value) continue;
    std::size_t dquote = comma;
    while (expected.role(dquote) != tables::quote) --dquote;
    return dquote;
  }
  return std::string_view::npos;
}

// Reads lines that a quoted-string crosses, which begins at `dquote`: all that stands before it is
// read, and then a join is needed.
template <typename Reader, typename Oracle, typename Place, typename Buffer>
const char* broken_of_crossing(Reader& reader, const Oracle& expected, std::size_t dquote,
                               Place place, Buffer buffer) {
  std::size_t at = 0;
  meant_element meant;
  for (event what = reader.next(); what != event::error; what = reader.next()) {
    GAUNTLET_TEST_HOLDS(what != event::end, "a crossing quoted-string is not read");
    GAUNTLET_TEST_HOLDS(expected.next_element(at, meant) && meant.last <= dquote,
                        "what stands before a crossing quoted-string is read");
    if (const char* const broken = broken_of_event(reader, what, expected, meant, place, buffer)) {
      return broken;
    }
  }
  GAUNTLET_TEST_HOLDS(!expected.next_element(at, meant) || meant.last > dquote,
                      "all that stands before a crossing quoted-string is read");
  GAUNTLET_TEST_HOLDS(reader.status() == (status{errc::needs_join, dquote}),
                      "a crossing quoted-string needs join(), at its DQUOTE");
  GAUNTLET_TEST_HOLDS(reader.next() == event::error, "the last answer stays");
  return nullptr;
}

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_READING_HPP_
