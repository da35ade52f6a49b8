#ifndef CONFORMANCE_MODEL_OCTETS_HPP
#define CONFORMANCE_MODEL_OCTETS_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace gauntlet::model {

// Octet strings in JSON: every code point of a JSON string is U+0000..U+00FF and stands for exactly
// one octet (the isomorphic, or Latin-1, mapping). Field values are octets, not text, and JSON has
// no octet strings.

// The octets that `text`, the UTF-8 of a decoded JSON string, stands for.
//
// Errors: kInvalidArgument for a code point above U+00FF and for anything that is not UTF-8; the
// message holds the position of the offending code point, counted in octets of the result.
// O(length).
//
//     octets_from_utf8("a\xC3\xBF") == "a\xFF"
absl::StatusOr<std::string> octets_from_utf8(std::string_view text);

// The same, for hot paths: appends to `out` and returns the number of octets appended, or false in
// `ok` and the position of the offending code point.
struct octets_outcome {
  bool ok = true;
  std::size_t size = 0;
};
octets_outcome append_octets_from_utf8(std::string& out, std::string_view text);

// The UTF-8 of the JSON string that stands for `octets`: the inverse of octets_from_utf8. Total.
std::string utf8_from_octets(std::string_view octets);

// Appends `octets` to `out` as a JSON string with its DQUOTEs, in pure ASCII: DQUOTE and backslash
// escaped with a backslash, every octet outside %x20-7E as \u00XX. Total, O(length).
void append_json_string(std::string& out, std::string_view octets);
std::string to_json_string(std::string_view octets);

}  // namespace gauntlet::model

#endif
