// Mistakes inside of a list of parameters.
#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/names.hpp"
#include "conformance/lint/octets.hpp"

namespace gauntlet::lint {
namespace {

using kind = lexeme_kind;

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made.push_back('\\');
    made.push_back(c);
  }
  made.push_back('"');
  return made;
}

// Whether what stands at that piece ends a parameter: the end, a comma, and, where a comma may be
// missing, the next parameter or challenge.
bool is_end(const mistake& m, std::size_t piece, bool may_lack_comma) {
  if (piece == mistake::none || piece >= m.lexemes().size() || m.has(piece, kind::comma))
    return true;
  return may_lack_comma && (m.is_param(piece) || m.is_challenge(piece));
}

// Whether a comma and what a comma is followed by stand there, or the end.
bool is_true_end(const mistake& m, std::size_t piece) {
  if (piece == mistake::none || piece >= m.lexemes().size()) return true;
  if (!m.has(piece, kind::comma)) return false;
  const std::size_t next = m.from(piece + 1);
  return next == mistake::none || m.has(next, kind::comma) || m.is_param(next) ||
         m.is_challenge(next);
}

// Backslashes in front of the DQUOTEs, left over from a shell or from JSON: realm=\"x\".
std::optional<remark> backslash_before_dquote(const mistake& m) {
  const std::size_t value = m.param_value();
  if (value == mistake::none || m.text(value) != "\\" || m.here() != value) return std::nullopt;
  if (!m.value().substr(m.offset()).starts_with("\\\"")) return std::nullopt;
  remark made{.at = m.at(), .text = "a backslash stands in front of a DQUOTE that opens a value"};
  for (std::size_t i = m.offset(); i + 1 < m.value().size(); ++i) {
    if (m.value()[i] == '\\' && m.value()[i + 1] == '"') made.edits.push_back({{i, i + 1}, ""});
  }
  return made;
}

std::optional<remark> unterminated_quoted_string(const mistake& m) {
  // `a="b, c="d"`: what was quoted ends with a comma, a name and `=`.
  const std::size_t left = m.before(m.here());
  if (m.code() == gauntlet::errc::expected_comma && left != mistake::none &&
      m.has(left, kind::quoted) && m.has(m.here(), kind::word) && left + 1 == m.here()) {
    const std::string_view text = m.text(left);
    const std::size_t comma = text.rfind(',');
    if (comma == std::string_view::npos || !text.ends_with("=\"")) return std::nullopt;
    const std::string_view name = trim(text.substr(comma + 1, text.size() - comma - 3));
    if (!gauntlet::is_token(name)) return std::nullopt;
    const std::size_t place = m.span(left).begin + comma;
    remark made{
        .at = m.at(),
        .text = "the DQUOTE that closes the value is missing, so that the next one closes it",
        .cause = schemes::span{place, place}};
    made.edits.push_back({{place, place}, "\""});
    return made;
  }
  if (m.code() != gauntlet::errc::unterminated_quoted_string) return std::nullopt;
  const std::size_t last = m.lexemes().size() - 1;
  const std::size_t open = m.span(last).begin;
  const std::string_view text = m.text(last);
  remark made{.at = m.at(),
              .text = "the quoted-string has no closing DQUOTE",
              .cause = schemes::span{open, open + 1}};
  if (text.size() > 2 && text.ends_with("\\\"")) {
    const std::size_t backslash = m.value().size() - 2;
    made.text = "the last DQUOTE is escaped by the backslash before it, so that nothing closes";
    made.cause = schemes::span{backslash, backslash + 1};
    made.edits.push_back({*made.cause, "\\\\"});
  } else if (text.find("=\"") != std::string_view::npos || text.ends_with('\\')) {
    made.why_not = "where the value was to end is not known";
  } else {
    made.edits.push_back({m.at(), "\""});
  }
  return made;
}

std::optional<remark> missing_comma(const mistake& m) {
  const std::size_t left = m.before(m.here());
  if (left == mistake::none || !m.has(m.here(), kind::word)) return std::nullopt;
  if (!m.has(left, kind::quoted) && !m.has(left, kind::word)) return std::nullopt;
  if (!m.is_param(m.here()) && !(m.is_challenge(m.here()) && m.is(model::operation::challenges)))
    return std::nullopt;
  if (m.has(left, kind::word) && m.param_value() == mistake::none) return std::nullopt;
  const std::size_t place = m.span(left).end;
  remark made{.at = m.at(),
              .text = m.is_param(m.here()) ? "a comma is missing before this parameter"
                                           : "a comma is missing before this challenge",
              .cause = schemes::span{place, place}};
  made.edits.push_back({{place, place}, left + 1 == m.here() ? ", " : ","});
  return made;
}

std::optional<remark> dquote_in_quoted_string(const mistake& m) {
  const std::size_t left = m.before(m.here());
  if (m.is_at_end() || left == mistake::none || !m.has(left, kind::quoted)) return std::nullopt;
  if (m.has(m.here(), kind::other)) return std::nullopt;
  // The DQUOTE that was meant to close: the next one that the end of a parameter follows. Pieces
  // are out of step with the quotes here, so that octets are looked at.
  std::vector<std::size_t> inner = {m.span(left).end - 1};
  for (std::size_t i = m.offset(); i < m.value().size(); ++i) {
    if (m.value()[i] == '\\') {
      ++i;
      continue;
    }
    if (m.value()[i] != '"') continue;
    const std::string_view rest = m.value().substr(i + 1, 200);
    const mistake after(model::operation::challenges, rest, {m.code(), rest.size()});
    if (!is_true_end(after, after.from(0))) {
      if (inner.size() > 64) return std::nullopt;
      inner.push_back(i);
      continue;
    }
    remark made{.at = m.at(),
                .text = "a DQUOTE inside of the quoted-string has no backslash before it",
                .cause = schemes::span{inner.front(), inner.front() + 1}};
    for (const std::size_t place : inner) made.edits.push_back({{place, place}, "\\"});
    return made;
  }
  return std::nullopt;
}

std::optional<remark> apostrophes_as_quotes(const mistake& m) {
  const std::size_t value = m.param_value();
  if (value == mistake::none || !m.has(value, kind::word) || !m.text(value).starts_with('\''))
    return std::nullopt;
  const std::size_t open = m.span(value).begin;
  for (std::size_t i = m.value().find('\'', open + 1); i != std::string_view::npos;
       i = m.value().find('\'', i + 1)) {
    std::size_t next = m.value().find_first_not_of(" \t", i + 1);
    if (next != std::string_view::npos && m.value()[next] != ',') continue;
    if (i < m.offset()) return std::nullopt;
    remark made{.at = m.at(),
                .text = "apostrophes do not quote: a value with such octets stands in DQUOTEs",
                .cause = schemes::span{open, open + 1}};
    made.edits.push_back({{open, i + 1}, quoted(m.value().substr(open + 1, i - open - 1))});
    return made;
  }
  return std::nullopt;
}

std::optional<remark> semicolon_separator(const mistake& m) {
  if (m.octet() != ';') return std::nullopt;
  const std::size_t next = m.from(m.here() + 1);
  if (m.param_value() == mistake::none || next == mistake::none || !m.is_param(next))
    return std::nullopt;
  remark made{.at = m.at(), .text = "a semicolon separates nothing here: a comma does"};
  const bool is_spaced = m.has(m.here() + 1, kind::space);
  made.edits.push_back({m.at(), is_spaced ? "," : ", "});
  return made;
}

std::optional<remark> missing_value(const mistake& m) {
  const std::string_view why = "what the value was to be is not known";
  if (m.code() == gauntlet::errc::expected_param_value &&
      (m.is_at_end() || m.has(m.here(), kind::comma))) {
    return remark{.at = m.at(), .text = "a parameter has no value", .why_not = std::string(why)};
  }
  if (!m.has(m.here(), kind::equals)) return std::nullopt;
  // `Foo a=, b=c`: `a=` is a token68, so that the mistake shows at the second `=`.
  const std::size_t name = m.before(m.here());
  const std::size_t comma = name == mistake::none ? name : m.before(name);
  if (comma == mistake::none || !m.has(comma, kind::comma)) return std::nullopt;
  const std::size_t last = m.before(comma);
  if (last == mistake::none) return std::nullopt;
  if (m.has(last, kind::equals)) {
    return remark{.at = m.at(),
                  .text = "a parameter has no value",
                  .cause = m.span(last),
                  .why_not = std::string(why)};
  }
  // `Foo a=b, c, d=e`: `c` is read as a scheme.
  const std::size_t earlier = m.before(last);
  if (m.has(last, kind::word) && !is_known_scheme(m.text(last)) && earlier != mistake::none &&
      m.has(earlier, kind::comma)) {
    return remark{
        .at = m.at(),
        .text = "a name stands alone, without `=` and a value, and so is read as a scheme",
        .cause = m.span(last),
        .why_not = std::string(why)};
  }
  return std::nullopt;
}

std::optional<remark> colon_for_equals(const mistake& m) {
  if (m.octet() != ':' || m.here() == 0 || !m.has(m.here() - 1, kind::word)) return std::nullopt;
  const std::size_t left = m.before(m.here() - 1);
  const std::size_t next = m.from(m.here() + 1);
  if (left == mistake::none || next == mistake::none || m.param_value() != mistake::none)
    return std::nullopt;
  const bool is_quoted = m.has(next, kind::quoted);
  const bool is_word = m.has(next, kind::word) && !m.is(model::operation::credentials);
  if (!is_quoted && !(is_word && is_end(m, m.from(next + 1), false))) return std::nullopt;
  remark made{.at = m.at(), .text = "a colon stands where `=` belongs"};
  made.edits.push_back({{m.offset(), m.span(next).begin}, "="});
  return made;
}

std::optional<remark> stray_equals(const mistake& m) {
  if (!m.has(m.here(), kind::equals)) return std::nullopt;
  const std::size_t left = m.before(m.here());
  const std::size_t next = m.from(m.here() + 1);
  if (left == mistake::none || next == mistake::none || !m.has(left, kind::word) ||
      left + 1 == m.here() || !m.is_param(next))
    return std::nullopt;
  remark made{.at = m.at(), .text = "`=` has no name before it"};
  made.edits.push_back({{m.span(left).end, m.span(next).begin}, " "});
  return made;
}

// The octets of a value that should have been quoted: up to a comma, the end, or a parameter or
// challenge before which the comma is missing.
schemes::span bare_value(const mistake& m, std::size_t first) {
  std::size_t last = first;  // the last piece that belongs to it
  for (std::size_t i = first; i < m.lexemes().size(); ++i) {
    if (m.has(i, kind::space)) continue;
    const bool is_after_space = i > first && m.has(i - 1, kind::space);
    if (i > first && is_end(m, i, is_after_space)) break;
    if (m.text(i) == ";" && m.has(i + 1, kind::word) && m.has(i + 2, kind::equals)) break;
    last = i;
  }
  return {m.span(first).begin, m.span(last).end};
}

std::optional<remark> unquoted(const mistake& m, bool is_url_wanted) {
  const std::size_t value = m.param_value();
  if (value == mistake::none || value >= m.lexemes().size() || m.has(value, kind::comma) ||
      m.has(value, kind::quoted) || m.has(value, kind::open_quote))
    return std::nullopt;
  const schemes::span at = bare_value(m, value);
  const std::string_view text = m.value().substr(at.begin, at.end - at.begin);
  if (m.offset() < at.begin || m.offset() > at.end) return std::nullopt;
  const bool is_url = text.find("://") != std::string_view::npos;
  if (is_url != is_url_wanted) return std::nullopt;
  remark made{.at = m.at(), .cause = at};
  made.text = is_url ? "a URL has octets that no token may hold: quote it"
                     : "the value has octets that no token may hold: quote it";
  made.edits.push_back({at, quoted(text)});
  return made;
}

std::optional<remark> unquoted_url(const mistake& m) { return unquoted(m, true); }
std::optional<remark> unquoted_value(const mistake& m) { return unquoted(m, false); }

}  // namespace

const std::vector<named_grammar_rule> rules_of_params = {
    {"backslash-before-dquote", &backslash_before_dquote},
    {"unterminated-quoted-string", &unterminated_quoted_string},
    {"missing-comma", &missing_comma},
    {"dquote-in-quoted-string", &dquote_in_quoted_string},
    {"apostrophes-as-quotes", &apostrophes_as_quotes},
    {"semicolon-separator", &semicolon_separator},
    {"missing-value", &missing_value},
    {"colon-for-equals", &colon_for_equals},
    {"stray-equals", &stray_equals},
    {"unquoted-url", &unquoted_url},
    {"unquoted-value", &unquoted_value},
};

}  // namespace gauntlet::lint
