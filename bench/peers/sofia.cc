#include <sofia-sip/http.h>
#include <sofia-sip/http_header.h>
#include <sofia-sip/su_alloc.h>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer sofia_peer() {
  return {"Sofia-SIP",
          GAUNTLET_PEER_VERSION_sofia,
          "http_www_authenticate_make(), http_authorization_make()",
          "splitting parameters into name and value",
          [](const std::string& value, gauntlet::operation) -> std::optional<std::string> {
            return value;
          },
          [](std::string_view value, gauntlet::operation what) {
            su_home_t home[1] = {SU_HOME_INIT(home)};
            su_home_init(home);
            const bool is_read = what == gauntlet::operation::credentials
                                     ? http_authorization_make(home, value.data()) != nullptr
                                     : http_www_authenticate_make(home, value.data()) != nullptr;
            su_home_deinit(home);
            return is_read;
          }};
}

}  // namespace gauntlet::bench
