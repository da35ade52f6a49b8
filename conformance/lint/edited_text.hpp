#ifndef CONFORMANCE_LINT_EDITED_TEXT_HPP
#define CONFORMANCE_LINT_EDITED_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/schemes/reading.hpp"

namespace gauntlet::lint {

// Octets [at.begin, at.end) become `with`.
struct edit {
  schemes::span at{};
  std::string with{};
};

// A value that is being corrected, and where each of its octets came from.
class edited_text {
 public:
  explicit edited_text(std::string_view text);

  const std::string& text() const noexcept { return text_; }
  // The place in the text as it was; of an octet that was put in, the place where that happened.
  std::size_t origin(std::size_t at) const noexcept { return origins_[at]; }
  schemes::span origin(schemes::span at) const noexcept;
  // Applies edits of the text as it is now. Of two that overlap the second is left out. Returns
  // whether anything changed. O(n log n).
  bool apply(std::vector<edit> edits);

 private:
  std::string text_;
  std::vector<std::size_t> origins_;  // one more than octets: that of the end
};

}  // namespace gauntlet::lint

#endif
