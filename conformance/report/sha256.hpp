// SHA-256 (FIPS 180-4), for the integrity of results files: the standard tool `sha256sum` checks
// the same value.
#ifndef GAUNTLET_CONFORMANCE_REPORT_SHA256_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_SHA256_HPP_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::report {

// Hashes octets as they come.
//
//     sha256 h;
//     h.update("abc");
//     h.hex();  // "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
class sha256 {
 public:
  // O(size); no allocation.
  void update(std::string_view octets) noexcept;

  // The hash of everything so far, in lower-case hexadecimal. More octets may follow.
  [[nodiscard]] std::string hex() const;

 private:
  void compress(const unsigned char* block) noexcept;

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> block_{};
  std::uint64_t size_ = 0;
};

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_SHA256_HPP_
