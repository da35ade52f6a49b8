// What sets each two implementations apart: where one checks and the other obeys.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SITE_PAIRS_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SITE_PAIRS_HPP_

#include <vector>

#include "absl/status/statusor.h"
#include "conformance/compare/pairs.hpp"
#include "conformance/report/site_writer.hpp"

namespace gauntlet::report {

inline constexpr const char* pairs_part = "Pairs";

// The pairs of one operation.
struct operation_pairs {
  compare::readings_table table;
  std::vector<compare::pair_row> rows;
};

// Of challenges and of credentials, where two or more show something of them. Errors: those of
// compare::table_of().
[[nodiscard]] absl::StatusOr<std::vector<operation_pairs>> pairs_of(const results& r);

// Writes pairs.html, and pairs-OPERATION.json and .csv with all rows.
void write_pairs(const std::vector<operation_pairs>& all, site_writer& to);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SITE_PAIRS_HPP_
