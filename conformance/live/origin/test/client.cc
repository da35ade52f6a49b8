#include "conformance/live/origin/test/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

namespace gauntlet::origin {

client::client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

client::~client() {
  tls_.reset();
  if (socket_ >= 0) ::close(socket_);
}

bool client::start_tls(const std::string& pem, const char* name) {
  context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  BIO* const from = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* const trusted = PEM_read_bio_X509(from, nullptr, nullptr, nullptr);
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), trusted);
  X509_free(trusted);
  BIO_free(from);
  tls_.reset(SSL_new(context_.get()));
  SSL_set1_host(tls_.get(), name);
  SSL_set_fd(tls_.get(), socket_);
  return SSL_connect(tls_.get()) == 1;
}

bool client::send(std::string_view octets) {
  while (!octets.empty()) {
    const long sent = tls_ ? SSL_write(tls_.get(), octets.data(), static_cast<int>(octets.size()))
                           : ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

long client::read_some(char* to, std::size_t size) {
  return tls_ ? SSL_read(tls_.get(), to, static_cast<int>(size)) : ::recv(socket_, to, size, 0);
}

std::string client::read_to(std::string_view last) {
  std::string got;
  std::array<char, 65536> buffer{};
  while (last.empty() || got.size() < last.size() ||
         std::string_view(got).substr(got.size() - last.size()) != last) {
    const long size = read_some(buffer.data(), buffer.size());
    if (size <= 0) break;
    got.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return got;
}

void client::end_sending() { ::shutdown(socket_, SHUT_WR); }

}  // namespace gauntlet::origin
