#include <boost/beast/http/rfc7230.hpp>
#include <boost/version.hpp>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer beast_peer() {
  return {"Boost.Beast",
          std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000),
          "http::param_list",
          "the auth-scheme, token68, a second challenge; commas are rewritten to semicolons for it",
          [](const std::string& value, gauntlet::operation) -> std::optional<std::string> {
            std::optional<std::string> list = parameters_of(value);
            if (!list) return list;
            bool is_quoted = false;
            for (std::size_t i = 0; i < list->size(); ++i) {
              char& octet = (*list)[i];
              if (is_quoted && octet == '\\') {
                ++i;
              } else if (octet == '"') {
                is_quoted = !is_quoted;
              } else if (octet == ',' && !is_quoted) {
                octet = ';';
              }
            }
            return ";" + *list;
          },
          [](std::string_view list, gauntlet::operation) {
            // It stops at what it does not take; what it took ends where the input does.
            std::string_view last;
            for (const auto& param : boost::beast::http::param_list({list.data(), list.size()})) {
              last = {param.second.data(), param.second.size()};
            }
            return last.data() != nullptr;
          }};
}

}  // namespace gauntlet::bench
