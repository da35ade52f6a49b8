// libre: the message that its HTTP client hands to its user, and the one that its HTTP server does.
#include <sys/types.h>

#include <cstdbool>
#include <cstdint>

extern "C" {
#include "re/re.h"
}
// re.h makes integers of them.
#undef true
#undef false

#include "protocol.hpp"

namespace {

void add(users::json& params, const char* name, const pl& value) {
  if (value.p != nullptr) params.push_back(users::param(name, {value.p, value.l}));
}

bool on_challenge(const http_hdr* field, void* seen) {
  httpauth_digest_chall digest{};
  if (httpauth_digest_challenge_decode(&digest, &field->val) == 0) {
    users::json params = users::json::array();
    add(params, "realm", digest.realm);
    add(params, "nonce", digest.nonce);
    add(params, "opaque", digest.opaque);
    add(params, "stale", digest.stale);
    add(params, "algorithm", digest.algorithm);
    add(params, "qop", digest.qop);
    static_cast<users::json*>(seen)->push_back(users::challenge("Digest", params));
  }
  return false;
}

void on_response(int, const http_msg* message, void* seen) {
  if (message != nullptr)
    http_msg_hdr_apply(message, true, HTTP_HDR_WWW_AUTHENTICATE, on_challenge, seen);
  re_cancel();
}

void on_request(http_conn* connection, const http_msg* message, void*) {
  users::json seen = users::json::array();
  httpauth_digest_resp digest{};
  const http_hdr* field = http_msg_hdr(message, HTTP_HDR_AUTHORIZATION);
  if (field != nullptr && httpauth_digest_response_decode(&digest, &field->val) == 0) {
    users::json params = users::json::array();
    add(params, "realm", digest.realm);
    add(params, "nonce", digest.nonce);
    add(params, "response", digest.response);
    add(params, "username", digest.username);
    add(params, "uri", digest.uri);
    add(params, "nc", digest.nc);
    add(params, "cnonce", digest.cnonce);
    add(params, "qop", digest.qop);
    seen.push_back(users::challenge("Digest", params));
  }
  http_creply(connection, 200, "OK", "application/json", "%s", seen.dump().c_str());
  http_conn_close(connection);
}

}  // namespace

int main() {
  libre_init();
  if (std::string(std::getenv("USERS_OPERATION")) == "credentials") {
    sa address;
    sa_set_str(&address, "127.0.0.1", 0);
    http_sock* server = nullptr;
    if (http_listen(&server, &address, on_request, nullptr) != 0) return 1;
    tcp_sock_local_get(http_sock_tcp(server), &address);
    std::cout << users::json{{"port", sa_port(&address)}}.dump() << std::endl;
    return re_main(nullptr);
  }
  dnsc* resolver = nullptr;
  dnsc_alloc(&resolver, nullptr, nullptr, 0);
  http_cli* client = nullptr;
  http_client_alloc(&client, resolver);
  return users::client(
      users::json::object(), [&](const std::string& host, int port, const std::string& path) {
        users::json seen = users::json::array();
        http_req* request = nullptr;
        const std::string url = "http://" + host + ":" + std::to_string(port) + path;
        if (http_request(&request, client, "GET", url.c_str(), on_response, nullptr, &seen,
                         nullptr) == 0) {
          re_main(nullptr);
        }
        mem_deref(request);
        return seen;
      });
}
