#ifndef CONFORMANCE_LIVE_ORIGIN_SESSION_HPP
#define CONFORMANCE_LIVE_ORIGIN_SESSION_HPP

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl/context.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <unordered_map>

#include "conformance/live/origin/server.hpp"

// The inner side of the server: its connections. All of it happens in one thread.
namespace gauntlet::origin {

struct connection {
  connection(asio::ip::tcp::socket from, std::uint64_t id, std::size_t at)
      : socket(std::move(from)), timer(socket.get_executor()), number(id), listener(at) {}

  // Ends whatever is under way on it, with an error.
  void close() {
    asio::error_code ignored;
    socket.close(ignored);
    timer.cancel();
  }

  asio::ip::tcp::socket socket;
  asio::steady_timer timer;  // for what waits on purpose
  std::uint64_t number;
  std::size_t listener;
  std::chrono::steady_clock::time_point deadline{};
  std::list<connection*>::iterator idle_at{};
  bool is_idle = false;
  bool is_out_of_time = false;
};

// What the connections share.
struct house {
  explicit house(options with) : settings(std::move(with)) {}

  void set_deadline(connection& of, std::chrono::milliseconds after) const {
    of.deadline = std::chrono::steady_clock::now() + after;
  }
  void set_idle(connection& which, bool is_idle);
  void tell(exchange what);

  options settings;
  asio::ssl::context tls{asio::ssl::context::tls_server};
  std::unordered_map<std::uint64_t, std::shared_ptr<connection>> connections{};
  std::list<connection*> idle{};  // the one that is so for longest comes first
  std::uint64_t exchanges = 0;
};

// Serves one connection to its end.
asio::awaitable<void> serve(house& in, std::shared_ptr<connection> one);

}  // namespace gauntlet::origin

#endif
