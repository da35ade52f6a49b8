// The figures of one implementation (PROTOCOL.md, section 5): what every report says of it.
#ifndef CONFORMANCE_MODEL_FIGURES_HPP
#define CONFORMANCE_MODEL_FIGURES_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/model/results.hpp"

namespace gauntlet::model {

// `n` of `of`. Never shown as a percentage alone.
struct share {
  std::uint64_t n = 0;
  std::uint64_t of = 0;
  friend share operator+(const share& a, const share& b) { return {a.n + b.n, a.of + b.of}; }
  friend bool operator==(const share&, const share&) = default;
};

// Below so many cases a percentage says less than it seems to.
inline constexpr std::uint64_t least_for_percent = 20;

// Whole percent, rounded down, so that 100 means all; -1 where there are too few cases.
[[nodiscard]] int percent(const share& s) noexcept;
// "1,234/2,345 (52 %)", "7/15", "none" where no case counts.
[[nodiscard]] std::string to_text(const share& s);
// "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t number);

struct figures {
  // Reads right: of the values that a recipient must accept and that were judged, those read as the
  // grammar says. `sent` is what a conforming sender may write, and ranks; `tolerated` is the rest
  // that a recipient has to take.
  share sent, tolerated;
  [[nodiscard]] share reads_right() const { return sent + tolerated; }

  std::uint64_t smuggled = 0;     // text of a quoted-string became structure
  std::uint64_t wrong = 0;        // read as something else
  std::uint64_t over_strict = 0;  // refused what has to be accepted
  std::uint64_t fails = 0;        // crash, hang, resource-limit, protocol-error
  share lenient;                  // accepted, of the values outside of the grammar that were judged
  std::uint64_t control = 0;      // kept a CR, LF or NUL

  share judged;  // cases whose answer could be judged, of all that were selected

  std::vector<const cost*> linear, superlinear, unclear;  // shapes, pointing into the results
};

// The figures of one implementation by id. Cases about cost are in none but the last and, where the
// implementation failed on one, in `fails`. O(rows). `r` has to outlive the answer.
[[nodiscard]] figures figures_of(const results& r, const std::string& implementation);
// Those of all, in the order of the header. O(rows).
[[nodiscard]] std::vector<figures> figures_of(const results& r);

// "14 linear, 1 superlinear, 7 unclear"; "not measured" where nothing was.
[[nodiscard]] std::string cost_text(const figures& f);

// Whether a case is about cost, and so outside of the shares and of comparisons of two runs.
[[nodiscard]] bool is_about_cost(const case_facts& facts) noexcept;

}  // namespace gauntlet::model

#endif
