#include "conformance/model/sha256.hpp"

#include <nettle/base16.h>

#include <array>
#include <cstdint>

namespace gauntlet::model {

sha256::sha256() noexcept { sha256_init(&state_); }

void sha256::update(std::string_view octets) noexcept {
  sha256_update(&state_, octets.size(), reinterpret_cast<const std::uint8_t*>(octets.data()));
}

std::string sha256::hex() const {
  sha256_ctx end = state_;  // taking the digest starts the state anew
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  sha256_digest(&end, digest.size(), digest.data());
  std::string text(BASE16_ENCODE_LENGTH(SHA256_DIGEST_SIZE), '\0');
  base16_encode_update(text.data(), digest.size(), digest.data());
  return text;
}

}  // namespace gauntlet::model
