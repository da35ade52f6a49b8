#include "conformance/schemes/values/hoba.hpp"

#include <array>
#include <charconv>
#include <system_error>
#include <vector>

#include "conformance/schemes/values/lists.hpp"

namespace gauntlet::schemes {
namespace {

// The members in the order of HOBA-TBS.
constexpr std::array<std::string hoba_tbs::*, 6> members = {
    &hoba_tbs::nonce, &hoba_tbs::algorithm, &hoba_tbs::origin,
    &hoba_tbs::realm, &hoba_tbs::kid,       &hoba_tbs::challenge};

}  // namespace

std::optional<hoba_result> read_hoba_result(std::string_view result) {
  const std::vector<std::string_view> parts = split(result, '.');
  if (parts.size() != 4) return {};
  for (const std::string_view part : parts) {
    if (part.empty()) return {};
  }
  return hoba_result{std::string(parts[0]), std::string(parts[1]), std::string(parts[2]),
                     std::string(parts[3])};
}

std::string to_octets(const hoba_tbs& from) {
  std::string octets;
  for (const auto member : members) {
    octets += std::to_string((from.*member).size());
    octets += ':';
    octets += from.*member;
  }
  return octets;
}

std::optional<hoba_tbs> read_hoba_tbs(std::string_view octets) {
  hoba_tbs read;
  for (const auto member : members) {
    std::size_t length = 0;
    const char* const end = octets.data() + octets.size();
    const auto [after, error] = std::from_chars(octets.data(), end, length);
    if (error != std::errc() || after == end || *after != ':') return {};
    octets.remove_prefix(static_cast<std::size_t>(after + 1 - octets.data()));
    if (length > octets.size()) return {};
    read.*member = octets.substr(0, length);
    octets.remove_prefix(length);
  }
  if (!octets.empty()) return {};
  return read;
}

}  // namespace gauntlet::schemes
