// Poco::Net: HTTPAuthenticationParams of a response, which HTTPCredentials reads Basic, Digest and
// NTLM challenges with. The class does not say which scheme it has read; HTTPCredentials does, which
// goes through the lines in the same way.
#include "Poco/Exception.h"
#include "Poco/Net/HTTPAuthenticationParams.h"
#include "Poco/Net/HTTPCredentials.h"
#include "Poco/Net/HTTPResponse.h"
#include "Poco/Net/NetException.h"
#include "Poco/Version.h"
#include "protocol.hpp"

namespace {

adapter::json parse(const std::string&, const std::vector<std::string>& lines) {
  using Poco::Net::HTTPCredentials;
  Poco::Net::HTTPResponse response(Poco::Net::HTTPResponse::HTTP_UNAUTHORIZED);
  std::string scheme;
  for (const std::string& line : lines) {
    response.add("WWW-Authenticate", line);
    if (!scheme.empty()) continue;
    if (HTTPCredentials::isBasicCredentials(line)) scheme = "Basic";
    if (HTTPCredentials::isDigestCredentials(line)) scheme = "Digest";
    if (HTTPCredentials::isNTLMCredentials(line)) scheme = "NTLM";
  }
  adapter::json result = adapter::challenge("", adapter::json::array());
  try {
    const Poco::Net::HTTPAuthenticationParams found(response);
    for (const auto& [name, value] : found) {
      if (scheme == "NTLM" && name == "NTLM") {
        result["token68"] = adapter::text(value);
      } else {
        result["params"].push_back(adapter::param(name, value));
      }
    }
  } catch (const Poco::Net::NotAuthenticatedException& error) {
    return adapter::nothing(lines, error.displayText());
  } catch (const Poco::Exception& error) {
    throw adapter::rejected(error.displayText());
  }
  result["scheme"] = scheme;
  return adapter::json::array({result});
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
                         {"lines", "all"},
                         {"challenges", "first"},
                         {"only_schemes", {"Basic", "Digest", "NTLM"}},
                         {"octets", "bytes"}},
                        parse);
}
