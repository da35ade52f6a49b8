// libhtp: what it notes of the credentials of a request that it watches, as Suricata has it do: of
// Basic the user-id and the password, of Digest the username.
#include "htp/htp.h"
#include "protocol.hpp"

namespace {

std::string octets(const bstr* from) {
  return {reinterpret_cast<const char*>(bstr_ptr(from)), bstr_len(from)};
}

adapter::json parse(htp_cfg_t* config, const std::vector<std::string>& lines) {
  const std::string request =
      adapter::message("GET / HTTP/1.1\r\nHost: localhost", "Authorization", lines);
  htp_connp_t* parser = htp_connp_create(config);
  htp_connp_open(parser, "127.0.0.1", 40000, "127.0.0.1", 80, nullptr);
  htp_connp_req_data(parser, nullptr, request.data(), request.size());
  const auto* seen =
      static_cast<const htp_tx_t*>(htp_list_get(htp_connp_get_connection(parser)->transactions, 0));
  adapter::json result;
  if (seen != nullptr && seen->request_auth_username != nullptr) {
    const std::string user = octets(seen->request_auth_username);
    if (seen->request_auth_type == HTP_AUTH_BASIC && seen->request_auth_password != nullptr) {
      result = adapter::basic_credentials(user, octets(seen->request_auth_password),
                                          lines.empty() ? "" : lines.front());
    } else if (seen->request_auth_type == HTP_AUTH_DIGEST) {
      result =
          adapter::challenge("Digest", adapter::json::array({adapter::param("username", user)}));
    }
  }
  htp_connp_destroy_all(parser);
  if (result.is_null()) throw adapter::rejected("no username");
  return result;
}

}  // namespace

int main() {
  htp_cfg_t* config = htp_config_create();
  htp_config_set_server_personality(config, HTP_SERVER_IDS);
  htp_config_set_parse_request_auth(config, 1);
  std::string version = htp_get_version();  // "LibHTP v0.5.42"
  version.erase(0, version.find_first_of("0123456789"));
  return adapter::serve({{"name", "libhtp"},
                         {"version", version},
                         {"language", "C"},
                         {"homepage", "https://github.com/OISF/libhtp"},
                         {"issues", "https://github.com/OISF/libhtp/issues"},
                         {"license", "BSD-3-Clause"}},
                        {"credentials"},
                        {{"scheme_case", "title"},
                         {"params", "map"},
                         {"duplicates", "first"},
                         {"lines", "all"},
                         {"only_schemes", {"Basic", "Digest"}},
                         {"only_params", {"username"}},
                         {"input", "message"},
                         {"octets", "bytes"}},
                        [&](const std::string&, const std::vector<std::string>& lines) {
                          return parse(config, lines);
                        });
}
