#include "conformance/report/analysis.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gauntlet::report {
namespace {

// A number for each verdict and alternative of a row, and one for no row: what makes two columns
// differ, quick to compare.
class numbers {
 public:
  std::vector<std::uint32_t> of(const implementation_view& view) {
    std::vector<std::uint32_t> column;
    column.reserve(view.rows.size());
    for (const row* one : view.rows) {
      column.push_back(one == nullptr ? 0 : number(one->verdict, one->alternative));
    }
    return column;
  }

 private:
  std::uint32_t number(verdict v, const std::string& alternative) {
    const auto next = static_cast<std::uint32_t>(known_.size() + 1);
    return known_.try_emplace({v, alternative}, next).first->second;
  }

  std::map<std::pair<verdict, std::string>, std::uint32_t> known_;
};

std::size_t distance(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.size(); ++i) n += a[i] != b[i] ? 1U : 0U;
  return n;
}

}  // namespace

analysis::analysis(const results& r) : source_(&r) {
  std::unordered_map<std::string, const case_facts*> by_id;
  for (const row& one : r.rows) by_id.try_emplace(one.facts->id, one.facts.get());
  cases_.reserve(by_id.size());
  for (const auto& [id, facts] : by_id) cases_.push_back(facts);
  std::sort(cases_.begin(), cases_.end(), [](const case_facts* a, const case_facts* b) {
    return std::pair(a->family(), a->id) < std::pair(b->family(), b->id);
  });
  std::unordered_map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    index[cases_[i]->id] = i;
    if (families_.empty() || families_.back().name != cases_[i]->family()) {
      families_.push_back({cases_[i]->family(), i, 0});
    }
    ++families_.back().size;
  }

  const std::vector<model::figures> figures = model::figures_of(r);
  std::unordered_map<std::string_view, std::size_t> columns;
  for (const implementation_info& info : r.header.implementations) {
    columns[info.id] = implementations_.size();
    implementation_view view;
    view.info = &info;
    view.figures = figures[implementations_.size()];
    view.rows.resize(cases_.size(), nullptr);
    view.families.resize(families_.size());
    implementations_.push_back(std::move(view));
  }
  for (const row& one : r.rows) {
    const auto column = columns.find(one.implementation);
    if (column != columns.end()) {
      implementations_[column->second].rows[index.at(one.facts->id)] = &one;
    }
  }
  for (implementation_view& view : implementations_) count(view);
  order();
}

void analysis::count(implementation_view& view) const {
  for (std::size_t f = 0; f < families_.size(); ++f) {
    for (std::size_t i = families_[f].first; i < families_[f].first + families_[f].size; ++i) {
      const row* one = view.rows[i];
      if (one == nullptr) continue;
      view.counts.add(one->verdict, one->is_remark);
      view.families[f].add(one->verdict, one->is_remark);
      level_figure& figure = view.levels[static_cast<std::size_t>(one->facts->level)];
      ++figure.cases;
      if (is_judged(one->verdict)) ++figure.judged;
      if (is_judged(one->verdict) && !is_non_conforming(*one)) ++figure.conforming;
      if (is_non_conforming(*one) && is_known(*one)) ++view.known;
      if (!one->lost.empty()) ++view.reduced;
      for (const std::string& what : one->lost) ++view.lost[what];
      if (one->verdict == verdict::alternative) ++view.alternatives[one->alternative];
    }
  }
}

void analysis::order() {
  std::vector<implementation_view> ordered;
  ordered.reserve(implementations_.size());
  const auto take = [&](auto wanted) {
    for (implementation_view& view : implementations_) {
      if (wanted(view)) ordered.push_back(std::move(view));
    }
  };
  take([](const implementation_view& v) { return v.ran() && v.info->is_reference; });
  const std::size_t references = ordered.size();
  take([](const implementation_view& v) { return v.ran() && !v.info->is_reference; });
  ran_ = ordered.size();
  take([](const implementation_view& v) { return !v.ran(); });
  implementations_ = std::move(ordered);

  numbers known;
  std::vector<std::vector<std::uint32_t>> columns;
  for (std::size_t i = 0; i < ran_; ++i) columns.push_back(known.of(implementations_[i]));
  for (std::size_t next = std::max<std::size_t>(references, 1); next < ran_; ++next) {
    std::size_t nearest = next;
    std::size_t least = distance(columns[next - 1], columns[next]);
    for (std::size_t other = next + 1; other < ran_; ++other) {
      const std::size_t d = distance(columns[next - 1], columns[other]);
      if (d < least) {
        least = d;
        nearest = other;
      }
    }
    const auto move_up = [&](auto& list) {
      const auto at = [&](std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
      std::rotate(at(next), at(nearest), at(nearest + 1));
    };
    move_up(columns);
    move_up(implementations_);
  }
  for (std::size_t i = 0; i < implementations_.size(); ++i) {
    const bool equals_last = i > 0 && i < ran_ && columns[i - 1] == columns[i];
    implementations_[i].cluster = equals_last ? implementations_[i - 1].cluster : i;
  }
  for (implementation_view& view : implementations_) {
    view.cluster_size = static_cast<std::size_t>(
        std::count_if(implementations_.begin(), implementations_.end(),
                      [&](const auto& other) { return other.cluster == view.cluster; }));
  }
}

const implementation_view* analysis::find(const std::string& id) const {
  const auto found = std::find_if(implementations_.begin(), implementations_.end(),
                                  [&](const auto& v) { return v.info->id == id; });
  return found == implementations_.end() ? nullptr : &*found;
}

std::string name_and_version(const implementation_info& info) {
  return info.version.empty() ? info.name : info.name + " " + info.version;
}

}  // namespace gauntlet::report
