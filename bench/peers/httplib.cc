#include <httplib.h>

#include "bench/peers/peer.hpp"

namespace httplib::detail {

// Exported by the library; its header does not declare it.
bool parse_www_authenticate(const Response&, std::map<std::string, std::string>&, bool is_proxy);

}  // namespace httplib::detail

namespace gauntlet::bench {

peer httplib_peer() {
  return {"cpp-httplib",
          GAUNTLET_PEER_VERSION_httplib,
          "detail::parse_www_authenticate()",
          "every auth-scheme but Digest, token68, a second challenge, credentials",
          [](const std::string& value, gauntlet::operation what) -> std::optional<std::string> {
            if (what != gauntlet::operation::challenges) return std::nullopt;
            return value;
          },
          [](std::string_view value, gauntlet::operation) {
            // The response is kept: filling it is not what is compared.
            static httplib::Response response;
            static std::string held;
            if (held != value || response.headers.empty()) {
              response.headers.clear();
              response.headers.emplace("WWW-Authenticate", std::string(value));
              held = value;
            }
            std::map<std::string, std::string> found;
            return httplib::detail::parse_www_authenticate(response, found, false);
          }};
}

}  // namespace gauntlet::bench
