// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Property: several field lines are read as the one value that they combine to (RFC 9110 section
// 5.3): verdict, offset and elements are the grammar's for the combined value, except that a
// quoted-string which crosses a line is needs_join at its DQUOTE. join() makes that value, and
// locate() finds the line and the place of its octets.
//
// The input is cut at each LF, which no line can hold; without one, at places that depend on it.

#include <cstring>
#include <gauntlet/field_lines.hpp>

#include "fuzz/support/reading.hpp"
#include "fuzz/support/target.hpp"
#include "fuzz/support/uninstrumented.hpp"

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t longest = 4096;
constexpr std::size_t most_lines = 12;

struct lines {
  std::string_view all[most_lines];
  std::size_t count = 0;
  std::size_t begins[most_lines];  // of the trimmed lines, in the combined value
  char combined[longest + 2 * most_lines];
  std::size_t size = 0;

  std::span<const std::string_view> span() const { return {all, count}; }
  std::string_view value() const { return {combined, size}; }
};

void add(lines& to, std::string_view line) {
  if (to.count == most_lines) return;
  if (to.count > 0) {
    std::memcpy(to.combined + to.size, ", ", 2);
    to.size += 2;
  }
  const std::string_view value = without_white(line);
  to.begins[to.count] = to.size;
  if (!value.empty()) std::memcpy(to.combined + to.size, value.data(), value.size());
  to.size += value.size();
  to.all[to.count++] = line;
}

void cut(lines& to, std::string_view octets, choices& choose) {
  to.count = 0;
  to.size = 0;
  if (octets.find('\n') != std::string_view::npos) {
    std::size_t first = 0;
    for (std::size_t i = 0; i <= octets.size(); ++i) {
      if (i < octets.size() && octets[i] != '\n') continue;
      add(to, part(octets, first, i));
      first = i + 1;
    }
    return;
  }
  std::size_t first = 0;
  for (std::size_t cuts = 1 + choose.below(2); cuts > 0; --cuts) {
    const std::size_t at = first + choose.below(octets.size() - first + 1);
    add(to, part(octets, first, at));
    first = at;
    if (choose.below(8) == 0) add(to, {});
  }
  add(to, part(octets, first, octets.size()));
}

// The line and the place of an offset of the combined value, by counting.
gauntlet::field_line_position naive_place(const lines& in, std::size_t offset) {
  gauntlet::field_line_position place;
  for (std::size_t i = 0; i < in.count; ++i) {
    const std::string_view value = without_white(in.all[i]);
    const auto shift = static_cast<std::size_t>(value.data() - in.all[i].data());
    const std::size_t inside =
        offset - in.begins[i] < value.size() ? offset - in.begins[i] : value.size();
    place = {i, shift + inside};
    if (i + 1 < in.count && offset >= in.begins[i + 1]) continue;
    break;
  }
  return place;
}

const char* place_of(const lines& in, std::size_t offset) {
  std::size_t line = in.count - 1;
  while (line > 0 && in.begins[line] > offset) --line;
  return without_white(in.all[line]).data() + (offset - in.begins[line]);
}

void require_lines(const lines& in, operation what, grammar mode, choices& choose) {
  const oracle expected(rule_of(what, mode), in.value());
  gauntlet::reader reader(in.span(), what, gauntlet::unlimited(mode));
  const std::string_view first = without_white(in.all[0]);
  FUZZ_REQUIRE(
      reader.shift() == static_cast<std::size_t>(first.data() - in.all[0].data()) || first.empty(),
      "shift() is the white space before the first line's value");
  std::size_t commas[most_lines];
  for (std::size_t i = 1; i < in.count; ++i) commas[i - 1] = in.begins[i] - 2;
  const std::size_t dquote = gauntlet::test::crossing_dquote(expected, {commas, in.count - 1});
  const auto where = [&](std::size_t offset) { return place_of(in, offset); };
  if (dquote == std::string_view::npos) {
    require_same(reader, expected, where);
  } else {
    const char* const broken = gauntlet::test::broken_of_crossing(
        reader, expected, dquote, where, [](std::size_t size) { return exact_buffer(size); });
    FUZZ_REQUIRE(broken == nullptr, broken);
  }
  // A limit is one of the combined value, whatever that is made of.
  const std::string_view value = in.value();
  if (dquote == std::string_view::npos && without_white(value).size() == value.size()) {
    const gauntlet::options limits{mode, choose.below(value.size() + 2), choose.below(4),
                                   choose.below(4), choose.below(4)};
    FUZZ_REQUIRE(
        gauntlet::validate(in.span(), what, limits) == gauntlet::validate(value, what, limits),
        "limits are those of the combined value");
  }
  const gauntlet::status error = gauntlet::validate(in.span(), what, gauntlet::unlimited(mode));
  FUZZ_REQUIRE(error == reader.status(), "validate() says what the reader says");
  for (const std::size_t offset : {error.offset, choose.below(in.size + 3)}) {
    gauntlet::field_line_position place = naive_place(in, offset);
    FUZZ_REQUIRE(gauntlet::locate(in.span(), offset) == place,
                 "locate() finds the line and the octet");
    ++place.offset;
    FUZZ_REQUIRE(!(gauntlet::locate(in.span(), offset) == place), "places differ by offset");
    --place.offset;
    ++place.line;
    FUZZ_REQUIRE(!(gauntlet::locate(in.span(), offset) == place), "places differ by line");
  }
}

void require_join(const lines& in, choices& choose) {
  FUZZ_REQUIRE(gauntlet::joined_size(in.span()) == in.size, "joined_size() is that of the value");
  const std::span<char> out = exact_buffer(in.size);
  const gauntlet::written joined = gauntlet::join(in.span(), out);
  FUZZ_REQUIRE(joined && joined.size == in.size && joined.value == in.value(),
               "join() writes the combined value");
  if (in.size == 0) return;
  const std::span<char> small = exact_buffer(choose.below(in.size));
  if (!small.empty()) std::memset(small.data(), '\x5A', small.size());
  const gauntlet::written refused = gauntlet::join(in.span(), small);
  FUZZ_REQUIRE(!refused && refused.code == errc::output_too_small && refused.size == in.size &&
                   refused.value.empty(),
               "join() returns the size that is needed");
  for (const char octet : small) FUZZ_REQUIRE(octet == '\x5A', "a short buffer stays as it is");
}

}  // namespace

void check(std::string_view octets) {
  if (octets.size() > longest) return;
  choices choose(octets);
  static lines in;
  cut(in, octets, choose);
  require_join(in, choose);
  constexpr std::size_t greatest = static_cast<std::size_t>(-1);
  const std::size_t number = choose.below(greatest);
  FUZZ_REQUIRE(gauntlet::detail::saturating_add(number, greatest - number) == greatest &&
                   gauntlet::detail::saturating_add(number + 1, greatest - number) == greatest,
               "sums of sizes saturate");
  const grammar mode = grammars[choose.below(2)];
  require_lines(in, operations[choose.below(3)], mode, choose);
  FUZZ_REQUIRE(gauntlet::validate(std::span<const std::string_view>(), operation::challenges) &&
                   gauntlet::joined_size({}) == 0 &&
                   gauntlet::locate({}, octets.size()) == (gauntlet::field_line_position{0, 0}) &&
                   gauntlet::written{} && gauntlet::written{}.size == 0,
               "no lines are the empty value");
}

}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

FUZZ_TARGET
