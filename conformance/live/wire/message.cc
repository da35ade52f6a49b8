#include "conformance/live/wire/message.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace gauntlet::wire {
namespace {

constexpr char first_of_tls = '\x16';  // a record of a handshake (RFC 8446, section 5.1)

}  // namespace

message_reader message_reader::of_response(std::string method, const message_limits& limits) {
  message_reader made(limits);
  made.is_response_ = true;
  made.method_ = std::move(method);
  return made;
}

void message_reader::fail(const char* why) noexcept {
  state_ = state::broken;
  fault_ = why;
}

std::size_t message_reader::feed_head(std::string_view octets) {
  if (state_ != state::empty && state_ != state::head) return 0;
  if (state_ == state::empty && !is_response_) {
    // Who begins with TLS waits for an answer, and no head ever ends.
    const std::size_t first = octets.find_first_not_of("\r\n");
    if (first != std::string_view::npos && octets[first] == first_of_tls) {
      const std::size_t taken = head_.feed(octets.substr(0, first + 1));
      message_.head = head_.take();
      fail("TLS, where none is spoken");
      return taken;
    }
  }
  const std::size_t taken = head_.feed(octets);
  const std::string& came = head_.get().octets;
  if (state_ == state::empty && came.find_first_not_of("\r\n") != std::string::npos)
    state_ = state::head;
  if (head_.status() == head_reader::state::too_large) {
    message_.head = head_.take();
    fail("a head of more octets or lines than are taken");
  } else if (head_.status() == head_reader::state::done) {
    message_.head = head_.take();
    end_head();
  }
  return taken;
}

void message_reader::end_head() {
  framing how;
  if (is_response_) {
    const std::optional<status_line> line = read_status_line(message_.head.start());
    if (!line) return fail("no status line of HTTP/1.x");
    code_ = line->code;
    how = framing_of_response(message_.head, code_, method_);
  } else {
    if (!read_request_line(message_.head.start())) return fail("no request line of HTTP/1.x");
    how = framing_of_request(message_.head);
  }
  if (how.how == framing::kind::broken) return fail(how.why);
  body_ = body_reader(how, limits_.body);
  state_ = body_.status() == body_reader::state::done ? state::done : state::body;
}

std::size_t message_reader::feed(std::string_view octets) {
  std::size_t taken = feed_head(octets);
  if (state_ != state::body || taken == octets.size()) return taken;
  const std::string_view rest = octets.substr(taken);
  const std::size_t more = body_.feed(rest);
  const std::size_t kept = std::min(more, limits_.body.max_kept - message_.body.size());
  message_.body.append(rest.substr(0, kept));
  if (kept < more) message_.is_cut = true;
  taken += more;
  if (body_.status() == body_reader::state::reading) return taken;
  end_body();
  return taken;
}

void message_reader::end_body() {
  message_.content = body_.content();
  message_.trailers = body_.trailers();
  message_.is_cut = message_.is_cut || body_.is_cut();
  if (body_.status() == body_reader::state::done) {
    state_ = state::done;
  } else {
    fail(body_.fault());
  }
}

void message_reader::end() {
  if (state_ == state::head) {
    message_.head = head_.take();
    fail("the connection ended in the middle of the head");
  } else if (state_ == state::body) {
    body_.end();
    end_body();
  }
}

}  // namespace gauntlet::wire
