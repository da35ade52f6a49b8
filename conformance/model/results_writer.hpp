#ifndef CONFORMANCE_MODEL_RESULTS_WRITER_HPP
#define CONFORMANCE_MODEL_RESULTS_WRITER_HPP

#include <ostream>

#include "absl/status/statusor.h"
#include "conformance/model/results.hpp"

namespace gauntlet::model {

// Writes a results file: header and rows as given, with the footer's time, completeness and exit
// code. Returns the footer with what the writer counted and hashed.
//
// Errors: InvalidArgument for an implementation that occurs twice in the header, a row of one that
// it does not name, a second row for one implementation and case, a JSON member that is not JSON;
// DataLoss when the stream fails. What was written by then has no footer and so is not a results
// file. O(size).
absl::StatusOr<run_footer> write_results(const results& r, std::ostream& out);

}  // namespace gauntlet::model

#endif
