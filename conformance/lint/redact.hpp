#ifndef CONFORMANCE_LINT_REDACT_HPP
#define CONFORMANCE_LINT_REDACT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// What stands in the place of a secret, whatever its length.
inline constexpr std::string_view redacted_text = "[redacted]";

// The secrets of a field value, in their order: payloads of credentials, passwords, tokens, and what
// stands in the place of a scheme and is none that is known. Of a value that is not in the grammar,
// too. O(n).
std::vector<schemes::span> secrets_of(model::operation, std::string_view value);

// The same of any line of a head: cookies, keys in fields of other names, user names and passwords
// in URIs, their queries, and JSON Web Tokens.
std::vector<schemes::span> secrets_of_line(std::string_view name, std::string_view value);

// The octets without the secrets.
std::string redact(std::string_view octets, const std::vector<schemes::span>& secrets);
std::string redact(model::operation, std::string_view value);

// Where an octet of the whole value stands in the redacted one; of a secret, where that began.
std::size_t place_in_redacted(std::size_t at, const std::vector<schemes::span>& secrets);

// A result without its secrets.
model::result redact(const model::result&);

// `text`, which is about `octets`, without what it may repeat of their secrets.
std::string redact_text(std::string text, std::string_view octets,
                        const std::vector<schemes::span>& secrets);

}  // namespace gauntlet::lint

#endif
