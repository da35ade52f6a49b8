// What implementations read one value as, and who reads it alike.
#ifndef GAUNTLET_CONFORMANCE_REPORT_READINGS_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_READINGS_HPP_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "conformance/report/analysis.hpp"
#include "conformance/report/nouns.hpp"

namespace gauntlet::report {

// One answer to a case, and everyone who gave it.
struct reading {
  model::verdict verdict = verdict::not_run;
  std::string alternative;       // the alternative's name; only with verdict::alternative
  std::string text;              // `Basic {realm="a"}`, `rejected`
  std::vector<std::size_t> who;  // indices of analysis::implementations()
  const row* first = nullptr;    // the row of the first of them
};

// What a row says was read: an answer that was not kept, because it is as expected, is what was
// expected of this implementation. Rejections are equal, whatever words they come with.
[[nodiscard]] std::string text_of(const row& r, std::size_t limit);

// The answers to a case: the worst verdict first, then the most frequent. What was not judged
// comes last. O(implementations * log(implementations)).
[[nodiscard]] std::vector<reading> readings_of(const analysis& a, std::size_t a_case,
                                               std::size_t limit);

// The example of RFC 9110 section 11.6.1, two challenges in one field line:
//     Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\""
// Nothing where the run did not ask it.
[[nodiscard]] std::optional<std::size_t> find_example(const analysis& a);

// May-accept values of one kind, those with a flag, and of them the one about which the
// implementations disagree most. Kinds that have that one in common are told together.
struct disagreement {
  std::vector<std::string> flags;
  std::size_t cases = 0;          // how many values have the first of the flags
  std::size_t shown = 0;          // index of analysis::cases()
  std::vector<reading> readings;  // of the one that is shown: of those who accept it, then the rest
  std::size_t accepted = 0;       // how many of the readings are not rejections
};

// Where the RFC lets a recipient recover: by flag, the most readings first; kinds that all read in
// the same way are left out. O(cases * implementations * log(implementations)).
[[nodiscard]] std::vector<disagreement> disagreements_of(const analysis& a, std::size_t limit);

// Implementations that answer alike: each with every other of its group in at least nine of ten
// cases in which both were judged, and in at least twenty.
struct likeness {
  std::vector<std::size_t> who;  // indices of analysis::implementations(), at least two
  std::size_t same = 0;          // of the two that differ most: cases with the same answer
  std::size_t both = 0;          // ... and cases in which both were judged
};
[[nodiscard]] std::vector<likeness> alike(const analysis& a);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_READINGS_HPP_
