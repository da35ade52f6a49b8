#ifndef CONFORMANCE_LINT_FIELD_HPP
#define CONFORMANCE_LINT_FIELD_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/finding.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/model/result.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// What a field name means. Names are compared without case.
struct field_kind {
  std::string_view name{};  // "WWW-Authenticate"; the name as RFC 9110 writes it
  model::operation operation = model::operation::challenges;
  bool is_proxy = false;
  bool is_alias = false;  // the name is another one, which is known to carry such a value
};
std::optional<field_kind> field_kind_of(std::string_view name) noexcept;

// The field that is likely meant by a name that is none: "WWW-Authentication", "Autorization".
std::optional<field_kind> misspelt_field_kind_of(std::string_view name);

// All lines of one authentication field of a head, read as one value (RFC 9110 section 5.3).
struct auth_field {
  field_kind kind{};
  std::string written{};             // the name as it stands in the first line
  std::vector<std::size_t> lines{};  // indices into head.fields
  bool is_redacted = false;          // what stands in one of them was never sent
  // The lines without OWS at their ends, joined with ", ". CR, LF and NUL, those of an obs-fold
  // among them, are SP here (RFC 9110 section 5.5, RFC 9112 section 5.2), octet for octet.
  std::string value{};
  struct start {
    std::size_t in_value = 0;  // where a line begins in `value`
    std::size_t in_line = 0;   // and where that is in the line's own value
    std::size_t size = 0;
  };
  std::vector<start> starts{};  // one for each line
};

// The authentication fields of a head in the order of their first lines. Of names that are none,
// those in `also` are read, too, as `also_as`.
std::vector<auth_field> auth_fields(const head&, std::string_view also = {},
                                    model::operation also_as = model::operation::challenges);

// Where octets of the combined value stand.
mark mark_of(const auth_field&, schemes::span) noexcept;

}  // namespace gauntlet::lint

#endif
