#ifndef CONFORMANCE_SCHEMES_VALUES_BASE64_HPP
#define CONFORMANCE_SCHEMES_VALUES_BASE64_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::schemes {

enum class alphabet { standard, url };  // RFC 4648, sections 4 and 5

// ALPHA / DIGIT / "-" / "_"
bool is_base64url_digit(char c) noexcept;

// Whether a text is Base64 with all of its padding and nothing else; the empty text is. Bits behind
// the last octet may be other than zero (RFC 4648, section 3.5). O(n).
bool is_base64(std::string_view text, alphabet) noexcept;

// The octets of a text for which is_base64 holds, nothing for another one.
std::optional<std::string> decode_base64(std::string_view text, alphabet);

// The same for base64url whose padding may be left out, as in a JWT.
std::optional<std::string> decode_base64url(std::string_view text);

// With padding.
std::string encode_base64(std::string_view octets, alphabet);

}  // namespace gauntlet::schemes

#endif
