#ifndef CONFORMANCE_LIVE_WIRE_BODY_HPP
#define CONFORMANCE_LIVE_WIRE_BODY_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "conformance/live/wire/head.hpp"

namespace gauntlet::wire {

// Where a message ends (RFC 9112, section 6.3).
struct framing {
  enum class kind {
    none,         // with its head
    length,       // after Content-Length octets
    chunked,      // with the last chunk and the trailers
    until_close,  // with the connection
    broken        // it cannot be told, or two readers could tell it differently: `why`
  };
  kind how = kind::none;
  std::uint64_t length = 0;
  const char* why = "";
};

framing framing_of_request(const head&);
// `method`: that of the request. A 2xx to CONNECT ends with its head.
framing framing_of_response(const head&, int status, std::string_view method);

struct body_limits {
  std::uint64_t max_octets = std::uint64_t{16} * 1024 * 1024;  // of the body on the wire
  std::size_t max_kept = std::size_t{1024} * 1024;             // of the content, from its start
  std::size_t max_chunk_line = 1024;
  std::size_t max_trailers = std::size_t{16} * 1024;
};

// Reads a body as it comes, in pieces of any size. O(octets).
class body_reader {
 public:
  enum class state { reading, done, broken };

  body_reader() : body_reader(framing{}) {}
  explicit body_reader(const framing& how, const body_limits& limits = {});

  // Takes octets up to the end of the body; returns how many.
  std::size_t feed(std::string_view octets);
  // The connection has ended.
  void end();

  state status() const noexcept { return state_; }
  const char* fault() const noexcept { return fault_; }  // where it is broken
  // The first max_kept octets of the content, without the chunks' frames.
  const std::string& content() const noexcept { return content_; }
  bool is_cut() const noexcept { return is_cut_; }
  // The lines after the last chunk, as they came.
  const std::string& trailers() const noexcept { return trailers_; }

 private:
  enum class step { content, chunk_size, chunk_data, chunk_end, trailer };
  std::size_t take_content(std::string_view octets);
  bool take_line(char octet);
  void read_chunk_size();
  void fail(const char* why) noexcept;

  body_limits limits_{};
  framing how_{};
  state state_ = state::reading;
  step step_ = step::content;
  const char* fault_ = "";
  std::uint64_t left_ = 0;   // of the content or the chunk
  std::uint64_t taken_ = 0;  // on the wire
  std::string line_{};
  std::string content_{};
  std::string trailers_{};
  bool is_cut_ = false;
};

}  // namespace gauntlet::wire

#endif
