#ifndef CONFORMANCE_LINT_NAMES_HPP
#define CONFORMANCE_LINT_NAMES_HPP

#include <string_view>

namespace gauntlet::lint {

// Whether `word` is an auth-scheme that conformance/suite/schemes knows, or the first word of a
// vendor's form. Without regard to case.
bool is_known_scheme(std::string_view word) noexcept;
// As it is registered or documented: "Basic" for "BASIC"; empty for what is not known.
std::string_view scheme_name(std::string_view word) noexcept;
// Whether one of these schemes has a parameter of that name.
bool is_known_param(std::string_view name);
// The longest known scheme that `word` begins with and is longer than: "Bearer" for "BearereyJ";
// empty when there is none.
std::string_view scheme_glued_to(std::string_view word) noexcept;

// Whether it looks like a JSON Web Token: three dotted parts, the first begins with `eyJ`.
bool is_jwt(std::string_view text) noexcept;
// Whether it looks like a key or a token: long, letters and digits mixed.
bool is_key(std::string_view text) noexcept;

// A form of credentials or a challenge that its vendor made without regard to the grammar.
struct vendor_form {
  std::string_view prefix;  // of the value, without regard to case
  std::string_view what;    // "AWS Signature Version 4"
};
const vendor_form* vendor_form_of(std::string_view value) noexcept;

}  // namespace gauntlet::lint

#endif
