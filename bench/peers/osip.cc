#include <osipparser2/osip_parser.h>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer osip_peer() {
  parser_init();
  return {"oSIP",
          GAUNTLET_PEER_VERSION_osip,
          "osip_www_authenticate_parse(), osip_authorization_parse()",
          "parameters that Digest does not have, token68, a second challenge",
          [](const std::string& value, gauntlet::operation) -> std::optional<std::string> {
            if (!parameters_of(value)) return std::nullopt;
            return value;
          },
          [](std::string_view value, gauntlet::operation what) {
            if (what == gauntlet::operation::credentials) {
              osip_authorization_t* found = nullptr;
              osip_authorization_init(&found);
              const bool is_read = osip_authorization_parse(found, value.data()) == OSIP_SUCCESS;
              osip_authorization_free(found);
              return is_read;
            }
            osip_www_authenticate_t* found = nullptr;
            osip_www_authenticate_init(&found);
            const bool is_read = osip_www_authenticate_parse(found, value.data()) == OSIP_SUCCESS;
            osip_www_authenticate_free(found);
            return is_read;
          }};
}

}  // namespace gauntlet::bench
