// libwget of GNU Wget2: the challenges of a response that it has received. It calls
// wget_http_parse_challenges for each WWW-Authenticate line; what comes before that, down to the
// search for the end of the head, is its own, too.
#include "loopback.hpp"
#include "protocol.hpp"

// A keyword of C only.
#define restrict __restrict
#include "wget.h"
#undef restrict

namespace {

int on_param(void* params, const char* name, void* value) {
  static_cast<adapter::json*>(params)->push_back(
      adapter::param(name, static_cast<const char*>(value)));
  return 0;
}

adapter::json parse(adapter::loopback& server, const wget_iri_t* url,
                    const std::vector<std::string>& lines) {
  server.answer_with(
      adapter::message("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0",
                       "WWW-Authenticate", lines));
  wget_http_connection_t* connection = nullptr;
  if (wget_http_open(&connection, url) != WGET_E_SUCCESS) throw std::runtime_error("no connection");
  wget_http_send_request(connection, wget_http_create_request(url, "GET"));
  wget_http_response_t* response = wget_http_get_response(connection);
  wget_http_close(&connection);
  if (response == nullptr) throw adapter::rejected("no response");
  adapter::json challenges = adapter::json::array();
  for (int i = 0; i < wget_vector_size(response->challenges); ++i) {
    const auto* found =
        static_cast<const wget_http_challenge_t*>(wget_vector_get(response->challenges, i));
    if (found->auth_scheme == nullptr) continue;  // as where a line has nothing of a challenge
    adapter::json params = adapter::json::array();
    if (found->params != nullptr) wget_stringmap_browse(found->params, on_param, &params);
    challenges.push_back(adapter::challenge(found->auth_scheme, params));
  }
  wget_http_free_response(&response);
  return challenges.empty() ? adapter::nothing(lines, "no challenges") : challenges;
}

}  // namespace

int main() {
  adapter::loopback server;
  if (server.port() == 0) return adapter::missing("no loopback socket");
  const wget_iri_t* url =
      wget_iri_parse(("http://127.0.0.1:" + std::to_string(server.port()) + "/").c_str(), nullptr);
  return adapter::serve({{"name", "libwget"},
                         {"version", LIBWGET_VERSION},
                         {"language", "C"},
                         {"homepage", "https://gitlab.com/gnuwget/wget2"},
                         {"issues", "https://gitlab.com/gnuwget/wget2/-/issues"},
                         {"license", "LGPL-3.0-or-later"}},
                        {"challenges"},
                        {{"params", "map"},
                         {"duplicates", "last"},
                         {"token68", false},
                         {"lines", "all"},
                         {"input", "message"},
                         {"octets", "bytes"}},
                        [&](const std::string&, const std::vector<std::string>& lines) {
                          return parse(server, url, lines);
                        });
}
