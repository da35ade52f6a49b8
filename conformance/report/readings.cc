#include "conformance/report/readings.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "conformance/model/result.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

constexpr std::string_view example =
    R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")";

constexpr std::size_t fewest_in_common = 20;

bool is_rejection(const row& r) { return r.got.find(R"("outcome":"reject")") != std::string::npos; }

// An answer so that equal ones are equal strings: schemes and names without case (RFC 9110
// sections 11.1 and 11.2), parameters by name, since many APIs keep no order, and without saying
// what was quoted. An answer that was not kept is what was expected.
std::string key_of(const row& r) {
  if (is_rejection(r)) return "rejected";
  const std::string& text = !r.got.empty()               ? r.got
                            : r.verdict != verdict::pass ? r.error
                            : !r.expected.empty()        ? r.expected
                                                         : r.facts->expected;
  const auto op = model::operation_from_string(r.facts->operation);
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!op || !json.is_object()) return text;
  auto read = model::result_from_json(*op, json);
  if (!read.ok()) return text;
  const auto settle = [](std::vector<model::param>& params) {
    for (model::param& p : params) {
      p.name = absl::AsciiStrToLower(p.name);
      p.quoted.reset();
    }
    std::stable_sort(params.begin(), params.end(),
                     [](const auto& x, const auto& y) { return x.name < y.name; });
  };
  const auto settle_challenge = [&](model::challenge& c) {
    c.scheme = absl::AsciiStrToLower(c.scheme);
    settle(c.params);
  };
  if (auto* challenges = std::get_if<model::challenges_result>(&*read)) {
    for (model::challenge& c : *challenges) settle_challenge(c);
  } else if (auto* credentials = std::get_if<model::credentials_result>(&*read)) {
    settle_challenge(*credentials);
  } else {
    settle(std::get<model::auth_info_result>(*read));
  }
  return model::describe(*read);
}

std::size_t input_size(const case_facts& facts) {
  std::size_t size = 0;
  for (const std::string& line : facts.lines) size += line.size() + 2;
  return size;
}

// Numbers for answers, so that comparing two of the same case compares two numbers.
class answers {
 public:
  explicit answers(const analysis& a) {
    std::unordered_map<std::string, std::size_t> numbers;
    for (const implementation_view& view : a.implementations()) {
      std::vector<std::size_t>& column = columns_.emplace_back();
      column.reserve(view.rows.size());
      for (const row* one : view.rows) {
        std::size_t number = 0;  // not judged
        if (one != nullptr && is_judged(one->verdict)) {
          // Passes of one case are alike whatever their APIs show of it.
          const std::string key =
              one->verdict == verdict::pass ? std::string() : verdict_text(*one) + key_of(*one);
          number = numbers.try_emplace(key, numbers.size() + 1).first->second;
        }
        column.push_back(number);
      }
    }
  }

  // In how many cases both were judged, and in how many of them alike.
  [[nodiscard]] std::pair<std::size_t, std::size_t> compare(std::size_t i, std::size_t j) const {
    std::size_t both = 0;
    std::size_t same = 0;
    for (std::size_t c = 0; c < columns_[i].size(); ++c) {
      if (columns_[i][c] == 0 || columns_[j][c] == 0) continue;
      ++both;
      same += columns_[i][c] == columns_[j][c] ? 1U : 0U;
    }
    return {same, both};
  }

 private:
  std::vector<std::vector<std::size_t>> columns_;
};

}  // namespace

std::string text_of(const row& r, std::size_t limit) {
  if (is_rejection(r)) return "rejected";
  if (r.got.empty() && r.error.empty() && r.verdict == verdict::pass)
    return show_expected(r, limit);
  return show_got(r, limit);
}

std::vector<reading> readings_of(const analysis& a, std::size_t a_case, std::size_t limit) {
  std::map<std::tuple<verdict, std::string, std::string>, reading> groups;
  for (std::size_t i = 0; i < a.implementations().size(); ++i) {
    const row* one = a.implementations()[i].rows[a_case];
    if (one == nullptr) continue;
    reading& group = groups[{one->verdict, one->alternative, key_of(*one)}];
    if (group.who.empty()) {
      group.verdict = one->verdict;
      group.alternative = one->alternative;
      group.text = text_of(*one, limit);
      group.first = one;
    }
    group.who.push_back(i);
  }
  std::vector<reading> out;
  out.reserve(groups.size());
  for (auto& [key, group] : groups) out.push_back(std::move(group));
  std::stable_sort(out.begin(), out.end(), [](const reading& x, const reading& y) {
    return x.verdict != y.verdict ? x.verdict < y.verdict : x.who.size() > y.who.size();
  });
  return out;
}

std::optional<std::size_t> find_example(const analysis& a) {
  for (std::size_t c = 0; c < a.cases().size(); ++c) {
    const case_facts& facts = *a.cases()[c];
    if (facts.operation == "challenges" && facts.lines.size() == 1 && facts.lines[0] == example) {
      return c;
    }
  }
  return std::nullopt;
}

std::vector<disagreement> disagreements_of(const analysis& a, std::size_t limit) {
  // How many ways there are to read a value says more than who does; the shortest value says it
  // with the fewest words.
  const auto rank = [&](const disagreement& d) {
    return std::make_tuple(d.accepted,
                           -static_cast<std::ptrdiff_t>(input_size(*a.cases()[d.shown])));
  };
  std::map<std::string, disagreement> kinds;
  for (std::size_t c = 0; c < a.cases().size(); ++c) {
    const case_facts& facts = *a.cases()[c];
    if (facts.parse != "may-accept" || facts.lines.empty()) continue;
    disagreement one;
    one.shown = c;
    for (reading& r : readings_of(a, c, limit)) {
      if (!is_judged(r.verdict)) continue;
      one.accepted += r.verdict == verdict::lenient ? 1U : 0U;
      one.readings.push_back(std::move(r));
    }
    for (const std::string& flag : facts.flags) {
      disagreement& kind = kinds[flag];
      const std::size_t cases = kind.cases + 1;
      if (kind.flags.empty() || rank(kind) < rank(one)) kind = one;
      kind.flags = {flag};
      kind.cases = cases;
    }
  }
  std::vector<disagreement> out;
  for (auto& [flag, kind] : kinds) {
    if (kind.accepted < 2) continue;
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const disagreement& d) { return d.shown == kind.shown; });
    if (same == out.end()) {
      out.push_back(std::move(kind));
    } else {
      same->flags.push_back(flag);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const disagreement& x, const disagreement& y) {
    return x.accepted > y.accepted;
  });
  return out;
}

std::vector<likeness> alike(const analysis& a) {
  const answers all(a);
  const std::size_t n = a.ran();
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> common(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) common[i].push_back(all.compare(i, j));
  }
  const auto are_alike = [&](std::size_t i, std::size_t j) {
    const auto [same, both] = common[i][j];
    return both >= fewest_in_common && same * 10 >= both * 9;
  };
  std::vector<likeness> out;
  std::vector<bool> taken(n, false);
  // Columns stand next to those that they are most like, so a greedy pass finds the groups.
  for (std::size_t i = 0; i < n; ++i) {
    if (taken[i]) continue;
    likeness group;
    group.who.push_back(i);
    for (std::size_t j = i + 1; j < n; ++j) {
      if (taken[j] || !std::all_of(group.who.begin(), group.who.end(),
                                   [&](std::size_t k) { return are_alike(k, j); })) {
        continue;
      }
      taken[j] = true;
      group.who.push_back(j);
    }
    if (group.who.size() < 2) continue;
    for (const std::size_t k : group.who) {
      for (const std::size_t l : group.who) {
        if (k >= l) continue;
        const auto [same, both] = common[k][l];
        if (group.both == 0 || same * group.both < group.same * both) {
          group.same = same;
          group.both = both;
        }
      }
    }
    out.push_back(std::move(group));
  }
  return out;
}

}  // namespace gauntlet::report
