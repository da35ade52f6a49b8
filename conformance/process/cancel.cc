#include "conformance/process/cancel.hpp"

#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace gauntlet::process {
namespace {

constexpr std::array<int, 4> stopping = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
std::atomic<time_t> first_request = 0;  // in seconds of the monotonic clock
std::atomic<cancellation*> requested = nullptr;
std::array<struct sigaction, stopping.size() + 1> before;

void on_signal(int number) {
  const int kept = errno;
  if (cancellation* to = requested.load()) {
    // Somebody who asks twice does not want to wait for a report; timeout(1) signals the process and
    // its group, which is one request.
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    if (!to->requested()) {
      first_request = now.tv_sec;
    } else if (now.tv_sec > first_request + 1) {
      ::_exit(3);
    }
    to->request(number == SIGINT    ? "interrupted"
                : number == SIGTERM ? "terminated"
                : number == SIGQUIT ? "quit"
                                    : "hung up");
  }
  errno = kept;
}

}  // namespace

cancellation::cancellation() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
cancellation::~cancellation() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void cancellation::request(const char* reason) noexcept {
  const char* none = nullptr;
  reason_.compare_exchange_strong(none, reason);
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(descriptor_, &one, sizeof one);
}

signal_guard::signal_guard(cancellation& to) {
  requested = &to;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < stopping.size(); ++i) {
    ::sigaction(stopping[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) ::sigaction(stopping[i], &action, nullptr);
  }
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, &before.back());
}

signal_guard::~signal_guard() {
  for (std::size_t i = 0; i < stopping.size(); ++i) ::sigaction(stopping[i], &before[i], nullptr);
  ::sigaction(SIGPIPE, &before.back(), nullptr);
  requested = nullptr;
}

const cancellation* signal_guard::current() noexcept { return requested.load(); }

}  // namespace gauntlet::process
