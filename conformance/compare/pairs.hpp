#ifndef CONFORMANCE_COMPARE_PAIRS_HPP
#define CONFORMANCE_COMPARE_PAIRS_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/reader.hpp"
#include "conformance/model/result.hpp"
#include "conformance/model/results.hpp"
#include "conformance/process/cancel.hpp"
#include "nlohmann/json_fwd.hpp"

// All pairs of readers: where one checks and the other obeys, what the one does not see.
namespace gauntlet::compare {

// Readers and what each made of some values.
struct readings_table {
  model::operation operation = model::operation::challenges;
  std::vector<std::string> values{};
  std::vector<known_reader> readers{};  // with a reading for each of the values
};

// The table that a run of the suite is, for nothing: its parse cases of one field line, without
// controls and of at most 2 KiB, each value once. The reference is a reader as others. Errors:
// kInvalidArgument, where what an implementation says it observes is no such thing.
absl::StatusOr<readings_table> table_of(const model::results&, model::operation);

// What two readers come to, over the values that both accept.
struct pair_row {
  std::size_t first = 0;  // of readings_table::readers
  std::size_t second = 0;
  std::size_t both_accept = 0;
  std::size_t differ = 0;
  // One sees a challenge, or a user, that the other does not: whoever obeys it does what the other
  // has not checked.
  std::size_t only_first_sees = 0;
  std::size_t only_second_sees = 0;
  std::size_t smuggled = 0;  // one takes something out of a quoted-string, the other does not
  std::size_t example = 0;   // of readings_table::values: the shortest of the worst kind
  std::size_t confused() const { return only_first_sees + only_second_sees; }
};

// Of all pairs, in that order: the most smuggled, the most confused, the most different. Pairs that
// were not looked at after a cancellation are missing. O(readers^2 * values).
std::vector<pair_row> all_pairs(const readings_table&, const process::cancellation&);

// For further use: an object with `readers` and `pairs`; a line of CSV for each pair.
nlohmann::ordered_json to_json(const readings_table&, const std::vector<pair_row>&);
std::string to_csv(const readings_table&, const std::vector<pair_row>&);

}  // namespace gauntlet::compare

#endif
