#ifndef CONFORMANCE_SCAN_LINE_ENDS_HPP
#define CONFORMANCE_SCAN_LINE_ENDS_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gauntlet::scan {

// The LFs in [first, last), one after the other. Many are found in one go and kept: lines are so
// short that a search for each takes longer to begin and to end than to search, and where it ends
// no processor can guess.
class line_ends {
 public:
  line_ends(const char* first, const char* last) noexcept : searched_(first), last_(last) {}

  // The next one; `last` when there is none. Amortised O(octets).
  const char* next() noexcept {
    if (next_ == size_ && !fill()) return last_;
    return found_[next_++];
  }

 private:
  static constexpr std::size_t block = 64;

  std::size_t left() const noexcept { return static_cast<std::size_t>(last_ - searched_); }

  bool fill() noexcept {
    next_ = size_ = 0;
#if defined(__SSE2__)
    for (; size_ + block <= found_.size() && left() >= block; searched_ += block) {
      std::uint64_t lfs = lfs_in_block();
      // Two without a question about how many there are, which no processor could guess.
      put_lowest(lfs);
      put_lowest(lfs);
      while (lfs != 0) [[unlikely]] put_lowest(lfs);
    }
    if (size_ != 0) return true;
#endif
    // The last octets, and other processors.
    const void* const lf = left() == 0 ? nullptr : std::memchr(searched_, '\n', left());
    if (lf == nullptr) return false;
    found_[size_++] = static_cast<const char*>(lf);
    searched_ = found_[0] + 1;
    return true;
  }

#if defined(__SSE2__)
  // Bit i for octet i of the block.
  std::uint64_t lfs_in_block() const noexcept {
    return lfs_in_16(0) | lfs_in_16(16) | lfs_in_16(32) | lfs_in_16(48);
  }
  std::uint64_t lfs_in_16(unsigned at) const noexcept {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(searched_ + at));
    const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(octets, _mm_set1_epi8('\n')));
    return std::uint64_t{static_cast<unsigned>(found)} << at;
  }

  // Writes a place even if there is none, which the next one replaces: without a branch.
  void put_lowest(std::uint64_t& lfs) noexcept {
    found_[size_] = searched_ + (std::countr_zero(lfs) & 63);
    size_ += lfs != 0;
    lfs &= lfs - 1;
  }
#endif

  const char* searched_;  // all before it is found
  const char* last_;
  std::size_t next_ = 0;
  std::size_t size_ = 0;
  std::array<const char*, 128> found_;
};

}  // namespace gauntlet::scan

#endif
