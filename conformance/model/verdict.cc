#include "conformance/model/verdict.hpp"

#include "conformance/model/enum_names.hpp"

namespace gauntlet::model {
namespace {

constexpr std::array<std::string_view, verdict_count> verdict_names = {
    "unsafe",         "crash",        "hang",        "resource-limit", "superlinear",
    "protocol-error", "wrong-result", "over-strict", "flaky",          "lenient",
    "alternative",    "pass",         "unsupported", "not-observable", "not-run"};

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

std::uint64_t verdict_counts::non_conforming() const {
  std::uint64_t sum = 0;
  for (const verdict v : all_verdicts) sum += is_non_conforming(v) ? (*this)[v] : 0;
  return sum;
}

std::uint64_t verdict_counts::conforming() const {
  std::uint64_t sum = 0;
  for (const verdict v : all_verdicts) sum += is_conforming(v) ? (*this)[v] : 0;
  return sum;
}

}  // namespace gauntlet::model
