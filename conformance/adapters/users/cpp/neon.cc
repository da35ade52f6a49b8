// neon: the realms that a session asks its user for a password for.
#include <string>
#include <vector>

#include "ne_auth.h"
#include "ne_request.h"
#include "ne_session.h"
#include "ne_socket.h"
#include "protocol.hpp"

namespace {

int on_realm(void* realms, const char* realm, int, char*, char*) {
  static_cast<std::vector<std::string>*>(realms)->emplace_back(realm);
  return 1;
}

users::json fetch(const std::string& host, int port, const std::string& path) {
  std::vector<std::string> realms;
  ne_session* session = ne_session_create("http", host.c_str(), static_cast<unsigned>(port));
  ne_add_server_auth(session, NE_AUTH_BASIC, on_realm, &realms);
  ne_request* request = ne_request_create(session, "GET", path.c_str());
  ne_request_dispatch(request);
  ne_request_destroy(request);
  ne_session_destroy(session);
  users::json seen = users::json::array();
  for (const std::string& realm : realms) {
    seen.push_back(users::challenge("Basic", users::json::array({users::param("realm", realm)})));
  }
  return seen;
}

}  // namespace

int main() {
  ne_sock_init();
  return users::client({{"params", {"realm"}}}, fetch);
}
