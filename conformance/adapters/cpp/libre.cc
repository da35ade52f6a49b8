// libre: httpauth_digest_challenge_decode and httpauth_digest_response_decode, which get the fields
// of a decoded HTTP message, one by one; its own http_auth_check_request reads the credentials so.
#include <sys/types.h>

#include <cstdbool>
#include <cstdint>
#include <cstring>

extern "C" {
#include "re/re.h"
}
// re.h makes integers of them.
#undef true
#undef false

#include "protocol.hpp"

namespace {

const std::vector<std::string> challenge_params = {"realm", "nonce",     "opaque",
                                                   "stale", "algorithm", "qop"};
const std::vector<std::string> credentials_params = {"realm", "nonce", "response", "username",
                                                     "uri",   "nc",    "cnonce",   "qop"};

// A member that the field does not have stays empty.
void add(adapter::json& params, const char* name, const pl& value) {
  if (value.p != nullptr) params.push_back(adapter::param(name, {value.p, value.l}));
}

bool on_challenge(const http_hdr* field, void* found) {
  httpauth_digest_chall digest{};
  if (httpauth_digest_challenge_decode(&digest, &field->val) != 0) return false;
  adapter::json params = adapter::json::array();
  add(params, "realm", digest.realm);
  add(params, "nonce", digest.nonce);
  add(params, "opaque", digest.opaque);
  add(params, "stale", digest.stale);
  add(params, "algorithm", digest.algorithm);
  add(params, "qop", digest.qop);
  static_cast<adapter::json*>(found)->push_back(adapter::challenge("Digest", params));
  return false;
}

adapter::json credentials_of(const http_msg* message) {
  const http_hdr* field = http_msg_hdr(message, HTTP_HDR_AUTHORIZATION);
  if (field == nullptr) throw adapter::rejected("no field");
  httpauth_digest_resp digest{};
  const int error = httpauth_digest_response_decode(&digest, &field->val);
  if (error != 0) throw adapter::rejected(std::strerror(error));
  adapter::json params = adapter::json::array();
  add(params, "realm", digest.realm);
  add(params, "nonce", digest.nonce);
  add(params, "response", digest.response);
  add(params, "username", digest.username);
  add(params, "uri", digest.uri);
  add(params, "nc", digest.nc);
  add(params, "cnonce", digest.cnonce);
  add(params, "qop", digest.qop);
  return adapter::challenge("Digest", params);
}

adapter::json parse(const std::string& operation, const std::vector<std::string>& lines) {
  const bool request = operation == "credentials";
  const std::string octets =
      request ? adapter::message("GET / HTTP/1.1\r\nHost: localhost", "Authorization", lines)
              : adapter::message("HTTP/1.1 401 Unauthorized", "WWW-Authenticate", lines);
  mbuf* buffer = mbuf_alloc(octets.size());
  mbuf_write_mem(buffer, reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
  mbuf_set_pos(buffer, 0);
  http_msg* message = nullptr;
  const int error = http_msg_decode(&message, buffer, request);
  adapter::json result = adapter::json::array();
  std::string rejected = error == 0 ? "" : std::strerror(error);
  if (error == 0 && request) {
    try {
      result = credentials_of(message);
    } catch (const adapter::rejected& reason) {
      rejected = reason.what();
    }
  } else if (error == 0) {
    http_msg_hdr_apply(message, true, HTTP_HDR_WWW_AUTHENTICATE, on_challenge, &result);
  }
  mem_deref(message);
  mem_deref(buffer);
  if (!rejected.empty()) throw adapter::rejected(rejected);
  return result.empty() ? adapter::nothing(lines, "no Digest") : result;
}

}  // namespace

int main(int, char** arguments) {
  const std::string operation = arguments[1] == nullptr ? "challenges" : arguments[1];
  libre_init();
  const int status = adapter::serve(
      {{"name", "libre"},
       {"version", sys_libre_version_get()},
       {"language", "C"},
       {"homepage", "https://github.com/baresip/re"},
       {"issues", "https://github.com/baresip/re/issues"},
       {"license", "BSD-3-Clause"}},
      {operation},
      {{"scheme_case", "title"},
       {"params", "map"},
       {"duplicates", "last"},
       {"token68", false},
       {"lines", operation == "challenges" ? "all" : "first"},
       {"only_schemes", {"Digest"}},
       {"only_params", operation == "challenges" ? challenge_params : credentials_params},
       {"input", "message"},
       {"octets", "bytes"}},
      parse);
  libre_close();
  return status;
}
