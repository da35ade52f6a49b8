#include "conformance/model/case_facts.hpp"

#include <algorithm>
#include <array>

namespace gauntlet::model {
namespace {

constexpr std::array<std::string_view, requirement_level_count> level_names = {
    "must", "should", "may", "prose", "note"};

}  // namespace

std::string_view to_string(requirement_level level) noexcept {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<requirement_level> requirement_level_from_string(std::string_view name) noexcept {
  const auto* const found = std::find(level_names.begin(), level_names.end(), name);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<requirement_level>(found - level_names.begin());
}

}  // namespace gauntlet::model
