#ifndef CONFORMANCE_MODEL_RESULTS_READER_HPP
#define CONFORMANCE_MODEL_RESULTS_READER_HPP

#include <cstddef>
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

// The text of what records cite is held once for each that cites it, and a line of a hostile file is
// quickly cited a million times: 1 GiB of it is too much. A whole run has about 100 MiB.
inline constexpr std::size_t most_cited_text = std::size_t{1} << 30;

// Reads a results file and checks it: every record by the schema, that what is cited was told
// before, that no case occurs twice for an implementation, the footer's counts and hash, and that
// nothing follows. Errors: InvalidArgument "line 3: expected ...", or what the schema finds, as of
// json_schema, "line 3: /case/offset: ...". Not for several threads at once.
[[nodiscard]] absl::StatusOr<results> read_results(std::istream& in,
                                                   when_unfinished policy = when_unfinished::refuse,
                                                   std::size_t cited_text = most_cited_text);
[[nodiscard]] absl::StatusOr<results> read_results_file(
    const std::string& path, when_unfinished policy = when_unfinished::refuse);

}  // namespace gauntlet::model

#endif
