// Octets that stand outside of the grammar wherever they are.
#include <cstddef>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "conformance/lint/mistake.hpp"

namespace gauntlet::lint {
namespace {

// Quotation marks of typography: UTF-8, and Windows-1252, in which they are one octet.
constexpr std::string_view marks[] = {
    "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x9F", "\xE2\x80\x98",
    "\xE2\x80\x99", "\xE2\x80\x9A", "\xC2\xAB",     "\xC2\xBB",     "\x93",
    "\x94",         "\x84",         "\x91",         "\x92"};
// What shows as a space or as nothing.
constexpr std::string_view spaces[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE3\x80\x80", "\xA0"};
constexpr std::string_view nothings[] = {"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D",
                                         "\xEF\xBB\xBF", "\xE2\x81\xA0", "\xC2\xAD"};

template <std::size_t N>
std::string_view one_of(const std::string_view (&set)[N], std::string_view text) {
  for (const std::string_view one : set) {
    if (text.starts_with(one)) return one;
  }
  return {};
}

bool is_obs_text(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The first octet of the character that the octet at `at` belongs to, if it is UTF-8.
std::size_t start_of_character(std::string_view value, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && at - start < 3 && (static_cast<unsigned char>(value[start]) & 0xC0U) == 0x80U)
    --start;
  return is_obs_text(value[start]) ? start : at;
}

std::optional<remark> control_octet(const mistake& m) {
  if (m.is_at_end()) return std::nullopt;
  const auto octet = static_cast<unsigned char>(m.octet());
  if ((octet >= 0x20 && octet != 0x7F) || octet == '\t') return std::nullopt;
  remark made{.at = m.at(),
              .text = absl::StrCat("the control octet 0x", absl::Hex(octet, absl::kZeroPad2),
                                   " may stand nowhere in a field value")};
  made.edits.push_back({m.at(), ""});
  return made;
}

std::optional<remark> typographic_quotes(const mistake& m) {
  if (m.is_at_end()) return std::nullopt;
  const std::size_t start = start_of_character(m.value(), m.offset());
  const std::string_view open = one_of(marks, m.value().substr(start));
  if (open.empty()) return std::nullopt;
  remark made{.at = {start, start + open.size()},
              .text = "a typographic quotation mark stands where a DQUOTE (\") belongs"};
  made.edits.push_back({made.at, "\""});
  for (std::size_t i = made.at.end; i < m.value().size() && m.value()[i] != '"'; ++i) {
    const std::string_view close = one_of(marks, m.value().substr(i));
    if (close.empty()) continue;
    made.edits.push_back({{i, i + close.size()}, "\""});
    return made;
  }
  return made;
}

std::optional<remark> invisible_character(const mistake& m) {
  if (m.is_at_end()) return std::nullopt;
  const std::size_t start = start_of_character(m.value(), m.offset());
  const std::string_view rest = m.value().substr(start);
  const std::string_view space = one_of(spaces, rest);
  const std::string_view shown = space.empty() ? one_of(nothings, rest) : space;
  if (shown.empty()) return std::nullopt;
  remark made{.at = {start, start + shown.size()},
              .text = space.empty() ? "a character that shows as nothing stands in the value"
                                    : "a character that looks like a space, and is none"};
  made.edits.push_back({made.at, space.empty() ? "" : " "});
  return made;
}

std::optional<remark> non_ascii_outside_quotes(const mistake& m) {
  if (m.is_at_end() || !is_obs_text(m.octet())) return std::nullopt;
  remark made{.at = m.at(), .text = "octets outside of ASCII may stand inside of DQUOTEs only"};
  const std::size_t value = m.param_value();
  if (value == mistake::none || value >= m.lexemes().size()) {
    made.why_not = "a scheme, a name and a token68 have no way to hold such octets";
    return made;
  }
  const std::size_t begin = m.span(value).begin;
  std::size_t end = m.offset();
  while (end < m.value().size() && m.value()[end] != ',' && m.value()[end] != '"') ++end;
  while (end > begin && m.value()[end - 1] == ' ') --end;
  made.edits.push_back({{begin, begin}, "\""});
  made.edits.push_back({{end, end}, "\""});
  return made;
}

}  // namespace

const std::vector<named_grammar_rule> rules_of_octets = {
    {"control-octet", &control_octet},
    {"typographic-quotes", &typographic_quotes},
    {"invisible-character", &invisible_character},
    {"non-ascii-outside-quotes", &non_ascii_outside_quotes},
};

}  // namespace gauntlet::lint
