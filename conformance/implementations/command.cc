#include "conformance/implementations/command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace gauntlet::implementations {
namespace {

class descriptor {
 public:
  explicit descriptor(int fd = -1) : fd_(fd) {}
  ~descriptor() { reset(); }
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    reset();
    fd_ = std::exchange(other.fd_, -1);
    return *this;
  }
  int get() const { return fd_; }
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

struct pipe_ends {
  descriptor read;
  descriptor write;
};

absl::StatusOr<pipe_ends> make_pipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "pipe");
  return pipe_ends{descriptor(fds[0]), descriptor(fds[1])};
}

// A file in memory rather than a pipe: nothing to feed while the program runs, and no SIGPIPE when
// it does not read.
absl::StatusOr<descriptor> make_input(const std::string& input) {
  if (input.empty()) return descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
  descriptor file(memfd_create("input", MFD_CLOEXEC));
  for (std::size_t written = 0; written < input.size();) {
    const ssize_t size = write(file.get(), input.data() + written, input.size() - written);
    if (size <= 0) return absl::ErrnoToStatus(errno, "memfd");
    written += static_cast<std::size_t>(size);
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (std::string& each : strings) out.push_back(each.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_with(const std::vector<std::string>& added) {
  std::vector<std::string> all = added;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string variable = *each;
    bool replaced = false;
    for (const std::string& own : added) {
      const std::size_t name = own.find('=') + 1;
      replaced = replaced || variable.compare(0, name, own, 0, name) == 0;
    }
    if (!replaced) all.push_back(variable);
  }
  return all;
}

// Reads what is there; false at the end of the stream.
bool drain(int fd, std::string& into, std::size_t limit) {
  std::array<char, 1 << 14> buffer;
  const ssize_t size = read(fd, buffer.data(), buffer.size());
  if (size < 0) return errno == EINTR || errno == EAGAIN;
  if (size == 0) return false;
  into.append(buffer.data(),
              std::min(static_cast<std::size_t>(size), limit - std::min(limit, into.size())));
  return true;
}

}  // namespace

std::string command_end::describe() const {
  std::string how = out_of_time ? std::string("took too long")
                    : signaled ? absl::StrCat("killed by signal ", code, " (", strsignal(code), ")")
                               : absl::StrCat("exited with status ", code);
  for (const std::string* stream : {&errors, &output}) {
    const std::string text(absl::StripAsciiWhitespace(*stream));
    if (!text.empty()) return absl::StrCat(how, ": ", text.substr(text.rfind('\n') + 1));
  }
  return how;
}

absl::StatusOr<command_end> run_command(const std::vector<std::string>& command,
                                        const command_options& options) {
  if (command.empty()) return absl::InvalidArgumentError("an empty command");
  auto input = make_input(options.input);
  auto output = make_pipe();
  auto errors = make_pipe();
  auto failure = make_pipe();  // carries errno when exec fails, and closes when it does not
  for (const absl::Status& status :
       {input.status(), output.status(), errors.status(), failure.status()}) {
    if (!status.ok()) return status;
  }
  // Everything that allocates comes before fork: other threads may hold the allocator's lock.
  std::vector<std::string> words = command;
  std::vector<std::string> variables = environment_with(options.environment);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  const std::string directory = options.working_directory.string();

  const pid_t child = fork();
  if (child < 0) return absl::ErrnoToStatus(errno, "fork");
  if (child == 0) {
    if (options.own_group) setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(input->get(), STDIN_FILENO);
    dup2(output->write.get(), STDOUT_FILENO);
    dup2(errors->write.get(), STDERR_FILENO);
    if (directory.empty() || chdir(directory.c_str()) == 0)
      execvpe(argv[0], argv.data(), envp.data());
    const int code = errno;
    [[maybe_unused]] const ssize_t told = write(failure->write.get(), &code, sizeof code);
    _exit(127);
  }
  output->write.reset();
  errors->write.reset();
  failure->write.reset();
  int code = 0;
  if (read(failure->read.get(), &code, sizeof code) == static_cast<ssize_t>(sizeof code)) {
    waitpid(child, nullptr, 0);
    return absl::NotFoundError(absl::StrCat(command[0], ": ", std::strerror(code)));
  }

  command_end end;
  const absl::Time deadline = absl::Now() + options.deadline;
  std::array<pollfd, 2> streams = {pollfd{output->read.get(), POLLIN, 0},
                                   pollfd{errors->read.get(), POLLIN, 0}};
  int status = 0;
  bool ended = false;
  for (;;) {
    if (!ended) {
      ended = waitpid(child, &status, WNOHANG) == child;
      if (!ended && absl::Now() > deadline) {
        end.out_of_time = true;
        kill(options.own_group ? -child : child, SIGKILL);
        ended = waitpid(child, &status, 0) == child;
      }
    }
    // Once it has ended, what stands in the pipes is taken and no more is waited for.
    if (poll(streams.data(), streams.size(), ended ? 0 : 20) < 0 && errno != EINTR) break;
    bool any = false;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].fd < 0 || (streams[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
      any = true;
      if (!drain(streams[i].fd, i == 0 ? end.output : end.errors, options.max_output)) {
        streams[i].fd = -1;
      }
    }
    if (ended && (!any || end.out_of_time)) break;
  }
  end.signaled = WIFSIGNALED(status);
  end.code = end.signaled ? WTERMSIG(status) : WEXITSTATUS(status);
  return end;
}

}  // namespace gauntlet::implementations
