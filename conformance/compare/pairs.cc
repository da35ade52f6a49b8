#include "conformance/compare/pairs.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/compare/difference.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::compare {
namespace {

using model::verdict;
using nlohmann::ordered_json;

// How a value was written is not kept of a reading that was as expected.
void forget_forms(model::result& of) {
  const auto forget = [](std::vector<model::param>& params) {
    for (model::param& one : params) one.quoted.reset();
  };
  if (auto* list = std::get_if<model::challenges_result>(&of)) {
    for (model::challenge& one : *list) forget(one.params);
  } else if (auto* one = std::get_if<model::credentials_result>(&of)) {
    forget(one->params);
  } else {
    forget(std::get<model::auth_info_result>(of));
  }
}

// What a row says was read. A run does not keep the answer where it is as expected.
reading reading_of(const model::row& row, model::operation op) {
  reading made;
  if (model::is_failure(row.verdict)) {
    made.how = ending::failed;
    made.text = row.error;
    return made;
  }
  std::string text = row.got;
  if (text.empty() && row.verdict == verdict::pass)
    text = row.expected.empty() ? row.facts->expected : row.expected;
  const auto said = nlohmann::json::parse(text, nullptr, false);
  if (!said.is_object()) return made;
  if (said.value("outcome", "accept") == "reject") {
    made.how = ending::rejected;
  } else if (auto result = model::result_from_json(op, said); result.ok()) {
    made.how = ending::accepted;
    made.result = *std::move(result);
    forget_forms(*made.result);
  }
  return made;
}

class run_table {
 public:
  run_table(const model::results& from, model::operation op) : from_(from) {
    made_.operation = op;
    for (const model::row& row : from.rows) add_value(*row.facts);
  }

  absl::StatusOr<readings_table> take() {
    for (const model::implementation_info& info : from_.header.implementations) {
      if (info.status != model::implementation_status::ran) continue;
      auto can_show = observes_of(info.observes);
      if (!can_show.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat(info.id, ": observes: ", std::string(can_show.status().message())));
      }
      column_[info.id] = made_.readers.size();
      made_.readers.push_back({info.version.empty() ? info.id : info.id + " " + info.version,
                               *std::move(can_show), info.observes,
                               std::vector<reading>(made_.values.size())});
    }
    for (const model::row& row : from_.rows) {
      const auto column = column_.find(row.implementation);
      const auto value = place_.find(row.facts.get());
      if (column == column_.end() || value == place_.end()) continue;
      made_.readers[column->second].readings[value->second] = reading_of(row, made_.operation);
    }
    std::erase_if(made_.readers, [](const known_reader& one) {
      return std::all_of(one.readings.begin(), one.readings.end(),
                         [](const reading& each) { return each.how == ending::unknown; });
    });
    return std::move(made_);
  }

 private:
  void add_value(const model::case_facts& facts) {
    if (facts.lines.size() != 1 || facts.parse.empty() ||
        facts.operation != model::to_string(made_.operation) || place_.contains(&facts))
      return;
    const std::string value = model::combine(facts.lines);
    if (!is_pool_value(value) || !known_.insert(value).second) return;
    place_[&facts] = made_.values.size();
    made_.values.push_back(value);
  }

  const model::results& from_;
  readings_table made_{};
  std::unordered_set<std::string> known_{};
  std::unordered_map<const model::case_facts*, std::size_t> place_{};
  std::unordered_map<std::string, std::size_t> column_{};
};

class pair_counter {
 public:
  explicit pair_counter(const readings_table& of) : of_(of) {
    for (const known_reader& one : of.readers) {
      std::vector<bool>& smuggled = smuggled_.emplace_back();
      for (std::size_t at = 0; at < of.values.size(); ++at)
        smuggled.push_back(!why_smuggled(of.operation, of.values[at], one.readings[at]).empty());
    }
  }

  pair_row count(std::size_t first, std::size_t second) const {
    pair_row row{first, second};
    const known_reader& one = of_.readers[first];
    const known_reader& other = of_.readers[second];
    const comparison compare(one.can_show, other.can_show);
    int worst = 0;
    for (std::size_t at = 0; at < of_.values.size(); ++at) {
      const reading& a = one.readings[at];
      const reading& b = other.readings[at];
      if (a.how != ending::accepted || b.how != ending::accepted ||
          !is_carried_by_both(of_.values[at], one.can_show, other.can_show))
        continue;
      ++row.both_accept;
      if (a.result == b.result || compare.between(a, b) == difference::none) continue;
      ++row.differ;
      const comparison::seen_alone alone = compare.sees_alone(a, b);
      row.only_first_sees += alone.first ? 1U : 0U;
      row.only_second_sees += alone.second ? 1U : 0U;
      const bool is_smuggled = smuggled_[first][at] != smuggled_[second][at];
      row.smuggled += is_smuggled ? 1U : 0U;
      const int kind = (alone.first || alone.second ? 2 : 0) + (is_smuggled ? 1 : 0) + 1;
      if (kind > worst ||
          (kind == worst && of_.values[at].size() < of_.values[row.example].size())) {
        worst = kind;
        row.example = at;
      }
    }
    return row;
  }

 private:
  const readings_table& of_;
  std::vector<std::vector<bool>> smuggled_{};
};

}  // namespace

absl::StatusOr<readings_table> table_of(const model::results& from, model::operation op) {
  return run_table(from, op).take();
}

std::vector<pair_row> all_pairs(const readings_table& of, const process::cancellation& cancel) {
  const pair_counter counter(of);
  std::vector<pair_row> rows;
  for (std::size_t i = 0; i < of.readers.size(); ++i) {
    for (std::size_t k = i + 1; k < of.readers.size() && !cancel.requested(); ++k)
      rows.push_back(counter.count(i, k));
  }
  std::stable_sort(rows.begin(), rows.end(), [](const pair_row& a, const pair_row& b) {
    return std::tuple(a.smuggled, a.confused(), a.differ) >
           std::tuple(b.smuggled, b.confused(), b.differ);
  });
  return rows;
}

ordered_json to_json(const readings_table& of, const std::vector<pair_row>& rows) {
  ordered_json out = {{"operation", std::string(model::to_string(of.operation))},
                      {"values", of.values.size()},
                      {"readers", ordered_json::array()},
                      {"pairs", ordered_json::array()}};
  for (const known_reader& one : of.readers) out["readers"].push_back(one.name);
  for (const pair_row& row : rows) {
    ordered_json next = {
        {"first", of.readers[row.first].name},    {"second", of.readers[row.second].name},
        {"both_accept", row.both_accept},         {"differ", row.differ},
        {"only_first_sees", row.only_first_sees}, {"only_second_sees", row.only_second_sees},
        {"one_is_smuggled", row.smuggled}};
    if (row.differ != 0) {
      next["value"] = model::utf8_from_octets(of.values[row.example]);
      next["first_reads"] = to_json(of.readers[row.first].readings[row.example]);
      next["second_reads"] = to_json(of.readers[row.second].readings[row.example]);
    }
    out["pairs"].push_back(std::move(next));
  }
  return out;
}

std::string to_csv(const readings_table& of, const std::vector<pair_row>& rows) {
  std::string out = model::csv_line({"operation", "first", "second", "both_accept", "differ",
                                     "only_first_sees", "only_second_sees", "one_is_smuggled",
                                     "value", "first_reads", "second_reads"});
  for (const pair_row& row : rows) {
    const bool differs = row.differ != 0;
    const auto name = [&](std::size_t who) { return model::printable(of.readers[who].name); };
    const auto reads = [&](std::size_t who) {
      return differs ? describe(of.readers[who].readings[row.example]) : "";
    };
    out += model::csv_line({std::string(model::to_string(of.operation)), name(row.first),
                            name(row.second), absl::StrCat(row.both_accept),
                            absl::StrCat(row.differ), absl::StrCat(row.only_first_sees),
                            absl::StrCat(row.only_second_sees), absl::StrCat(row.smuggled),
                            differs ? model::printable(of.values[row.example]) : "",
                            reads(row.first), reads(row.second)});
  }
  return out;
}

}  // namespace gauntlet::compare
