#include "conformance/process/cancel.hpp"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace gauntlet::process {
namespace {

constexpr std::array<int, 3> stopping = {SIGINT, SIGTERM, SIGHUP};
std::atomic<cancellation*> current = nullptr;
std::array<struct sigaction, stopping.size() + 1> before;

void on_signal(int number) {
  const int kept = errno;
  if (cancellation* to = current.load()) {
    // Somebody who asks twice does not want to wait for a report.
    if (to->requested()) ::_exit(3);
    to->request(number == SIGINT ? "interrupted" : number == SIGTERM ? "terminated" : "hung up");
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
  current = &to;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < stopping.size(); ++i) ::sigaction(stopping[i], &action, &before[i]);
  action.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &action, &before.back());
}

signal_guard::~signal_guard() {
  for (std::size_t i = 0; i < stopping.size(); ++i) ::sigaction(stopping[i], &before[i], nullptr);
  ::sigaction(SIGPIPE, &before.back(), nullptr);
  current = nullptr;
}

}  // namespace gauntlet::process
