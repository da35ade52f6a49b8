#ifndef CONFORMANCE_PROCESS_CHILD_HPP
#define CONFORMANCE_PROCESS_CHILD_HPP

#include <sys/types.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Programs that others wrote, started and ended: the only place of this repository that does so.
// An adapter with pipes, which lives long (child.hpp), a helper that runs to its end (run.hpp), and
// the request to stop (cancel.hpp).
namespace gauntlet::process {

// Which variables a program gets besides `environment`.
enum class base_environment : std::uint8_t {
  own,  // all that this process has
  // PATH, HOME, TMPDIR, LANG, LC_ALL, LC_CTYPE, TZ, LD_LIBRARY_PATH, JAVA_HOME and the options of
  // the sanitizers. Such a program gains no privileges either, whatever it starts.
  cleared
};

// How a program is started. The defaults are those of an adapter.
struct start_options {
  std::vector<std::string> command{};
  std::vector<std::string> environment{};     // NAME=VALUE, in place of a variable of that name
  std::filesystem::path working_directory{};  // empty: this process's own
  std::uint64_t memory_limit = 0;             // octets of address space of each process; 0: none
  // Octets that it and everything that it started may have in memory together; 0: no limit. Watched
  // while there is an orphanage.
  std::uint64_t group_memory_limit = 0;
  std::uint64_t cpu_seconds = 900;  // of one process; 0: none
  base_environment base = base_environment::cleared;
  int input = -1;  // a descriptor that becomes its standard input; -1: a pipe
  // A session of its own, without a controlling terminal. Off where the program may have to ask at
  // the terminal: it then stays in the foreground.
  bool own_session = true;
  // Numbers of the user and the group that it becomes; only root may ask for them.
  std::optional<std::pair<uid_t, gid_t>> user{};
  int parent_death_signal = SIGKILL;  // what it gets when this process dies
  std::size_t kept_errors = 4096;     // octets of the beginning of standard error that are kept
};

// How a process ended.
struct outcome {
  bool known = false;          // false: it could not be waited for
  bool signaled = false;       // else it exited
  int code = 0;                // the exit status or the signal's number
  bool out_of_time = false;    // by the CPU limit
  bool out_of_memory = false;  // most likely: it died with its memory near the limit
  // "exited with status 1", "was killed by signal 11 (Segmentation fault)".
  std::string describe() const;
};

// The folders of PATH in their order; an empty one is the current folder.
std::vector<std::filesystem::path> search_path();

// The absolute path of the program that execvp would run, were PATH `folders`; a name with a slash
// is looked for from `working_directory`, where there is one. Errors: kNotFound, saying why.
absl::StatusOr<std::filesystem::path> find_program(
    const std::string& name, const std::vector<std::filesystem::path>& folders,
    const std::filesystem::path& working_directory = {});

// A child process with pipes to its standard streams. It leads a session of its own unless told
// otherwise, holds no descriptor of this process, and dies with it. Nothing here blocks for
// longer than a bounded wait; no function may be called from two threads at once, and the thread
// that started a child has to outlive it.
class child {
 public:
  // Errors: kNotFound or kFailedPrecondition when the program cannot be started, saying why.
  static absl::StatusOr<std::unique_ptr<child>> start(const start_options&);
  // Kills what is left, unless the end was taken by leave().
  ~child();
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  // This process's ends, non-blocking; -1 when closed.
  int input() const { return input_; }
  int output() const { return output_; }
  int errors() const { return errors_; }
  // Readable once the process itself has ended; -1 where the system has no such thing.
  int exited() const { return pidfd_; }

  void close_input();
  // Takes what is in the pipe of standard output; of `into`, at most `limit` octets are filled and
  // the rest is dropped. Bounded, and so is drain_errors(), so that a program that never stops
  // writing cannot hold this process up.
  void drain_output(std::string& into, std::size_t limit);
  // Takes what is in the pipe of standard error: the first `kept_errors` octets and the last 4 KiB
  // are kept.
  void drain_errors();
  // What the process wrote to standard error, with a note of what was left out.
  std::string errors_text() const;

  // The processor time that the process itself has used, all its threads but no children; zero when
  // it has ended.
  absl::Duration cpu_time() const;
  // Whether the process has ended, without waiting.
  bool has_ended();
  // Kills the whole process group and what escaped from it, and waits. Does nothing but report when
  // the end was taken before.
  outcome kill();
  // Waits for it to end by itself for at most `grace`, then kills.
  outcome wait(absl::Duration grace);
  // Sends it, and its session where it has its own, what it would get if this process died.
  void ask_to_end();
  // How a process ended that has; what it started may go on.
  outcome leave();

 private:
  child() = default;
  bool reap(int wait_flags);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  int pidfd_ = -1;
  bool reaped_ = false;
  outcome end_{};
  start_options options_{};
  std::string errors_head_{};
  std::string errors_tail_{};
  std::size_t errors_dropped_ = 0;
};

// Makes this process the one that orphans of adapters fall to, so that child can end them, too.
// While it lives, any child of this process that is neither started here nor was there before is an
// orphan; a thread looks at the memory of children with a group_memory_limit; and a process of its
// own waits for the end of this one: if that comes without a farewell (SIGKILL), it kills what was
// started here and bears the mark of this orphanage in its environment. One at a time.
class orphanage {
 public:
  orphanage();
  ~orphanage();
  orphanage(const orphanage&) = delete;
  orphanage& operator=(const orphanage&) = delete;

  // Kills all orphans, and theirs, and returns how many there were. Bounded.
  static std::size_t sweep();

 private:
  struct watch;
  std::unique_ptr<watch> watch_;
};

}  // namespace gauntlet::process

#endif
