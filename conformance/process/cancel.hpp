#ifndef CONFORMANCE_PROCESS_CANCEL_HPP
#define CONFORMANCE_PROCESS_CANCEL_HPP

#include <atomic>

namespace gauntlet::process {

// A request to stop, which may come from a signal handler and wakes every poll() that waits for
// descriptor().
class cancellation {
 public:
  cancellation();
  ~cancellation();
  cancellation(const cancellation&) = delete;
  cancellation& operator=(const cancellation&) = delete;

  // Async-signal-safe; `reason` has to be a string literal. The first call counts.
  void request(const char* reason) noexcept;
  bool requested() const noexcept { return reason_.load(std::memory_order_acquire) != nullptr; }
  // Null until requested.
  const char* reason() const noexcept { return reason_.load(std::memory_order_acquire); }
  // Readable from the request on.
  int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
  std::atomic<const char*> reason_ = nullptr;
};

// While it lives, SIGINT, SIGTERM, SIGHUP and SIGQUIT request `to`, and SIGPIPE is ignored. A second
// one of them ends the process at once; its adapters die with it. A signal that was ignored, as
// nohup does it, stays so. One at a time.
class signal_guard {
 public:
  explicit signal_guard(cancellation& to);
  ~signal_guard();
  signal_guard(const signal_guard&) = delete;
  signal_guard& operator=(const signal_guard&) = delete;

  // What the one that lives requests; null while there is none.
  static const cancellation* current() noexcept;
};

}  // namespace gauntlet::process

#endif
