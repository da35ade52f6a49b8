// libmicrohttpd: the username of Digest and the user-id and password of Basic that it hands to the
// handler of a request. It reads them from a connection only, so this process sends the lines of
// the case to its own daemon on the loopback interface.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <mutex>

#include "microhttpd.h"
#include "protocol.hpp"

namespace {

struct credentials {
  bool asked = false;
  adapter::json found;
};

std::mutex mutex;
credentials seen;

MHD_Result on_request(void*, MHD_Connection* connection, const char*, const char*, const char*,
                      const char*, std::size_t*, void**) {
  adapter::json found;
  char* password = nullptr;
  if (char* user = MHD_basic_auth_get_username_password(connection, &password)) {
    const char* line = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    if (password != nullptr) found = adapter::basic_credentials(user, password, line);
    MHD_free(user);
    MHD_free(password);
  } else if (char* name = MHD_digest_auth_get_username(connection)) {
    found = adapter::challenge("Digest", adapter::json::array({adapter::param("username", name)}));
    MHD_free(name);
  }
  {
    const std::lock_guard<std::mutex> lock(mutex);
    seen = {true, found};
  }
  MHD_Response* response = MHD_create_response_from_buffer(0, nullptr, MHD_RESPMEM_PERSISTENT);
  const MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return queued;
}

adapter::json parse(const sockaddr_in& address, const std::vector<std::string>& lines) {
  const std::string request = adapter::message(
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close", "Authorization", lines);
  seen = {};
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string answer;
  if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    for (std::size_t sent = 0; sent < request.size();) {
      const ssize_t size =
          send(connection, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (size <= 0) break;
      sent += static_cast<std::size_t>(size);
    }
    char buffer[4096];
    for (ssize_t size; (size = recv(connection, buffer, sizeof buffer, 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(size));
    }
  }
  close(connection);
  const std::lock_guard<std::mutex> lock(mutex);
  if (!seen.asked) {
    // The daemon has refused the request before it came to its handler.
    if (answer.find(" 413 ") != std::string::npos || answer.find(" 431 ") != std::string::npos ||
        answer.find(" 500 ") != std::string::npos) {
      throw adapter::unsupported("limit");
    }
    throw adapter::rejected(answer.substr(0, answer.find('\r')));
  }
  if (seen.found.is_null()) throw adapter::rejected("NULL");
  return seen.found;
}

}  // namespace

int main() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  MHD_Daemon* daemon =
      MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, nullptr, nullptr, on_request, nullptr,
                       MHD_OPTION_SOCK_ADDR, reinterpret_cast<sockaddr*>(&address),
                       MHD_OPTION_CONNECTION_TIMEOUT, 5U, MHD_OPTION_END);
  const MHD_DaemonInfo* info =
      daemon == nullptr ? nullptr : MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  if (info == nullptr) {
    std::string line;
    std::getline(std::cin, line);
    adapter::say({{"protocol", 1}, {"error", "no loopback socket"}});
    return 3;
  }
  address.sin_port = htons(info->port);
  const int status = adapter::serve({{"name", "libmicrohttpd"},
                                     {"version", MHD_get_version()},
                                     {"language", "C"},
                                     {"homepage", "https://www.gnu.org/software/libmicrohttpd/"},
                                     {"issues", "https://bugs.gnunet.org/"},
                                     {"license", "LGPL-2.1-or-later"}},
                                    {"credentials"},
                                    {{"scheme_case", "title"},
                                     {"params", "map"},
                                     {"duplicates", "first"},
                                     {"lines", "first"},
                                     {"only_schemes", {"Basic", "Digest"}},
                                     {"only_params", {"username"}},
                                     {"input", "message"},
                                     {"octets", "bytes"}},
                                    [&](const std::string&, const std::vector<std::string>& lines) {
                                      return parse(address, lines);
                                    });
  MHD_stop_daemon(daemon);
  return status;
}
