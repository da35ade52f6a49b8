// cpp-httplib: the Authorization field that Client answers a Digest challenge with.
#include "httplib.h"
#include "protocol.hpp"

int main() {
  return users::client(
      {{"answer", true}, {"schemes", {"Digest"}}},
      [](const std::string& host, int port, const std::string& path) {
        httplib::Client client(host, port);
        client.set_digest_auth("user", "password");
        std::string answer;
        client.set_logger([&](const httplib::Request& request, const httplib::Response&) {
          if (request.has_header("Authorization"))
            answer = request.get_header_value("Authorization");
        });
        client.Get(path);
        return answer.empty() ? users::json() : users::json(users::text(answer));
      });
}
