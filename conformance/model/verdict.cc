#include "conformance/model/verdict.hpp"

#include "conformance/model/enum_names.hpp"

namespace gauntlet::model {
namespace {

constexpr std::array<std::string_view, verdict_count> verdict_names = {
    "hang",         "crash",       "resource-limit", "protocol-error", "smuggled",
    "wrong-result", "over-strict", "control-octet",  "lenient",        "alternative",
    "pass",         "unsupported", "not-observable", "flaky",          "not-run"};

}  // namespace

std::string_view to_string(verdict v) noexcept {
  return verdict_names[static_cast<std::size_t>(v)];
}
std::optional<verdict> verdict_from_string(std::string_view name) noexcept {
  return from_name<verdict>(verdict_names, name);
}

std::uint64_t verdict_counts::total() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts_) sum += n;
  return sum;
}

}  // namespace gauntlet::model
