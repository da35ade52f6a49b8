#ifndef CONFORMANCE_MODEL_RESULTS_READER_HPP
#define CONFORMANCE_MODEL_RESULTS_READER_HPP

#include <cstdint>
#include <istream>
#include <string>

#include "absl/status/statusor.h"
#include "conformance/model/results.hpp"

namespace gauntlet::model {

// What to make of a file without a footer, such as the .part of a run that was killed.
enum class when_unfinished : std::uint8_t {
  refuse,
  accept  // what stands there, up to the last whole line; results::unfinished says so
};

// Reads a results file and checks it: every line, every member's type, that what is cited was told
// before, that no case occurs twice for an implementation, the footer's counts and hash, and that
// nothing follows. Members that it does not know are skipped. Errors: InvalidArgument "line 3:
// expected ...".
[[nodiscard]] absl::StatusOr<results> read_results(
    std::istream& in, when_unfinished policy = when_unfinished::refuse);
[[nodiscard]] absl::StatusOr<results> read_results_file(
    const std::string& path, when_unfinished policy = when_unfinished::refuse);

}  // namespace gauntlet::model

#endif
