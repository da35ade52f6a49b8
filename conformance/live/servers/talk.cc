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

}  // namespace

reply talk(std::uint16_t port, std::string_view octets, const std::string& method,
           absl::Duration deadline) {
  using state = wire::message_reader::state;
  const process::cancellation* cancel = process::signal_guard::current();
  const absl::Time end = absl::Now() + deadline;
  const connection to(port);
  reply made;
  if (!to.is_open()) return made;
  wire::message_reader reader = wire::message_reader::of_response(method);
  std::string_view rest = octets;
  bool is_closed = false;
  while (reader.status() != state::done && reader.status() != state::broken && !is_closed) {
    const absl::Duration left = end - absl::Now();
    if (cancel != nullptr && cancel->requested()) {
      made.ended = reply::how::cancelled;
      return made;
    }
    if (left <= absl::ZeroDuration()) break;
    std::array<pollfd, 2> ready = {
        {{to.descriptor(), static_cast<short>(rest.empty() ? POLLIN : POLLIN | POLLOUT), 0},
         {cancel != nullptr ? cancel->descriptor() : -1, POLLIN, 0}}};
    ::poll(ready.data(), ready.size(), static_cast<int>(absl::ToInt64Milliseconds(left)) + 1);
    // A server may answer, and close, before it has read everything.
    if ((ready[0].revents & POLLOUT) != 0 && !to.send(rest)) rest = {};
    if ((ready[0].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    std::array<char, 16384> chunk;
    const ssize_t got = ::recv(to.descriptor(), chunk.data(), chunk.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    is_closed = got <= 0;
    std::string_view piece(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    while (!piece.empty() && reader.status() != state::broken) {
      piece.remove_prefix(reader.feed(piece));
      if (reader.status() != state::done || reader.code() >= 200 || reader.code() == 101) break;
      reader = wire::message_reader::of_response(method);
    }
  }
  const bool had_time = is_closed || absl::Now() < end;
  if (is_closed) reader.end();
  made.ended = how_it_stands(reader);
  if (made.ended == reply::how::closed && !had_time) made.ended = reply::how::timed_out;
  made.status = reader.code();
  made.message = reader.take();
  return made;
}

}  // namespace gauntlet::live
