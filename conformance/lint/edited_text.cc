#include "conformance/lint/edited_text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gauntlet::lint {

edited_text::edited_text(std::string_view text) : text_(text), origins_(text.size() + 1) {
  std::iota(origins_.begin(), origins_.end(), std::size_t{0});
}

schemes::span edited_text::origin(schemes::span at) const noexcept {
  const std::size_t begin = origin(std::min(at.begin, text_.size()));
  const std::size_t end = origin(std::min(at.end, text_.size()));
  return {begin, std::max(begin, end)};
}

bool edited_text::apply(std::vector<edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const edit& a, const edit& b) {
    return a.at.begin != b.at.begin ? a.at.begin < b.at.begin : a.at.end < b.at.end;
  });
  std::string made;
  std::vector<std::size_t> origins;
  made.reserve(text_.size());
  origins.reserve(origins_.size());
  std::size_t done = 0;
  const auto keep_until = [&](std::size_t end) {
    made.append(text_, done, end - done);
    origins.insert(origins.end(), origins_.begin() + static_cast<std::ptrdiff_t>(done),
                   origins_.begin() + static_cast<std::ptrdiff_t>(end));
    done = end;
  };
  for (const edit& one : edits) {
    if (one.at.begin < done || one.at.end > text_.size()) continue;
    keep_until(one.at.begin);
    made.append(one.with);
    origins.insert(origins.end(), one.with.size(), origins_[one.at.begin]);
    done = one.at.end;
  }
  keep_until(text_.size());
  origins.push_back(origins_.back());
  const bool is_changed = made != text_;
  text_ = std::move(made);
  origins_ = std::move(origins);
  return is_changed;
}

}  // namespace gauntlet::lint
