#ifndef CONFORMANCE_SCHEMES_READING_HPP
#define CONFORMANCE_SCHEMES_READING_HPP

#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"

namespace gauntlet::schemes {

// Octets [begin, end) of a combined field value.
struct span {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const span&, const span&) = default;
};

// An auth-param and where it stands. `value_at` holds the DQUOTEs of a quoted-string.
struct located_param {
  model::param param{};
  span name_at{};
  span value_at{};
};

// A challenge or credentials and where it stands; of Authentication-Info, which names no scheme,
// the parameters alone, and the whole value in the scheme's place.
struct located_challenge {
  std::string scheme{};
  std::optional<std::string> token68{};
  std::vector<located_param> params{};
  span scheme_at{};
  span token68_at{};
  span at{};
};

// The first parameter of that name, ASCII case aside, and its value; null when there is none.
// O(params).
const located_param* find_param(const located_challenge&, std::string_view name) noexcept;
const std::string* find_value(const located_challenge&, std::string_view name) noexcept;
// Whether that is its scheme, ASCII case aside.
bool is_scheme(const located_challenge&, std::string_view name) noexcept;

// The same operation, as the parser names it.
gauntlet::operation parser_operation(model::operation) noexcept;

// What the reference parser reads in a combined value (RFC 9110 section 5.3), grammar `recipient`.
// Of an invalid value, `challenges` holds what stands in front of the error.
struct reading {
  model::operation operation = model::operation::challenges;
  std::string value{};
  gauntlet::status status{};
  std::vector<located_challenge> challenges{};
};

// O(n) in the length of `value`; without limits.
reading read(model::operation, std::string_view value);

// The same result without the places.
model::result result_of(const reading&);

// The way back: a reading in which nothing has a place, and `value` is empty.
reading without_places(const model::result&);

}  // namespace gauntlet::schemes

#endif
