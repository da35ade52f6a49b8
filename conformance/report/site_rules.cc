#include "conformance/report/site_rules.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/report/mustache.hpp"
#include "conformance/report/rules.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

constexpr std::size_t widest_text = 400;

// Names in the page itself; more than so many are folded away behind the first of them.
constexpr std::size_t unfolded = 4;

view view_of(const rule_line& of) {
  view what = view::array();
  for (const std::string& text : of.what) what.push_back({{"text", one_line(text, widest_text)}});
  // A number, and what the column is sorted by.
  view shares = view::array();
  for (const std::size_t count : of.counts) {
    shares.push_back(
        {{"text", share_text(count, of)}, {"order", absl::StrCat(1000 * count / of.judged)}});
  }
  const std::size_t first = std::min(unfolded, of.who.size());
  const auto end_of_first = of.who.begin() + static_cast<std::ptrdiff_t>(first);
  view names = {{"first", one_line(absl::StrJoin(of.who.begin(), end_of_first, ", "), widest_text)},
                {"count", absl::StrCat(of.who.size())}};
  if (first != of.who.size())
    names["others"] = {{"text", absl::StrJoin(end_of_first, of.who.end(), ", ")},
                       {"count", absl::StrCat(of.who.size() - first)}};
  return {
      {"name", one_line(of.name, 80)},
      {"link", of.case_id.empty() ? of.url : absl::StrCat("case/", page_name(of.case_id), ".html")},
      {"what", std::move(what)},
      {"shares", std::move(shares)},
      {"who", std::move(names)}};
}

view view_of(const rule_table& of) {
  view lines = view::array();
  for (const rule_line& one : of.lines) lines.push_back(view_of(one));
  view columns = view::array();
  for (const std::string& one : of.columns) columns.push_back({{"text", one}});
  return {{"id", of.id},
          {"title", of.title},
          {"head", of.head},
          {"about", of.about},
          {"who", of.who},
          {"values", of.is_of_values},
          {"columns", std::move(columns)},
          {"lines", std::move(lines)}};
}

}  // namespace

void write_rules(const analysis& a, site_writer& to) {
  view tables = view::array();
  for (const rule_table& one : rule_tables(a)) tables.push_back(view_of(one));
  const view content = {{"ran", counted(a.ran(), "implementation")},
                        {"counting", rule_counting()},
                        {"tables", std::move(tables)}};
  to.put_page({"rules.html", "Which rule breaks whom: Gauntlet", rules_part},
              page_template(templates::rules_html).render(content));
}

}  // namespace gauntlet::report
