#ifndef CONFORMANCE_MODEL_ENUM_NAMES_HPP
#define CONFORMANCE_MODEL_ENUM_NAMES_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gauntlet::model {

// The enumerator whose name stands at its place in `names`; nothing for any other string.
template <class Enum, std::size_t size>
std::optional<Enum> from_name(const std::array<std::string_view, size>& names,
                              std::string_view name) noexcept {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace gauntlet::model

#endif
