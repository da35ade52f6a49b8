#include "conformance/model/case_facts.hpp"

#include <array>

#include "conformance/model/enum_names.hpp"

namespace gauntlet::model {
namespace {

constexpr std::array<std::string_view, requirement_level_count> level_names = {
    "must", "should", "may", "prose", "note"};

}  // namespace

std::string_view to_string(requirement_level level) noexcept {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<requirement_level> requirement_level_from_string(std::string_view name) noexcept {
  return from_name<requirement_level>(level_names, name);
}

}  // namespace gauntlet::model
