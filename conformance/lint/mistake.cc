#include "conformance/lint/mistake.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>

#include "conformance/lint/names.hpp"

namespace gauntlet::lint {
namespace {

bool is_ows(char c) { return c == ' ' || c == '\t'; }

// The end of the quoted-string that begins at `at`; the size of the value when it has none.
std::size_t end_of_quoted(std::string_view value, std::size_t at) {
  for (++at; at < value.size(); ++at) {
    if (value[at] == '\\') {
      ++at;
    } else if (value[at] == '"') {
      return at + 1;
    }
  }
  return value.size();
}

}  // namespace

std::vector<lexeme> lexemes_of(std::string_view value) {
  using kind = lexeme_kind;
  std::vector<lexeme> made;
  std::size_t at = 0;
  const auto run = [&](auto&& belongs) {
    std::size_t end = at;
    while (end < value.size() && belongs(value[end])) ++end;
    return end;
  };
  while (at < value.size()) {
    const char c = value[at];
    kind what = kind::other;
    std::size_t end = at + 1;
    if (gauntlet::is_tchar(c)) {
      what = kind::word;
      end = run([](char one) { return gauntlet::is_tchar(one); });
    } else if (is_ows(c)) {
      what = kind::space;
      end = run(is_ows);
    } else if (c == '=') {
      what = kind::equals;
    } else if (c == ',') {
      what = kind::comma;
    } else if (c == '"') {
      end = end_of_quoted(value, at);
      const bool is_closed = end > at + 1 && value[end - 1] == '"';
      // A DQUOTE at the end may be the one of a quoted-pair.
      std::size_t backslashes = 0;
      while (is_closed && end - 2 - backslashes > at && value[end - 2 - backslashes] == '\\')
        ++backslashes;
      what = is_closed && backslashes % 2 == 0 ? kind::quoted : kind::open_quote;
    }
    made.push_back({what, {at, end}});
    at = end;
  }
  return made;
}

mistake::mistake(model::operation op, std::string_view value, gauntlet::status status)
    : operation_(op),
      value_(value),
      offset_(status.offset),
      code_(status.code),
      lexemes_(lexemes_of(value)) {
  here_ = lexemes_.size();
  for (std::size_t i = 0; i < lexemes_.size(); ++i) {
    if (lexemes_[i].at.begin <= offset_ && offset_ < lexemes_[i].at.end) here_ = i;
  }
}

bool mistake::has(std::size_t piece, lexeme_kind what) const noexcept {
  return piece < lexemes_.size() && lexemes_[piece].kind == what;
}

std::string_view mistake::text(std::size_t piece) const noexcept {
  if (piece >= lexemes_.size()) return {};
  const schemes::span& at = lexemes_[piece].at;
  return value_.substr(at.begin, at.end - at.begin);
}

schemes::span mistake::span(std::size_t piece) const noexcept {
  return piece < lexemes_.size() ? lexemes_[piece].at : schemes::span{value_.size(), value_.size()};
}

std::size_t mistake::from(std::size_t piece) const noexcept {
  while (has(piece, kind::space)) ++piece;
  return piece < lexemes_.size() ? piece : none;
}

std::size_t mistake::before(std::size_t piece) const noexcept {
  piece = std::min(piece, lexemes_.size());
  while (piece > 0) {
    if (!has(--piece, kind::space)) return piece;
  }
  return none;
}

bool mistake::is_param(std::size_t piece) const noexcept {
  return has(piece, kind::word) && has(from(piece + 1), kind::equals);
}

bool mistake::is_challenge(std::size_t piece) const noexcept {
  if (!has(piece, kind::word) || is_param(piece)) return false;
  const std::size_t next = from(piece + 1);
  return is_known_scheme(text(piece)) || (has(piece + 1, kind::space) && is_param(next));
}

std::size_t mistake::scheme() const noexcept {
  for (std::size_t i = std::min(here_, lexemes_.size()); i-- > 0;) {
    if (!has(i, kind::word) || is_param(i)) continue;
    const std::size_t left = before(i);
    if (left == none || has(left, kind::comma)) return i;
  }
  return none;
}

std::size_t mistake::param_value() const noexcept {
  for (std::size_t i = std::min(here_ + 1, lexemes_.size()); i-- > 0;) {
    if (has(i, kind::comma)) return none;
    if (has(i, kind::equals) && has(before(i), kind::word)) {
      const std::size_t value = from(i + 1);
      return value == none ? lexemes_.size() : value;
    }
  }
  return none;
}

}  // namespace gauntlet::lint
