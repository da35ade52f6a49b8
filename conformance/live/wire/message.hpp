#ifndef CONFORMANCE_LIVE_WIRE_MESSAGE_HPP
#define CONFORMANCE_LIVE_WIRE_MESSAGE_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "conformance/live/wire/body.hpp"
#include "conformance/live/wire/head.hpp"

namespace gauntlet::wire {

// A request or a response as it came.
struct message {
  wire::head head{};
  std::string body{};      // the octets after the head as they came, frames of chunks and trailers
                           // included; the first body_limits::max_kept
  std::string content{};   // without the frames
  std::string trailers{};  // lines after the last chunk
  bool is_cut = false;     // more came of the body than was kept
};

struct message_limits {
  head_limits head{};
  body_limits body{};
};

// Reads one message as it comes. O(octets); keeps no more than the limits say.
class message_reader {
 public:
  enum class state {
    empty,  // nothing came, or empty lines only
    head,   // in the middle of the head
    body,   // in the middle of the body
    done,
    broken  // fault() says why; what follows on the connection is nobody's
  };

  // A request.
  explicit message_reader(const message_limits& limits = {})
      : limits_(limits), head_(limits.head) {}
  // A response to a request with that method. One with 1xx is a message of its own.
  static message_reader of_response(std::string method, const message_limits& limits = {});

  // Takes octets up to the end of the message; returns how many.
  std::size_t feed(std::string_view octets);
  // The same, but stops after the head, so that it can be looked at before the body comes.
  std::size_t feed_head(std::string_view octets);
  // The connection has ended.
  void end();

  state status() const noexcept { return state_; }
  const char* fault() const noexcept { return fault_; }
  // What came: the head from its end on, all of it when it is done or broken.
  const message& get() const noexcept { return message_; }
  message take() { return std::move(message_); }
  // Of a response, once its head is there; 0: no status line that could be read.
  int code() const noexcept { return code_; }

 private:
  void end_head();
  void end_body();
  void fail(const char* why) noexcept;

  message_limits limits_{};
  head_reader head_;
  body_reader body_{};
  state state_ = state::empty;
  message message_{};
  const char* fault_ = "";
  bool is_response_ = false;
  std::string method_{};
  int code_ = 0;
};

}  // namespace gauntlet::wire

#endif
