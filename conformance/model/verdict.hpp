// What an answer to a case is worth, and how many answers were worth what.
#ifndef CONFORMANCE_MODEL_VERDICT_HPP
#define CONFORMANCE_MODEL_VERDICT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::model {

// The verdict on one case (PROTOCOL.md, section 5.1), the worst first: what fails, what does not
// conform, what is allowed; then what could not be judged.
enum class verdict : std::uint8_t {
  hang,
  crash,
  resource_limit,
  protocol_error,
  smuggled,
  wrong_result,
  over_strict,
  control_octet,
  lenient,
  alternative,
  pass,
  unsupported,
  not_observable,
  flaky,
  not_run,
};
inline constexpr std::size_t verdict_count = 15;

// All verdicts, in the order of the enumeration.
inline constexpr std::array<verdict, verdict_count> all_verdicts = {
    verdict::hang,           verdict::crash,         verdict::resource_limit,
    verdict::protocol_error, verdict::smuggled,      verdict::wrong_result,
    verdict::over_strict,    verdict::control_octet, verdict::lenient,
    verdict::alternative,    verdict::pass,          verdict::unsupported,
    verdict::not_observable, verdict::flaky,         verdict::not_run};

// The verdict's name as files and people write it: "wrong-result". Stable for ever.
[[nodiscard]] std::string_view to_string(verdict v) noexcept;

// The inverse of to_string. Nothing for any other string.
[[nodiscard]] std::optional<verdict> verdict_from_string(std::string_view name) noexcept;

// Whether the implementation failed to answer as it has to: the figure "fails".
[[nodiscard]] constexpr bool is_failure(verdict v) noexcept { return v <= verdict::protocol_error; }

// Whether the case says anything about the implementation: it was asked, and its answer could be
// judged.
[[nodiscard]] constexpr bool is_judged(verdict v) noexcept { return v <= verdict::pass; }

// Whether the verdict says that the implementation breaks a requirement. `control_octet` does, if
// it is not only a remark: in a reader of messages, and in what a writer wrote.
[[nodiscard]] constexpr bool is_non_conforming(verdict v, bool is_remark) noexcept {
  return v <= verdict::over_strict || (v == verdict::control_octet && !is_remark);
}

// How many rows have which verdict.
class verdict_counts {
 public:
  void add(verdict v, bool is_remark) {
    ++counts_[static_cast<std::size_t>(v)];
    if (is_judged(v)) ++(is_non_conforming(v, is_remark) ? non_conforming_ : conforming_);
  }
  std::uint64_t operator[](verdict v) const { return counts_[static_cast<std::size_t>(v)]; }
  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::uint64_t non_conforming() const { return non_conforming_; }
  [[nodiscard]] std::uint64_t conforming() const { return conforming_; }
  [[nodiscard]] std::uint64_t judged() const { return non_conforming_ + conforming_; }
  friend bool operator==(const verdict_counts&, const verdict_counts&) = default;

 private:
  std::array<std::uint64_t, verdict_count> counts_{};
  std::uint64_t non_conforming_ = 0;
  std::uint64_t conforming_ = 0;
};

}  // namespace gauntlet::model

#endif
