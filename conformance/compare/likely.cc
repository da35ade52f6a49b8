#include "conformance/compare/likely.hpp"

#include <algorithm>
#include <map>

namespace gauntlet::compare {
namespace {

constexpr double another_answer = 0.05;

// What it says to the questions that the unknown one answered.
yes_or_no seen_of(const yes_or_no& said, const yes_or_no& unknown) {
  yes_or_no made(unknown.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if (unknown[i]) made[i] = said[i];
  }
  return made;
}

// How often an answer is yes, by all known; never quite 0 or 1.
std::vector<double> usual_of(const std::vector<candidate>& all, std::size_t questions) {
  std::vector<double> made;
  for (std::size_t i = 0; i < questions; ++i) {
    double yes = 1;
    double answers = 2;
    for (const candidate& one : all) {
      if (!one.said[i]) continue;
      ++answers;
      if (*one.said[i]) ++yes;
    }
    made.push_back(yes / answers);
  }
  return made;
}

// The chance of these answers by one that says `said`; where it says nothing, the usual one.
double chance_of(const yes_or_no& said, const yes_or_no& unknown, const std::vector<double>& usual,
                 likely& to) {
  double chance = 1;
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if (!unknown[i]) continue;
    if (!said[i]) {
      chance *= *unknown[i] ? usual[i] : 1 - usual[i];
      continue;
    }
    ++to.compared;
    const bool is_same = *said[i] == *unknown[i];
    if (is_same) ++to.same;
    chance *= is_same ? 1 - another_answer : another_answer;
  }
  return chance;
}

}  // namespace

likelihoods likeliest(const yes_or_no& unknown, const std::vector<candidate>& all) {
  std::map<yes_or_no, likely> groups;
  for (const candidate& one : all) groups[seen_of(one.said, unknown)].names.push_back(one.name);
  const std::vector<double> usual = usual_of(all, unknown.size());
  likely unused;
  const double nobody = chance_of(yes_or_no(unknown.size()), unknown, usual, unused);
  double sum = nobody;
  likelihoods made;
  for (auto& [said, group] : groups) {
    group.confidence =
        chance_of(said, unknown, usual, group) * static_cast<double>(group.names.size());
    sum += group.confidence;
    made.known.push_back(group);
  }
  for (likely& one : made.known) one.confidence /= sum;
  made.nobody = nobody / sum;
  std::stable_sort(made.known.begin(), made.known.end(),
                   [](const likely& a, const likely& b) { return a.confidence > b.confidence; });
  return made;
}

left_out leave_each_out(const std::vector<candidate>& all) {
  left_out made;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<candidate> others;
    bool has_twin = false;
    for (std::size_t k = 0; k < all.size(); ++k) {
      if (k == i) continue;
      has_twin = has_twin || seen_of(all[k].said, all[i].said) == all[i].said;
      others.push_back(all[k]);
    }
    if (has_twin) continue;
    ++made.tried;
    const likelihoods found = likeliest(all[i].said, others);
    if (!found.known.empty() && found.known.front().confidence >= confident) ++made.misnamed;
  }
  return made;
}

}  // namespace gauntlet::compare
