#ifndef CONFORMANCE_MODEL_RESULTS_WRITER_HPP
#define CONFORMANCE_MODEL_RESULTS_WRITER_HPP

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "conformance/model/results.hpp"
#include "conformance/model/sha256.hpp"

namespace gauntlet::model {

// Writes a results file as the run goes.
//
//     std::ofstream file(path, std::ios::binary);
//     results_writer writer(file);
//     status = writer.begin(header);
//     for (...) { status = writer.append(row); }
//     absl::StatusOr<run_footer> footer = writer.finish(ended, /*complete=*/true, exit_code);
//
// Counts and hash are the writer's own. Errors: FailedPrecondition when called out of order;
// InvalidArgument for a row of an implementation that the header does not name, a second row for
// one implementation and case, a JSON member that is no JSON; DataLoss when the stream fails.
// O(size of the row) a call; the stream must outlive the writer.
class results_writer {
 public:
  explicit results_writer(std::ostream& out);
  ~results_writer();  // flushes; a file that was not finished stays without its footer and is
                      // therefore invalid
  results_writer(const results_writer&) = delete;
  results_writer& operator=(const results_writer&) = delete;

  absl::Status begin(const run_header& header);
  absl::Status append(const row& r);
  absl::Status flush();
  absl::StatusOr<run_footer> finish(const std::string& ended, bool complete, int exit_code);

 private:
  absl::Status put_line(const std::string& line);

  enum class state : std::uint8_t { fresh, open, finished };

  std::ostream& out_;
  state state_ = state::fresh;
  std::string buffer_;
  std::string line_;
  sha256 hash_;
  run_footer footer_;
  struct per_implementation;
  std::unordered_map<std::string, std::unique_ptr<per_implementation>> implementations_;
  struct encoded_case {
    std::shared_ptr<const case_facts> facts;
    std::string json;
  };
  std::unordered_map<const case_facts*, encoded_case> encoded_;
};

// Writes `r` in one go; header and rows as given, the footer's time, completeness and exit code
// too. Counts and hash are computed.
absl::Status write_results(const results& r, std::ostream& out);

}  // namespace gauntlet::model

#endif
