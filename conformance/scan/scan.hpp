#ifndef CONFORMANCE_SCAN_SCAN_HPP
#define CONFORMANCE_SCAN_SCAN_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/process/cancel.hpp"
#include "conformance/scan/counts.hpp"
#include "conformance/scan/records.hpp"

namespace gauntlet::scan {

struct scan_progress {
  std::uint64_t octets_read = 0;
  std::uint64_t octets_total = 0;  // 0: unknown, since one of the inputs is a pipe
};

struct scan_settings {
  record_settings records{};
  // Paths; "-" is standard input.
  std::vector<std::string> files{"-"};
  unsigned jobs = 1;
  // What a thread takes at a time. Memory is bounded by jobs * (chunk_size + max_record), and a
  // little more when rejects are written.
  std::size_t chunk_size = std::size_t{1} << 20;
  // A longer record is counted as oversized, and skipped.
  std::size_t max_record = std::size_t{4} << 20;
  // Null, or where each value that is not accepted goes, in the order of the input, one JSON
  // document a line:
  // {"source":"a.txt","line":3,"error":"expected_comma","offset":7,"lines":["..."]}
  std::ostream* rejects = nullptr;
  // Called now and then by any of the threads, one at a time.
  std::function<void(const scan_progress&)> progress{};
  const process::cancellation* cancel = nullptr;
};

struct scan_outcome {
  scan::counts counts{};
  std::uint64_t octets_read = 0;
  bool interrupted = false;            // counts are those of a part of the input
  std::uint64_t rejected_with_cr = 0;  // rejected lines that end in CR: --crlf was forgotten
  // The first records that could not be read: "a.ndjson:3: at octet 120: not JSON: ...".
  std::vector<std::string> faults{};
};

// How many faults are kept.
inline constexpr std::size_t max_faults = 10;

// Reads all records of all inputs with `jobs` threads. The counts depend on the octets alone: not
// on the number of threads, the size of chunks, or whether an input is a file or a pipe.
//
// A record is what precedes each LF, and what follows the last one unless that is empty. Files
// are divided among the threads at LFs; of a pipe, threads take turns in reading. Errors: an input
// that cannot be opened or read, a `rejects` that cannot be written, with the name.
absl::StatusOr<scan_outcome> scan(const scan_settings&);

}  // namespace gauntlet::scan

#endif
