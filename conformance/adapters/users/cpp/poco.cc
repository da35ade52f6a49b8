// Poco::Net: HTTPAuthenticationParams of a response that HTTPClientSession has received.
#include "Poco/Net/HTTPAuthenticationParams.h"
#include "Poco/Net/HTTPClientSession.h"
#include "Poco/Net/HTTPRequest.h"
#include "Poco/Net/HTTPResponse.h"
#include "protocol.hpp"

int main() {
  using namespace Poco::Net;
  // The class does not say which scheme it has read.
  return users::client({{"any_scheme", true}, {"token68", "NTLM"}},
                       [](const std::string& host, int port, const std::string& path) {
                         HTTPClientSession session(host, static_cast<Poco::UInt16>(port));
                         HTTPRequest request(HTTPRequest::HTTP_GET, path, HTTPMessage::HTTP_1_1);
                         HTTPResponse response;
                         session.sendRequest(request);
                         session.receiveResponse(response);
                         users::json params = users::json::array();
                         try {
                           for (const auto& [name, value] : HTTPAuthenticationParams(response))
                             params.push_back(users::param(name, value));
                         } catch (const Poco::Exception&) {
                           return users::json();
                         }
                         return users::json::array({users::challenge("", params)});
                       });
}
