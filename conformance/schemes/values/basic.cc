#include "conformance/schemes/values/basic.hpp"

#include <algorithm>

#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/octets.hpp"
#include "simdjson.h"

namespace gauntlet::schemes {
namespace {

std::string_view fault_of_decoded(std::string_view octets) {
  if (octets.find(':') == std::string_view::npos) return "holds no \":\" once it is decoded";
  if (std::any_of(octets.begin(), octets.end(), is_control))
    return "holds a control character once it is decoded";
  return "";
}

}  // namespace

std::string_view fault_of_user_pass(std::string_view token68) {
  const std::optional<std::string> octets = decode_base64(token68, alphabet::standard);
  return octets ? fault_of_decoded(*octets) : "is not Base64 with its padding";
}

std::optional<user_pass> read_user_pass(std::string_view token68) {
  const std::optional<std::string> octets = decode_base64(token68, alphabet::standard);
  if (!octets || !fault_of_decoded(*octets).empty()) return {};
  const std::size_t colon = octets->find(':');
  return user_pass{octets->substr(0, colon), octets->substr(colon + 1)};
}

charset charset_of(std::string_view octets) noexcept {
  if (std::all_of(octets.begin(), octets.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return charset::ascii;
  return simdjson::validate_utf8(octets.data(), octets.size()) ? charset::utf_8 : charset::latin_1;
}

}  // namespace gauntlet::schemes
