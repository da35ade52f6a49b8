// libhtp: what it has noted of a request when it has seen the end of its header section.
#include "htp/htp.h"
#include "protocol.hpp"

namespace {

std::string octets(const bstr* from) {
  return {reinterpret_cast<const char*>(bstr_ptr(from)), bstr_len(from)};
}

int on_headers(htp_tx_t* request) {
  auto* seen = static_cast<users::json*>(htp_connp_get_user_data(request->connp));
  if (request->request_auth_username == nullptr) return HTP_OK;
  users::json params =
      users::json::array({users::param("username", octets(request->request_auth_username))});
  if (request->request_auth_type == HTP_AUTH_BASIC) {
    if (request->request_auth_password == nullptr) return HTP_OK;
    params.push_back(users::param("password", octets(request->request_auth_password)));
    seen->push_back(users::challenge("Basic", params));
  } else {
    seen->push_back(users::challenge("Digest", params));
  }
  return HTP_OK;
}

}  // namespace

int main() {
  htp_cfg_t* config = htp_config_create();
  htp_config_set_parse_request_auth(config, 1);
  htp_config_register_request_headers(config, on_headers);
  return users::server({{"user_pass", "latin-1"}, {"params", {"username", "password"}}},
                       [&](const std::string& request) {
                         users::json seen = users::json::array();
                         htp_connp_t* parser = htp_connp_create(config);
                         htp_connp_set_user_data(parser, &seen);
                         htp_connp_open(parser, "127.0.0.1", 40000, "127.0.0.1", 80, nullptr);
                         htp_connp_req_data(parser, nullptr, request.data(), request.size());
                         htp_connp_destroy_all(parser);
                         return seen;
                       });
}
