#ifndef GAUNTLET_ADAPTERS_USERS_PROTOCOL_HPP
#define GAUNTLET_ADAPTERS_USERS_PROTOCOL_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "nlohmann/json.hpp"

// What the programs in C++ share: the probes are fetched, or served, and what the library shows is printed.
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

// The same, with a process for each probe: for libraries that crash, or hang, over one of them.
inline int client_apart(
    const json& sees,
    const std::function<json(const std::string&, int, const std::string&)>& fetch) {
  const std::string url = std::getenv("USERS_URL");
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  std::cout << sees.dump() << std::endl;
  for (int number = 0; number < std::stoi(std::getenv("USERS_COUNT")); ++number) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(3);
      const json seen = fetch("127.0.0.1", port, "/" + std::to_string(number));
      std::cout << seen.dump() << std::endl;
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0)
      std::cout << json{{"fault", "status " + std::to_string(status)}}.dump() << std::endl;
  }
  return 0;
}

inline std::string receive_head(int connection) {
  std::string head;
  char buffer[4096];
  while (head.find("\r\n\r\n") == std::string::npos) {
    const ssize_t size = recv(connection, buffer, sizeof buffer, 0);
    if (size <= 0) break;
    head.append(buffer, static_cast<std::size_t>(size));
  }
  return head;
}

// For libraries that do not receive themselves: `read` gets the octets of a request as they came.
inline int server(json sees, const std::function<json(const std::string&)>& read) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 16) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return 1;
  }
  sees["port"] = ntohs(address.sin_port);
  std::cout << sees.dump() << std::endl;
  for (;;) {
    const int connection = accept(listener, nullptr, nullptr);
    json seen;
    try {
      seen = read(receive_head(connection));
    } catch (const std::exception& error) {
      seen = {{"fault", text(error.what())}};
    }
    const std::string answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + seen.dump();
    send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
    close(connection);
  }
}

// And the octets of a response to such a client.
inline std::string receive_response(const std::string& host, int port, const std::string& path) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  std::string head;
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    send(connection, request.data(), request.size(), MSG_NOSIGNAL);
    head = receive_head(connection);
  }
  close(connection);
  return head;
}

}  // namespace users

#endif
