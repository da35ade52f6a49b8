#ifndef GAUNTLET_FIELD_LINES_HPP_
#define GAUNTLET_FIELD_LINES_HPP_

#include <cstddef>
#include <span>
#include <string_view>

#include "gauntlet/error.hpp"
#include "gauntlet/scan.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// Several field lines of one name are one value: each without SP and HTAB at its ends, with ", "
// between them (RFC 9110 sections 5.3 and 5.5). A reader takes the lines as they are; what stands
// here is for the quoted-string that crosses a line, which no view can show (errc::needs_join), and
// for telling where in the lines an offset is.

// A place in a list of field lines.
struct field_line_position {
  std::size_t line = 0;    // index of the line
  std::size_t offset = 0;  // in the line as it was given, white space included

  friend constexpr bool operator==(const field_line_position&,
                                   const field_line_position&) noexcept = default;
};

namespace detail {

constexpr std::size_t saturating_add(std::size_t a, std::size_t b) noexcept {
  constexpr std::size_t most = static_cast<std::size_t>(-1);
  return a > most - b ? most : a + b;
}

// For any type of field lines, see basic_reader.
template <typename Line>
constexpr std::size_t joined_size(std::span<const Line> field_lines) noexcept {
  std::size_t size = 0;
  bool is_first = true;
  for (const Line& line : field_lines) {
    if (!is_first) size = saturating_add(size, 2);
    size = saturating_add(size, trim_ows(octets_of(line)).size());
    is_first = false;
  }
  return size;
}

template <typename Line>
constexpr written join(std::span<const Line> field_lines, std::span<char> out) noexcept {
  const std::size_t needed = joined_size(field_lines);
  if (out.size() < needed) return {errc::output_too_small, needed, {}};
  std::size_t size = 0;
  bool is_first = true;
  for (const Line& line : field_lines) {
    if (!is_first) {
      out[size++] = ',';
      out[size++] = ' ';
    }
    for (const char octet : trim_ows(octets_of(line))) out[size++] = octet;
    is_first = false;
  }
  return {errc::ok, size, {out.data(), size}};
}

template <typename Line>
constexpr field_line_position locate(std::span<const Line> field_lines,
                                     std::size_t offset) noexcept {
  field_line_position position;
  for (std::size_t i = 0; i < field_lines.size(); ++i) {
    const std::string_view line = octets_of(field_lines[i]);
    const std::string_view value = trim_ows(line);
    const std::size_t shift = static_cast<std::size_t>(value.data() - line.data());
    const bool is_last = i + 1 == field_lines.size();
    position = {i, shift + (offset < value.size() ? offset : value.size())};
    if (is_last || offset < value.size() || offset - value.size() < 2) break;
    offset -= value.size() + 2;
  }
  return position;
}

}  // namespace detail

// The length of the combined value. Stays at the greatest std::size_t when the lines, which may
// share octets, add up to more. O(number of lines + white space at their ends).
//
//     static constexpr std::array<std::string_view, 2> lines{"Foo a=\"b ", " c\""};
//     static_assert(gauntlet::joined_size(lines) == 12);
constexpr std::size_t joined_size(std::span<const std::string_view> field_lines) noexcept {
  return detail::joined_size(field_lines);
}

// Writes the combined value to the front of `out`, which must not overlap the lines. Writes nothing
// when `out` is smaller than joined_size(), and tells that size. O(length of the lines). The view
// in the result lives as long as the caller's buffer.
//
//     const std::array<std::string_view, 2> lines{"Foo a=\"b", "c\", d=e"};
//     const gauntlet::status status = gauntlet::validate(lines, gauntlet::operation::challenges);
//     assert(status.code == gauntlet::errc::needs_join && status.offset == 6);
//     std::array<char, 64> buffer{};
//     const gauntlet::written joined = gauntlet::join(lines, buffer);
//     assert(joined && joined.value == "Foo a=\"b, c\", d=e");
//     assert(gauntlet::validate(joined.value, gauntlet::operation::challenges));
//
// The combined value may begin or end with ", " when the first or last line is empty. It is read as
// it is by a reader of one line, except that a SP at its end, which never matters, is trimmed off.
constexpr written join(std::span<const std::string_view> field_lines,
                       std::span<char> out) noexcept {
  return detail::join(field_lines, out);
}

// Where an offset of the combined value stands in the field lines. The octets of ", " between two
// lines are at the end of the value of the first of them; an offset beyond the value is at the end
// of the last. {0, 0} without lines. O(number of lines + white space at their ends).
//
//     static constexpr std::array<std::string_view, 2> lines{"Foo", "  Bar ="};
//     constexpr gauntlet::status status =
//         gauntlet::validate(lines, gauntlet::operation::challenges);
//     static_assert(status.offset == 9);
//     static_assert(gauntlet::locate(lines, status.offset) == gauntlet::field_line_position{1, 6});
constexpr field_line_position locate(std::span<const std::string_view> field_lines,
                                     std::size_t offset) noexcept {
  return detail::locate(field_lines, offset);
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_FIELD_LINES_HPP_
