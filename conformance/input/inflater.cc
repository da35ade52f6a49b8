#include "conformance/input/inflater.hpp"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstring>

namespace gauntlet::input {
namespace {

// ID1, ID2 and the only compression method that there is.
constexpr std::string_view member_start = "\x1F\x8B\x08";

}  // namespace

bool is_gzip(std::string_view first_octets) noexcept {
  return first_octets.starts_with(member_start.substr(0, 2));
}

struct inflater::decoder {
  inflate_state state;
};

inflater::inflater(std::size_t block)
    : decoder_(std::make_unique<decoder>()), block_size_(std::max<std::size_t>(1, block)) {
  isal_inflate_init(&decoder_->state);
}

inflater::~inflater() = default;

// The next block. Blocks begin at multiples of their size, whatever the pieces: what the decoder
// makes of a broken member could depend on them.
bool inflater::fill() {
  if (is_held_) held_.clear();
  is_held_ = false;
  whole_block_ = {};
  has_rewound_ = false;
  if (held_.empty() && pending_.size() >= block_size_) {
    whole_block_ = pending_.substr(0, block_size_);
    pending_.remove_prefix(block_size_);
  } else {
    const std::string_view more = pending_.substr(0, block_size_ - held_.size());
    held_.insert(held_.end(), more.begin(), more.end());
    pending_.remove_prefix(more.size());
    if (held_.size() == block_size_ || is_finished_) {
      whole_block_ = {held_.data(), held_.size()};
      is_held_ = true;
    }
  }
  block_ = whole_block_;
  end_at_ += block_.size();
  return !block_.empty();
}

std::optional<inflater::piece> inflater::next(char* to, std::size_t room) {
  for (;;) {
    if (!failure_.empty()) {
      if (const std::optional<piece> fault = fail(failure_)) return fault;
    }
    // The decoder may hold octets that had no room.
    if (state_ == state::data) {
      if (const std::optional<piece> found = inflate(to, room)) return found;
      if (state_ != state::data || !failure_.empty()) continue;
    }
    if (block_.empty() && !fill()) {
      if (!is_finished_ || state_ == state::between || state_ == state::searching)
        return std::nullopt;
      failure_ = "a gzip member that ends too early";
      continue;
    }
    switch (state_) {
      case state::between:
        // Zeros fill the last block of a tape.
        block_.remove_prefix(std::min(block_.find_first_not_of('\0'), block_.size()));
        if (!block_.empty()) begin_member(at());
        break;
      case state::header:
        read_header();
        break;
      case state::data:
        break;
      case state::searching:
        search();
        break;
    }
  }
}

void inflater::begin_member(std::uint64_t at) {
  header_.reset();
  member_at_ = at;
  has_output_ = false;
  state_ = state::header;
}

void inflater::read_header() {
  const gzip_header::state now = header_.take(block_);
  if (now == gzip_header::state::whole) {
    isal_inflate_reset(&decoder_->state);
    // The checksum and the length after the data are checked.
    decoder_->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
    state_ = state::data;
  } else if (now == gzip_header::state::broken) {
    failure_ =
        header_.is_gzip() ? "a gzip member with a broken header" : "no gzip member begins here";
  }
}

std::optional<inflater::piece> inflater::inflate(char* to, std::size_t room) {
  inflate_state& decoding = decoder_->state;
  // The library takes what it reads from for writable, and does not write to it.
  decoding.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(block_.data()));
  decoding.avail_in = static_cast<std::uint32_t>(block_.size());
  decoding.next_out = reinterpret_cast<std::uint8_t*>(to);
  decoding.avail_out = static_cast<std::uint32_t>(std::min<std::size_t>(room, 1U << 30U));
  const std::uint32_t room_before = decoding.avail_out;
  const int result = isal_inflate(&decoding);
  const bool is_done = result >= 0 && decoding.block_state == ISAL_BLOCK_FINISH;
  // It reads ahead up to eight octets and gives them back at the end of a member: more than it was
  // offered, if it had read them before.
  const std::size_t most = std::min(whole_block_.size(), block_.size() + (is_done ? 8 : 0));
  const std::size_t left = std::min<std::size_t>(decoding.avail_in, most);
  block_ = whole_block_.substr(whole_block_.size() - left);
  const std::size_t written = room_before - decoding.avail_out;
  has_output_ |= written > 0;
  if (result < 0) {
    failure_ = result == ISAL_INCORRECT_CHECKSUM ? "a gzip member with a wrong checksum or length"
                                                 : "a gzip member that is broken";
  } else if (is_done) {
    state_ = state::between;
    is_again_ = false;
  }
  if (written == 0) return std::nullopt;
  return piece{.size = written};
}

std::optional<inflater::piece> inflater::fail(std::string_view why) {
  failure_ = {};
  state_ = state::searching;
  matched_ = 0;
  // The next member may begin in what was taken for a part of this one; but no octet is searched
  // more than twice.
  if (!has_rewound_) {
    has_rewound_ = true;
    const std::uint64_t begin = end_at_ - whole_block_.size();
    const std::uint64_t from = std::max(begin, member_at_ + member_start.size());
    if (from < at()) block_ = whole_block_.substr(static_cast<std::size_t>(from - begin));
  }
  // What looked like a member's start after a broken one, and nothing came of it, was none; and the
  // fault before it is told already.
  if (is_again_ && !has_output_) return std::nullopt;
  return piece{.member = member_at_, .fault = why};
}

void inflater::search() {
  while (!block_.empty()) {
    const char octet = block_.front();
    if (octet == member_start[matched_]) {
      ++matched_;
    } else {
      matched_ = octet == member_start[0] ? 1 : 0;
    }
    block_.remove_prefix(1);
    if (matched_ == member_start.size()) {
      begin_member(at() - member_start.size());
      std::string_view start = member_start;
      header_.take(start);
      is_again_ = true;
      return;
    }
    if (matched_ == 0) block_.remove_prefix(std::min(block_.find(member_start[0]), block_.size()));
  }
}

}  // namespace gauntlet::input
