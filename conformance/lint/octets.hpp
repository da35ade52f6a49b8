#ifndef CONFORMANCE_LINT_OCTETS_HPP
#define CONFORMANCE_LINT_OCTETS_HPP

#include <algorithm>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

// Strings without regard to the case of ASCII letters, over std::string_view, which Abseil's
// functions do not take.
namespace gauntlet::lint {

inline char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

inline std::string to_lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) { return to_lower(c); });
  return made;
}

inline bool begins_with(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         gauntlet::equals_ignore_case(text.substr(0, prefix.size()), prefix);
}

inline bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         gauntlet::equals_ignore_case(text.substr(text.size() - suffix.size()), suffix);
}

inline bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return to_lower(a) == to_lower(b); }) != text.end();
}

// Without SP and HTAB at its ends.
inline std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace gauntlet::lint

#endif
