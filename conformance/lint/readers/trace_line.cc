#include "conformance/lint/readers/trace_line.hpp"

#include <algorithm>
#include <charconv>

namespace gauntlet::lint::readers {
namespace {

bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

int hex_digit(char octet) noexcept {
  if (is_digit(octet)) return octet - '0';
  if (octet >= 'a' && octet <= 'f') return octet - 'a' + 10;
  if (octet >= 'A' && octet <= 'F') return octet - 'A' + 10;
  return -1;
}

bool take(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "10:20:30.123456 ".
void take_time(std::string_view& text) noexcept {
  constexpr std::string_view form = "00:00:00.000000 ";
  if (text.size() < form.size()) return;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return;
  }
  text.remove_prefix(form.size());
}

// "[0-0] ": a transfer and a connection.
void take_ids(std::string_view& text) noexcept {
  if (!text.starts_with('[')) return;
  const std::size_t end = text.find("] ");
  if (end == std::string_view::npos || end > 24) return;
  const std::string_view ids = text.substr(1, end - 1);
  if (std::all_of(ids.begin(), ids.end(),
                  [](char each) { return is_digit(each) || each == '-' || each == 'x'; }))
    text.remove_prefix(end + 2);
}

// "http.c:756              ": where git wrote the line.
bool take_source(std::string_view& text) noexcept {
  const std::size_t end = text.find(' ');
  if (end == std::string_view::npos || end > 40) return false;
  const std::string_view source = text.substr(0, end);
  const std::size_t colon = source.find(".c:");
  if (colon == std::string_view::npos || colon + 3 == source.size() ||
      !std::all_of(source.begin() + static_cast<std::ptrdiff_t>(colon) + 3, source.end(), is_digit))
    return false;
  const std::size_t mark = text.find_first_not_of(' ', end);
  text.remove_prefix(mark == std::string_view::npos ? text.size() : mark);
  return true;
}

bool is_direction(std::string_view& text, std::string_view arrow, std::string_view verb) noexcept {
  std::string_view rest = text;
  if (!take(rest, arrow) || !take(rest, verb)) return false;
  text = rest;
  return true;
}

}  // namespace

trace_line read_trace_line(std::string_view line) noexcept {
  trace_line found;
  take_time(line);
  found.is_of_git = take_source(line);
  take_ids(line);
  found.text = line;
  const auto is_mark = [&](char mark) {
    return line.starts_with(mark) &&
           (line.size() == 1 || line[1] == ' ' || (line.size() == 2 && line[1] == '\r'));
  };
  if (is_mark('<') || is_mark('>') || is_mark('*')) {
    found.kind = line[0] == '<'   ? trace_kind::received
                 : line[0] == '>' ? trace_kind::sent
                                  : trace_kind::info;
    found.text.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    return found;
  }
  if (take(found.text, "== Info:")) {
    take(found.text, " ");
    found.kind = trace_kind::info;
    return found;
  }
  const bool is_sent = is_direction(found.text, "=> ", "Send ");
  if (is_sent || is_direction(found.text, "<= ", "Recv ")) {
    if (!take(found.text, "header")) {
      found.kind = trace_kind::other_dump;
    } else if (take(found.text, ":")) {
      take(found.text, " ");
      found.kind = is_sent ? trace_kind::sent : trace_kind::received;
    } else {
      found.kind = is_sent ? trace_kind::sent_header : trace_kind::received_header;
    }
    return found;
  }
  const std::size_t colon = line.find(':');
  if (colon >= 4 && colon <= 16 && (colon + 1 == line.size() || line[colon + 1] == ' ')) {
    const auto [stop, error] =
        std::from_chars(line.data(), line.data() + colon, found.position, 16);
    if (error == std::errc() && stop == line.data() + colon) {
      found.kind = trace_kind::dump;
      found.text = line.substr(std::min(colon + 2, line.size()));
    }
  }
  return found;
}

std::optional<std::size_t> read_hex_dump(std::string_view text, char* out) noexcept {
  constexpr std::size_t columns = 16;
  if (text.size() < columns * 3) return std::nullopt;
  std::size_t size = 0;
  for (; size < columns; ++size) {
    const std::string_view column = text.substr(size * 3, 3);
    if (column == "   ") break;
    const int high = hex_digit(column[0]);
    const int low = hex_digit(column[1]);
    if (high < 0 || low < 0 || column[2] != ' ') return std::nullopt;
    out[size] = static_cast<char>(high * 16 + low);
  }
  // What is left of the columns is empty, and each octet stands there as text again.
  const std::string_view rest = text.substr(size * 3, (columns - size) * 3);
  if (size == 0 || rest.find_first_not_of(' ') != std::string_view::npos) return std::nullopt;
  return size;
}

}  // namespace gauntlet::lint::readers
