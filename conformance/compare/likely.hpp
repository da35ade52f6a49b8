#ifndef CONFORMANCE_COMPARE_LIKELY_HPP
#define CONFORMANCE_COMPARE_LIKELY_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// Who an unknown server or client is, by questions that each have the answer yes or no: a login in
// that form is taken, a challenge of that form is read as it is meant.
namespace gauntlet::compare {

// One answer to each question; nothing where it shows nothing.
using yes_or_no = std::vector<std::optional<bool>>;

struct candidate {
  std::string name{};
  yes_or_no said{};
};

// Candidates that say the same to all that was answered, so that nothing here tells them apart.
struct likely {
  std::vector<std::string> names{};
  double confidence = 0;  // of 1, with that of nobody known
  std::size_t same = 0;
  std::size_t compared = 0;
};

struct likelihoods {
  std::vector<likely> known{};  // the likeliest first
  double nobody = 1;            // that it is none of them
};

// By Bayes' rule: all candidates, and nobody known, are as likely beforehand. A candidate gives
// another answer than its own once in twenty times, for what stands in front of it (a framework, a
// proxy) may change a request. Nobody known gives each answer as often as all the candidates do, and
// so does one that shows nothing to that question: an answer that all give says nothing.
// O(candidates * questions).
likelihoods likeliest(const yes_or_no& unknown, const std::vector<candidate>&);

// From so much confidence on a name is given.
inline constexpr double confident = 0.9;

// Each candidate in turn is unknown, and left out: how often somebody else is named all the same.
// Those that say the same as another are not counted, since they cannot be told from it.
struct left_out {
  std::size_t tried = 0;
  std::size_t misnamed = 0;
};
left_out leave_each_out(const std::vector<candidate>&);

}  // namespace gauntlet::compare

#endif
