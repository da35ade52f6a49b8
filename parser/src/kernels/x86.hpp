#ifndef GAUNTLET_SRC_KERNELS_X86_HPP_
#define GAUNTLET_SRC_KERNELS_X86_HPP_

#include <immintrin.h>

#include <bit>
#include <cstring>

#include "gauntlet/parse.hpp"
#include "tables.hpp"

namespace gauntlet::kernels {
namespace {

inline std::uint64_t unsigned_mask(int mask) noexcept { return static_cast<std::uint32_t>(mask); }

// The octets from `at` to `last`, fewer than 16 of them, and zeros.
inline __m128i load_less_than_16(const char* at, const char* last) noexcept {
  char octets[16] = {};
  const auto size = static_cast<std::size_t>(last - at);
  // Copies of a fixed size, which overlap: no loop, no call.
  if (size >= 8) {
    std::memcpy(octets, at, 8);
    std::memcpy(octets + size - 8, last - 8, 8);
  } else if (size >= 4) {
    std::memcpy(octets, at, 4);
    std::memcpy(octets + size - 4, last - 4, 4);
  } else if (size > 0) {
    octets[0] = *at;
    octets[size / 2] = at[size / 2];
    octets[size - 1] = *(last - 1);
  }
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(octets));
}

namespace avx2 {
#define GAUNTLET_TARGET [[gnu::target("avx2,bmi,bmi2")]]

GAUNTLET_TARGET inline __m256i load(const char* at) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
GAUNTLET_TARGET inline __m256i load(const nibble_table& table) noexcept {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(table.entry));
}
GAUNTLET_TARGET inline __m256i high_nibbles(__m256i octets) noexcept {
  return _mm256_srli_epi16(_mm256_and_si256(octets, _mm256_set1_epi8('\xf0')), 4);
}
GAUNTLET_TARGET inline __m256i look_up(__m256i octets, const nibble_tables& tables) noexcept {
  return _mm256_and_si256(_mm256_shuffle_epi8(load(tables.low), octets),
                          _mm256_shuffle_epi8(load(tables.high), high_nibbles(octets)));
}

GAUNTLET_TARGET inline block_ends classify(__m256i octets) noexcept {
  const __m256i bits = look_up(octets, block_tables);
  const __m256i special =
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(load(special_table), octets), octets);
  return {unsigned_mask(_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_set1_epi8(1), bits))),
          unsigned_mask(_mm256_movemask_epi8(_mm256_or_si256(bits, special)))};
}

GAUNTLET_TARGET inline block_ends classify_64(const char* at) noexcept {
  const block_ends front = classify(load(at)), back = classify(load(at + 32));
  return {front.tchar | back.tchar << 32, front.qdtext | back.qdtext << 32};
}

GAUNTLET_TARGET [[gnu::noinline]] block_ends classify(const char* first, const char* last,
                                                      const char* at) noexcept {
  const auto rest = static_cast<std::size_t>(last - at);
  if (rest >= 64) return classify_64(at);
  const std::uint64_t behind = ~std::uint64_t{0} << rest;
  const auto size = static_cast<std::size_t>(last - first);
  block_ends ends;
  if (size >= 64) {
    // The last 64 octets of the line, and those that were read before shifted out.
    ends = classify_64(last - 64);
    const std::size_t before = 64 - rest;
    if (before == 64) return {behind, behind};
    ends = {ends.tchar >> before, ends.qdtext >> before};
  } else if (size >= 32) {
    if (rest >= 32) {
      const block_ends front = classify(load(at)), back = classify(load(last - 32));
      ends = {front.tchar | back.tchar << (rest - 32), front.qdtext | back.qdtext << (rest - 32)};
    } else {
      ends = classify(load(last - 32));
      const std::size_t before = 32 - rest;
      ends = {ends.tchar >> before, ends.qdtext >> before};
    }
  } else if (rest >= 16) {
    const __m128i front = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i back = _mm_loadu_si128(reinterpret_cast<const __m128i*>(last - 16));
    const block_ends both = classify(_mm256_set_m128i(back, front));
    const std::size_t offset = rest - 16;
    ends = {(both.tchar & 0xffff) | (both.tchar >> 16) << offset,
            (both.qdtext & 0xffff) | (both.qdtext >> 16) << offset};
  } else {
    ends = classify(_mm256_castsi128_si256(load_less_than_16(at, last)));
  }
  return {ends.tchar | behind, ends.qdtext | behind};
}

GAUNTLET_TARGET inline std::uint64_t outside(__m256i found) noexcept {
  return unsigned_mask(_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256())));
}
GAUNTLET_TARGET inline std::uint64_t outside_16(const char* at,
                                                const nibble_tables& tables) noexcept {
  const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return outside(look_up(_mm256_castsi128_si256(octets), tables)) & 0xffff;
}

GAUNTLET_TARGET inline const char* skip_long_run(const char* first, const char* last,
                                                 const char* at,
                                                 const nibble_tables& tables) noexcept {
  while (last - at >= 128) {
    const __m256i a = look_up(load(at), tables);
    const __m256i b = look_up(load(at + 32), tables);
    const __m256i c = look_up(load(at + 64), tables);
    const __m256i d = look_up(load(at + 96), tables);
    const __m256i all = _mm256_min_epu8(_mm256_min_epu8(a, b), _mm256_min_epu8(c, d));
    if (outside(all) != 0) break;
    at += 128;
  }
  while (last - at >= 32) {
    const std::uint64_t ends = outside(look_up(load(at), tables));
    if (ends != 0) return at + std::countr_zero(ends);
    at += 32;
  }
  while (last - at >= 16) {
    const std::uint64_t ends = outside_16(at, tables);
    if (ends != 0) return at + std::countr_zero(ends);
    at += 16;
  }
  if (last - first >= 16) {
    const auto rest = static_cast<std::size_t>(last - at);
    const std::uint64_t ends = outside_16(last - 16, tables) >> (16 - rest);
    return ends != 0 ? at + std::countr_zero(ends) : last;
  }
  while (at != last && gauntlet::kernels::look_up(tables, static_cast<unsigned char>(*at)) != 0) {
    ++at;
  }
  return at;
}

#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace avx2

}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_X86_HPP_
