#include "conformance/runner/session.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/model/text.hpp"

namespace gauntlet::runner {
namespace {

// How long a process may take to end once it has closed its output, before that is all that is said
// of it.
constexpr absl::Duration end_grace = absl::Milliseconds(300);
// How long an unexpected line is waited for after the last answer; what comes later is found at the
// end.
constexpr absl::Duration extra_line_grace = absl::Milliseconds(3);
constexpr int start_attempts = 2;
constexpr std::size_t max_unsent = std::size_t{1} << 20;

// The end of standard error on one line, fit for a terminal.
std::string last_words(std::string_view text) {
  constexpr std::size_t shown = 600;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  const bool cut = text.size() > shown;
  if (cut) text.remove_prefix(text.size() - shown);
  std::string line = cut ? "..." : "";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    absl::StrAppend(&line, at == 0 ? "" : " | ", model::printable(text.substr(at, end - at)));
    at = end + 1;
  }
  return line;
}

std::string with_last_words(std::string what, process::child& process) {
  process.drain_errors();
  const std::string words = last_words(process.errors_text());
  if (!words.empty()) absl::StrAppend(&what, "; stderr: ", words);
  return what;
}

// Who computes for as much of the deadline does not wait for a processor.
constexpr double computing_share = 0.8;

bool is_to_confirm(ending how) {
  return how == ending::crash || how == ending::hang || how == ending::resource_limit;
}

const char* name_of(ending how) {
  switch (how) {
    case ending::answered:
      return "an answer";
    case ending::crash:
      return "a crash";
    case ending::hang:
      return "a hang";
    case ending::resource_limit:
      return "the end by a resource limit";
    case ending::protocol_error:
      return "a protocol error";
    case ending::flaky:
    case ending::not_run:
      break;
  }
  return "no answer";
}

std::string seconds(absl::Duration of) { return absl::StrCat(absl::ToDoubleSeconds(of), " s"); }

}  // namespace

model::verdict verdict_of(ending how) {
  switch (how) {
    case ending::crash:
      return model::verdict::crash;
    case ending::hang:
      return model::verdict::hang;
    case ending::resource_limit:
      return model::verdict::resource_limit;
    case ending::protocol_error:
      return model::verdict::protocol_error;
    case ending::flaky:
      return model::verdict::flaky;
    case ending::not_run:
    case ending::answered:
      break;
  }
  return model::verdict::not_run;
}

session::session(session_options options, const process::cancellation& cancel)
    : options_(std::move(options)), cancel_(cancel) {
  options_.window = std::max<std::size_t>(options_.window, 1);
}

session::~session() = default;

absl::StatusOr<hello> session::open() {
  absl::StatusOr<hello> said = start();
  if (!said.ok()) given_up_ = std::string(said.status().message());
  return said;
}

absl::StatusOr<hello> session::start() {
  absl::StatusOr<hello> said = absl::UnknownError("");
  for (int attempt = 0; attempt < start_attempts; ++attempt) {
    said = start_once();
    // Only what may have been an accident is tried again: words of the adapter and a missing
    // program stay what they are.
    if (said.ok() || (said.status().code() != absl::StatusCode::kAborted &&
                      said.status().code() != absl::StatusCode::kDeadlineExceeded)) {
      break;
    }
  }
  return said;
}

absl::StatusOr<hello> session::start_once() {
  absl::StatusOr<std::unique_ptr<process::child>> process = process::child::start(options_.process);
  if (!process.ok()) return process.status();
  connection_ = std::make_unique<connection>(*std::move(process));
  connection_->outgoing().append(hello_request);
  std::string_view line;
  const auto what = connection_->wait_line(absl::Now() + options_.start_deadline, cancel_, line);
  absl::StatusOr<hello> said = absl::UnknownError("");
  switch (what) {
    case connection::event::line:
      said = read_hello(line);
      break;
    case connection::event::timeout:
      connection_->kill();
      said = absl::DeadlineExceededError(with_last_words(
          absl::StrCat("no answer to hello within ", seconds(options_.start_deadline)),
          connection_->process()));
      break;
    case connection::event::ended: {
      const process::outcome end = connection_->process().wait(end_grace);
      said = absl::AbortedError(
          with_last_words(absl::StrCat("before an answer to hello the adapter ", end.describe()),
                          connection_->process()));
      break;
    }
    case connection::event::too_long:
      said = absl::InvalidArgumentError(
          absl::StrCat("the answer to hello is longer than ", max_line, " octets"));
      break;
    case connection::event::cancelled:
      said = absl::CancelledError(cancel_.reason());
      break;
  }
  if (said.ok()) {
    ++notes_.processes;
    return said;
  }
  if (said.status().code() == absl::StatusCode::kUnavailable) {
    const process::outcome end = connection_->finish(options_.stop_grace, cancel_);
    if (!end.known || end.signaled || end.code != 3) {
      said = absl::UnavailableError(absl::StrCat(std::string(said.status().message()),
                                                 " (then the adapter ", end.describe(),
                                                 ", not with status 3)"));
    }
  }
  connection_.reset();
  return said;
}

bool session::ensure_started() {
  if (connection_) return true;
  if (is_exhausted()) return false;
  if (cancel_.requested()) {
    given_up_ = cancel_.reason();
    return false;
  }
  if (failures_ > options_.max_restarts) {
    given_up_ = absl::StrCat("not asked: ", options_.max_restarts, " restarts are used up");
    return false;
  }
  const absl::StatusOr<hello> said = start();
  if (said.ok()) return true;
  given_up_ =
      absl::StrCat("the adapter does not start any more: ", std::string(said.status().message()));
  return false;
}

reply session::not_run() const {
  reply made;
  made.error = given_up_.empty() ? stopped : given_up_;
  return made;
}

void session::send(const request& of) {
  append_request(connection_->outgoing(), of, ++connection_->asked);
}

// The process is of no more use.
reply session::failed(ending how, std::string what) {
  connection_->kill();
  reply made;
  made.how = how;
  made.error = with_last_words(std::move(what), connection_->process());
  connection_.reset();
  ++failures_;
  return made;
}

// The answer to the first request without one, or the reason why there is none.
reply session::take_answer(const request& of, absl::Time since,
                           std::optional<absl::Duration> cpu_before) {
  std::string_view line;
  switch (connection_->wait_line(since + options_.case_deadline, cancel_, line)) {
    case connection::event::line:
      break;
    case connection::event::timeout: {
      const bool computed = cpu_before && connection_->process().cpu_time() - *cpu_before >=
                                              options_.case_deadline * computing_share;
      reply made =
          failed(ending::hang, absl::StrCat("no answer within ", seconds(options_.case_deadline)));
      made.computed = computed;
      has_hung_ = true;
      return made;
    }
    case connection::event::too_long:
      return failed(ending::protocol_error,
                    absl::StrCat("a line of more than ", max_line, " octets"));
    case connection::event::cancelled:
      given_up_ = cancel_.reason();
      connection_->kill();
      connection_.reset();
      return not_run();
    case connection::event::ended: {
      const std::string half =
          connection_->rest().empty()
              ? ""
              : absl::StrCat(", after half an answer: ",
                             model::quoted_printable(connection_->rest().substr(0, 80)));
      const bool closed = !connection_->process().has_ended();
      const process::outcome end = connection_->process().wait(end_grace);
      const bool limit = end.out_of_time || end.out_of_memory;
      // A process that only closed its output lives until it is killed here.
      const bool killed_here = closed && end.signaled && end.code == 9;
      return failed(limit ? ending::resource_limit : ending::crash,
                    absl::StrCat(killed_here ? std::string("the adapter closed its output")
                                             : absl::StrCat("the adapter ", end.describe()),
                                 half));
    }
  }
  const std::uint64_t expected = ++connection_->answered;
  absl::StatusOr<answer> read = reader_.read(line, of.operation, of.serializes);
  if (!read.ok()) return failed(ending::protocol_error, std::string(read.status().message()));
  if (read->seq != expected) {
    return failed(ending::protocol_error,
                  absl::StrCat("the answer has seq ", read->seq, ", expected ", expected));
  }
  reply made;
  made.how = ending::answered;
  made.answer = *std::move(read);
  made.duration_us = absl::ToInt64Microseconds(absl::Now() - since);
  return made;
}

reply session::ask(const request& of) {
  if (!ensure_started()) return not_run();
  const absl::Duration before = connection_->process().cpu_time();
  send(of);
  reply got = take_answer(of, absl::Now(), before);
  if (got.how == ending::answered && connection_)
    got.cpu_us = absl::ToInt64Microseconds(connection_->process().cpu_time() - before);
  return got;
}

// Asks once more where an end has to be confirmed.
reply session::settle(const request& of, reply first) {
  if (!is_to_confirm(first.how) || first.computed) return first;
  reply second = ask(of);
  if (second.how == ending::not_run && cancel_.requested()) return second;
  if (second.how == ending::answered || second.how == ending::not_run) {
    reply made;
    made.how = ending::flaky;
    made.error =
        absl::StrCat(first.error, second.how == ending::answered
                                      ? absl::StrCat("; asked again, it answered ",
                                                     std::string(to_string(second.answer.outcome)))
                                      : absl::StrCat("; asked again: ", second.error));
    return made;
  }
  if (second.how != first.how) {
    second.error =
        absl::StrCat(second.error, " (the first time ", name_of(first.how), ": ", first.error, ")");
  }
  return second;
}

void session::ask_all(const std::vector<const request*>& requests, const taker& take) {
  const std::size_t count = requests.size();
  std::size_t done = 0;
  std::size_t sent = 0;
  bool go_on = true;
  absl::Time since = absl::Now();
  while (done < count && go_on) {
    if (!connection_) sent = done;
    if (!ensure_started()) break;
    // One that hangs is asked one at a time from then on, so that the next hang has one reason.
    const std::size_t window = options_.isolate || has_hung_ ? 1 : options_.window;
    std::optional<absl::Duration> cpu_before;
    if (window == 1 && sent == done) cpu_before = connection_->process().cpu_time();
    // In large portions: the window is filled up once half of it is empty.
    if (sent - done <= window / 2) {
      if (sent == done) since = absl::Now();
      while (sent < count && sent - done < window && connection_->unsent() < max_unsent)
        send(*requests[sent++]);
    }
    reply got = take_answer(*requests[done], since, cpu_before);
    since = absl::Now();
    const bool in_step = got.how == ending::answered;
    if (got.how == ending::answered && (options_.isolate || done + 1 == count)) {
      std::string_view line;
      const absl::Time deadline = options_.isolate ? absl::Now() : absl::Now() + extra_line_grace;
      if (connection_->wait_line(deadline, cancel_, line) == connection::event::line) {
        got = failed(ending::protocol_error, "an unexpected line after the answer");
      } else if (options_.isolate) {
        close();
        if (!notes_.unexpected_line.empty()) {
          got = {};
          got.how = ending::protocol_error;
          got.error = absl::StrCat("an unexpected line after the answer: ",
                                   std::exchange(notes_.unexpected_line, {}));
        }
      }
    } else {
      got = settle(*requests[done], std::move(got));
      if (options_.isolate) close();
    }
    go_on = take(done++, std::move(got));
    // A new process knows nothing of what the old one was sent.
    if (!in_step) sent = done;
  }
  if (done < count && connection_ && sent != done) {
    // Answers that are not waited for any more would be taken for those to the next requests.
    connection_->kill();
    connection_.reset();
  }
  for (; done < count; ++done) take(done, not_run());
}

void session::close() {
  if (!connection_) return;
  connection_->outgoing().append(stop_request);
  const process::outcome end = connection_->finish(options_.stop_grace, cancel_);
  if (!connection_->unexpected.empty()) {
    notes_.unexpected_line = model::quoted_printable(connection_->unexpected);
  }
  const bool was_killed = end.signaled && end.code == 9;
  if (!end.known || end.signaled || end.code != 0) {
    const std::string what = was_killed
                                 ? absl::StrCat("did not end within ", seconds(options_.stop_grace),
                                                " of stop and was killed")
                                 : absl::StrCat("after stop the adapter ", end.describe());
    if (notes_.texts.empty() || notes_.texts.back() != what) notes_.texts.push_back(what);
  }
  connection_.reset();
}

}  // namespace gauntlet::runner
