#include "conformance/runner/connection.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/time/clock.h"
#include "conformance/runner/protocol.hpp"

namespace gauntlet::runner {
namespace {

constexpr std::size_t read_size = std::size_t{256} * 1024;
// How often a process is looked after where the system cannot tell that it has ended.
constexpr absl::Duration look_after = absl::Milliseconds(50);

int milliseconds_until(absl::Time deadline, bool can_tell_the_end) {
  absl::Duration left = std::max(deadline - absl::Now(), absl::ZeroDuration());
  if (!can_tell_the_end) left = std::min(left, look_after);
  // Rounded up: a poll that returns a little early would only poll again.
  return static_cast<int>(
      std::min<std::int64_t>(absl::ToInt64Milliseconds(left + absl::Microseconds(999)), 1 << 30));
}

}  // namespace

connection::connection(std::unique_ptr<process::child> process)
    : process_(std::move(process)), incoming_(2 * read_size) {}

bool connection::take_line(std::string_view& line) {
  const char* from = incoming_.data() + scanned_;
  const void* found = std::memchr(from, '\n', end_ - scanned_);
  if (found == nullptr) {
    scanned_ = end_;
    return false;
  }
  const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - incoming_.data());
  line = {incoming_.data() + begin_, at - begin_};
  begin_ = scanned_ = at + 1;
  return true;
}

void connection::write_some() {
  while (sent_ < outgoing_.size() && process_->input() >= 0) {
    const ssize_t put =
        ::write(process_->input(), outgoing_.data() + sent_, outgoing_.size() - sent_);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == EAGAIN) return;
    if (put < 0) {
      // It reads no more. What it has answered already still counts, and what it has not is found
      // by the deadline.
      process_->close_input();
      return;
    }
    sent_ += static_cast<std::size_t>(put);
  }
  outgoing_.clear();
  sent_ = 0;
}

bool connection::read_some() {
  if (begin_ == end_) begin_ = scanned_ = end_ = 0;
  if (incoming_.size() - end_ < read_size + answer_reader::padding) {
    std::memmove(incoming_.data(), incoming_.data() + begin_, end_ - begin_);
    scanned_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
    // Bounded by the longest line, since longer ones are not read on.
    if (incoming_.size() - end_ < read_size + answer_reader::padding)
      incoming_.resize(2 * incoming_.size());
  }
  ssize_t got = 0;
  do {
    got = ::read(process_->output(), incoming_.data() + end_, read_size);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    end_ += static_cast<std::size_t>(got);
    return true;
  }
  if (got == 0 || errno != EAGAIN) at_end_ = true;
  return false;
}

connection::event connection::wait_line(absl::Time deadline, const process::cancellation& cancel,
                                        std::string_view& line) {
  for (;;) {
    if (take_line(line)) return line.size() > max_line ? event::too_long : event::line;
    if (end_ - begin_ > max_line) return event::too_long;
    if (at_end_) return event::ended;

    if (unsent() != 0) write_some();
    const bool writes = unsent() != 0 && process_->input() >= 0;
    std::array<pollfd, 5> ready = {{{process_->output(), POLLIN, 0},
                                    {cancel.descriptor(), POLLIN, 0},
                                    {process_->errors(), POLLIN, 0},
                                    {process_->exited(), POLLIN, 0},
                                    {writes ? process_->input() : -1, POLLOUT, 0}}};
    const int timeout = milliseconds_until(deadline, process_->exited() >= 0);
    const int count = ::poll(ready.data(), ready.size(), timeout);
    if (count < 0 && errno != EINTR) return event::ended;
    if (cancel.requested()) return event::cancelled;
    if (count < 0) continue;
    if (ready[2].revents != 0) process_->drain_errors();
    if (ready[4].revents != 0) write_some();
    if (ready[0].revents != 0) {
      read_some();
      continue;
    }
    const bool has_ended = process_->exited() >= 0 ? ready[3].revents != 0 : process_->has_ended();
    if (has_ended) {
      // Its pipe may be held open by a child of its own: what is in there now is all that counts.
      while (end_ - begin_ <= max_line && read_some()) {
      }
      at_end_ = true;
      continue;
    }
    if (absl::Now() >= deadline) return event::timeout;
  }
}

process::outcome connection::finish(absl::Duration grace, const process::cancellation& cancel) {
  write_some();
  process_->close_input();
  // Whatever it still says is read, so that it is not held up by a full pipe while it ends.
  const absl::Time deadline = absl::Now() + grace;
  std::string_view line;
  for (;;) {
    const event what = wait_line(deadline, cancel, line);
    if (what == event::line)
      unexpected.assign(line.empty() ? "(an empty line)" : line.substr(0, 200));
    // There may be a next line for ever.
    if (what != event::line || cancel.requested() || absl::Now() >= deadline) break;
  }
  return process_->wait(cancel.requested()
                            ? absl::ZeroDuration()
                            : std::max(deadline - absl::Now(), absl::ZeroDuration()));
}

}  // namespace gauntlet::runner
