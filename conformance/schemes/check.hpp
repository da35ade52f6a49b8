#ifndef CONFORMANCE_SCHEMES_CHECK_HPP
#define CONFORMANCE_SCHEMES_CHECK_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/schemes/reading.hpp"

namespace gauntlet::schemes {

// How much a finding weighs, the heaviest first. The scheme layer itself says must and should.
enum class level { must, security, should, interop };
// "MUST", "SECURITY", "SHOULD", "INTEROP".
std::string_view to_string(level) noexcept;

// Where a demand stands: an RFC, or another document by its name.
struct reference {
  int rfc = 0;  // 0: `document` has the name
  std::string document{};
  std::string section{};
  friend bool operator==(const reference&, const reference&) = default;
};

// One thing that a value does and that its scheme does not allow.
struct finding {
  std::string rule{};  // a slug, a row of conformance/lint/rules.json
  schemes::level level = level::must;
  span at{};           // octets of reading.value
  std::string text{};  // one sentence in plain words; holds no secret: names, never values
  std::vector<reference> refs{};
};

// Everything that the scheme layer has to say of a value that the grammar accepts, in the order of
// their places. `field` is the field's name ("WWW-Authenticate", ...; compared without case), since
// some schemes do not belong into each; empty: not known. Of schemes that conformance/suite/schemes
// does not know only what RFC 9110 says of all: names once, realm as a quoted-string. The grammar's
// own findings are not repeated (RFC 9110 section 16.4.2 keeps them apart). O(n log n).
std::vector<finding> check(const reading&, std::string_view field);

// The same of a pair: credentials, and the challenges that they answer. Only what the pair shows
// and the credentials alone do not; places are those of `credentials.value`.
std::vector<finding> check_answer(const reading& challenges, const reading& credentials);

// In words, why a recipient that knows the scheme may refuse what it read; empty when it may not.
// How a value is quoted is no such reason: recipients take both forms (RFC 9110 section 11.2).
//
// `only_schemes`: the schemes to look at; all of them when it is not set. In auth-info, where the
// field does not name the scheme, the rules of each that may stand there have to be broken.
std::string reason_to_refuse(const model::result&,
                             const std::optional<std::vector<std::string>>& only_schemes);

}  // namespace gauntlet::schemes

#endif
