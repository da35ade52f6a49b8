#ifndef CONFORMANCE_LIVE_CHECK_CONNECTION_HPP
#define CONFORMANCE_LIVE_CHECK_CONNECTION_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/live/check/target.hpp"
#include "conformance/live/wire/message.hpp"

namespace gauntlet::check {

// A proxy on the way to a target: connections go through a tunnel that it is asked for.
struct gateway {
  target at{};
  std::string login{};  // NAME:PASSWORD, for Basic or Digest, as it asks; empty: none
};

struct dial_options {
  absl::Duration timeout = absl::Seconds(10);  // of a connection, and of each answer
  bool trusts_anybody = false;                 // takes any certificate
  std::string ca_file{};                       // in place of the system's
  std::optional<gateway> via{};
};

// What came back, octet by octet.
struct reply {
  std::vector<wire::message> interim{};  // 1xx
  wire::message message{};
  int code = 0;  // 0: no status line that could be read
};

// A connection on which HTTP/1.1 is spoken octet by octet: libcurl connects and speaks TLS, the
// rest is said by the caller. Nothing is sent that the caller did not write.
class connection {
 public:
  // Errors: kUnavailable, in the words of libcurl.
  static absl::StatusOr<connection> open(const target&, const dial_options&);
  connection(connection&&) noexcept;
  connection& operator=(connection&&) noexcept;
  ~connection();

  // Errors: kUnavailable, kDeadlineExceeded.
  absl::Status send(std::string_view octets);
  // The next answer to a request with that method. Errors: kDeadlineExceeded; kUnavailable when the
  // connection ends before it is whole; kInvalidArgument for what is no message of HTTP/1.x.
  absl::StatusOr<reply> receive(std::string_view method);
  // The same within that time, a 1xx alone as well. After kDeadlineExceeded the next call goes on
  // with what has come.
  absl::StatusOr<reply> receive_interim(std::string_view method, absl::Duration patience);

 private:
  struct state;
  absl::StatusOr<reply> receive(std::string_view method, absl::Duration patience,
                                bool takes_interim);
  explicit connection(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

// The answer to a GET over HTTP/2 with those field lines. Its head is what libcurl makes of the
// frames: one line for each field, in their order, names and values as they came. Errors:
// kUnavailable where the server does not speak it, or there is no answer; kInvalidArgument where it
// speaks it, but what it sends is malformed (RFC 9113, section 8.1.1).
absl::StatusOr<reply> get_over_http2(const target&, const dial_options&,
                                     const std::vector<std::string>& lines);

}  // namespace gauntlet::check

#endif
