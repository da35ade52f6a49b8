#ifndef GAUNTLET_ADAPTERS_USERS_PROTOCOL_HPP
#define GAUNTLET_ADAPTERS_USERS_PROTOCOL_HPP

#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "nlohmann/json.hpp"

// What the programs in C++ share: the probes are fetched, and what the library shows is printed.
namespace users {

using json = nlohmann::json;

// One code point for each octet.
inline std::string text(const std::string& from) {
  std::string out;
  for (const char c : from) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x80) out += static_cast<char>(0xC0 | octet >> 6);
    out += octet < 0x80 ? c : static_cast<char>(0x80 | (octet & 0x3F));
  }
  return out;
}

inline json param(const std::string& name, const std::string& value) {
  return {{"name", text(name)}, {"value", text(value)}};
}

inline json challenge(const std::string& scheme, json params) {
  return {{"scheme", text(scheme)}, {"token68", nullptr}, {"params", std::move(params)}};
}

// `fetch` gets host, port and path of a probe and returns what its user sees.
inline int client(const json& sees,
                  const std::function<json(const std::string&, int, const std::string&)>& fetch) {
  const std::string url = std::getenv("USERS_URL");
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  std::cout << sees.dump() << std::endl;
  for (int number = 0; number < std::stoi(std::getenv("USERS_COUNT")); ++number) {
    json seen;
    try {
      seen = fetch("127.0.0.1", port, "/" + std::to_string(number));
    } catch (const std::exception& error) {
      seen = {{"fault", text(error.what())}};
    }
    std::cout << seen.dump() << std::endl;
  }
  return 0;
}

}  // namespace users

#endif
