#ifndef CONFORMANCE_RUNNER_PROCESS_HPP
#define CONFORMANCE_RUNNER_PROCESS_HPP

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace gauntlet::runner {

// How an adapter is started.
struct process_options {
  std::vector<std::string> command;
  // NAME=VALUE, on top of the few variables that are passed on: PATH, HOME, TMPDIR, LANG, LC_ALL,
  // LC_CTYPE, TZ, LD_LIBRARY_PATH, JAVA_HOME and the options of the sanitizers.
  std::vector<std::string> environment{};
  std::filesystem::path working_directory{};  // empty: the runner's own
  std::uint64_t memory_limit = 0;             // octets of address space; 0: none
  std::uint64_t cpu_seconds = 900;            // of one process; 0: none
};

// How a process ended.
struct process_end {
  bool known = false;          // false: it could not be waited for
  bool signaled = false;       // else it exited
  int code = 0;                // the exit status or the signal's number
  bool out_of_time = false;    // by the CPU limit
  bool out_of_memory = false;  // most likely: it died with its memory near the limit
  // "exited with status 1", "killed by signal 11 (Segmentation fault)".
  std::string describe() const;
};

// A child process with pipes to its standard streams. It leads a process group of its own, holds no
// descriptor of the runner, and dies with it. Nothing here blocks for longer than a bounded wait;
// no function may be called from two threads at once, and the thread that started a child has to
// outlive it.
class child_process {
 public:
  // Errors: kNotFound or kFailedPrecondition when the program cannot be started, saying why.
  static absl::StatusOr<std::unique_ptr<child_process>> start(const process_options&);
  // Kills what is left.
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  // The runner's ends, non-blocking; -1 when closed.
  int input() const { return input_; }
  int output() const { return output_; }
  int errors() const { return errors_; }
  // Readable once the process itself has ended; -1 where the system has no such thing.
  int exited() const { return pidfd_; }

  void close_input();
  void close_output();
  // Takes what stands in the pipe of standard error: the first and the last 4 KiB are kept.
  void drain_errors();
  // What the process wrote to standard error, with a note of what was left out.
  std::string errors_text() const;

  // The processor time that the process itself has used, all its threads but no children; zero when
  // it has ended.
  absl::Duration cpu_time() const;
  // Whether the process has ended, without waiting.
  bool has_ended();
  // Kills the whole process group and what escaped from it, and waits. Does nothing but report when
  // it has ended.
  process_end kill();
  // Waits for it to end by itself for at most `grace`, then kills.
  process_end wait(absl::Duration grace);

 private:
  child_process() = default;
  bool reap(int wait_flags);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  int pidfd_ = -1;
  bool reaped_ = false;
  process_end end_{};
  process_options options_{};
  std::string errors_head_{};
  std::string errors_tail_{};
  std::size_t errors_dropped_ = 0;
};

// Makes this process the one that orphans of adapters fall to, so that child_process can end them,
// too. While it lives, any child of this process that is neither an adapter nor was there before is
// an orphan. One at a time.
class orphanage {
 public:
  orphanage();
  ~orphanage();
  orphanage(const orphanage&) = delete;
  orphanage& operator=(const orphanage&) = delete;

  // Kills all orphans, and theirs, and returns how many there were. Bounded.
  static std::size_t sweep();
};

}  // namespace gauntlet::runner

#endif
