#ifndef CONFORMANCE_INPUT_GZIP_HEADER_HPP
#define CONFORMANCE_INPUT_GZIP_HEADER_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gauntlet::input {

// Reads the header of a gzip member (RFC 1952 section 2.3) as it comes. ISA-L reads headers, too, but
// its checksum of one that comes in pieces is wrong (version 2.30).
class gzip_header {
 public:
  enum class state : std::uint8_t { open, whole, broken };

  // Begins anew.
  void reset() noexcept { *this = {}; }
  // Takes octets off the front, until the header is whole or broken.
  state take(std::string_view& octets) noexcept;
  state now() const noexcept { return state_; }
  // Whether what was taken is the start of a member at all.
  bool is_gzip() const noexcept { return is_gzip_; }

 private:
  enum class part : std::uint8_t { fixed, extra_size, extra, name, comment, checksum };

  void take(unsigned char octet) noexcept;
  void enter(part next) noexcept;
  void leave(part done) noexcept;

  state state_ = state::open;
  bool is_gzip_ = false;
  part part_ = part::fixed;
  unsigned flags_ = 0;
  std::size_t count_ = 0;  // octets of the part
  std::size_t extra_size_ = 0;
  std::uint32_t checksum_ = 0;
  unsigned stated_ = 0;
};

}  // namespace gauntlet::input

#endif
