#include "conformance/compare/fingerprint.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/compare/difference.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/runner/protocol.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::compare {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// Each pair is told apart by so many values, where there are so many: one answer of an unknown
// reader that is a fault of its adapter does not make it another.
constexpr std::uint8_t enough = 2;

bool differ(const known_reader& one, const known_reader& other, const comparison& compare,
            const std::string& value, std::size_t at) {
  return is_carried_by_both(value, one.can_show, other.can_show) &&
         compare.between(one.readings[at], other.readings[at]) != difference::none;
}

// Which pairs each value tells apart.
class pair_table {
 public:
  pair_table(const std::vector<std::string>& pool, const std::vector<known_reader>& readers,
             const process::cancellation& cancel)
      : told_(pool.size()) {
    for (std::size_t i = 0; i < readers.size(); ++i) {
      for (std::size_t k = i + 1; k < readers.size() && !cancel.requested(); ++k) {
        const comparison compare(readers[i].can_show, readers[k].can_show);
        for (std::size_t at = 0; at < pool.size(); ++at) {
          if (differ(readers[i], readers[k], compare, pool[at], at)) told_[at].push_back(pairs_);
        }
        ++pairs_;
      }
    }
  }

  std::vector<std::size_t> choose(const std::vector<std::string>& pool) const {
    std::vector<std::uint8_t> open(pairs_, 0);
    for (const auto& pairs : told_) {
      for (const std::uint32_t pair : pairs) {
        if (open[pair] < enough) ++open[pair];
      }
    }
    std::vector<std::size_t> chosen;
    std::vector<bool> is_chosen(pool.size());
    for (;;) {
      std::size_t best = pool.size();
      std::size_t most = 0;
      for (std::size_t at = 0; at < pool.size(); ++at) {
        if (is_chosen[at]) continue;
        const auto news = static_cast<std::size_t>(
            std::count_if(told_[at].begin(), told_[at].end(),
                          [&](std::uint32_t pair) { return open[pair] > 0; }));
        if (news > most || (news == most && news > 0 && pool[at].size() < pool[best].size())) {
          best = at;
          most = news;
        }
      }
      if (most == 0) break;
      is_chosen[best] = true;
      chosen.push_back(best);
      for (const std::uint32_t pair : told_[best]) {
        if (open[pair] > 0) --open[pair];
      }
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
  }

 private:
  std::vector<std::vector<std::uint32_t>> told_;  // by value: pairs
  std::uint32_t pairs_ = 0;
};

absl::StatusOr<reading> reading_of(const json& from, model::operation op) {
  reading made;
  if (from == "rejected") made.how = ending::rejected;
  if (from == "failed") made.how = ending::failed;
  if (!from.is_object()) return made;
  auto result = model::result_from_json(op, from);
  if (!result.ok()) return result.status();
  made.how = ending::accepted;
  made.result = *std::move(result);
  return made;
}

absl::StatusOr<fingerprints> read(const json& from) {
  fingerprints made;
  made.operation = *model::operation_from_string(from.at("operation").get<std::string>());
  std::vector<std::vector<reading>> readings;
  for (const json& each : from.at("values")) {
    auto octets = model::octets_from_utf8(each.at("value").get<std::string>());
    if (!octets.ok()) return octets.status();
    made.values.push_back(*std::move(octets));
    readings.emplace_back();
    for (const json& one : each.at("readings")) {
      auto read = reading_of(one, made.operation);
      if (!read.ok()) return read.status();
      readings.back().push_back(*std::move(read));
    }
  }
  for (const json& each : from.at("readers")) {
    known_reader& one = made.readers.emplace_back();
    one.name = each.at("name").get<std::string>();
    one.observes_json = each.at("observes").dump();
    auto can_show = observes_of(one.observes_json);
    if (!can_show.ok()) return can_show.status();
    one.can_show = *std::move(can_show);
    const auto places = each.at("readings").get<std::vector<std::size_t>>();
    if (places.size() != made.values.size())
      return absl::InvalidArgumentError(absl::StrCat(one.name, ": a reading for each value"));
    for (std::size_t at = 0; at < places.size(); ++at) {
      if (places[at] >= readings[at].size())
        return absl::InvalidArgumentError(absl::StrCat(one.name, ": no reading ", places[at]));
      one.readings.push_back(readings[at][places[at]]);
    }
  }
  return made;
}

}  // namespace

absl::StatusOr<runner::observes> observes_of(const std::string& text) {
  const json observes = json::parse(text, nullptr, false);
  if (!observes.is_object()) return absl::InvalidArgumentError("expected an object");
  const json said = {{"protocol", 1},
                     {"implementation", {{"name", "reader"}}},
                     {"operations", json::array({"challenges"})},
                     {"observes", observes}};
  auto read = runner::read_hello(said.dump(-1, ' ', true, json::error_handler_t::replace));
  if (!read.ok()) return read.status();
  return std::move(read->can_show);
}

std::vector<std::size_t> telling_values(const std::vector<std::string>& pool,
                                        const std::vector<known_reader>& readers,
                                        const process::cancellation& cancel) {
  return pair_table(pool, readers, cancel).choose(pool);
}

std::vector<likeness> likenesses(const fingerprints& of, const known_reader& unknown) {
  std::vector<likeness> made;
  for (const known_reader& one : of.readers) {
    likeness& next = made.emplace_back();
    next.name = one.name;
    const comparison compare(one.can_show, unknown.can_show);
    for (std::size_t at = 0; at < of.values.size(); ++at) {
      if (!is_carried_by_both(of.values[at], one.can_show, unknown.can_show) ||
          !compare.can_tell(one.readings[at], unknown.readings[at]))
        continue;
      ++next.compared;
      if (!differ(one, unknown, compare, of.values[at], at)) ++next.same;
    }
  }
  std::stable_sort(made.begin(), made.end(), [](const likeness& a, const likeness& b) {
    const std::size_t first = a.same * b.compared;
    const std::size_t second = b.same * a.compared;
    return first != second ? first > second : a.compared > b.compared;
  });
  return made;
}

std::vector<std::vector<std::string>> twins(const fingerprints& of) {
  std::vector<std::vector<std::string>> groups;
  for (const known_reader& one : of.readers) {
    std::vector<std::string> group{one.name};
    for (const likeness& other : likenesses(of, one)) {
      if (other.name != one.name && other.counts(of.values.size()) && other.is_whole())
        group.push_back(other.name);
    }
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

// A line for each value and each reader, so that a change shows what has changed.
std::string to_json(const std::vector<fingerprints>& all) {
  const auto lines = [](const std::vector<ordered_json>& of) {
    return absl::StrJoin(of, ",\n", [](std::string* to, const ordered_json& one) {
      to->append(one.dump(-1, ' ', true, ordered_json::error_handler_t::replace));
    });
  };
  std::vector<std::string> made;
  for (const fingerprints& of : all) {
    std::vector<ordered_json> values;
    std::vector<std::vector<std::size_t>> places(of.readers.size());
    for (std::size_t at = 0; at < of.values.size(); ++at) {
      ordered_json readings = ordered_json::array();
      for (std::size_t i = 0; i < of.readers.size(); ++i) {
        const ordered_json one = to_json(of.readers[i].readings[at]);
        const auto found = std::find(readings.begin(), readings.end(), one);
        places[i].push_back(static_cast<std::size_t>(found - readings.begin()));
        if (found == readings.end()) readings.push_back(one);
      }
      values.push_back({{"value", model::utf8_from_octets(of.values[at])}, {"readings", readings}});
    }
    std::vector<ordered_json> readers;
    for (std::size_t i = 0; i < of.readers.size(); ++i) {
      readers.push_back({{"name", of.readers[i].name},
                         {"observes", ordered_json::parse(of.readers[i].observes_json)},
                         {"readings", places[i]}});
    }
    made.push_back(absl::StrCat("{\"operation\":\"", std::string(model::to_string(of.operation)),
                                "\",\"values\":[\n", lines(values), "],\n\"readers\":[\n",
                                lines(readers), "]}"));
  }
  return absl::StrCat("{\"fingerprints\":[\n", absl::StrJoin(made, ",\n"), "]}\n");
}

absl::StatusOr<std::vector<fingerprints>> load_fingerprints(const std::filesystem::path& file) {
  const auto schema = model::json_schema::open(file.parent_path() / "fingerprints.schema.json");
  if (!schema.ok()) return schema.status();
  const auto document = schema->read(file);
  if (!document.ok()) return document.status();
  std::vector<fingerprints> all;
  for (const json& each : document->at("fingerprints")) {
    auto one = read(each);
    if (!one.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.string(), ": ", std::string(one.status().message())));
    }
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace gauntlet::compare
