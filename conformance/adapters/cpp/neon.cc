// neon: the realm that it hands to the credentials callback of Basic. neon shows a challenge only
// while it talks to a server: it is answered with 401 and the lines of the case.
#include <string>
#include <vector>

#include "loopback.hpp"
#include "ne_auth.h"
#include "ne_request.h"
#include "ne_session.h"
#include "ne_socket.h"
#include "ne_utils.h"
#include "protocol.hpp"

namespace {

int on_challenge(void* found, const char* realm, int, char*, char*) {
  static_cast<std::vector<std::string>*>(found)->emplace_back(realm);
  return 1;  // no credentials: neon goes on to the next challenge, then gives up
}

adapter::json parse(adapter::loopback& server, const std::vector<std::string>& lines) {
  server.answer_with(
      adapter::message("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0",
                       "WWW-Authenticate", lines));
  std::vector<std::string> realms;
  ne_session* session = ne_session_create("http", "127.0.0.1", server.port());
  ne_set_session_flag(session, NE_SESSFLAG_PERSIST, 0);
  ne_set_read_timeout(session, 5);
  ne_add_server_auth(session, NE_AUTH_BASIC, on_challenge, &realms);
  ne_request* request = ne_request_create(session, "GET", "/");
  ne_request_dispatch(request);
  const std::string error = ne_get_error(session);
  ne_request_destroy(request);
  ne_session_destroy(session);

  if (error.find("too long") != std::string::npos) throw adapter::unsupported("limit");
  if (realms.empty()) return adapter::nothing(lines, error);
  adapter::json challenges = adapter::json::array();
  for (const std::string& realm : realms) {
    challenges.push_back(
        adapter::challenge("Basic", adapter::json::array({adapter::param("realm", realm)})));
  }
  return challenges;
}

}  // namespace

int main() {
  adapter::loopback server;
  if (server.port() == 0 || ne_sock_init() != 0) return adapter::missing("no loopback socket");
  std::string version = ne_version_string();  // "neon 0.32.5: Library build, ..."
  version = version.substr(0, version.find(':'));
  if (version.rfind("neon ", 0) == 0) version.erase(0, 5);
  const int status = adapter::serve({{"name", "neon"},
                                     {"version", version},
                                     {"language", "C"},
                                     {"homepage", "https://notroj.github.io/neon/"},
                                     {"issues", "https://github.com/notroj/neon/issues"},
                                     {"license", "LGPL-2.0-or-later"}},
                                    {"challenges"},
                                    {{"scheme_case", "title"},
                                     {"token68", false},
                                     {"lines", "all"},
                                     {"only_schemes", {"Basic"}},
                                     {"only_params", {"realm"}},
                                     {"input", "message"},
                                     {"octets", "bytes"}},
                                    [&](const std::string&, const std::vector<std::string>& lines) {
                                      return parse(server, lines);
                                    });
  ne_sock_exit();
  return status;
}
