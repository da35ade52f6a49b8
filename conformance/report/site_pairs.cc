#include "conformance/report/site_pairs.hpp"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/compare/reader.hpp"
#include "conformance/model/result.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using compare::pair_row;

constexpr std::size_t worst_shown = 60;
constexpr std::size_t widest_name = 60;
constexpr std::size_t widest_reading = 160;

// What whoever obeys sees and whoever checks does not.
view cell_of(const pair_row* of, std::size_t obeys) {
  if (of == nullptr || of->both_accept == 0) return {{"class", "n"}, {"text", ""}};
  const std::size_t sees = of->first == obeys ? of->only_first_sees : of->only_second_sees;
  const char* colour = sees == 0                      ? "p"
                       : of->smuggled != 0            ? "u"
                       : 10 * sees >= of->both_accept ? "f3"
                                                      : "f1";
  return {{"class", colour}, {"text", absl::StrCat(sees)}};
}

view matrix_of(const operation_pairs& of, const std::vector<std::string>& names) {
  std::vector<std::vector<const pair_row*>> grid(names.size(),
                                                 std::vector<const pair_row*>(names.size()));
  for (const pair_row& row : of.rows) {
    grid[row.first][row.second] = &row;
    grid[row.second][row.first] = &row;
  }
  view rows = view::array();
  for (std::size_t checks = 0; checks < names.size(); ++checks) {
    view cells = view::array();
    for (std::size_t obeys = 0; obeys < names.size(); ++obeys)
      cells.push_back(cell_of(grid[checks][obeys], obeys));
    rows.push_back({{"name", names[checks]}, {"cells", std::move(cells)}});
  }
  return rows;
}

view worst_of(const operation_pairs& of, const std::vector<std::string>& names) {
  view out = view::array();
  for (const pair_row& row : of.rows) {
    if (row.confused() == 0 || out.size() == worst_shown) continue;
    const auto reads = [&](std::size_t who) {
      return one_line(compare::describe(of.table.readers[who].readings[row.example]),
                      widest_reading);
    };
    out.push_back({{"first", names[row.first]},
                   {"second", names[row.second]},
                   {"only_first", absl::StrCat(row.only_first_sees)},
                   {"only_second", absl::StrCat(row.only_second_sees)},
                   {"smuggled", absl::StrCat(row.smuggled)},
                   {"differ", absl::StrCat(row.differ)},
                   {"both", absl::StrCat(row.both_accept)},
                   {"value", show_octets(of.table.values[row.example], widest_reading).text},
                   {"first_reads", reads(row.first)},
                   {"second_reads", reads(row.second)}});
  }
  return out;
}

view view_of(const operation_pairs& of) {
  std::vector<std::string> names;
  for (const compare::known_reader& one : of.table.readers)
    names.push_back(one_line(one.name, widest_name));
  std::size_t confused = 0;
  std::size_t same = 0;
  for (const pair_row& row : of.rows) {
    confused += row.confused() != 0 ? 1U : 0U;
    same += row.differ == 0 ? 1U : 0U;
  }
  const bool is_of_challenges = of.table.operation == model::operation::challenges;
  return {{"id", absl::StrCat("pairs-", std::string(model::to_string(of.table.operation)))},
          {"title", is_of_challenges ? "Challenges" : "Credentials"},
          {"noun", is_of_challenges ? "challenge" : "user"},
          {"readers", counted(names.size(), "reader")},
          {"pairs", counted(of.rows.size(), "pair")},
          {"values", counted(of.table.values.size(), "value")},
          {"confused", counted(confused, "pair")},
          {"same", counted(same, "pair")},
          {"rows", matrix_of(of, names)},
          {"worst", worst_of(of, names)}};
}

}  // namespace

absl::StatusOr<std::vector<operation_pairs>> pairs_of(const results& r) {
  std::vector<operation_pairs> all;
  for (const model::operation op : {model::operation::challenges, model::operation::credentials}) {
    auto table = compare::table_of(r, op);
    if (!table.ok()) return table.status();
    if (table->readers.size() < 2) continue;
    std::vector<pair_row> rows = compare::all_pairs(*table, process::cancellation());
    all.push_back({*std::move(table), std::move(rows)});
  }
  return all;
}

void write_pairs(const std::vector<operation_pairs>& all, site_writer& to) {
  view tables = view::array();
  for (const operation_pairs& one : all) {
    view shown = view_of(one);
    const auto id = shown["id"].get<std::string>();
    to.put(
        id + ".json",
        compare::to_json(one.table, one.rows).dump(-1, ' ', true, view::error_handler_t::replace));
    to.put(id + ".csv", compare::to_csv(one.table, one.rows));
    tables.push_back(std::move(shown));
  }
  const view content = {{"tables", std::move(tables)}};
  to.put_page({"pairs.html", "Pairs: Gauntlet", pairs_part},
              page_template(templates::pairs_html).render(content));
}

}  // namespace gauntlet::report
