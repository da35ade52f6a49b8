#include "bench/stepping.hpp"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace gauntlet::bench {
namespace {

[[noreturn]] void be_traced(const std::function<void()>& work) {
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
  // The first stop begins the count, the second one ends it.
  ::raise(SIGSTOP);
  work();
  ::raise(SIGSTOP);
  ::_exit(0);
}

// The signal that stopped the child, or 0: it has ended.
int next_stop(::pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 0;
  }
  return WIFSTOPPED(status) ? WSTOPSIG(status) : 0;
}

}  // namespace

std::optional<std::uint64_t> count_by_stepping(const std::function<void()>& work) {
  const ::pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot make a process that is counted");
  if (child == 0) be_traced(work);
  if (next_stop(child) != SIGSTOP) return std::nullopt;
  std::uint64_t steps = 0;
  int signal = SIGTRAP;
  while (signal == SIGTRAP) {
    if (::ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) != 0) break;
    signal = next_stop(child);
    ++steps;
  }
  ::kill(child, SIGKILL);
  if (signal != 0) next_stop(child);
  if (signal != SIGSTOP) throw std::runtime_error("what is counted ended before its work did");
  return steps;
}

}  // namespace gauntlet::bench
