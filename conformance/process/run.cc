#include "conformance/process/run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/process/cancel.hpp"

namespace gauntlet::process {
namespace {

// How often a process is looked after where the system cannot tell that it has ended.
constexpr absl::Duration look_after = absl::Milliseconds(20);

class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// A file in memory rather than a pipe: nothing to feed while the program runs, and no SIGPIPE when
// it does not read. -1 with errno set when there is none.
int open_input(const std::string& input) {
  if (input.empty()) return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int file = ::memfd_create("input", MFD_CLOEXEC);
  for (std::size_t written = 0; file >= 0 && written < input.size();) {
    const ssize_t size = ::write(file, input.data() + written, input.size() - written);
    if (size <= 0) {
      ::close(file);
      return -1;
    }
    written += static_cast<std::size_t>(size);
  }
  if (file >= 0) ::lseek(file, 0, SEEK_SET);
  return file;
}

// False when the deadline or a request to stop came first.
bool wait_for_end(child& of, absl::Time deadline, const cancellation* cancel, const auto& drain) {
  while (!of.has_ended()) {
    absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration() || (cancel != nullptr && cancel->requested())) return false;
    if (of.exited() < 0) left = std::min(left, look_after);
    std::array<pollfd, 4> ready = {{{of.output(), POLLIN, 0},
                                    {of.errors(), POLLIN, 0},
                                    {of.exited(), POLLIN, 0},
                                    {cancel != nullptr ? cancel->descriptor() : -1, POLLIN, 0}}};
    ::poll(ready.data(), ready.size(), static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    drain();
  }
  return true;
}

}  // namespace

std::string run_result::describe() const {
  const std::string how = cancelled     ? std::string("was interrupted")
                          : out_of_time ? std::string("took too long")
                                        : end.describe();
  for (const std::string* stream : {&errors, &output}) {
    const std::string text(absl::StripAsciiWhitespace(*stream));
    if (!text.empty()) return absl::StrCat(how, ": ", text.substr(text.rfind('\n') + 1));
  }
  return how;
}

absl::StatusOr<run_result> run(const std::vector<std::string>& command,
                               const run_options& options) {
  return run({.command = command,
              .environment = options.environment,
              .working_directory = options.working_directory,
              .cpu_seconds = 0,
              .base = base_environment::own,
              .own_session = options.own_session,
              // A package manager is to leave a sound state.
              .parent_death_signal = SIGTERM},
             options);
}

absl::StatusOr<run_result> run(start_options how, const run_options& options) {
  const descriptor input(open_input(options.input));
  if (input.get() < 0) return absl::ErrnoToStatus(errno, "standard input");
  how.input = input.get();
  how.kept_errors = options.max_output;
  absl::StatusOr<std::unique_ptr<child>> started = child::start(how);
  if (!started.ok()) return started.status();
  child& program = **started;

  run_result made;
  const auto drain = [&] {
    program.drain_output(made.output, options.max_output);
    program.drain_errors();
  };
  const cancellation* cancel = signal_guard::current();
  const bool is_cut_short = !wait_for_end(program, absl::Now() + options.deadline, cancel, drain);
  made.cancelled = is_cut_short && cancel != nullptr && cancel->requested();
  made.out_of_time = is_cut_short && !made.cancelled;
  if (made.cancelled) program.ask_to_end();
  made.end = made.cancelled ? program.wait(absl::Seconds(10))
             : is_cut_short ? program.kill()
                            : program.leave();
  drain();
  made.errors = program.errors_text();
  return made;
}

}  // namespace gauntlet::process
