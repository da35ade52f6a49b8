// cpp-httplib: detail::parse_www_authenticate, which Client calls on a 401 or 407.
#include <map>
#include <string>
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
}
}  // namespace httplib

namespace {

bool begins_with_digest(const std::string& line) {
  std::string word = line.substr(0, 6);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  return word == "digest";
}

adapter::json parse(const std::string&, const std::vector<std::string>& lines) {
  if (!begins_with_digest(lines.front())) throw adapter::unsupported("no Digest challenge first");
  httplib::Response response;
  response.status = 401;
  for (const std::string& line : lines) response.headers.emplace("WWW-Authenticate", line);
  std::map<std::string, std::string> found;
  if (!httplib::detail::parse_www_authenticate(response, found, false)) {
    throw adapter::rejected("false");
  }
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
