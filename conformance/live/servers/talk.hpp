#ifndef CONFORMANCE_LIVE_SERVERS_TALK_HPP
#define CONFORMANCE_LIVE_SERVERS_TALK_HPP

#include <cstdint>
#include <string>
#include <string_view>

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

// Sends a request octet by octet on a connection of its own and reads the response to its end, for
// at most `deadline`. `method`: that of the request, which says where the response ends.
reply talk(std::uint16_t port, std::string_view octets, const std::string& method,
           absl::Duration deadline);

}  // namespace gauntlet::live

#endif
