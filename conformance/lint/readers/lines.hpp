#ifndef CONFORMANCE_LINT_READERS_LINES_HPP
#define CONFORMANCE_LINT_READERS_LINES_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/lint/message.hpp"

namespace gauntlet::lint::readers {

// A line of an input, without its LF, with its CR. A line above the bound comes in parts.
struct line {
  std::string_view octets{};
  lint::place place{};
  bool is_start = true;  // the first part
  bool is_end = true;    // the last part; an LF, or the end of the input, is after it
  bool has_lf = false;

  bool is_whole() const noexcept { return is_start && is_end; }
  // Without the CR of a CRLF.
  std::string_view text() const noexcept {
    return octets.ends_with('\r') ? octets.substr(0, octets.size() - 1) : octets;
  }
};

// Cuts an input into lines, in whatever pieces it comes. A byte order mark at the start of the input
// is no part of its first line. What push() got has to be there until next() has nothing more.
class lines {
 public:
  // `is_numbered`: whether lines are counted; places have line 0 otherwise.
  explicit lines(std::size_t max_line, bool is_numbered = true)
      : max_line_(max_line), place_{.offset = 0, .line = is_numbered ? 1U : 0U} {}

  void push(std::string_view octets) { pending_ = octets; }
  // The next line or part of one; nothing: the pending octets are used up. It holds until the next
  // call.
  std::optional<line> next();
  // At the end of the input: what comes after the last LF.
  std::optional<line> last();
  // The next `size` octets are no lines; a line begins after them. Not after last().
  void skip(std::uint64_t size) {
    to_skip_ = size;
    is_start_ = true;
  }
  // How many octets of skip() were not there yet.
  std::uint64_t left_to_skip() const noexcept { return to_skip_; }
  // Forgets the line whose start has come; another one begins.
  void drop() noexcept {
    held_.clear();
    is_returned_ = false;
    is_start_ = true;
    to_skip_ = 0;
  }
  lint::place place() const noexcept { return place_; }

 private:
  std::optional<line> take(std::string_view octets, bool is_end, bool has_lf);

  std::size_t max_line_;
  std::string_view pending_{};
  std::string held_{};        // the start of a line whose LF has not come
  bool is_returned_ = false;  // held_ was given away
  bool is_start_ = true;
  std::uint64_t to_skip_ = 0;
  lint::place place_;
};

}  // namespace gauntlet::lint::readers

#endif
