// cpp-httplib: detail::parse_www_authenticate, which Client calls on a 401 or 407, and
// make_digest_authentication_header, in which it looks up realm and nonce and throws without them.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "httplib.h"
#include "protocol.hpp"

#ifndef CPPHTTPLIB_VERSION
#define CPPHTTPLIB_VERSION "unknown"
#endif

// Where the library is split, the header declares the function in the part that is compiled away.
namespace httplib {
namespace detail {
bool parse_www_authenticate(const Response&, std::map<std::string, std::string>&, bool is_proxy);
std::pair<std::string, std::string> make_digest_authentication_header(
    const Request&, const std::map<std::string, std::string>&, std::size_t count,
    const std::string& cnonce, const std::string& user, const std::string& password, bool is_proxy);
}  // namespace detail
}  // namespace httplib

namespace {

adapter::json parse(const std::string&, const std::vector<std::string>& lines) {
  httplib::Response response;
  response.status = 401;
  for (const std::string& line : lines) response.headers.emplace("WWW-Authenticate", line);
  std::map<std::string, std::string> found;
  if (!httplib::detail::parse_www_authenticate(response, found, false)) {
    return adapter::nothing({lines.front()}, "false");
  }
  httplib::detail::make_digest_authentication_header({}, found, 1, "c", "user", "password", false);
  adapter::json params = adapter::json::array();
  for (const auto& [name, value] : found) params.push_back(adapter::param(name, value));
  return adapter::json::array({adapter::challenge("Digest", params)});
}

}  // namespace

int main() {
  return adapter::serve({{"name", "cpp-httplib"},
                         {"version", CPPHTTPLIB_VERSION},
                         {"language", "C++"},
                         {"homepage", "https://github.com/yhirose/cpp-httplib"},
                         {"issues", "https://github.com/yhirose/cpp-httplib/issues"},
                         {"license", "MIT"}},
                        {"challenges"},
                        {{"scheme_case", "title"},
                         {"params", "map"},
                         {"duplicates", "last"},
                         {"token68", false},
                         {"lines", "first"},
                         {"challenges", "first"},
                         {"only_schemes", {"Digest"}},
                         {"octets", "bytes"}},
                        parse);
}
