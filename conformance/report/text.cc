#include "conformance/report/text.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "absl/strings/str_cat.h"
#include "conformance/model/figures.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/result.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using json = nlohmann::ordered_json;

bool is_printable(char c) { return c >= 0x20 && c <= 0x7E; }

std::string cut_to(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  text.resize(limit > 3 ? limit - 3 : 0);
  return text + "...";
}

std::string to_text(const json& value) {
  return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

std::string show_lines(const json& lines, std::size_t limit) {
  std::string out;
  for (const json& line : lines) {
    if (!line.is_string()) return to_text(lines);
    const auto octets = model::octets_from_utf8(line.get<std::string>());
    if (!octets.ok()) return to_text(lines);
    if (!out.empty()) out += " | ";
    out += show_octets(*octets, limit).text;
  }
  return out.empty() ? "(no field line)" : out;
}

std::optional<std::string> show_parsed(model::operation op, const json& value) {
  const std::string member(model::result_member(op));
  if (!value.contains(member)) return std::nullopt;
  const auto result = model::result_from_json(op, nlohmann::json(value));
  if (!result.ok()) return std::nullopt;
  return model::describe(*result);
}

std::string show_value(const case_facts& facts, const json& value, std::size_t limit);

std::string show_alternatives(const case_facts& facts, const json& alternatives,
                              std::size_t limit) {
  std::string out;
  for (const json& one : alternatives) {
    if (!one.is_object() || !one.contains("name") || !one["name"].is_string()) {
      return to_text(alternatives);
    }
    if (!out.empty()) out += "; or ";
    const std::string name = one["name"].get<std::string>();
    out += name == "reject" ? "rejected" : one_line(name, limit);
    if (one.contains("expect")) out += ": " + show_value(facts, one["expect"], limit);
  }
  return out;
}

std::string show_value(const case_facts& facts, const json& value, std::size_t limit) {
  if (!value.is_object()) return to_text(value);
  const std::string outcome = value.contains("outcome") && value["outcome"].is_string()
                                  ? value["outcome"].get<std::string>()
                                  : std::string();
  if (outcome == "reject") return "rejected";
  if (outcome == "fault") return "failed";
  if (outcome == "unsupported") return "not supported";
  if (value.contains("alternatives")) {
    return show_alternatives(facts, value["alternatives"], limit);
  }
  if (value.contains("lines") && value["lines"].is_array()) {
    // Of a live server also the status, and what went on to its origin.
    std::string text = show_lines(value["lines"], limit);
    if (value.contains("status")) text = absl::StrCat(to_text(value["status"]), ": ", text);
    if (value.contains("upstream") && !value["upstream"].empty())
      absl::StrAppend(&text, "; to the origin: ", show_lines(value["upstream"], limit));
    return text;
  }
  if (const auto op = model::operation_from_string(facts.operation)) {
    if (const auto text = show_parsed(*op, value)) return *text;
  }
  return to_text(value);
}

// Takes out how values were written.
void forget_quoted(json& value) {
  if (value.is_object()) value.erase("quoted");
  if (!value.is_structured()) return;
  for (json& one : value) forget_quoted(one);
}

// Whether a result was read that does not say how its values were written. Inside of a JSON string
// the DQUOTEs would have backslashes before them.
bool is_silent_about_quotes(const std::string& got) {
  return got.find("\"accept\"") != std::string::npos &&
         got.find("\"quoted\":") == std::string::npos;
}

std::uint32_t decode(std::string_view text, std::size_t& i) {
  const auto at = [&](std::size_t k) -> std::uint32_t {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U;
  };
  const auto continues = [&](std::size_t k) { return (at(k) & 0xC0) == 0x80; };
  const std::uint32_t lead = at(i);
  constexpr std::uint32_t replacement = 0xFFFD;
  if (lead >= 0xC2 && lead <= 0xDF && continues(i + 1)) {
    const std::uint32_t c = ((lead & 0x1F) << 6) | (at(i + 1) & 0x3F);
    i += 2;
    return c;
  }
  if (lead >= 0xE0 && lead <= 0xEF && continues(i + 1) && continues(i + 2)) {
    const std::uint32_t c = ((lead & 0x0F) << 12) | ((at(i + 1) & 0x3F) << 6) | (at(i + 2) & 0x3F);
    if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
      i += 3;
      return c;
    }
  }
  if (lead >= 0xF0 && lead <= 0xF4 && continues(i + 1) && continues(i + 2) && continues(i + 3)) {
    const std::uint32_t c = ((lead & 0x07) << 18) | ((at(i + 1) & 0x3F) << 12) |
                            ((at(i + 2) & 0x3F) << 6) | (at(i + 3) & 0x3F);
    if (c >= 0x10000 && c <= 0x10FFFF) {
      i += 4;
      return c;
    }
  }
  ++i;
  return replacement;
}

}  // namespace

shown_octets show_octets(std::string_view octets, std::size_t limit) {
  shown_octets shown;
  if (octets.size() > limit) {
    shown.cut = octets.size() - limit;
    octets = octets.substr(0, limit);
  }
  const bool has_edge_space =
      !octets.empty() && (octets.front() == ' ' || (octets.back() == ' ' && shown.cut == 0));
  shown.escaped = has_edge_space || !std::all_of(octets.begin(), octets.end(), is_printable);
  if (!shown.escaped) {
    shown.text = std::string(octets);
    return shown;
  }
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const char c = octets[i];
    const bool is_edge = i == 0 || (i + 1 == octets.size() && shown.cut == 0);
    if (c == '\\') {
      shown.text += "\\\\";
    } else if (!is_printable(c) || (c == ' ' && is_edge)) {
      model::append_hex(shown.text, c);
    } else {
      shown.text += c;
    }
  }
  return shown;
}

std::string one_line(std::string_view text, std::size_t limit) {
  return cut_to(model::printable(text), limit);
}

std::vector<shown_input> show_input(const case_facts& facts, std::size_t limit) {
  if (!facts.input.empty()) return {{"input (JSON)", cut_to(facts.input, limit)}};
  if (facts.lines.empty()) return {{"input", "(no field line)"}};
  std::vector<shown_input> out;
  for (std::size_t i = 0; i < facts.lines.size(); ++i) {
    const shown_octets shown = show_octets(facts.lines[i], limit);
    shown_input one;
    one.label = facts.lines.size() == 1 ? "input" : absl::StrCat("line ", i + 1);
    if (shown.escaped) one.label += " (escaped)";
    one.text = facts.lines[i].empty() ? "(empty)" : shown.text;
    if (shown.cut != 0) absl::StrAppend(&one.text, " ... ", shown.cut, " octets more");
    out.push_back(std::move(one));
  }
  return out;
}

std::string show_result(const case_facts& facts, const std::string& json_text, std::size_t limit) {
  const json value = json::parse(json_text, nullptr, false);
  if (value.is_discarded()) return one_line(json_text, limit);
  return one_line(show_value(facts, value, limit), limit);
}

std::string show_expected(const row& r, std::size_t limit) {
  const std::string& expected = r.expected.empty() ? r.facts->expected : r.expected;
  if (expected.empty()) {
    return r.facts->parse == "may-accept" ? "rejected, or what can be recovered" : "rejected";
  }
  // What the answer does not tell apart looks the same in both: `nc="1"`, not `nc=1` in one of them.
  json value = json::parse(expected, nullptr, false);
  if (value.is_discarded() || !is_silent_about_quotes(r.got))
    return show_result(*r.facts, expected, limit);
  forget_quoted(value);
  return show_result(*r.facts, to_text(value), limit);
}

std::string show_got(const row& r, std::size_t limit) {
  std::string text;
  if (!r.got.empty()) text = show_result(*r.facts, r.got, limit);
  if (r.got.empty() && r.error.empty()) {
    switch (r.verdict) {
      case verdict::pass:
        return "as expected";
      case verdict::not_observable:
        return "its API does not show what the case is about";
      case verdict::not_run:
        return "not asked";
      default:
        return "no answer";
    }
  }
  if (!r.error.empty()) {
    if (!text.empty()) text += ": ";
    text += one_line(r.error, limit);
  }
  return cut_to(text, limit);
}

std::string show_level(requirement_level level) {
  std::string text(to_string(level));
  if (level <= requirement_level::may) {
    for (char& c : text) c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string show_reference(const reference& ref) {
  std::string text = ref.rfc != 0 ? absl::StrCat("RFC ", ref.rfc) : one_line(ref.doc, 80);
  if (!ref.section.empty()) {
    const bool is_number = std::isdigit(static_cast<unsigned char>(ref.section.front())) != 0;
    text += (is_number ? " section " : " ") + one_line(ref.section, 40);
  }
  // Where the text requires nothing in so many words there is no level to show.
  return ref.level <= requirement_level::may ? text + " (" + show_level(ref.level) + ")" : text;
}

std::string reference_url(const reference& ref) {
  if (ref.rfc == 0) return {};
  std::string url = absl::StrCat("https://www.rfc-editor.org/rfc/rfc", ref.rfc);
  std::string section = ref.section;
  if (section.starts_with("Appendix ")) section.erase(0, 9);
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.';
  };
  if (section.empty() || !std::all_of(section.begin(), section.end(), is_plain)) return url;
  const bool is_number = std::isdigit(static_cast<unsigned char>(section.front())) != 0;
  return url + (is_number ? "#section-" : "#appendix-") + section;
}

const reference* first_reference(const case_facts& facts) {
  const reference* best = nullptr;
  for (const reference& ref : facts.refs) {
    if (best == nullptr || ref.level < best->level) best = &ref;
  }
  return best;
}

std::string safe_url(const std::string& text) {
  return text.starts_with("https://") || text.starts_with("http://") ? text : std::string();
}

std::string counted(std::uint64_t n, const std::string& singular, const std::string& plural) {
  return absl::StrCat(model::grouped(n), " ",
                      n == 1           ? singular
                      : plural.empty() ? singular + "s"
                                       : plural);
}

std::string escape_markup(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string ascii_markup(std::string_view document) {
  std::string out;
  out.reserve(document.size());
  for (std::size_t i = 0; i < document.size();) {
    const char c = document[i];
    if (is_printable(c) || c == '\n') {
      out += c;
      ++i;
      continue;
    }
    std::uint32_t code = 0xFFFD;
    if (static_cast<unsigned char>(c) >= 0x80) {
      code = decode(document, i);
    } else {
      if (c == '\t' || c == '\r') code = static_cast<unsigned char>(c);
      ++i;
    }
    const bool is_c1 = code >= 0x7F && code <= 0x9F;
    const bool is_noncharacter = (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
    if (is_c1 || is_noncharacter) code = 0xFFFD;
    absl::StrAppend(&out, "&#", code, ";");
  }
  return out;
}

std::string escape_markdown(std::string_view text) {
  std::string out;
  for (const char c : model::printable(text)) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                          std::string_view(" .,-/=\"(){}:;'?%").find(c) != std::string_view::npos;
    if (is_plain) {
      out += c;
    } else {
      absl::StrAppend(&out, "&#", static_cast<int>(c), ";");
    }
  }
  return out;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return absl::StrCat(part * 100 / whole, " %");
}

}  // namespace gauntlet::report
