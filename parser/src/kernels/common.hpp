// What the kernels of all processors share.
#ifndef GAUNTLET_SRC_KERNELS_COMMON_HPP_
#define GAUNTLET_SRC_KERNELS_COMMON_HPP_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gauntlet/parse.hpp"
#include "tables.hpp"

namespace gauntlet::kernels {
namespace {

// Unsigned, which spares an extension of the sign.
inline std::size_t first_of(std::uint64_t ends) noexcept {
  return static_cast<unsigned>(std::countr_zero(ends));
}

// Bit i for octet i: whether it is a tchar, and whether it ends a run of qdtext.
struct classes {
  std::uint64_t tchar, ends_qdtext;
};

// The octets from `at` to `last`, fewer than 16 of them, and zeros.
struct alignas(16) sixteen_octets {
  char octet[16] = {};
};
inline sixteen_octets copy_less_than_16(const char* at, const char* last) noexcept {
  sixteen_octets octets;
  const auto size = static_cast<std::size_t>(last - at);
  // Copies of a fixed size, which overlap: no loop, no call.
  if (size >= 8) {
    std::memcpy(octets.octet, at, 8);
    std::memcpy(octets.octet + size - 8, last - 8, 8);
  } else if (size >= 4) {
    std::memcpy(octets.octet, at, 4);
    std::memcpy(octets.octet + size - 4, last - 4, 4);
  } else if (size > 0) {
    octets.octet[0] = *at;
    octets.octet[size / 2] = at[size / 2];
    octets.octet[size - 1] = *(last - 1);
  }
  return octets;
}

}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_COMMON_HPP_
