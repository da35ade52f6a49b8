#include "conformance/live/wire/head.hpp"

#include <algorithm>

namespace gauntlet::wire {
namespace {

bool is_ws(char c) noexcept { return c == ' ' || c == '\t'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

bool same_name(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_ws(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_ws(text.back())) text.remove_suffix(1);
  return text;
}

std::string unfold(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t at = 0; at < value.size(); ++at) {
    const bool is_crlf = value[at] == '\r' && at + 1 < value.size() && value[at + 1] == '\n';
    const std::size_t after = at + (is_crlf ? 2 : value[at] == '\n' ? 1 : 0);
    if (after == at || after == value.size() || !is_ws(value[after])) {
      out.push_back(value[at]);
      continue;
    }
    while (!out.empty() && is_ws(out.back())) out.pop_back();
    out.push_back(' ');
    at = after;
    while (at + 1 < value.size() && is_ws(value[at + 1])) ++at;
  }
  return out;
}

std::vector<std::string_view> head::values(std::string_view name) const {
  std::vector<std::string_view> found;
  for (const field_line& one : fields) {
    if (one.has_colon && same_name(trim(text(one.name)), name))
      found.push_back(trim(text(one.value)));
  }
  return found;
}

std::optional<std::string_view> head::value(std::string_view name) const {
  const std::vector<std::string_view> all = values(name);
  if (all.empty()) return std::nullopt;
  return all.front();
}

std::optional<request_line> read_request_line(std::string_view line) noexcept {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const std::size_t last = line.rfind(' ');
  if (last == first) return std::nullopt;
  request_line made{line.substr(0, first), line.substr(first + 1, last - first - 1),
                    line.substr(last + 1)};
  if (made.target.empty() || made.version.substr(0, 5) != "HTTP/") return std::nullopt;
  return made;
}

std::optional<status_line> read_status_line(std::string_view line) noexcept {
  if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || line[8] != ' ') return std::nullopt;
  if (line[7] != '0' && line[7] != '1') return std::nullopt;
  const std::string_view code = line.substr(9, 3);
  if (!std::all_of(code.begin(), code.end(), is_digit)) return std::nullopt;
  if (line.size() > 12 && line[12] != ' ') return std::nullopt;
  status_line made;
  for (const char digit : code) made.code = made.code * 10 + (digit - '0');
  made.is_1_0 = line[7] == '0';
  if (line.size() > 13) made.reason = line.substr(13);
  return made;
}

std::size_t head_reader::feed(std::string_view octets) {
  std::size_t taken = 0;
  while (state_ == state::reading && taken < octets.size()) {
    const std::size_t found = octets.find('\n', taken);
    const std::size_t end = found == std::string_view::npos ? octets.size() : found + 1;
    const std::size_t room = limits_.max_octets - head_.octets.size();
    const std::size_t size = std::min(end - taken, room);
    head_.octets.append(octets.substr(taken, size));
    taken += size;
    if (taken < end) {
      state_ = state::too_large;
    } else if (found != std::string_view::npos) {
      end_line(head_.octets.size() - 1);
    }
  }
  return taken;
}

void head_reader::end_line(std::size_t line_feed) {
  range line{line_begin_, line_feed};
  line_begin_ = line_feed + 1;
  if (line.size() > 0 && head_.octets[line.end - 1] == '\r') --line.end;
  if (line.size() == 0) {
    if (!has_start_) return;
    split();
    state_ = state::done;
    return;
  }
  if (lines_.size() == limits_.max_lines) {
    state_ = state::too_large;
    return;
  }
  has_start_ = true;
  lines_.push_back(line);
}

void head_reader::split() {
  head_.start_line = lines_.front();
  for (std::size_t i = 1; i < lines_.size(); ++i) {
    const range line = lines_[i];
    if (is_ws(head_.octets[line.begin]) && !head_.fields.empty()) {
      field_line& last = head_.fields.back();
      // The line's end before the fold is now in the middle of what it belongs to.
      last.value.end = line.end;
      if (!last.has_colon) last.name.end = last.value.begin = line.end;
      continue;
    }
    field_line made;
    const std::string_view text = head_.text(line);
    const std::size_t colon = text.find(':');
    made.has_colon = colon != std::string_view::npos;
    made.name = {line.begin, made.has_colon ? line.begin + colon : line.end};
    made.value = {made.has_colon ? made.name.end + 1 : line.end, line.end};
    head_.fields.push_back(made);
  }
}

}  // namespace gauntlet::wire
