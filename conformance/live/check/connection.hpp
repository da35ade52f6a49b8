#ifndef CONFORMANCE_LIVE_CHECK_CONNECTION_HPP
#define CONFORMANCE_LIVE_CHECK_CONNECTION_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/live/check/target.hpp"
#include "conformance/live/wire/message.hpp"

namespace gauntlet::check {

struct dial_options {
  absl::Duration timeout = absl::Seconds(10);  // of a connection, and of each answer
  bool trusts_anybody = false;                 // takes any certificate
  std::string ca_file{};                       // in place of the system's
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
  // The next answer to a request with that method; with `takes_interim` a 1xx alone as well.
  // Errors: kDeadlineExceeded; kUnavailable when the connection ends before it is whole;
  // kInvalidArgument for what is no message of HTTP/1.x.
  absl::StatusOr<reply> receive(std::string_view method, bool takes_interim = false);

 private:
  struct state;
  explicit connection(std::unique_ptr<state>);
  std::unique_ptr<state> state_;
};

// The fields of the answer to a GET over HTTP/2, in their order, names as they came. Errors:
// kUnavailable where the server does not speak it, or there is no answer.
struct http2_reply {
  int code = 0;
  std::vector<std::pair<std::string, std::string>> fields{};
};
absl::StatusOr<http2_reply> get_over_http2(const target&, const dial_options&);

}  // namespace gauntlet::check

#endif
