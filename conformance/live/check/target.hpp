#ifndef CONFORMANCE_LIVE_CHECK_TARGET_HPP
#define CONFORMANCE_LIVE_CHECK_TARGET_HPP

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace gauntlet::check {

// What an http or https URL names.
struct target {
  bool is_tls = false;
  std::string host{};  // an IPv6 address in brackets
  std::uint16_t port = 0;
  std::string path = "/";  // with its query

  // The value of Host: without the port where it is the scheme's own.
  std::string authority() const;
  // With the port in any case, as CONNECT has it.
  std::string authority_with_port() const;
  std::string url() const;
  // localhost, 127.0.0.0/8 or ::1: a server of one's own.
  bool is_loopback() const;
};

// A word without a scheme is an http URL. Errors: kInvalidArgument, what is wrong with it; a user
// in it, since what stands in a URL comes into logs. The text of the URL is not repeated.
absl::StatusOr<target> read_url(const std::string& url);

}  // namespace gauntlet::check

#endif
