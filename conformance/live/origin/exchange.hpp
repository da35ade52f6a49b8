#ifndef CONFORMANCE_LIVE_ORIGIN_EXCHANGE_HPP
#define CONFORMANCE_LIVE_ORIGIN_EXCHANGE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "conformance/live/wire/message.hpp"

namespace gauntlet::origin {

// Where a request came in.
struct arrival {
  std::uint64_t connection = 0;  // counts from 1
  std::uint64_t nth = 0;         // of that connection, from 1
  std::size_t listener = 0;      // which of options::listeners
  bool is_tls = false;
  std::string tunnel{};  // through a CONNECT to this target; empty: not
};

struct request {
  arrival from{};
  wire::message message{};  // whole; its start line is a request line
};

// What goes back, octet by octet.
struct answer {
  std::string octets{};  // may be nothing
  bool close = false;    // after them, whatever the request says
  // After them, as after a 2xx to CONNECT, the connection is one to an origin, with TLS or without,
  // as its first octet says: its requests come to the same handler, with arrival::tunnel.
  bool tunnel = false;
  std::chrono::milliseconds wait{0};  // before them
  // Asked for more octets ten times a second after them, so that a stream of events can follow;
  // nothing closes the connection.
  std::function<std::optional<std::string>()> more{};
};

// One request and what came of it.
struct exchange {
  std::uint64_t number = 0;  // counts from 1, in the order in which they ended
  arrival from{};
  std::chrono::system_clock::time_point at{};  // when the request was there
  wire::message request{};
  std::string answer{};  // what was written, without what `more` brought
  std::string fault{};   // why there is no whole request, or why its answer did not go out whole
};

}  // namespace gauntlet::origin

#endif
