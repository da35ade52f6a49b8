#ifndef GAUNTLET_SRC_KERNELS_NEON_HPP_
#define GAUNTLET_SRC_KERNELS_NEON_HPP_

#include <arm_neon.h>

#include "common.hpp"
#include "fast_path.hpp"
#include "gauntlet/parse.hpp"
#include "tables.hpp"

namespace gauntlet::kernels {
namespace {
namespace neon {
#define GAUNTLET_TARGET

inline uint8x16_t load_16(const char* at) noexcept {
  return vld1q_u8(reinterpret_cast<const std::uint8_t*>(at));
}
inline uint8x16_t load_less_than_16(const char* at, const char* last) noexcept {
  const sixteen_octets octets = words_of_less_than_16(at, last);
  return vcombine_u8(vcreate_u8(octets.low), vcreate_u8(octets.high));
}

// Bit i for octet i of a comparison's outcome.
inline std::uint64_t mask(uint8x16_t octets) noexcept {
  constexpr std::uint8_t bit_of[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vandq_u8(octets, vld1q_u8(bit_of));
  return static_cast<std::uint64_t>(vaddv_u8(vget_low_u8(bits))) |
         static_cast<std::uint64_t>(vaddv_u8(vget_high_u8(bits))) << 8;
}

// An index above 15 finds 0, as octets from 0x80 on have to.
inline uint8x16_t find(const nibble_table& table, uint8x16_t octets) noexcept {
  return vqtbl1q_u8(vld1q_u8(table.entry), vandq_u8(octets, vdupq_n_u8(0x8f)));
}
inline uint8x16_t members_16(uint8x16_t octets, const nibble_tables& set) noexcept {
  const uint8x16_t high = vqtbl1q_u8(vld1q_u8(set.high.entry), vshrq_n_u8(octets, 4));
  return vandq_u8(find(set.low, octets), high);
}

inline classes classify_16(uint8x16_t octets) noexcept {
  const uint8x16_t bits = members_16(octets, block_tables);
  const uint8x16_t control = vcgeq_u8(bits, vdupq_n_u8(control_bit));
  const uint8x16_t special = vceqq_u8(find(special_table, octets), octets);
  return {mask(vbicq_u8(vtstq_u8(bits, bits), control)), mask(vorrq_u8(control, special))};
}

inline std::uint64_t outside_16(const char* at, const nibble_tables& set) noexcept {
  return mask(vceqzq_u8(members_16(load_16(at), set)));
}
inline bool has_outside_64(const char* at, const nibble_tables& set) noexcept {
  const uint8x16_t front =
      vminq_u8(members_16(load_16(at), set), members_16(load_16(at + 16), set));
  const uint8x16_t back =
      vminq_u8(members_16(load_16(at + 32), set), members_16(load_16(at + 48), set));
  return vminvq_u8(vminq_u8(front, back)) == 0;
}

#include "sixteen.inc"
//
#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace neon
}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_NEON_HPP_
