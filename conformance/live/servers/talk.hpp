#ifndef CONFORMANCE_LIVE_SERVERS_TALK_HPP
#define CONFORMANCE_LIVE_SERVERS_TALK_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "conformance/live/wire/message.hpp"

namespace gauntlet::live {

// What a server on 127.0.0.1 did with octets that were sent to it.
struct reply {
  enum class how {
    answered,  // a whole head came; its body may be short
    closed,    // the connection ended without one, or none was accepted
    timed_out,
    unreadable,  // what came is no response of HTTP/1.x
    cancelled    // a signal asked this process to stop
  };
  how ended = how::closed;
  int status = 0;
  wire::message message{};  // the final response; 1xx are skipped
};

struct outgoing_request {
  std::string octets{};
  std::string method = "GET";  // says where the response ends
};

// Sends requests on a connection of their own, each after the response to the one before it, and
// reads the response to the last of them to its end. All of it takes at most `deadline`. Octets that
// come after a response belong to the next one. Once a CONNECT has been answered with 2xx the others
// go through the tunnel.
reply talk(std::uint16_t port, const std::vector<outgoing_request>& requests,
           absl::Duration deadline);

}  // namespace gauntlet::live

#endif
