#include "conformance/lint/readers/lines.hpp"

#include <algorithm>
#include <cstring>

namespace gauntlet::lint::readers {

std::optional<line> lines::take(std::string_view octets, bool is_end, bool has_lf) {
  line found{
      .octets = octets, .place = place_, .is_start = is_start_, .is_end = is_end, .has_lf = has_lf};
  place_.offset += octets.size() + (has_lf ? 1 : 0);
  if (place_.line != 0 && has_lf) ++place_.line;
  if (found.place.offset == 0 && octets.starts_with("\xEF\xBB\xBF")) {
    found.octets.remove_prefix(3);
    found.place.offset = 3;
  }
  is_start_ = is_end;
  return found;
}

std::optional<line> lines::next() {
  if (is_returned_) {
    held_.clear();
    is_returned_ = false;
  }
  if (to_skip_ > 0) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(to_skip_, pending_.size()));
    const std::string_view skipped = pending_.substr(0, size);
    pending_.remove_prefix(size);
    to_skip_ -= size;
    place_.offset += size;
    if (place_.line != 0)
      place_.line += static_cast<std::uint64_t>(std::count(skipped.begin(), skipped.end(), '\n'));
  }
  if (pending_.empty()) return std::nullopt;
  const std::size_t room = max_line_ - held_.size();
  const std::size_t seen = std::min(room + 1, pending_.size());
  const void* const lf = std::memchr(pending_.data(), '\n', seen);
  if (lf == nullptr && seen <= room) {
    held_.append(pending_);
    pending_ = {};
    return std::nullopt;
  }
  const std::size_t size =
      lf == nullptr ? room
                    : static_cast<std::size_t>(static_cast<const char*>(lf) - pending_.data());
  std::string_view octets = pending_.substr(0, size);
  pending_.remove_prefix(size + (lf == nullptr ? 0 : 1));
  if (!held_.empty()) {
    held_.append(octets);
    octets = held_;
    is_returned_ = true;
  }
  return take(octets, lf != nullptr, lf != nullptr);
}

std::optional<line> lines::last() {
  if (is_returned_) held_.clear();
  if (held_.empty()) return std::nullopt;
  is_returned_ = true;
  return take(held_, true, false);
}

}  // namespace gauntlet::lint::readers
