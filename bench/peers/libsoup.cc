#include <libsoup/soup.h>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer libsoup_peer() {
  return {"libsoup",
          GAUNTLET_PEER_VERSION_libsoup,
          "soup_header_parse_param_list()",
          "the auth-scheme, token68, a second challenge",
          [](const std::string& value, gauntlet::operation) { return parameters_of(value); },
          [](std::string_view parameters, gauntlet::operation) {
            GHashTable* const found = soup_header_parse_param_list(parameters.data());
            const bool is_read = found != nullptr && g_hash_table_size(found) != 0;
            soup_header_free_param_list(found);
            return is_read;
          }};
}

}  // namespace gauntlet::bench
