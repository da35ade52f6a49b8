#ifndef GAUNTLET_SRC_KERNELS_X86_HPP_
#define GAUNTLET_SRC_KERNELS_X86_HPP_

#include <immintrin.h>

#include <cstring>

#include "common.hpp"
#include "fast_path.hpp"
#include "gauntlet/parse.hpp"
#include "tables.hpp"

namespace gauntlet::kernels {
namespace {

inline __m128i load_16(const char* at) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

inline __m128i load_less_than_16(const char* at, const char* last) noexcept {
  const sixteen_octets octets = words_of_less_than_16(at, last);
  return _mm_set_epi64x(static_cast<long long>(octets.high), static_cast<long long>(octets.low));
}

// The 128-bit kernels differ in how they classify 16 octets; see sixteen.inc for the rest.
inline std::uint64_t mask(__m128i octets) noexcept {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(octets));
}

namespace sse2 {
#define GAUNTLET_TARGET

// Without a shuffle: each set as ranges and single octets.
inline __m128i equal_to(__m128i octets, char octet) noexcept {
  return _mm_cmpeq_epi8(octets, _mm_set1_epi8(octet));
}
// From `first` to `last`, unsigned: moved to the bottom of the signed range, one comparison is
// left.
inline __m128i between(__m128i octets, char first, char last) noexcept {
  const __m128i moved = _mm_add_epi8(octets, _mm_set1_epi8(static_cast<char>(-128 - first)));
  return _mm_cmplt_epi8(moved, _mm_set1_epi8(static_cast<char>(last - first - 127)));
}
inline __m128i either(__m128i a, __m128i b) noexcept { return _mm_or_si128(a, b); }
inline __m128i alphanumeric(__m128i octets) noexcept {
  return either(between(either(octets, _mm_set1_epi8(0x20)), 'a', 'z'), between(octets, '0', '9'));
}

inline classes classify_16(__m128i octets) noexcept {
  __m128i tchar = either(alphanumeric(octets), between(octets, '#', '\''));
  tchar = either(tchar, _mm_andnot_si128(equal_to(octets, ','), between(octets, '*', '.')));
  tchar = either(tchar, between(octets, '^', '`'));
  tchar = either(tchar, either(equal_to(octets, '!'), equal_to(octets, '|')));
  tchar = either(tchar, equal_to(octets, '~'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(octets, _mm_set1_epi8(0x1f)), octets);
  __m128i ends = _mm_andnot_si128(equal_to(octets, '\t'), control);
  ends = either(ends, either(equal_to(octets, '"'), equal_to(octets, '\\')));
  return {mask(tchar), mask(either(ends, equal_to(octets, '\x7f')))};
}

// 0xff for the octets of the set. The two sets differ in the slash.
inline __m128i members_16(__m128i octets, const nibble_tables& set) noexcept {
  const char slash = kernels::look_up(set, '/') != 0 ? '/' : '.';
  __m128i found = either(alphanumeric(octets), between(octets, '-', '.'));
  found = either(found, either(equal_to(octets, '+'), equal_to(octets, '_')));
  return either(found, either(equal_to(octets, '~'), equal_to(octets, slash)));
}

GAUNTLET_TARGET inline std::uint64_t outside_16(const char* at, const nibble_tables& set) noexcept {
  return mask(_mm_cmpeq_epi8(members_16(load_16(at), set), _mm_setzero_si128()));
}
GAUNTLET_TARGET inline bool has_outside_64(const char* at, const nibble_tables& set) noexcept {
  const __m128i front =
      _mm_min_epu8(members_16(load_16(at), set), members_16(load_16(at + 16), set));
  const __m128i back =
      _mm_min_epu8(members_16(load_16(at + 32), set), members_16(load_16(at + 48), set));
  return mask(_mm_cmpeq_epi8(_mm_min_epu8(front, back), _mm_setzero_si128())) != 0;
}

#include "sixteen.inc"
//
#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace sse2

namespace ssse3 {
#define GAUNTLET_TARGET [[gnu::target("ssse3")]]

inline __m128i load(const nibble_table& table) noexcept {
  return _mm_load_si128(reinterpret_cast<const __m128i*>(table.entry));
}
GAUNTLET_TARGET inline __m128i members_16(__m128i octets, const nibble_tables& set) noexcept {
  const __m128i high = _mm_srli_epi16(_mm_and_si128(octets, _mm_set1_epi8('\xf0')), 4);
  return _mm_and_si128(_mm_shuffle_epi8(load(set.low), octets),
                       _mm_shuffle_epi8(load(set.high), high));
}

GAUNTLET_TARGET inline classes classify_16(__m128i octets) noexcept {
  const __m128i bits = members_16(octets, block_tables);
  const __m128i special = _mm_cmpeq_epi8(_mm_shuffle_epi8(load(special_table), octets), octets);
  return {mask(_mm_cmpgt_epi8(bits, _mm_setzero_si128())), mask(_mm_or_si128(bits, special))};
}

GAUNTLET_TARGET inline std::uint64_t outside_16(const char* at, const nibble_tables& set) noexcept {
  return mask(_mm_cmpeq_epi8(members_16(load_16(at), set), _mm_setzero_si128()));
}
GAUNTLET_TARGET inline bool has_outside_64(const char* at, const nibble_tables& set) noexcept {
  const __m128i front =
      _mm_min_epu8(members_16(load_16(at), set), members_16(load_16(at + 16), set));
  const __m128i back =
      _mm_min_epu8(members_16(load_16(at + 32), set), members_16(load_16(at + 48), set));
  return mask(_mm_cmpeq_epi8(_mm_min_epu8(front, back), _mm_setzero_si128())) != 0;
}

#include "sixteen.inc"
//
#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace ssse3

namespace avx2 {
#define GAUNTLET_TARGET [[gnu::target("avx2,bmi,bmi2")]]

GAUNTLET_TARGET inline __m256i load(const char* at) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
GAUNTLET_TARGET inline __m256i load(const nibble_table& table) noexcept {
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(table.entry));
}
GAUNTLET_TARGET inline std::uint64_t mask(__m256i octets) noexcept {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(octets));
}
GAUNTLET_TARGET inline __m256i high_nibbles(__m256i octets) noexcept {
  return _mm256_srli_epi16(_mm256_and_si256(octets, _mm256_set1_epi8('\xf0')), 4);
}
GAUNTLET_TARGET inline __m256i look_up(__m256i octets, const nibble_tables& tables) noexcept {
  return _mm256_and_si256(_mm256_shuffle_epi8(load(tables.low), octets),
                          _mm256_shuffle_epi8(load(tables.high), high_nibbles(octets)));
}

GAUNTLET_TARGET inline classes classify_32(__m256i octets) noexcept {
  const __m256i bits = look_up(octets, block_tables);
  const __m256i special =
      _mm256_cmpeq_epi8(_mm256_shuffle_epi8(load(special_table), octets), octets);
  return {mask(_mm256_cmpgt_epi8(bits, _mm256_setzero_si256())),
          mask(_mm256_or_si256(bits, special))};
}

GAUNTLET_TARGET inline classes classify_64(const char* at) noexcept {
  const classes front = classify_32(load(at)), back = classify_32(load(at + 32));
  return {front.tchar | back.tchar << 32, front.ends_qdtext | back.ends_qdtext << 32};
}

GAUNTLET_TARGET [[gnu::noinline]] two_words classify(const char* first, const char* last,
                                                     const char* at) noexcept {
  const auto rest = static_cast<std::size_t>(last - at);
  if (rest >= 64) {
    const classes all = classify_64(at);
    return block_ends(~all.tchar, all.ends_qdtext);
  }
  const std::uint64_t behind = ~std::uint64_t{0} << rest;
  classes found;
  if (last - first >= 64) {
    if (rest == 0) return block_ends(behind, behind);
    // The last 64 octets of the line, and those that were read before shifted out.
    found = classify_64(last - 64);
    found = {found.tchar >> (64 - rest), found.ends_qdtext >> (64 - rest)};
  } else if (rest >= 32) {
    const classes front = classify_32(load(at)), back = classify_32(load(last - 32));
    found = {front.tchar | back.tchar << (rest - 32),
             front.ends_qdtext | back.ends_qdtext << (rest - 32)};
  } else if (rest >= 16) {
    found = classify_32(_mm256_set_m128i(load_16(last - 16), load_16(at)));
    found = {(found.tchar & 0xffff) | (found.tchar >> 16) << (rest - 16),
             (found.ends_qdtext & 0xffff) | (found.ends_qdtext >> 16) << (rest - 16)};
  } else {
    found = classify_32(_mm256_castsi128_si256(load_less_than_16(at, last)));
  }
  return block_ends(~found.tchar | behind, found.ends_qdtext | behind);
}

GAUNTLET_TARGET inline std::uint64_t outside(__m256i found) noexcept {
  return mask(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}
GAUNTLET_TARGET inline std::uint64_t outside_16(const char* at,
                                                const nibble_tables& tables) noexcept {
  return outside(look_up(_mm256_castsi128_si256(load_16(at)), tables)) & 0xffff;
}

GAUNTLET_TARGET [[gnu::noinline]] const char* skip_long_run(const char* first, const char* last,
                                                            const char* at,
                                                            const nibble_tables& tables) noexcept {
  // Most runs are the name of an auth-param.
  if (last - at >= 32) {
    const std::uint64_t ends = outside(look_up(load(at), tables));
    if (ends != 0) return at + first_of(ends);
    // On from an aligned address, so that no load touches two cache lines.
    at += 32 - (reinterpret_cast<std::uintptr_t>(at) & 31);
  }
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
    if (ends != 0) return at + first_of(ends);
    at += 32;
  }
  while (last - at >= 16) {
    const std::uint64_t ends = outside_16(at, tables);
    if (ends != 0) return at + first_of(ends);
    at += 16;
  }
  if (last - first >= 16) {
    const auto rest = static_cast<std::size_t>(last - at);
    const std::uint64_t ends = outside_16(last - 16, tables) >> (16 - rest);
    return ends != 0 ? at + first_of(ends) : last;
  }
  while (at != last && gauntlet::kernels::look_up(tables, static_cast<unsigned char>(*at)) != 0) {
    ++at;
  }
  return at;
}

#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace avx2

namespace avx512 {
#define GAUNTLET_TARGET [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi,bmi,bmi2")]]

// One look-up in a table of 128 entries; octets from 0x80 on are told by their own highest bit. A
// load with a mask does not touch what the mask leaves out, so that the end of the line is no
// special case.
GAUNTLET_TARGET inline __m512i look_up(__m512i octets, const octet_table& table) noexcept {
  return _mm512_permutex2var_epi8(_mm512_load_si512(table.entry), octets,
                                  _mm512_load_si512(table.entry + 64));
}
GAUNTLET_TARGET inline __m512i load(const char* at, std::uint64_t which) noexcept {
  return _mm512_maskz_loadu_epi8(which, at);
}
GAUNTLET_TARGET inline std::uint64_t up_to(std::size_t size) noexcept {
  return size >= 64 ? ~std::uint64_t{0} : _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size));
}

GAUNTLET_TARGET [[gnu::noinline]] two_words classify(const char*, const char* last,
                                                     const char* at) noexcept {
  const std::uint64_t here = up_to(static_cast<std::size_t>(last - at));
  const __m512i octets = load(at, here);
  const __m512i bits = look_up(octets, block_octets);
  const std::uint64_t high = _mm512_movepi8_mask(octets);
  const std::uint64_t tchar = _mm512_test_epi8_mask(bits, _mm512_set1_epi8(octet_is_tchar));
  const std::uint64_t ends = _mm512_movepi8_mask(bits);
  return block_ends(~tchar | high | ~here, (ends & ~high) | ~here);
}

// From a nibble table to the octet table of the same set.
GAUNTLET_TARGET [[gnu::noinline]] const char* skip_long_run(const char*, const char* last,
                                                            const char* at,
                                                            const nibble_tables& set) noexcept {
  const octet_table& table = &set == &token68_tables ? outside_token68 : outside_ambiguous;
  while (last - at >= 64) {
    const __m512i octets = _mm512_loadu_si512(at);
    const std::uint64_t ends = _mm512_movepi8_mask(_mm512_or_si512(look_up(octets, table), octets));
    if (ends != 0) return at + first_of(ends);
    at += 64;
  }
  const std::uint64_t here = up_to(static_cast<std::size_t>(last - at));
  const __m512i octets = load(at, here);
  const std::uint64_t ends =
      _mm512_movepi8_mask(_mm512_or_si512(look_up(octets, table), octets)) & here;
  return ends != 0 ? at + first_of(ends) : last;
}

#include "block_scanner.inc"
#undef GAUNTLET_TARGET
}  // namespace avx512

}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_X86_HPP_
