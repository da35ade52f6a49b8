#include "conformance/live/origin/session.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace gauntlet::origin {
namespace {

using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using tcp_stream = asio::ip::tcp::socket;
using tls_stream = asio::ssl::stream<asio::ip::tcp::socket&>;
using state = wire::message_reader::state;

constexpr std::string_view bad_request =
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::string_view broken_handler =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

// Whether the connection ends with the answer (RFC 9112, section 9.6).
bool asks_to_close(const wire::head& of) {
  bool is_1_0 = false;
  if (const auto line = wire::read_request_line(of.start())) is_1_0 = line->version == "HTTP/1.0";
  bool keeps = !is_1_0;
  for (const std::string_view value : of.values("Connection")) {
    std::string lower(value);
    absl::AsciiStrToLower(&lower);
    if (absl::StrContains(lower, "close")) return true;
    if (absl::StrContains(lower, "keep-alive")) keeps = true;
  }
  return !keeps;
}

bool waits_for_continue(const wire::head& of) {
  const auto value = of.value("Expect");
  return value && wire::same_name(*value, "100-continue");
}

// The requests of one stream, one after the other.
template <class Stream>
class session {
 public:
  session(house& in, connection& one, Stream& stream, std::string tunnel)
      : house_(in), connection_(one), stream_(stream), tunnel_(std::move(tunnel)) {}

  // Until the connection ends, or a CONNECT makes it another: then its target.
  awaitable<std::optional<std::string>> run() {
    for (std::uint64_t nth = 1;; ++nth) {
      exchange made;
      made.from = {connection_.number, nth, connection_.listener,
                   std::is_same_v<Stream, tls_stream>, tunnel_};
      const bool is_whole = co_await read(made);
      if (made.request.head.octets.empty() && made.fault.empty()) co_return std::nullopt;
      if (!is_whole) {
        if (co_await write(bad_request)) made.answer = bad_request;
        house_.tell(std::move(made));
        co_await linger();
        co_return std::nullopt;
      }
      answer reply = ask(made);
      const bool goes_on = !reply.close && !asks_to_close(made.request.head);
      const bool is_out = co_await send(made, reply);
      const auto line = wire::read_request_line(made.request.head.start());
      std::optional<std::string> target;
      if (reply.tunnel && line) target.emplace(line->target);
      house_.tell(std::move(made));
      if (target && is_out) co_return target;
      if (is_out && reply.more) co_await stream_more(reply);
      if (!is_out || !goes_on || reply.more) {
        co_await linger();
        co_return std::nullopt;
      }
    }
  }

 private:
  // Reads one request; false: it is not whole. Nothing at all is no request.
  awaitable<bool> read(exchange& into) {
    wire::message_reader reader(house_.settings.limits.message);
    house_.set_deadline(connection_, house_.settings.limits.idle);
    house_.set_idle(connection_, true);
    bool is_told_to_go_on = false;
    for (;;) {
      const bool was_empty = reader.status() == state::empty;
      unread_.erase(0, reader.feed_head(unread_));
      if (reader.status() == state::body) {
        if (unread_.empty() && !is_told_to_go_on && waits_for_continue(reader.get().head)) {
          is_told_to_go_on = true;
          co_await write(go_on);
        }
        unread_.erase(0, reader.feed(unread_));
      }
      if (reader.status() == state::done || reader.status() == state::broken) break;
      if (was_empty && reader.status() != state::empty) {
        house_.set_idle(connection_, false);
        house_.set_deadline(connection_, house_.settings.limits.request);
      }
      asio::error_code error;
      const std::size_t size = co_await stream_.async_read_some(
          asio::buffer(buffer_), redirect_error(use_awaitable, error));
      if (error) {
        reader.end();
        break;
      }
      unread_.append(buffer_.data(), size);
    }
    house_.set_idle(connection_, false);
    into.at = std::chrono::system_clock::now();
    into.fault = connection_.is_out_of_time && reader.status() != state::empty
                     ? "the request took too long"
                     : reader.fault();
    const bool is_whole = reader.status() == state::done;
    into.request = reader.take();
    co_return is_whole;
  }

  answer ask(exchange& about) {
    request asked{about.from, std::move(about.request)};
    answer made;
    try {
      made = house_.settings.handler(asked);
    } catch (const std::exception& error) {
      made.octets = broken_handler;
      made.close = true;
      about.fault = absl::StrCat("the handler failed: ", error.what());
    }
    about.request = std::move(asked.message);
    return made;
  }

  awaitable<bool> send(exchange& about, const answer& reply) {
    if (reply.wait.count() > 0) {
      house_.set_deadline(connection_, reply.wait + house_.settings.limits.answering);
      co_await pause(reply.wait);
    }
    about.answer = reply.octets;
    const bool is_out = co_await write(about.answer);
    if (!is_out) about.fault = "the client did not take the answer";
    co_return is_out;
  }

  awaitable<bool> write(std::string_view octets) {
    house_.set_deadline(connection_, house_.settings.limits.answering);
    asio::error_code error;
    co_await asio::async_write(stream_, asio::buffer(octets), redirect_error(use_awaitable, error));
    co_return !error;
  }

  awaitable<void> pause(std::chrono::milliseconds how_long) {
    asio::error_code ignored;
    connection_.timer.expires_after(how_long);
    co_await connection_.timer.async_wait(redirect_error(use_awaitable, ignored));
  }

  awaitable<void> stream_more(const answer& reply) {
    while (connection_.socket.is_open()) {
      const std::optional<std::string> octets = reply.more();
      if (!octets) co_return;
      if (!octets->empty() && !co_await write(*octets)) co_return;
      house_.set_deadline(connection_, house_.settings.limits.idle);
      co_await pause(std::chrono::milliseconds(100));
    }
  }

  // Closes so that the client gets what was written, also where it has sent more than was read.
  awaitable<void> linger() {
    if (!connection_.socket.is_open()) co_return;
    house_.set_deadline(connection_, std::chrono::seconds(2));
    asio::error_code error;
    if constexpr (std::is_same_v<Stream, tls_stream>) {
      asio::error_code ignored;
      co_await stream_.async_shutdown(redirect_error(use_awaitable, ignored));
    }
    connection_.socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    for (int reads = 0; !error && reads < 64; ++reads) {
      co_await connection_.socket.async_read_some(asio::buffer(buffer_),
                                                  redirect_error(use_awaitable, error));
    }
  }

  house& house_;
  connection& connection_;
  Stream& stream_;
  std::string tunnel_;
  std::string unread_{};
  std::array<char, 4096> buffer_{};
};

awaitable<std::optional<std::string>> serve_tls(house& in, connection& one, std::string tunnel) {
  tls_stream stream(one.socket, in.tls);
  in.set_deadline(one, in.settings.limits.request);
  asio::error_code error;
  co_await stream.async_handshake(asio::ssl::stream_base::server,
                                  redirect_error(use_awaitable, error));
  if (error) {
    exchange failed;
    failed.from = {one.number, 1, one.listener, true, std::move(tunnel)};
    failed.at = std::chrono::system_clock::now();
    failed.fault = absl::StrCat("no TLS: ", error.message());
    in.tell(std::move(failed));
    co_return std::nullopt;
  }
  session<tls_stream> inside(in, one, stream, std::move(tunnel));
  co_return co_await inside.run();
}

awaitable<std::optional<std::string>> serve_plain(house& in, connection& one, std::string tunnel) {
  session<tcp_stream> inside(in, one, one.socket, std::move(tunnel));
  co_return co_await inside.run();
}

// Whether the first octet is that of TLS. Nothing when none comes.
awaitable<std::optional<bool>> begins_with_tls(house& in, connection& one) {
  in.set_deadline(one, in.settings.limits.idle);
  asio::error_code error;
  co_await one.socket.async_wait(asio::ip::tcp::socket::wait_read,
                                 redirect_error(use_awaitable, error));
  if (error) co_return std::nullopt;
  char first = 0;
  const std::size_t size =
      one.socket.receive(asio::buffer(&first, 1), asio::ip::tcp::socket::message_peek, error);
  if (error || size == 0) co_return std::nullopt;
  co_return first == '\x16';
}

}  // namespace

void house::set_idle(connection& which, bool is_idle) {
  if (which.is_idle == is_idle) return;
  which.is_idle = is_idle;
  if (is_idle) {
    which.idle_at = idle.insert(idle.end(), &which);
  } else {
    idle.erase(which.idle_at);
  }
}

void house::tell(exchange what) {
  what.number = ++exchanges;
  if (settings.observer) settings.observer(std::move(what));
}

namespace {

// Takes the connection out of the house, however its coroutine ends.
class departure {
 public:
  departure(house& from, connection& who) : house_(from), connection_(who) {}
  ~departure() {
    house_.set_idle(connection_, false);
    connection_.close();
    house_.connections.erase(connection_.number);
  }
  departure(const departure&) = delete;
  departure& operator=(const departure&) = delete;

 private:
  house& house_;
  connection& connection_;
};

}  // namespace

asio::awaitable<void> serve(house& in, std::shared_ptr<connection> one) {
  const departure at_the_end(in, *one);
  if (in.settings.listeners[one->listener].is_tls) {
    // A tunnel in it would be TLS in TLS, which no client of the suite speaks.
    co_await serve_tls(in, *one, "");
    co_return;
  }
  const std::optional<std::string> tunnel = co_await serve_plain(in, *one, "");
  if (!tunnel) co_return;
  const std::optional<bool> inner = co_await begins_with_tls(in, *one);
  if (inner && *inner) {
    co_await serve_tls(in, *one, *tunnel);
  } else if (inner) {
    co_await serve_plain(in, *one, *tunnel);
  }
}

}  // namespace gauntlet::origin
