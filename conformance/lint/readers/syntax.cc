#include "conformance/lint/readers/syntax.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::lint::readers {
namespace {

bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

bool is_tchar(char octet) noexcept {
  static constexpr auto table = [] {
    std::array<bool, 256> is{};
    for (const char each : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
      is[static_cast<unsigned char>(each)] = true;
    return is;
  }();
  return table[static_cast<unsigned char>(octet)];
}

bool is_space(char octet) noexcept { return octet == ' ' || octet == '\t'; }

// "HTTP/1.1", "HTTP/2".
bool is_version(std::string_view text) noexcept {
  if (!text.starts_with("HTTP/")) return false;
  text.remove_prefix(5);
  return (text.size() == 1 && is_digit(text[0])) ||
         (text.size() == 3 && is_digit(text[0]) && text[1] == '.' && is_digit(text[2]));
}

}  // namespace

std::string_view without_space(std::string_view text) noexcept {
  const auto is_around = [](char octet) {
    return is_space(octet) || octet == '\r' || octet == '\n';
  };
  while (!text.empty() && is_around(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_around(text.back())) text.remove_suffix(1);
  return text;
}

int status_number(std::string_view text) noexcept {
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), is_digit)) return 0;
  return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

int status_of(std::string_view line) noexcept {
  line = without_space(line);
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_version(line.substr(0, space))) return 0;
  line.remove_prefix(space + 1);
  if (line.size() > 3 && line[3] != ' ') return 0;
  return status_number(line.substr(0, 3));
}

std::optional<request_line> request_of(std::string_view line) noexcept {
  line = without_space(line);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || first == last) return std::nullopt;
  const request_line found{.method = line.substr(0, first),
                           .target = line.substr(first + 1, last - first - 1)};
  if (!is_version(line.substr(last + 1)) || found.target.find(' ') != std::string_view::npos ||
      !std::all_of(found.method.begin(), found.method.end(), is_tchar))
    return std::nullopt;
  return found;
}

std::optional<name_and_value> field_of(std::string_view line) noexcept {
  std::size_t end = line.starts_with(':') ? 1 : 0;
  while (end < line.size() && is_tchar(line[end])) ++end;
  std::size_t colon = end;
  while (colon < line.size() && is_space(line[colon])) ++colon;
  if (colon == line.size() || line[colon] != ':' || end == 0) return std::nullopt;
  return name_and_value{.name = line.substr(0, colon), .value = line.substr(colon + 1)};
}

bool equal_names(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char octet) {
    return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view auth_field_of(std::string_view name) noexcept {
  static constexpr auto names = std::to_array<std::string_view>(
      {"WWW-Authenticate", "Authorization", "Authentication-Info", "Proxy-Authenticate",
       "Proxy-Authorization", "Proxy-Authentication-Info"});
  for (const std::string_view each : names) {
    const auto is_same = [](char x, char y) {
      return equal_names({&x, 1}, {&y, 1}) || (x == '-' && y == '_');
    };
    if (std::equal(each.begin(), each.end(), name.begin(), name.end(), is_same)) return each;
  }
  return {};
}

std::optional<origin> origin_of(std::string_view url) noexcept {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = url.substr(0, colon);
  std::string_view host = url.substr(colon + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  // What stands in front of an @ is a user's name and password.
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
    host.remove_prefix(at + 1);
  return origin{.host = host, .is_tls = equal_names(scheme, "https") || equal_names(scheme, "wss")};
}

}  // namespace gauntlet::lint::readers
