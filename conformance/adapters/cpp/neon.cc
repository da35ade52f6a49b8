// neon: the realm that it hands to the credentials callback of Basic. neon shows a challenge only
// while it talks to a server, so a thread of this process plays one on the loopback interface: it
// answers every request with 401 and the lines of the case.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "ne_auth.h"
#include "ne_request.h"
#include "ne_session.h"
#include "ne_socket.h"
#include "ne_utils.h"
#include "protocol.hpp"

namespace {

void send_all(int connection, const std::string& octets) {
  for (std::size_t sent = 0; sent < octets.size();) {
    const ssize_t size = send(connection, octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return;
    sent += static_cast<std::size_t>(size);
  }
}

// One connection: reads a request up to its empty line and answers it.
void answer(int listener, const std::string& response) {
  const int connection = accept(listener, nullptr, nullptr);
  if (connection < 0) return;
  std::string request;
  char buffer[4096];
  while (request.find("\r\n\r\n") == std::string::npos) {
    const ssize_t size = recv(connection, buffer, sizeof buffer, 0);
    if (size <= 0) break;
    request.append(buffer, static_cast<std::size_t>(size));
  }
  send_all(connection, response);
  close(connection);
}

int on_challenge(void* found, const char* realm, int, char*, char*) {
  static_cast<std::vector<std::string>*>(found)->emplace_back(realm);
  return 1;  // no credentials: neon goes on to the next challenge, then gives up
}

adapter::json parse(int listener, unsigned int port, const std::vector<std::string>& lines) {
  std::string response = "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n";
  for (const std::string& line : lines) response += "WWW-Authenticate: " + line + "\r\n";
  response += "\r\n";

  std::thread server(answer, listener, response);
  std::vector<std::string> realms;
  ne_session* session = ne_session_create("http", "127.0.0.1", port);
  ne_set_session_flag(session, NE_SESSFLAG_PERSIST, 0);
  ne_set_read_timeout(session, 5);
  ne_add_server_auth(session, NE_AUTH_BASIC, on_challenge, &realms);
  ne_request* request = ne_request_create(session, "GET", "/");
  ne_request_dispatch(request);
  const std::string error = ne_get_error(session);
  ne_request_destroy(request);
  ne_session_destroy(session);
  server.join();

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
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 4) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
      ne_sock_init() != 0) {
    std::string line;
    std::getline(std::cin, line);
    adapter::say(
        {{"protocol", 1}, {"error", std::string("no loopback socket: ") + std::strerror(errno)}});
    return 3;
  }
  const unsigned int port = ntohs(address.sin_port);
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
                                      return parse(listener, port, lines);
                                    });
  ne_sock_exit();
  return status;
}
