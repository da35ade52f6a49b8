// Its headers expect a build that looked for these.
#define HAVE_INTTYPES_H 1
#define HAVE_STDBOOL_H 1
#include <inttypes.h>
#include <stdbool.h>
#include <sys/types.h>
extern "C" {
#include <re/re.h>
}

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer re_peer() {
  return {
      "libre",
      GAUNTLET_PEER_VERSION_re,
      "httpauth_digest_{challenge,response}_decode()",
      "every auth-scheme but Digest, token68, a second challenge, unknown parameters, the grammar",
      [](const std::string& value, gauntlet::operation) -> std::optional<std::string> {
        if (!value.starts_with("Digest ")) return std::nullopt;
        return value;
      },
      [](std::string_view value, gauntlet::operation what) {
        const pl text = {value.data(), value.size()};
        if (what == gauntlet::operation::credentials) {
          httpauth_digest_resp found;
          return httpauth_digest_response_decode(&found, &text) == 0;
        }
        httpauth_digest_chall found;
        return httpauth_digest_challenge_decode(&found, &text) == 0;
      }};
}

}  // namespace gauntlet::bench
