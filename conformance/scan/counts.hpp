#ifndef CONFORMANCE_SCAN_COUNTS_HPP
#define CONFORMANCE_SCAN_COUNTS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <gauntlet/gauntlet.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::scan {

// How values are read. Counts of different readings cannot be added.
struct reading {
  gauntlet::operation what = gauntlet::operation::challenges;
  gauntlet::grammar mode = gauntlet::grammar::recipient;
  bool has_limits = true;  // options{}, else unlimited()

  gauntlet::options options() const noexcept {
    if (!has_limits) return gauntlet::unlimited(mode);
    gauntlet::options limits;
    limits.mode = mode;
    return limits;
  }
  friend bool operator==(const reading&, const reading&) = default;
};

// The auth-schemes that are counted by name: those of conformance/suite/schemes, which the build puts
// in. The last place of counts::schemes is for all others, so that no input can make counts grow.
inline constexpr auto scheme_names = std::to_array<std::string_view>({
#include "scheme_names.inc"
});
// Its place in scheme_names, or scheme_names.size(). Case-insensitive.
std::size_t scheme_place(std::string_view scheme) noexcept;

// An example is kept only of values up to this size.
inline constexpr std::size_t max_example = 256;

// What was found in a number of records. add() is associative and commutative, and counts{} is its
// identity: the sum over a set of records does not depend on how they were divided.
struct counts {
  std::uint64_t values = 0;  // accepted + rejected + over_limit
  std::uint64_t octets = 0;  // of the values' field lines
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;    // not in the grammar
  std::uint64_t over_limit = 0;  // the parser stopped at one of its limits

  std::uint64_t absent = 0;     // records without the member that holds the value
  std::uint64_t malformed = 0;  // records that could not be read
  std::uint64_t oversized = 0;  // records above the size that this scan takes

  // Of accepted values.
  std::uint64_t challenges = 0;  // with credentials: the credentials
  std::uint64_t token68s = 0;
  std::uint64_t auth_params = 0;
  std::uint64_t quoted_strings = 0;
  std::array<std::uint64_t, scheme_names.size() + 1> schemes{};

  // By the parser's code, and for each the shortest value, of these the least.
  std::array<std::uint64_t, gauntlet::errc_count> errors{};
  struct example {
    bool is_set = false;
    std::string value{};
    friend bool operator==(const example&, const example&) = default;
  };
  std::array<example, gauntlet::errc_count> examples{};

  void keep_example(gauntlet::errc code, std::string_view value);
  void add(const counts& other);
  friend bool operator==(const counts&, const counts&) = default;
};

// One line of ASCII JSON, without LF. Members that are objects hold what is not zero.
//
//     {"gauntlet_scan":1,"operation":"challenges","grammar":"recipient","limits":"default",
//      "values":2,"octets":13,"accepted":1,"rejected":1,"over_limit":0,"absent":0,"malformed":0,
//      "oversized":0,"challenges":1,"token68s":0,"auth_params":0,"quoted_strings":0,
//      "schemes":{"Basic":1},"errors":{"expected_comma":1},"examples":{"expected_comma":"Foo
//      a==b"}}
std::string to_json(const reading&, const counts&);

// The inverse. Errors: kInvalidArgument, naming the member, for whatever to_json() does not write:
// an unknown or missing member, numbers that do not add up.
struct report {
  scan::reading reading{};
  scan::counts counts{};
};
absl::StatusOr<report> report_from_json(const nlohmann::json&);

// For people; several lines.
std::string to_text(const reading&, const counts&);

}  // namespace gauntlet::scan

#endif
