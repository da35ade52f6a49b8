#ifndef CONFORMANCE_SCHEMES_VALUES_OCTETS_HPP
#define CONFORMANCE_SCHEMES_VALUES_OCTETS_HPP

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::schemes {

// RFC 5234, appendix B.1
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
constexpr bool is_hexdig(char c) noexcept {
  return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}
constexpr bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// Whether there is at least one octet and each is one of those.
template <typename Predicate>
bool all_of(std::string_view text, const Predicate& is_one) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_one);
}

// Replaces each "%" 2HEXDIG by its octet. Nothing when a "%" has no two digits, or another octet is
// none that `stands_for_itself`.
template <typename Predicate>
std::optional<std::string> decode_percent(std::string_view text,
                                          const Predicate& stands_for_itself) {
  const auto digit = [](char c) { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string octets;
  octets.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3 || !is_hexdig(text[i + 1]) || !is_hexdig(text[i + 2])) return {};
      octets.push_back(static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])));
      i += 2;
    } else if (stands_for_itself(text[i])) {
      octets.push_back(text[i]);
    } else {
      return {};
    }
  }
  return octets;
}

}  // namespace gauntlet::schemes

#endif
