// sofia-sip: the message that its HTTP parser makes of the octets of a connection, which its HTTP
// engine hands to its user.
#include <sys/types.h>

#include <cstring>

#include "protocol.hpp"
#include "sofia-sip/http.h"
#include "sofia-sip/http_header.h"
#include "sofia-sip/msg.h"
#include "sofia-sip/msg_header.h"
#include "sofia-sip/su.h"

namespace {

// The value of a parameter, which is kept as name="value", as sofia-sip's users get it.
users::json params_of(msg_t* message, const msg_param_t* params) {
  users::json seen = users::json::array();
  for (; params != nullptr && *params != nullptr; ++params) {
    const char* sign = std::strchr(*params, '=');
    const std::string name(*params, sign == nullptr ? std::strlen(*params) : sign - *params);
    const char* value = sign == nullptr ? "" : sign + 1;
    seen.push_back(
        users::param(name, *value == '"' ? msg_unquote_dup(msg_home(message), value) : value));
  }
  return seen;
}

users::json all_of(msg_t* message, const msg_auth_t* each) {
  users::json seen = users::json::array();
  for (; each != nullptr; each = each->au_next) {
    users::json one = users::challenge(each->au_scheme, users::json::array());
    const bool alone = each->au_params != nullptr && each->au_params[0] != nullptr &&
                       each->au_params[1] == nullptr;
    const char* sign = alone ? std::strchr(each->au_params[0], '=') : nullptr;
    if (alone && (sign == nullptr || sign[std::strspn(sign, "=")] == '\0')) {
      one["token68"] = users::text(each->au_params[0]);
    } else {
      one["params"] = params_of(message, each->au_params);
    }
    seen.push_back(one);
  }
  return seen;
}

users::json seen_in(const std::string& octets) {
  msg_t* message =
      msg_make(http_default_mclass(), 0, octets.data(), static_cast<ssize_t>(octets.size()));
  const http_t* http = http_object(message);
  users::json seen = all_of(message, http->http_authorization);
  if (http->http_www_authenticate != nullptr) seen = all_of(message, http->http_www_authenticate);
  if (http->http_authentication_info != nullptr) {
    seen = params_of(message, http->http_authentication_info->ai_params);
  }
  msg_destroy(message);
  return seen;
}

}  // namespace

int main() {
  su_init();
  if (std::strcmp(std::getenv("USERS_OPERATION"), "credentials") == 0) {
    return users::server(users::json::object(), seen_in);
  }
  return users::client(users::json::object(),
                       [](const std::string& host, int port, const std::string& path) {
                         return seen_in(users::receive_response(host, port, path));
                       });
}
