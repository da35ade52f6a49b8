#ifndef CONFORMANCE_SCHEMES_VALUES_EXT_VALUE_HPP
#define CONFORMANCE_SCHEMES_VALUES_EXT_VALUE_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::schemes {

// ext-value = charset "'" [ language ] "'" value-chars (RFC 8187, section 3.2.1)
struct ext_value {
  std::string charset{};
  std::string language{};
  std::string octets{};  // in that charset
};

// Nothing when it is no ext-value. Whether the octets are of the charset is not checked.
//
//     read_ext_value("UTF-8''J%C3%A4s")->octets  // "J\xC3\xA4s"
std::optional<ext_value> read_ext_value(std::string_view text);

}  // namespace gauntlet::schemes

#endif
