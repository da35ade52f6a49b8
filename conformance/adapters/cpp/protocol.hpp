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

// C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the
// one of the line if it does, else the usual one, so that a library that reads another pair than was
// sent cannot hide it.
inline json basic_credentials(const std::string& user, const std::string& password,
                              const std::string& line) {
  static const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string pair = user + ":" + password;
  std::string usual;
  for (std::size_t i = 0; i < pair.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < pair.size() ? static_cast<unsigned char>(pair[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      usual += i + k <= pair.size() ? alphabet[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  const std::size_t begin = line.find_first_not_of(" \t", line.find_first_of(" \t"));
  const std::size_t end = line.find_last_not_of(" \t");
  const std::string sent = begin == std::string::npos ? "" : line.substr(begin, end + 1 - begin);
  std::string decoded;
  unsigned group = 0;
  std::size_t digits = 0;
  const std::size_t size = std::min(sent.size(), sent.find_last_not_of('=') + 1);
  for (; digits < size; ++digits) {
    const std::size_t digit = alphabet.find(sent[digits]);
    if (digit == std::string::npos) break;
    group = group << 6 | static_cast<unsigned>(digit);
    if (digits % 4 != 0) decoded += static_cast<char>(group >> (6 - digits % 4 * 2) & 0xFF);
  }
  json result = challenge("Basic", json::array());
  result["token68"] = text(digits == size && decoded == pair ? sent : usual);
  return result;
}

// The octets of a message with these field lines.
inline std::string message(const std::string& start, const std::string& name,
                           const std::vector<std::string>& lines) {
  std::string out = start + "\r\n";
  for (const std::string& line : lines) out += name + ": " + line + "\r\n";
  return out + "\r\n";
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

// Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
inline int missing(const std::string& reason) {
  std::string line;
  std::getline(std::cin, line);
  say({{"protocol", 1}, {"error", reason}});
  return 3;
}

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
