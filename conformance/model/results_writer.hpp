#ifndef CONFORMANCE_MODEL_RESULTS_WRITER_HPP
#define CONFORMANCE_MODEL_RESULTS_WRITER_HPP

#include <functional>
#include <memory>
#include <ostream>
#include <string_view>

#include "absl/status/statusor.h"
#include "conformance/model/results.hpp"

namespace gauntlet::model {

// Writes a results file as the run goes on: begin, then each implementation before its rows, rows
// and costs in any order, finish. Cases and judgements are written when the first row cites them,
// rows when as many as fit stand on a line, or with flush(). Not for several threads at once.
//
// Errors: InvalidArgument for an implementation that occurs twice, a row of one that was not added,
// a second row for one implementation and case, facts that differ under one id, a JSON member that
// is not JSON; what the sink said otherwise. After an error of the sink nothing more is written.
class results_writer {
 public:
  // Takes the octets of whole lines, in order.
  using sink = std::function<absl::Status(std::string_view octets)>;
  explicit results_writer(sink to);
  ~results_writer();
  results_writer(const results_writer&) = delete;
  results_writer& operator=(const results_writer&) = delete;

  // The header; its implementations are only counted.
  absl::Status begin(const run_header& header);
  // `number`: its place in the header.
  absl::Status add(std::size_t number, const implementation_info& info);
  absl::Status append(const row& r);
  absl::Status append(const cost& c);
  // Hands everything so far to the sink.
  absl::Status flush();
  // Takes time, completeness and exit code from `given`; returns the footer with what was counted
  // and hashed.
  absl::StatusOr<run_footer> finish(const run_footer& given);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// The same for results that are complete. DataLoss when the stream fails.
absl::StatusOr<run_footer> write_results(const results& r, std::ostream& out);

}  // namespace gauntlet::model

#endif
