#include "conformance/live/origin/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/live/origin/session.hpp"

namespace gauntlet::origin {
namespace {

using asio::ip::tcp;

// As many descriptors as the system gives, within reason; returns how many.
std::size_t raise_descriptors() {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0) return 1024;
  const rlim_t wanted = std::min<rlim_t>(now.rlim_max, 65536);
  if (now.rlim_cur < wanted) {
    rlimit more = now;
    more.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &more) == 0) now = more;
  }
  return static_cast<std::size_t>(now.rlim_cur);
}

}  // namespace

struct server::state {
  explicit state(options with) : inside(std::move(with)) {}

  absl::Status listen() {
    asio::error_code error;
    const asio::ip::address address = asio::ip::make_address(inside.settings.address, error);
    if (error) {
      return absl::InvalidArgumentError(
          absl::StrCat(inside.settings.address, ": ", error.message()));
    }
    for (const listener& one : inside.settings.listeners) {
      const tcp::endpoint where(address, one.port);
      tcp::acceptor& made = acceptors.emplace_back(loop);
      made.open(where.protocol(), error);
      if (!error) made.set_option(tcp::acceptor::reuse_address(true), error);
      if (!error) made.bind(where, error);
      if (!error) made.listen(4096, error);
      if (error) {
        return absl::UnavailableError(absl::StrCat("cannot listen on ", inside.settings.address,
                                                   ", port ", one.port, ": ", error.message()));
      }
      ports.push_back(made.local_endpoint(error).port());
    }
    return absl::OkStatus();
  }

  absl::Status prepare_tls() {
    const absl::StatusOr<certificate> made = make_certificate();
    if (!made.ok()) return made.status();
    pem = made->pem;
    asio::error_code error;
    inside.tls.use_certificate_chain(asio::buffer(made->pem), error);
    if (!error)
      inside.tls.use_private_key(asio::buffer(made->key_pem), asio::ssl::context::pem, error);
    return error ? absl::InternalError(absl::StrCat("TLS: ", error.message())) : absl::OkStatus();
  }

  asio::awaitable<void> accept(std::size_t at) {
    tcp::acceptor& from = acceptors[at];
    while (from.is_open()) {
      asio::error_code error;
      tcp::socket socket =
          co_await from.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        // Out of descriptors, or the acceptor was closed: some connection may end in between.
        asio::steady_timer pause(loop, std::chrono::milliseconds(20));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      if (inside.connections.size() >= inside.settings.limits.max_connections) make_room();
      socket.set_option(tcp::no_delay(true), error);
      const auto made = std::make_shared<connection>(std::move(socket), ++connections, at);
      inside.set_deadline(*made, inside.settings.limits.idle);
      inside.connections.emplace(made->number, made);
      asio::co_spawn(loop, serve(inside, made), asio::detached);
    }
  }

  // Closes the connection that is idle for longest, or, where all are at work, the first to run out
  // of time.
  void make_room() {
    connection* which = nullptr;
    if (!inside.idle.empty()) {
      which = inside.idle.front();
      inside.set_idle(*which, false);
    } else {
      for (const auto& [number, one] : inside.connections) {
        if (one->socket.is_open() && (which == nullptr || one->deadline < which->deadline))
          which = one.get();
      }
    }
    if (which != nullptr) which->close();
  }

  // Closes what is out of time.
  asio::awaitable<void> watch() {
    while (!is_stopping) {
      asio::error_code ignored;
      watch_timer.expires_after(std::chrono::milliseconds(100));
      co_await watch_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      const auto now = std::chrono::steady_clock::now();
      open = inside.connections.size();
      for (const auto& [number, one] : inside.connections) {
        if (one->deadline > now || !one->socket.is_open()) continue;
        one->is_out_of_time = true;
        one->close();
      }
    }
  }

  void close_all() {
    is_stopping = true;
    watch_timer.cancel();
    asio::error_code ignored;
    for (tcp::acceptor& one : acceptors) one.close(ignored);
    for (const auto& [number, one] : inside.connections) one->close();
  }

  asio::io_context loop{1};
  house inside;
  std::vector<tcp::acceptor> acceptors{};
  std::vector<std::uint16_t> ports{};
  std::string pem{};
  asio::steady_timer watch_timer{loop};
  std::uint64_t connections = 0;
  bool is_stopping = false;
  std::atomic<std::size_t> open = 0;
  std::thread thread{};
};

absl::StatusOr<std::unique_ptr<server>> server::start(options with) {
  const std::size_t descriptors = raise_descriptors();
  // Some are for others: files, and the programs that are driven.
  const std::size_t most = descriptors > 512 ? descriptors - 256 : descriptors / 2;
  with.limits.max_connections = std::min(with.limits.max_connections, most);
  auto made = std::make_unique<state>(std::move(with));
  if (const absl::Status status = made->listen(); !status.ok()) return status;
  if (const absl::Status status = made->prepare_tls(); !status.ok()) return status;
  for (std::size_t i = 0; i < made->acceptors.size(); ++i)
    asio::co_spawn(made->loop, made->accept(i), asio::detached);
  asio::co_spawn(made->loop, made->watch(), asio::detached);
  state* const inner = made.get();
  made->thread = std::thread([inner] { inner->loop.run(); });
  return std::unique_ptr<server>(new server(std::move(made)));
}

server::server(std::unique_ptr<state> with) : state_(std::move(with)) {}

server::~server() { stop(); }

std::uint16_t server::port(std::size_t listener) const { return state_->ports[listener]; }

const std::string& server::certificate_pem() const { return state_->pem; }

std::size_t server::connections() const { return state_->open; }

void server::stop() {
  if (!state_->thread.joinable()) return;
  asio::post(state_->loop, [inner = state_.get()] { inner->close_all(); });
  state_->thread.join();
}

}  // namespace gauntlet::origin
