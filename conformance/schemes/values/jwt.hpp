#ifndef CONFORMANCE_SCHEMES_VALUES_JWT_HPP
#define CONFORMANCE_SCHEMES_VALUES_JWT_HPP

#include <string_view>

namespace gauntlet::schemes {

// Whether a text has the form of a JWT in JWS compact serialization (RFC 7515, section 7.1): three
// parts of base64url with "." between. The last may be empty: then it is not signed.
bool is_jwt_form(std::string_view text) noexcept;

// The same with a signature, as vapid has it.
bool is_jwt(std::string_view text) noexcept;

// Whether a text is one in all likelihood: the form, and a JSON object with `alg` in its first
// part. A key that somebody calls eyJ... is not. What the parts hold stays here: no part of it may
// come into an output.
bool looks_like_jwt(std::string_view text);

}  // namespace gauntlet::schemes

#endif
