#ifndef CONFORMANCE_LIVE_ORIGIN_SERVER_HPP
#define CONFORMANCE_LIVE_ORIGIN_SERVER_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/live/origin/certificate.hpp"
#include "conformance/live/origin/exchange.hpp"

namespace gauntlet::origin {

struct listener {
  std::uint16_t port = 0;  // 0: a free one
  bool is_tls = false;
};

// What a client may take of the server. The defaults are generous to slow ones.
struct limits {
  wire::message_limits message{};
  std::size_t max_connections = 20'000;  // beyond it the one that is idle for longest goes
  std::chrono::milliseconds idle{std::chrono::minutes(5)};      // between two requests
  std::chrono::milliseconds request{std::chrono::seconds(30)};  // from its first octet to its last
  std::chrono::milliseconds answering{
      std::chrono::seconds(30)};  // from its first octet to its last
};

struct options {
  std::string address = "127.0.0.1";
  std::vector<listener> listeners{{}};
  origin::limits limits{};
  // Says what a request is answered with. From the server's thread, one call at a time: it must not
  // block. What it throws is a 500.
  std::function<answer(const request&)> handler{};
  // Gets each exchange after its answer went out, or did not: half requests, too. From the same
  // thread. May be empty.
  std::function<void(exchange)> observer{};
};

// A scripted HTTP/1.x server with a thread of its own. It says and hears octets: nothing is added
// to an answer, nothing is taken from a request, and each exchange is told whole. It answers
// `Expect: 100-continue` with a 100, closes where a request asks for it, and closes with a 400 what
// cannot be read. Slow, broken and greedy clients cost it what `limits` says, and nobody else.
class server {
 public:
  // Listens on all ports, or on none. Raises this process's limit on descriptors as far as it may.
  // Errors: kUnavailable, which port and why; kInvalidArgument for
  // an address that is none.
  static absl::StatusOr<std::unique_ptr<server>> start(options);
  // Stops as stop() does.
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // Where the listener of that number listens.
  std::uint16_t port(std::size_t listener = 0) const;
  // What a client may trust, in PEM: that of the listeners with TLS, and inside of tunnels.
  const std::string& certificate_pem() const;
  // Connections that are open now.
  std::size_t connections() const;

  // Closes all connections and ends the thread. After it the handler is not called any more.
  void stop();

 private:
  struct state;
  explicit server(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::origin

#endif
