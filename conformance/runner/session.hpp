#ifndef CONFORMANCE_RUNNER_SESSION_HPP
#define CONFORMANCE_RUNNER_SESSION_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/model/verdict.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"
#include "conformance/runner/connection.hpp"
#include "conformance/runner/protocol.hpp"

namespace gauntlet::runner {

struct session_options {
  process::start_options process{};
  absl::Duration start_deadline = absl::Seconds(30);  // from the start to the answer to hello
  absl::Duration case_deadline =
      absl::Seconds(2);  // from the answer before, or from the request if that is later
  absl::Duration stop_grace = absl::Seconds(2);  // from stop to the end of the process
  std::size_t window = 256;                      // requests that may be under way at once
  std::size_t max_restarts = 100;
  bool isolate = false;  // a process for each request
};

// How a request ended.
enum class ending : std::uint8_t {
  answered,
  crash,
  hang,
  resource_limit,
  protocol_error,
  flaky,
  not_run
};

// What is said of a case whose request ended so; of an answer there is nothing to say yet: not_run.
model::verdict verdict_of(ending how);

struct reply {
  ending how = ending::not_run;
  runner::answer answer{};  // only when answered
  // Unless answered: what happened, the end of standard error included where there is one.
  std::string error{};
  std::int64_t duration_us = -1;  // from the answer before, or from the request if that is later
  std::int64_t cpu_us = -1;       // of that, what the process itself computed; only from ask()
  bool computed = false;  // a hang in which it computed all the while with nothing else to answer,
                          // so that nothing else is the reason
};

// What went on besides the replies.
struct session_notes {
  std::size_t processes = 0;       // started, hello answered
  std::vector<std::string> texts;  // such as an exit status other than 0 at stop
  std::string unexpected_line;  // came after the last answer: a protocol error that belongs to it
};

// One implementation, driven over the adapter protocol.
//
// Keeps up to `window` requests under way. When the process crashes, hangs or breaks the protocol,
// that belongs to the first request without an answer. After a crash or a hang that request is
// asked once more, alone, in a new process: the same again confirms it, an answer makes it `flaky`;
// the others are sent again. After a hang they are sent one at a time, and one of which the process
// computed until the deadline needs no other confirmation. A protocol error needs no confirmation.
// When `max_restarts` is used up, what is left is not_run with the reason.
//
// SIGPIPE has to be ignored, or blocked in the calling thread.
//
// Never waits for longer than the deadlines, whatever the adapter does, and leaves no process
// behind.
class session {
 public:
  session(session_options, const process::cancellation&);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  // Starts the adapter and reads its hello; twice, if the first attempt fails otherwise than by an
  // answer. Errors: kUnavailable in the adapter's own words; kNotFound when it cannot be started;
  // kInvalidArgument when it is not an adapter; kDeadlineExceeded; kCancelled.
  absl::StatusOr<hello> open();

  // Asks all of `requests`; calls `take` exactly once for each, in order, while it goes on. After
  // `take` returned false what is left is not_run with `stopped` as the reason.
  using taker = std::function<bool(std::size_t index, reply)>;
  void ask_all(const std::vector<const request*>& requests, const taker& take);

  // Asks one request, alone and without confirmation, and measures it. The next call starts a new
  // process if need be.
  reply ask(const request&);

  // Whether the restarts are used up, or the adapter does not start any more; then replies are
  // not_run.
  bool is_exhausted() const { return !given_up_.empty(); }

  // Sends stop and waits for the process to end. The destructor kills it.
  void close();

  const session_notes& notes() const { return notes_; }
  std::string stopped = "stopped before its turn";

 private:
  absl::StatusOr<hello> start();
  absl::StatusOr<hello> start_once();
  bool ensure_started();
  void send(const request&);
  reply take_answer(const request&, absl::Time since,
                    std::optional<absl::Duration> cpu_before = std::nullopt);
  reply failed(ending, std::string what);
  reply settle(const request&, reply first);
  reply not_run() const;

  session_options options_;
  const process::cancellation& cancel_;
  answer_reader reader_;
  std::unique_ptr<connection> connection_;
  session_notes notes_;
  std::size_t failures_ = 0;  // of processes, each of which costs a restart
  std::string given_up_;
  bool has_hung_ = false;
};

}  // namespace gauntlet::runner

#endif
