// What an answer to a case is worth, and how many answers were worth what.
#ifndef CONFORMANCE_MODEL_VERDICT_HPP
#define CONFORMANCE_MODEL_VERDICT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::model {

// The verdict on one case. The enumerators stand in the order in which people want to hear of them:
// what is dangerous first, then what does not conform, then what is allowed, then what could not be
// judged.
enum class verdict : std::uint8_t {
  unsafe,
  crash,
  hang,
  resource_limit,
  superlinear,
  protocol_error,
  wrong_result,
  over_strict,
  flaky,
  lenient,
  alternative,
  pass,
  unsupported,
  not_observable,
  not_run,
};
inline constexpr std::size_t verdict_count = 15;

// All verdicts, in the order of the enumeration.
inline constexpr std::array<verdict, verdict_count> all_verdicts = {
    verdict::unsafe,      verdict::crash,          verdict::hang,         verdict::resource_limit,
    verdict::superlinear, verdict::protocol_error, verdict::wrong_result, verdict::over_strict,
    verdict::flaky,       verdict::lenient,        verdict::alternative,  verdict::pass,
    verdict::unsupported, verdict::not_observable, verdict::not_run};

// The verdict's name as files and people write it: "wrong-result". Stable for ever.
[[nodiscard]] std::string_view to_string(verdict v) noexcept;

// The inverse of to_string. Nothing for any other string.
[[nodiscard]] std::optional<verdict> verdict_from_string(std::string_view name) noexcept;

// Whether the verdict says that the implementation breaks a requirement.
[[nodiscard]] constexpr bool is_non_conforming(verdict v) noexcept {
  return v <= verdict::over_strict;
}

// Whether the verdict says that the implementation was seen to do something permitted.
[[nodiscard]] constexpr bool is_conforming(verdict v) noexcept {
  return v == verdict::pass || v == verdict::lenient || v == verdict::alternative;
}

// Whether the case says anything about the implementation: it was asked, and its answer could be
// judged.
[[nodiscard]] constexpr bool is_judged(verdict v) noexcept {
  return is_non_conforming(v) || is_conforming(v);
}

// How many rows have which verdict.
class verdict_counts {
 public:
  std::uint64_t& operator[](verdict v) { return counts_[static_cast<std::size_t>(v)]; }
  std::uint64_t operator[](verdict v) const { return counts_[static_cast<std::size_t>(v)]; }
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::uint64_t non_conforming() const;
  [[nodiscard]] std::uint64_t conforming() const;
  [[nodiscard]] std::uint64_t judged() const { return non_conforming() + conforming(); }
  friend bool operator==(const verdict_counts&, const verdict_counts&) = default;

 private:
  std::array<std::uint64_t, verdict_count> counts_{};
};

}  // namespace gauntlet::model

#endif
