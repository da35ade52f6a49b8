#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/figures.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

enum class direction { worse, better, other };

struct change {
  std::string implementation;
  const row* before = nullptr;
  const row* after = nullptr;
  direction way = direction::other;
};

struct comparison {
  std::vector<change> changes;  // worse first, then by implementation and case
  std::vector<const case_facts*> added, removed, rewritten;
  std::vector<const implementation_info*> arrived, left;
  std::vector<std::pair<const implementation_info*, const implementation_info*>> versions;

  [[nodiscard]] std::size_t count(direction way) const {
    return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(),
                                                  [&](const change& c) { return c.way == way; }));
  }
  [[nodiscard]] bool empty() const {
    return changes.empty() && added.empty() && removed.empty() && rewritten.empty() &&
           arrived.empty() && left.empty() && versions.empty();
  }
};

// The order of verdicts from bad to good. Within one rank a change is neither better nor worse.
int rank(const row& r) {
  if (r.verdict == verdict::smuggled) return 0;
  if (is_non_conforming(r)) return 1;
  return is_judged(r.verdict) ? 3 : 2;
}

direction way_of(const row& before, const row& after) {
  const int a = rank(before);
  const int b = rank(after);
  // A case that can no longer be judged, or can be for the first time, says nothing about better.
  if (a == b || (a == 2 && b == 3) || (a == 3 && b == 2)) return direction::other;
  return b < a ? direction::worse : direction::better;
}

using row_map = std::map<std::pair<std::string, std::string>, const row*>;

// What two runs can be compared by: not what time decides, and not an answer that changes by itself.
row_map rows_by_key(const results& r) {
  row_map rows;
  for (const row& one : r.rows) {
    if (model::is_about_cost(*one.facts) || one.verdict == verdict::flaky) continue;
    rows[{one.implementation, one.facts->id}] = &one;
  }
  return rows;
}

std::map<std::string, const case_facts*> cases_of(const results& r) {
  std::map<std::string, const case_facts*> cases;
  for (const row& one : r.rows) {
    if (!model::is_about_cost(*one.facts)) cases[one.facts->id] = one.facts.get();
  }
  return cases;
}

std::map<std::string, const implementation_info*> ran_of(const results& r) {
  std::map<std::string, const implementation_info*> ran;
  for (const implementation_info& info : r.header.implementations) {
    if (info.status == implementation_status::ran) ran[info.id] = &info;
  }
  return ran;
}

comparison compare(const results& before, const results& after) {
  comparison c;
  const auto old_cases = cases_of(before);
  const auto new_cases = cases_of(after);
  for (const auto& [id, facts] : new_cases) {
    const auto old = old_cases.find(id);
    if (old == old_cases.end()) {
      c.added.push_back(facts);
    } else if (!(facts->lines == old->second->lines && facts->input == old->second->input &&
                 facts->expected == old->second->expected && facts->parse == old->second->parse)) {
      c.rewritten.push_back(facts);
    }
  }
  for (const auto& [id, facts] : old_cases) {
    if (!new_cases.contains(id)) c.removed.push_back(facts);
  }
  const auto old_ran = ran_of(before);
  const auto new_ran = ran_of(after);
  for (const auto& [id, info] : new_ran) {
    const auto old = old_ran.find(id);
    if (old == old_ran.end()) {
      c.arrived.push_back(info);
    } else if (old->second->version != info->version) {
      c.versions.emplace_back(old->second, info);
    }
  }
  for (const auto& [id, info] : old_ran) {
    if (!new_ran.contains(id)) c.left.push_back(info);
  }
  const row_map old_rows = rows_by_key(before);
  for (const auto& [key, now] : rows_by_key(after)) {
    const auto old = old_rows.find(key);
    if (old == old_rows.end() || verdict_text(*old->second) == verdict_text(*now)) continue;
    c.changes.push_back({key.first, old->second, now, way_of(*old->second, *now)});
  }
  std::sort(c.changes.begin(), c.changes.end(), [](const change& x, const change& y) {
    return std::tie(x.way, x.implementation, x.after->facts->id) <
           std::tie(y.way, y.implementation, y.after->facts->id);
  });
  return c;
}

const char* name_of(direction way) {
  if (way == direction::worse) return "worse";
  return way == direction::better ? "better" : "other";
}

std::string headline(const results& before, const comparison& c) {
  return absl::StrCat("Since ", one_line(before.header.started, 40), " (suite ",
                      one_line(before.header.suite_version, 30), "): ", c.count(direction::worse),
                      " worse, ", c.count(direction::better), " better, ",
                      counted(c.count(direction::other), "other change"));
}

constexpr const char* nothing_changed = "No verdict, case, implementation or version changed.\n";

}  // namespace

bool has_regression(const results& before, const results& after) {
  return compare(before, after).count(direction::worse) != 0;
}

std::string render_track(const results& before, const results& after,
                         const terminal_options& options) {
  const comparison c = compare(before, after);
  if (c.empty()) return nothing_changed;
  const auto paint = [&](direction way, const std::string& text) {
    if (!options.color || way == direction::other) return text;
    return absl::StrCat("\x1b[", way == direction::worse ? "31" : "32", "m", text, "\x1b[0m");
  };
  std::string out = headline(before, c) + "\n";
  for (const auto& [old, now] : c.versions) {
    out += "  version  " + one_line(now->id, 60) + "  " + one_line(old->version, 40) + " -> " +
           one_line(now->version, 40) + "\n";
  }
  for (const implementation_info* info : c.arrived)
    out += "  new      " + one_line(info->id, 60) + "\n";
  for (const implementation_info* info : c.left)
    out += "  gone     " + one_line(info->id, 60) + "\n";
  std::string last;
  for (const change& one : c.changes) {
    const std::string head = one.implementation + name_of(one.way);
    if (head != last) out += "\n" + one_line(one.implementation, 60) + "\n";
    last = head;
    std::string word = name_of(one.way);
    word.resize(7, ' ');
    out += "  " + paint(one.way, word) + "  " + one_line(one.after->facts->id, 120) + "  " +
           one_line(verdict_text(*one.before), 60) + " -> " +
           paint(one.way, one_line(verdict_text(*one.after), 60)) + "\n";
    if (one.way == direction::worse)
      out += "           " + one_line(reproduce(after.header, *one.after), 1000) + "\n";
  }
  const auto cases = [&](const char* what, const std::vector<const case_facts*>& list) {
    if (list.empty()) return;
    out += "\n" + counted(list.size(), "case") + " " + what + "\n";
    for (const case_facts* facts : list) out += "  " + one_line(facts->id, 120) + "\n";
  };
  cases("new", c.added);
  cases("gone", c.removed);
  cases("with another input or expectation", c.rewritten);
  return out;
}

}  // namespace gauntlet::report
