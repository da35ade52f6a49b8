#include "conformance/model/octets.hpp"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace gauntlet::model {

octets_outcome append_octets_from_utf8(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t first = i;
    while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
    out.append(text.data() + first, i - first);
    if (i == text.size()) break;
    // Two octets with the leads C2 and C3 are the whole of U+0080..U+00FF; C0 and C1 would be
    // overlong forms.
    const auto lead = static_cast<unsigned char>(text[i]);
    const bool in_range = lead == 0xC2 || lead == 0xC3;
    if (!in_range || i + 1 == text.size() ||
        (static_cast<unsigned char>(text[i + 1]) & 0xC0U) != 0x80U) {
      return {false, out.size() - before};
    }
    const auto trail = static_cast<unsigned char>(text[++i]);
    out.push_back(
        static_cast<char>(static_cast<unsigned char>(((lead & 0x03U) << 6U) | (trail & 0x3FU))));
  }
  return {true, out.size() - before};
}

absl::StatusOr<std::string> octets_from_utf8(std::string_view text) {
  std::string octets;
  const octets_outcome outcome = append_octets_from_utf8(octets, text);
  if (!outcome.ok) {
    return absl::InvalidArgumentError(absl::StrCat(
        "code point ", outcome.size, " is above U+00FF: each code point is one octet"));
  }
  return octets;
}

std::string utf8_from_octets(std::string_view octets) {
  std::string text;
  text.reserve(octets.size());
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      text.push_back(c);
    } else {
      text.push_back(static_cast<char>(0xC0U | (octet >> 6U)));
      text.push_back(static_cast<char>(0x80U | (octet & 0x3FU)));
    }
  }
  return text;
}

void append_json_string(std::string& out, std::string_view octets) {
  constexpr char hex[] = "0123456789abcdef";
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
  out.push_back('"');
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::size_t first = i;
    while (i < octets.size() && is_plain(octets[i])) ++i;
    out.append(octets.data() + first, i - first);
    if (i == octets.size()) break;
    const char c = octets[i];
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out.append("\\u00");
      out.push_back(hex[octet >> 4U]);
      out.push_back(hex[octet & 0x0FU]);
    }
  }
  out.push_back('"');
}

std::string to_json_string(std::string_view octets) {
  std::string out;
  append_json_string(out, octets);
  return out;
}

}  // namespace gauntlet::model
