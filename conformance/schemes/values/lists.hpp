#ifndef CONFORMANCE_SCHEMES_VALUES_LISTS_HPP
#define CONFORMANCE_SCHEMES_VALUES_LISTS_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gauntlet::schemes {

// The parts between the separators; one part when there is no separator.
std::vector<std::string_view> split(std::string_view text, char separator);

// The elements of a list inside of a value, such as that of qop: comma, OWS around it, empty
// elements left out (RFC 9110, section 5.6.1.2).
//
//     split_list(" auth ,,\tauth-int")  // auth, auth-int
std::vector<std::string_view> split_list(std::string_view value);

// The words of a value such as scope or algs: SP between, empty words left out.
std::vector<std::string_view> split_words(std::string_view value);

// The second since 1970 that an instant of ISO 8601 names, as values of schemes have it: with a
// zone (RFC 3339: 2026-11-30T03:25:58Z, or an offset; fractions are cut off), or in the basic form
// of AWS (20261130T032558Z). Nothing for everything else.
std::optional<std::int64_t> read_instant(std::string_view text);

}  // namespace gauntlet::schemes

#endif
