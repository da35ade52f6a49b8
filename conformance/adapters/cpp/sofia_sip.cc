// sofia-sip: the HTTP parser of its nth clients and servers, which keeps the challenges and
// credentials of a message. Parameters are kept as `name=value`; the value is taken out with
// msg_unquote_dup, as sofia-sip's own auth_get_params does.
#include <sys/types.h>

#include "protocol.hpp"
#include "sofia-sip/http.h"
#include "sofia-sip/http_header.h"
#include "sofia-sip/msg.h"
#include "sofia-sip/msg_header.h"
#include "sofia-sip/sofia_features.h"
#include "sofia-sip/su.h"

namespace {

adapter::json params_of(msg_t* message, const msg_param_t* params) {
  adapter::json result = adapter::json::array();
  for (; params != nullptr && *params != nullptr; ++params) {
    const std::string param = *params;
    const std::size_t sign = param.find('=');
    if (sign == std::string::npos) {
      result.push_back(adapter::param(param, ""));
      continue;
    }
    const char* value = *params + sign + 1;
    if (*value == '"') value = msg_unquote_dup(msg_home(message), value);
    result.push_back(adapter::param(param.substr(0, sign), value == nullptr ? "" : value));
  }
  return result;
}

// A token68 is kept as a parameter without a value: sofia-sip's Basic takes the first one for it.
adapter::json challenge_of(msg_t* message, const msg_auth_t* found) {
  const msg_param_t* params = found->au_params;
  if (params != nullptr && params[0] != nullptr && params[1] == nullptr) {
    const std::string only = params[0];
    const std::size_t sign = only.find('=');
    if (sign == std::string::npos || only.find_first_not_of('=', sign) == std::string::npos) {
      adapter::json result = adapter::challenge(found->au_scheme, adapter::json::array());
      result["token68"] = adapter::text(only);
      return result;
    }
  }
  return adapter::challenge(found->au_scheme, params_of(message, params));
}

adapter::json challenges_of(msg_t* message, const msg_auth_t* each) {
  adapter::json result = adapter::json::array();
  for (; each != nullptr; each = each->au_next) result.push_back(challenge_of(message, each));
  return result;
}

adapter::json parse(const std::string& operation, const std::vector<std::string>& lines) {
  const bool request = operation == "credentials";
  const std::string octets =
      request ? adapter::message("GET / HTTP/1.1\r\nHost: localhost", "Authorization", lines)
      : operation == "challenges"
          ? adapter::message("HTTP/1.1 401 Unauthorized", "WWW-Authenticate", lines)
          : adapter::message("HTTP/1.1 200 OK", "Authentication-Info", lines);
  msg_t* message =
      msg_make(http_default_mclass(), 0, octets.data(), static_cast<ssize_t>(octets.size()));
  const http_t* seen = message == nullptr ? nullptr : http_object(message);
  if (seen == nullptr) throw adapter::rejected("NULL");
  adapter::json result;
  if (operation == "challenges") {
    result = challenges_of(message, seen->http_www_authenticate);
  } else if (request) {
    result = challenges_of(message, seen->http_authorization);
  } else if (seen->http_authentication_info != nullptr) {
    result = params_of(message, seen->http_authentication_info->ai_params);
  }
  // What it cannot parse is in its list of errors.
  const bool error = seen->http_error != nullptr;
  msg_destroy(message);
  if (request) {
    if (result.empty()) throw adapter::rejected("no credentials");
    return result.front();
  }
  if (result.empty() && error) return adapter::nothing(lines, "http_error");
  return result.is_null() ? adapter::json::array() : result;
}

}  // namespace

int main(int, char** arguments) {
  // Of several lines of these fields it keeps the first; those of Authentication-Info it puts together.
  const bool info = arguments[1] != nullptr && std::string(arguments[1]) == "auth-info";
  const std::vector<std::string> operations =
      info ? std::vector<std::string>{"auth-info"}
           : std::vector<std::string>{"challenges", "credentials"};
  su_init();
  const int status = adapter::serve(
      {{"name", "sofia-sip"},
       {"version", SOFIA_SIP_VERSION},
       {"language", "C"},
       {"homepage", "https://sofia-sip.sourceforge.net/"},
       {"issues", "https://github.com/freeswitch/sofia-sip/issues"},
       {"license", "LGPL-2.1-or-later"}},
      operations, {{"lines", info ? "all" : "first"}, {"input", "message"}, {"octets", "bytes"}},
      parse);
  su_deinit();
  return status;
}
