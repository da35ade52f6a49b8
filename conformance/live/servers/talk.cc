#include "conformance/live/servers/talk.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "absl/time/clock.h"
#include "conformance/process/cancel.hpp"

namespace gauntlet::live {
namespace {

// A connection to 127.0.0.1 that is closed with the object.
class connection {
 public:
  explicit connection(std::uint16_t port)
      : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    is_open_ =
        ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::fcntl(descriptor_, F_SETFL, O_NONBLOCK);
  }
  ~connection() { ::close(descriptor_); }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  bool is_open() const { return is_open_; }
  int descriptor() const { return descriptor_; }

  // Sends what the other side takes now; false when it takes no more.
  bool send(std::string_view& rest) const {
    const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EINTR;
    rest.remove_prefix(static_cast<std::size_t>(sent));
    return true;
  }

 private:
  int descriptor_;
  bool is_open_ = false;
};

reply::how how_it_stands(const wire::message_reader& reader) {
  using state = wire::message_reader::state;
  switch (reader.status()) {
    case state::empty:
    case state::head:
      return reply::how::closed;
    default:
      return reader.code() == 0 ? reply::how::unreadable : reply::how::answered;
  }
}

using state = wire::message_reader::state;

bool is_at_end(const wire::message_reader& reader) {
  return reader.status() == state::done || reader.status() == state::broken;
}

// One connection, and what came on it.
class conversation {
 public:
  conversation(std::uint16_t port, absl::Duration deadline)
      : to_(port), end_(absl::Now() + deadline) {}

  reply ask(const outgoing_request& what) {
    reply made;
    if (!to_.is_open() || is_closed_) return made;
    wire::message_reader reader = wire::message_reader::of_response(what.method);
    std::string_view rest = what.octets;
    feed(reader, what.method);
    while (!is_at_end(reader) && !is_closed_ && absl::Now() < end_) {
      if (cancel_ != nullptr && cancel_->requested()) {
        made.ended = reply::how::cancelled;
        return made;
      }
      exchange(rest);
      feed(reader, what.method);
    }
    const bool had_time = is_closed_ || absl::Now() < end_;
    if (is_closed_) reader.end();
    made.ended = how_it_stands(reader);
    if (made.ended == reply::how::closed && !had_time) made.ended = reply::how::timed_out;
    made.status = reader.code();
    made.message = reader.take();
    return made;
  }

 private:
  // Waits, sends what the other side takes, and receives what is there.
  void exchange(std::string_view& rest) {
    const absl::Duration left = end_ - absl::Now();
    std::array<pollfd, 2> ready = {
        {{to_.descriptor(), static_cast<short>(rest.empty() ? POLLIN : POLLIN | POLLOUT), 0},
         {cancel_ != nullptr ? cancel_->descriptor() : -1, POLLIN, 0}}};
    ::poll(ready.data(), ready.size(),
           static_cast<int>(std::max<std::int64_t>(absl::ToInt64Milliseconds(left), 0)) + 1);
    // A server may answer, and close, before it has read everything.
    if ((ready[0].revents & POLLOUT) != 0 && !to_.send(rest)) rest = {};
    if ((ready[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0) return;
    std::array<char, 16384> chunk;
    const ssize_t got = ::recv(to_.descriptor(), chunk.data(), chunk.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    is_closed_ = got <= 0;
    if (got > 0) received_.append(chunk.data(), static_cast<std::size_t>(got));
  }

  // Gives the reader what came; informational responses are skipped.
  void feed(wire::message_reader& reader, const std::string& method) {
    std::string_view piece = received_;
    while (!piece.empty() && reader.status() != state::broken) {
      piece.remove_prefix(reader.feed(piece));
      if (reader.status() != state::done || reader.code() >= 200 || reader.code() == 101) break;
      reader = wire::message_reader::of_response(method);
    }
    received_.erase(0, received_.size() - piece.size());
  }

  const connection to_;
  const absl::Time end_;
  const process::cancellation* const cancel_ = process::signal_guard::current();
  bool is_closed_ = false;
  std::string received_;  // that no reader has taken
};

}  // namespace

reply talk(std::uint16_t port, const std::vector<outgoing_request>& requests,
           absl::Duration deadline) {
  conversation with(port, deadline);
  reply last;
  for (const outgoing_request& each : requests) {
    last = with.ask(each);
    if (last.ended != reply::how::answered) break;
  }
  return last;
}

}  // namespace gauntlet::live
