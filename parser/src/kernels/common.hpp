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

template <typename Word>
inline std::uint64_t load_word(const char* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// The octets from `at` to `last`, fewer than 16 of them, and zeros, the first octet in the lowest
// bits of `low`. Loads of a fixed size, which overlap: no loop, no call. They are put together in
// registers, since a vector that is loaded over several stores has to wait until all are made.
struct sixteen_octets {
  std::uint64_t low = 0, high = 0;
};
inline sixteen_octets words_of_less_than_16(const char* at, const char* last) noexcept {
  const auto size = static_cast<std::size_t>(last - at);
  if (size >= 8) {
    // All but size - 8 octets of the last word are in the first. Two shifts, since their sum is 64
    // when all are.
    return {load_word<std::uint64_t>(at),
            load_word<std::uint64_t>(last - 8) >> (15 - size) * 8 >> 8};
  }
  if (size >= 4) {
    return {load_word<std::uint32_t>(at) | load_word<std::uint32_t>(last - 4) << (size - 4) * 8};
  }
  if (size == 0) return {};
  return {load_word<std::uint8_t>(at) | load_word<std::uint8_t>(at + size / 2) << size / 2 * 8 |
          load_word<std::uint8_t>(last - 1) << (size - 1) * 8};
}

}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_COMMON_HPP_
