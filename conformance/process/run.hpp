#ifndef CONFORMANCE_PROCESS_RUN_HPP
#define CONFORMANCE_PROCESS_RUN_HPP

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/process/child.hpp"

namespace gauntlet::process {

// How a helper program is run: a package manager, a compiler, an adapter that is asked for its
// hello.
struct run_options {
  std::string input{};                        // on its standard input; empty: none
  std::vector<std::string> environment{};     // NAME=VALUE, in place of what this process has
  std::filesystem::path working_directory{};  // empty: this process's own
  absl::Duration deadline = absl::Seconds(600);
  // Off where the program may have to ask at the terminal: it then stays in the foreground.
  bool own_session = true;
  std::size_t max_output = 1 << 20;  // of each stream; what comes later is read and dropped
};

struct run_result {
  bool out_of_time = false;  // and therefore killed
  bool cancelled = false;    // likewise
  outcome end{};
  std::string output{};
  std::string errors{};
  bool ok() const {
    return !out_of_time && !cancelled && end.known && !end.signaled && end.code == 0;
  }
  // "exited with status 100: E: Unable to locate package x", with the last line that it wrote.
  std::string describe() const;
};

// Runs a program to its end, or kills it, and its process group where it has its own, at the
// deadline or when a signal asks this process to stop. Does not wait for descendants that hold its streams open, and leaves them alone. Safe
// to call from several threads at once. Errors: as those of child::start().
absl::StatusOr<run_result> run(const std::vector<std::string>& command, const run_options& = {});
// The same for what is started in a way of its own, such as an adapter. Of the options, input,
// deadline and max_output count.
absl::StatusOr<run_result> run(start_options how, const run_options&);

}  // namespace gauntlet::process

#endif
