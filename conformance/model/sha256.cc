#include "conformance/model/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace gauntlet::model {

struct sha256::state {
  EVP_MD_CTX* of = EVP_MD_CTX_new();
  state() = default;
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() { EVP_MD_CTX_free(of); }
};

sha256::sha256() : state_(std::make_unique<state>()) {
  // Every provider of OpenSSL has SHA-256: only memory can be missing.
  if (EVP_DigestInit_ex(state_->of, EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
}
sha256::~sha256() = default;
sha256::sha256(sha256&&) noexcept = default;
sha256& sha256::operator=(sha256&&) noexcept = default;

void sha256::update(std::string_view octets) noexcept {
  EVP_DigestUpdate(state_->of, octets.data(), octets.size());
}

std::string sha256::hex() const {
  const state end;  // taking the digest ends a state
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_MD_CTX_copy_ex(end.of, state_->of) != 1) throw std::bad_alloc();
  EVP_DigestFinal_ex(end.of, digest.data(), &size);
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text.push_back(digits[digest[i] >> 4]);
    text.push_back(digits[digest[i] & 0xF]);
  }
  return text;
}

}  // namespace gauntlet::model
