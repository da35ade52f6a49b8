// Poco::Net: HTTPAuthenticationParams of a response, which HTTPCredentials reads Basic and Digest
// challenges with. The class does not say which scheme it has read: it takes the first line that
// begins with a scheme it knows, and so does this file.
#include "Poco/Exception.h"
#include "Poco/Net/HTTPAuthenticationParams.h"
#include "Poco/Net/HTTPResponse.h"
#include "Poco/Net/NetException.h"
#include "Poco/String.h"
#include "Poco/Version.h"
#include "protocol.hpp"

namespace {

adapter::json parse(const std::string&, const std::vector<std::string>& lines) {
  Poco::Net::HTTPResponse response(Poco::Net::HTTPResponse::HTTP_UNAUTHORIZED);
  std::string scheme;
  for (const std::string& line : lines) {
    response.add("WWW-Authenticate", line);
    for (const std::string known : {"Basic", "Digest"}) {
      if (scheme.empty() && Poco::icompare(line, 0, known.size() + 1, known + " ") == 0)
        scheme = known;
    }
  }
  adapter::json params = adapter::json::array();
  try {
    const Poco::Net::HTTPAuthenticationParams found(response);
    for (const auto& [name, value] : found) params.push_back(adapter::param(name, value));
  } catch (const Poco::Net::NotAuthenticatedException& error) {
    throw adapter::unsupported(error.displayText());
  } catch (const Poco::Exception& error) {
    throw adapter::rejected(error.displayText());
  }
  if (scheme.empty()) throw adapter::unsupported("neither Basic nor Digest");
  return adapter::json::array({adapter::challenge(scheme, params)});
}

}  // namespace

int main() {
  const std::string version = std::to_string(POCO_VERSION >> 24) + "." +
                              std::to_string(POCO_VERSION >> 16 & 0xFF) + "." +
                              std::to_string(POCO_VERSION >> 8 & 0xFF);
  return adapter::serve({{"name", "Poco::Net"},
                         {"version", version},
                         {"language", "C++"},
                         {"homepage", "https://pocoproject.org/"},
                         {"issues", "https://github.com/pocoproject/poco/issues"},
                         {"license", "BSL-1.0"}},
                        {"challenges"},
                        {{"scheme_case", "title"},
                         {"token68", false},
                         {"lines", "all"},
                         {"challenges", "first"},
                         {"only_schemes", {"Basic", "Digest"}},
                         {"octets", "bytes"}},
                        parse);
}
