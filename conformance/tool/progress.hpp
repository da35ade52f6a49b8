#ifndef CONFORMANCE_TOOL_PROGRESS_HPP
#define CONFORMANCE_TOOL_PROGRESS_HPP

#include <cstddef>
#include <string>

#include "absl/time/time.h"

namespace gauntlet::tool {

// The columns of the terminal at that descriptor; 100 where it is none.
std::size_t terminal_width(int descriptor);

// How far a command is, on standard error: on a terminal one line that is written over, elsewhere a
// line in every `pause`. The destructor removes the line of a terminal.
class progress_line {
 public:
  explicit progress_line(bool is_quiet = false, absl::Duration pause = absl::InfiniteDuration());
  ~progress_line() { clear(); }
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  // Whether show() is to be called now.
  bool is_due() const;
  void show(std::string line);
  void clear();
  // Since the construction; never zero.
  double seconds() const;

 private:
  bool is_terminal_;
  absl::Duration pause_;  // between two lines
  absl::Time started_;
  absl::Time last_;
  bool is_shown_ = false;
};

}  // namespace gauntlet::tool

#endif
