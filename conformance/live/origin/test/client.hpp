#ifndef CONFORMANCE_LIVE_ORIGIN_TEST_CLIENT_HPP
#define CONFORMANCE_LIVE_ORIGIN_TEST_CLIENT_HPP

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gauntlet::origin {

// A client of few words: a blocking socket on loopback, with TLS where it is asked for. What does
// not come within ten seconds does not come.
class client {
 public:
  explicit client(std::uint16_t port);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  // From here on with TLS, trusting `pem`, for the host `name`.
  bool start_tls(const std::string& pem, const char* name);

  // Writes what it can; false: not all of it.
  bool send(std::string_view octets);
  // Reads until what came ends in `last`, or the connection does.
  std::string read_to(std::string_view last);
  std::string read_to_end() { return read_to(std::string_view()); }
  // Ends the sending side.
  void end_sending();
  int descriptor() const { return socket_; }

 private:
  long read_some(char* to, std::size_t size);

  int socket_ = -1;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
};

}  // namespace gauntlet::origin

#endif
