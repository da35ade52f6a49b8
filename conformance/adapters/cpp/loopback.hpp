#ifndef GAUNTLET_ADAPTERS_LOOPBACK_HPP
#define GAUNTLET_ADAPTERS_LOOPBACK_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

// For clients that show a challenge only while they talk to a server: a thread of this process plays one
// on the loopback interface. It answers every request with the octets that it was given, and keeps the
// last request.
namespace adapter {

class loopback {
 public:
  loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener_ < 0 ||
        bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      return;
    }
    port_ = ntohs(address.sin_port);
    std::thread([this] {
      for (;;) serve();
    }).detach();
  }

  // 0 where there is no loopback interface.
  std::uint16_t port() const { return port_; }

  void answer_with(const std::string& response) {
    const std::lock_guard<std::mutex> lock(mutex_);
    response_ = response;
    request_.clear();
  }

  std::string request() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return request_;
  }

 private:
  // One connection: reads a request up to its empty line and answers it.
  void serve() {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t size = recv(connection, buffer, sizeof buffer, 0);
      if (size <= 0) break;
      request.append(buffer, static_cast<std::size_t>(size));
    }
    std::string response;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      request_ = request;
      response = response_;
    }
    for (std::size_t sent = 0; sent < response.size();) {
      const ssize_t size =
          send(connection, response.data() + sent, response.size() - sent, MSG_NOSIGNAL);
      if (size <= 0) break;
      sent += static_cast<std::size_t>(size);
    }
    close(connection);
  }

  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string response_, request_;
};

}  // namespace adapter

#endif
