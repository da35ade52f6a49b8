#include "conformance/input/gzip_header.hpp"

#include <isa-l/crc.h>

namespace gauntlet::input {
namespace {

constexpr unsigned has_checksum = 2;
constexpr unsigned has_extra = 4;
constexpr unsigned has_name = 8;
constexpr unsigned has_comment = 16;
constexpr unsigned reserved = 0xE0;

}  // namespace

gzip_header::state gzip_header::take(std::string_view& octets) noexcept {
  while (state_ == state::open && !octets.empty()) {
    take(static_cast<unsigned char>(octets.front()));
    octets.remove_prefix(1);
  }
  return state_;
}

void gzip_header::take(unsigned char octet) noexcept {
  if (part_ != part::checksum) checksum_ = crc32_gzip_refl(checksum_, &octet, 1);
  const std::size_t at = count_++;
  switch (part_) {
    case part::fixed:
      if ((at == 0 && octet != 0x1F) || (at == 1 && octet != 0x8B) || (at == 2 && octet != 8) ||
          (at == 3 && (octet & reserved) != 0)) {
        state_ = state::broken;
      } else {
        is_gzip_ |= at == 2;
        if (at == 3) flags_ = octet;
        if (at == 9) leave(part::fixed);
      }
      break;
    case part::extra_size:
      extra_size_ += at == 0 ? octet : octet * 256U;
      if (at == 1) enter(part::extra);
      if (at == 1 && extra_size_ == 0) leave(part::extra);
      break;
    case part::extra:
      if (count_ == extra_size_) leave(part::extra);
      break;
    case part::name:
    case part::comment:
      if (octet == 0) leave(part_);
      break;
    case part::checksum:
      stated_ += at == 0 ? octet : octet * 256U;
      if (at == 1) state_ = stated_ == (checksum_ & 0xFFFFU) ? state::whole : state::broken;
      break;
  }
}

void gzip_header::enter(part next) noexcept {
  part_ = next;
  count_ = 0;
}

// To the part that comes after `done`, of those that the flags name.
void gzip_header::leave(part done) noexcept {
  if (done < part::extra_size && (flags_ & has_extra) != 0) return enter(part::extra_size);
  if (done < part::name && (flags_ & has_name) != 0) return enter(part::name);
  if (done < part::comment && (flags_ & has_comment) != 0) return enter(part::comment);
  if ((flags_ & has_checksum) != 0) return enter(part::checksum);
  state_ = state::whole;
}

}  // namespace gauntlet::input
