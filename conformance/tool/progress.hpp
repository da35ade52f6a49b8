#ifndef CONFORMANCE_TOOL_PROGRESS_HPP
#define CONFORMANCE_TOOL_PROGRESS_HPP

#include <cstddef>
#include <ostream>

#include "absl/time/time.h"
#include "conformance/runner/run.hpp"

namespace gauntlet::tool {

// Shows how far a run is: one line that is written over on a terminal, else a line every ten
// seconds. The destructor removes the line.
class progress_line {
 public:
  progress_line(std::ostream& out, bool terminal, std::size_t width);
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  void show(const runner::run_progress&);

 private:
  std::ostream& out_;
  bool terminal_;
  std::size_t width_;
  bool shown_ = false;
  absl::Time started_;
  absl::Time last_;
};

}  // namespace gauntlet::tool

#endif
