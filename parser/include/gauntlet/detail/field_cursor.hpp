#ifndef GAUNTLET_DETAIL_FIELD_CURSOR_HPP_
#define GAUNTLET_DETAIL_FIELD_CURSOR_HPP_

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "gauntlet/chars.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/scan.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// The combined value of field lines, up to the greatest length, as one run of symbols: the part of
// basic_reader that knows of lines.
//
// Between two lines stand ", ", which no line holds. symbol() shows that comma, after_comma()
// passes it, and since white space after a comma never matters and every run but a quoted-string
// ends at a comma, nothing else has to know about lines.

template <typename Scanner, typename Output, typename Line>
constexpr void basic_reader<Scanner, Output, Line>::start_first_line(
    std::string_view line) noexcept {
  start_line(line);
  shift_ = static_cast<std::size_t>(first_ - line.data());
}

template <typename Scanner, typename Output, typename Line>
constexpr void basic_reader<Scanner, Output, Line>::start_line(std::string_view line) noexcept {
  const std::string_view value = trim_ows(line);
  first_ = at_ = value.data();
  const std::size_t room = base_ < max_length_ ? max_length_ - base_ : 0;
  is_cut_ =
      value.size() > room || base_ > max_length_ || (value.size() == room && has_more_lines());
  scanner_.start(first_, first_ + (is_cut_ ? room : value.size()));
}

// The octet at `at`, or what stands after the line.
template <typename Scanner, typename Output, typename Line>
constexpr int basic_reader<Scanner, Output, Line>::symbol(const char* at) const noexcept {
  if (at != scanner_.last()) return static_cast<unsigned char>(*at);
  if (is_cut_) return detail::end_of_limit;
  return has_more_lines() ? ',' : detail::end_of_value;
}

template <typename Scanner, typename Output, typename Line>
constexpr bool basic_reader<Scanner, Output, Line>::has_more_lines() const noexcept {
  return !std::is_same_v<Line, detail::one_line> && more_lines_count_ != 0;
}

template <typename Scanner, typename Output, typename Line>
constexpr bool basic_reader<Scanner, Output, Line>::is(const char* at, int classes) const noexcept {
  return detail::is_class(symbol(at), classes);
}

// Where the value goes on after the comma at `comma`.
template <typename Scanner, typename Output, typename Line>
constexpr const char* basic_reader<Scanner, Output, Line>::after_comma(const char* comma) noexcept {
  if (comma != scanner_.last()) [[likely]]
    return comma + 1;
  base_ = offset_of(comma) + 2;
  --more_lines_count_;
  const std::string_view line = detail::octets_of(*more_lines_);
  ++more_lines_;
  start_line(line);
  return first_;
}

template <typename Scanner, typename Output, typename Line>
constexpr std::size_t basic_reader<Scanner, Output, Line>::offset_of(
    const char* at) const noexcept {
  const auto offset = static_cast<std::size_t>(at - first_);
  return !std::is_same_v<Line, detail::one_line> ? base_ + offset : offset;
}

template <typename Scanner, typename Output, typename Line>
constexpr std::string_view basic_reader<Scanner, Output, Line>::view(const char* first,
                                                                     const char* last) noexcept {
  return {first, static_cast<std::size_t>(last - first)};
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_DETAIL_FIELD_CURSOR_HPP_
