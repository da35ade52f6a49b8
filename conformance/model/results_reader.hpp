#ifndef CONFORMANCE_MODEL_RESULTS_READER_HPP
#define CONFORMANCE_MODEL_RESULTS_READER_HPP

#include <istream>
#include <string>

#include "absl/status/statusor.h"
#include "conformance/model/results.hpp"

namespace gauntlet::model {

// Reads a results file and checks it: every line, every member's type, that each row's
// implementation is in the header and no case occurs twice for one, that the facts of a case agree
// between its rows, the footer's counts and hash, and that nothing follows. Members that it does
// not know are skipped. Errors: InvalidArgument "line 3: expected ...".
[[nodiscard]] absl::StatusOr<results> read_results(std::istream& in);
[[nodiscard]] absl::StatusOr<results> read_results_file(const std::string& path);

}  // namespace gauntlet::model

#endif
