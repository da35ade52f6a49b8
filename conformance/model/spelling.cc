#include "conformance/model/spelling.hpp"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gauntlet::model {
namespace {

constexpr std::size_t longest = 100;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  if (name.empty() || name.size() > longest) return {};
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const std::string& one : known) {
    if (one.size() > longest) continue;
    if (const std::size_t distance = edit_distance(name, one); distance < least) {
      best = &one;
      least = distance;
    }
  }
  if (best == nullptr && name.size() >= 3) {
    for (const std::string& one : known) {
      const bool shorter = best == nullptr || one.size() < best->size();
      if (shorter && one.find(name) != std::string::npos) best = &one;
    }
  }
  return best == nullptr ? std::string() : "; did you mean " + *best + "?";
}

std::string nearest_or_all(std::string_view name, const std::vector<std::string>& known) {
  if (std::string nearest = did_you_mean(name, known); !nearest.empty() || known.empty())
    return nearest;
  constexpr std::size_t most = 40;
  std::vector<std::string> shown = known;
  if (shown.size() > most) {
    const auto folder_of = [](std::string_view of) {
      return std::string(of.substr(0, std::min(of.find('/') + 1, of.size())));
    };
    const std::string folder = folder_of(name);
    std::erase_if(shown, [&](const std::string& one) { return folder_of(one) != folder; });
    if (shown.empty()) {
      for (const std::string& one : known) {
        if (shown.empty() || shown.back() != folder_of(one)) shown.push_back(folder_of(one));
      }
    }
  }
  const std::size_t all = shown.size();
  if (all > most) shown.resize(most);
  return absl::StrCat("; there are ", absl::StrJoin(shown, ", "), all > most ? ", ..." : "");
}

}  // namespace gauntlet::model
