#ifndef GAUNTLET_ADAPTERS_PROTOCOL_HPP
#define GAUNTLET_ADAPTERS_PROTOCOL_HPP

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"

// The adapter protocol (PROTOCOL.md, section 3) for C and C++ libraries: the loop, the octets and the
// three ends of a request. An adapter calls `serve` with a function that hands the lines to the
// library and returns what came back. It throws `rejected` where the library rejects in its
// documented way, and `unsupported` where the library cannot be asked that; any other exception is
// a fault of the library.
namespace adapter {

using json = nlohmann::json;

struct rejected : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct unsupported : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The octets of a string of the protocol: one for each code point. nlohmann has checked the UTF-8.
inline std::string octets(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    if (first < 0x80) {
      out += utf8[i];
    } else if (first < 0xC4 && i + 1 < utf8.size()) {
      out +=
          static_cast<char>((first & 0x03) << 6 | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
    } else {
      throw unsupported("a code point above U+00FF");
    }
  }
  return out;
}

// The other way round.
inline std::string text(const std::string& from) {
  std::string out;
  for (const char c : from) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | octet >> 6);
      out += static_cast<char>(0x80 | (octet & 0x3F));
    }
  }
  return out;
}

inline json param(const std::string& name, const std::string& value) {
  return {{"name", text(name)}, {"value", text(value)}};
}

inline json challenge(const std::string& scheme, json params) {
  return {{"scheme", text(scheme)}, {"token68", nullptr}, {"params", std::move(params)}};
}

// For a library that found no challenge: of empty elements alone that is the reading, of anything
// else it is how the library rejects.
inline json nothing(const std::vector<std::string>& lines, const std::string& why) {
  for (const std::string& line : lines) {
    if (line.find_first_not_of(" \t,") != std::string::npos) throw rejected(why);
  }
  return json::array();
}

inline void say(const json& answer) { std::cout << answer.dump(-1, ' ', true) << std::endl; }

using parser =
    std::function<json(const std::string& operation, const std::vector<std::string>& lines)>;

inline int serve(const json& implementation, const std::vector<std::string>& operations,
                 const json& observes, const parser& parse) {
  const json hello = {{"protocol", 1},
                      {"implementation", implementation},
                      {"operations", operations},
                      {"serializes", json::array()},
                      {"observes", observes}};
  for (std::string line; std::getline(std::cin, line);) {
    const json query = json::parse(line);
    const std::string command = query.at("cmd");
    if (command == "stop") return 0;
    if (command == "hello") {
      say(hello);
      continue;
    }
    json answer = {{"seq", query.at("seq")}};
    const std::string operation = query.value("operation", "");
    try {
      if (command != "parse" ||
          std::find(operations.begin(), operations.end(), operation) == operations.end()) {
        throw unsupported(command + " " + operation);
      }
      std::vector<std::string> lines;
      for (const json& each : query.at("lines")) lines.push_back(octets(each));
      // No line is the empty value (PROTOCOL.md, section 2.3).
      const std::string takes = observes.value("lines", "all");
      if ((takes == "one" || takes == "each") && lines.size() > 1)
        throw unsupported("one field line only");
      if (takes != "all" && lines.empty()) lines.emplace_back();
      answer[operation == "auth-info" ? "params" : operation] = parse(operation, lines);
      answer["outcome"] = "accept";
    } catch (const rejected& error) {
      answer["outcome"] = "reject";
      answer["error"] = text(error.what());
    } catch (const unsupported& error) {
      answer["outcome"] = "unsupported";
      answer["reason"] = text(error.what());
    } catch (const std::exception& error) {
      answer["outcome"] = "fault";
      answer["error"] = text(error.what());
    }
    say(answer);
  }
  return 0;
}

}  // namespace adapter

#endif
