// libmicrohttpd: what the handler of its daemon sees of a request.
#include <cstring>

#include "microhttpd.h"
#include "protocol.hpp"

namespace {

MHD_Result on_request(void*, MHD_Connection* connection, const char*, const char*, const char*,
                      const char*, std::size_t*, void**) {
  users::json seen = users::json::array();
  char* password = nullptr;
  if (char* user = MHD_basic_auth_get_username_password(connection, &password)) {
    users::json params = users::json::array({users::param("username", user)});
    if (password != nullptr) params.push_back(users::param("password", password));
    seen.push_back(users::challenge("Basic", params));
    MHD_free(user);
    MHD_free(password);
  } else if (char* name = MHD_digest_auth_get_username(connection)) {
    seen.push_back(
        users::challenge("Digest", users::json::array({users::param("username", name)})));
    MHD_free(name);
  }
  std::string body = seen.dump();
  MHD_Response* response =
      MHD_create_response_from_buffer(body.size(), body.data(), MHD_RESPMEM_MUST_COPY);
  const MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return queued;
}

}  // namespace

int main() {
  MHD_Daemon* daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, nullptr, nullptr,
                                        on_request, nullptr, MHD_OPTION_END);
  users::json sees = {{"user_pass", "latin-1"}};
  sees["port"] = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  std::cout << sees.dump() << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) continue;
  for (;;) pause();
}
