#include "conformance/model/figures.hpp"

#include <string_view>
#include <unordered_map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gauntlet::model {
namespace {

// In the denominator of reads right: neither what the scheme's rules, the limits of an API or an
// accident explain, nor what was not asked.
bool counts_for_reading(verdict v) {
  return v == verdict::pass || v == verdict::wrong_result || v == verdict::smuggled ||
         v == verdict::over_strict || is_failure(v);
}

void count(const row& r, figures& to) {
  const verdict v = r.verdict;
  if (is_failure(v)) ++to.fails;
  if (is_about_cost(*r.facts)) return;
  ++to.judged.of;
  if (is_judged(v)) ++to.judged.n;
  if (v == verdict::smuggled) ++to.smuggled;
  if (v == verdict::wrong_result) ++to.wrong;
  if (v == verdict::over_strict) ++to.over_strict;
  if (v == verdict::control_octet) ++to.control;
  if (r.facts->parse == "must-accept" && counts_for_reading(v)) {
    share& part = r.facts->generate == "valid" ? to.sent : to.tolerated;
    ++part.of;
    if (v == verdict::pass) ++part.n;
  }
  if (r.facts->parse == "may-accept" && is_judged(v)) {
    ++to.lenient.of;
    if (v == verdict::lenient) ++to.lenient.n;
  }
}

void count(const cost& c, figures& to) {
  auto& list = c.rated == cost_class::linear        ? to.linear
               : c.rated == cost_class::superlinear ? to.superlinear
                                                    : to.unclear;
  list.push_back(&c);
}

}  // namespace

int percent(const share& s) noexcept {
  return s.of < least_for_percent ? -1 : static_cast<int>(s.n * 100 / s.of);
}

std::string grouped(std::uint64_t number) {
  std::string text = absl::StrCat(number);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string to_text(const share& s) {
  if (s.of == 0) return "none";
  const std::string both = absl::StrCat(grouped(s.n), "/", grouped(s.of));
  const int hundredths = percent(s);
  return hundredths < 0 ? both : absl::StrCat(both, " (", hundredths, " %)");
}

figures figures_of(const results& r, const std::string& implementation) {
  figures made;
  for (const row& one : r.rows) {
    if (one.implementation == implementation) count(one, made);
  }
  for (const cost& one : r.costs) {
    if (one.implementation == implementation) count(one, made);
  }
  return made;
}

std::vector<figures> figures_of(const results& r) {
  std::vector<figures> all(r.header.implementations.size());
  std::unordered_map<std::string_view, figures*> by_id;
  for (std::size_t i = 0; i < all.size(); ++i)
    by_id.emplace(r.header.implementations[i].id, &all[i]);
  for (const row& one : r.rows) {
    if (const auto found = by_id.find(one.implementation); found != by_id.end())
      count(one, *found->second);
  }
  for (const cost& one : r.costs) {
    if (const auto found = by_id.find(one.implementation); found != by_id.end())
      count(one, *found->second);
  }
  return all;
}

std::string cost_text(const figures& f) {
  std::vector<std::string> parts;
  const auto add = [&](const std::vector<const cost*>& list, cost_class of) {
    if (!list.empty()) parts.push_back(absl::StrCat(list.size(), " ", std::string(to_string(of))));
  };
  add(f.linear, cost_class::linear);
  add(f.superlinear, cost_class::superlinear);
  add(f.unclear, cost_class::unclear);
  return parts.empty() ? "not measured" : absl::StrJoin(parts, ", ");
}

bool is_about_cost(const case_facts& facts) noexcept {
  return absl::StartsWith(facts.input, "{\"cost\"");
}

}  // namespace gauntlet::model
