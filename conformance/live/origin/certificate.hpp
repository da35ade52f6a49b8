#ifndef CONFORMANCE_LIVE_ORIGIN_CERTIFICATE_HPP
#define CONFORMANCE_LIVE_ORIGIN_CERTIFICATE_HPP

#include <string>

#include "absl/status/statusor.h"

namespace gauntlet::origin {

// A certificate that vouches for itself, and its key, in PEM.
struct certificate {
  std::string pem{};
  std::string key_pem{};
};

// Makes one, good for a week, for localhost and what is below it, 127.0.0.1, ::1, and
// *.gauntlet.test. Errors: kInternal, what the crypto library says.
absl::StatusOr<certificate> make_certificate();

}  // namespace gauntlet::origin

#endif
