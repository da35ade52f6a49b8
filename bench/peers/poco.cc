#include <Poco/Environment.h>
#include <Poco/Exception.h>
#include <Poco/Net/HTTPAuthenticationParams.h>
#include <Poco/Version.h>

#include "bench/peers/peer.hpp"

namespace gauntlet::bench {

peer poco_peer() {
  const auto version = Poco::Environment::libraryVersion();
  return {"Poco",
          std::to_string(version >> 24) + "." + std::to_string(version >> 16 & 0xff) + "." +
              std::to_string(version >> 8 & 0xff),
          "HTTPAuthenticationParams::parse()",
          "the auth-scheme, token68, a second challenge",
          [](const std::string& value, gauntlet::operation) { return parameters_of(value); },
          [](std::string_view text, gauntlet::operation) {
            // It asks for a std::string; one that is kept is filled without an allocation.
            static std::string parameters;
            parameters = text;
            try {
              const Poco::Net::HTTPAuthenticationParams params(parameters);
              return !params.empty();
            } catch (const Poco::Exception&) {
              return false;
            }
          }};
}

}  // namespace gauntlet::bench
