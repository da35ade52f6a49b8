#include <cstdint>
#include <cstring>

#include "bench/anchors/anchors.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gauntlet::bench {
namespace {

struct octet_table {
  bool is_text[256];
};
constexpr octet_table make_table() {
  octet_table table{};
  for (int octet = 0; octet < 256; ++octet) {
    table.is_text[octet] = octet == '\t' || (octet >= 0x20 && octet != 0x7f);
  }
  return table;
}
alignas(64) constexpr octet_table table = make_table();

bool is_text(char octet) { return table.is_text[static_cast<unsigned char>(octet)]; }

}  // namespace

std::size_t naive(const char* first, std::size_t size) {
  const char* at = first;
  const char* const last = first + size;
  while (at != last && is_text(*at)) ++at;
  return static_cast<std::size_t>(at - first);
}

std::size_t table4(const char* first, std::size_t size) {
  const char* at = first;
  const char* const last = first + size;
  for (; last - at >= 4; at += 4) {
    if (!is_text(at[0])) return static_cast<std::size_t>(at - first);
    if (!is_text(at[1])) return static_cast<std::size_t>(at - first) + 1;
    if (!is_text(at[2])) return static_cast<std::size_t>(at - first) + 2;
    if (!is_text(at[3])) return static_cast<std::size_t>(at - first) + 3;
  }
  while (at != last && is_text(*at)) ++at;
  return static_cast<std::size_t>(at - first);
}

std::size_t absent_octet(const char* first, std::size_t size) {
  const void* const found = std::memchr(first, '\x01', size);
  return found == nullptr ? size
                          : static_cast<std::size_t>(static_cast<const char*>(found) - first);
}

std::size_t line_scan(const char* first, std::size_t size) {
  const auto ends_line = [](char octet) {
    return (static_cast<unsigned char>(octet) < 0x20 && octet != '\t') || octet == '\x7f';
  };
  const char* at = first;
  const char* const last = first + size;
  for (; last - at >= 8; at += 8) {
    for (int i = 0; i < 8; ++i) {
      if (ends_line(at[i])) [[unlikely]]
        return static_cast<std::size_t>(at + i - first);
    }
  }
  while (at != last && !ends_line(*at)) ++at;
  return static_cast<std::size_t>(at - first);
}

#if defined(__x86_64__)
bool has_line_scan_sse42() { return __builtin_cpu_supports("sse4.2"); }

[[gnu::target("sse4.2")]] std::size_t line_scan_sse42(const char* first, std::size_t size) {
  alignas(16) static constexpr char ranges[16] = {'\x00', '\x08', '\x0a', '\x1f', '\x7f', '\x7f'};
  const __m128i ends = _mm_load_si128(reinterpret_cast<const __m128i*>(ranges));
  const char* at = first;
  const char* const last = first + size;
  for (; last - at >= 16; at += 16) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const int found = _mm_cmpestri(ends, 6, octets, 16,
                                   _SIDD_LEAST_SIGNIFICANT | _SIDD_CMP_RANGES | _SIDD_UBYTE_OPS);
    if (found != 16) return static_cast<std::size_t>(at - first) + static_cast<unsigned>(found);
  }
  return static_cast<std::size_t>(at - first) + line_scan(at, static_cast<std::size_t>(last - at));
}
#else
bool has_line_scan_sse42() { return false; }
std::size_t line_scan_sse42(const char* first, std::size_t size) { return line_scan(first, size); }
#endif

}  // namespace gauntlet::bench
