#include "conformance/report/causes.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/result.hpp"
#include "conformance/report/templates.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using json = nlohmann::json;
using model::challenge;
using model::param;
using challenge_list = std::vector<challenge>;

// Any result as challenges, so that one comparison does for all operations.
challenge_list as_challenges(const model::result& from) {
  if (const auto* list = std::get_if<model::challenges_result>(&from)) return *list;
  if (const auto* one = std::get_if<model::credentials_result>(&from)) return {*one};
  challenge only;
  only.params = std::get<model::auth_info_result>(from);
  return {only};
}

std::optional<challenge_list> read(const case_facts& facts, const json& value) {
  const auto op = model::operation_from_string(facts.operation);
  if (!op || !value.is_object() || !value.contains(std::string(model::result_member(*op)))) {
    return std::nullopt;
  }
  const auto result = model::result_from_json(*op, value);
  if (!result.ok()) return std::nullopt;
  return as_challenges(*result);
}

// What was expected; of several alternatives the first that is a result.
std::optional<challenge_list> read_expected(const row& r) {
  const std::string& text = r.expected.empty() ? r.facts->expected : r.expected;
  const json value = json::parse(text, nullptr, false);
  if (value.is_object() && value.contains("alternatives") && value["alternatives"].is_array()) {
    for (const json& one : value["alternatives"]) {
      if (!one.is_object() || !one.contains("expect")) continue;
      if (auto found = read(*r.facts, one["expect"])) return found;
    }
    return std::nullopt;
  }
  return read(*r.facts, value);
}

std::string octet_name(char c) {
  switch (c) {
    case ',':
      return "a comma";
    case '"':
      return "a DQUOTE";
    case '\\':
      return "a backslash";
    case '=':
      return "an equals sign";
    case ';':
      return "a semicolon";
    case ' ':
    case '\t':
      return "white space";
    case '\0':
    case '\r':
    case '\n':
      return "CR, LF or NUL";
    default:
      return static_cast<unsigned char>(c) >= 0x80 ? "an octet above 127" : "";
  }
}

std::string without(const std::string& text, bool (*unwanted)(char)) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [&](char c) { return !unwanted(c); });
  return out;
}

// `noun`: "value" or "token68".
std::string difference_of_texts(const std::string& expected, const std::string& got,
                                const std::string& noun) {
  if (got.empty()) return absl::StrCat("a ", noun, " is lost");
  if (absl::EqualsIgnoreCase(expected, got)) {
    return absl::StrCat("the case of a ", noun, " is changed");
  }
  if (got == absl::StrCat("\"", expected, "\"")) return "the DQUOTEs stay in the value";
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  if (without(expected, is_space) == without(got, is_space)) {
    return absl::StrCat("white space of a ", noun, " is changed");
  }
  const auto is_backslash = [](char c) { return c == '\\'; };
  if (without(expected, is_backslash) == without(got, is_backslash)) {
    return got.size() > expected.size() ? "backslashes stay in the value"
                                        : "backslashes of the value are lost";
  }
  const auto is_above = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (without(expected, is_above) != expected &&
      absl::StartsWith(
          got, expected.substr(0, static_cast<std::size_t>(
                                      std::find_if(expected.begin(), expected.end(), is_above) -
                                      expected.begin())))) {
    return "octets above 127 are changed";
  }
  if (expected.size() > got.size() && absl::StartsWith(expected, got)) {
    std::string at = octet_name(expected[got.size()]);
    if (at.empty() && octet_name(got.back()) == "a backslash") at = "a backslash";
    return absl::StrCat("a ", noun, " is cut short", at.empty() ? "" : " at ", at);
  }
  const auto mark = [](char c) { return c == '\\' || c == '"'; };
  const std::string bare = without(got, mark);
  const std::string bare_expected = without(expected, mark);
  if (bare.size() < bare_expected.size() && !bare.empty() &&
      absl::StartsWith(bare_expected, bare)) {
    return absl::StrCat("a ", noun, " is cut short at a DQUOTE or backslash");
  }
  if (got.size() > expected.size() && absl::StartsWith(got, expected)) {
    return absl::StrCat("a ", noun, " runs on into what follows it");
  }
  if (expected.size() > got.size() && absl::EndsWith(expected, got)) {
    return absl::StrCat("a ", noun, " loses its beginning");
  }
  return absl::StrCat("a ", noun, " is another one");
}

std::string lower(const std::string& text) { return absl::AsciiStrToLower(text); }

std::multiset<std::string> names_of(const std::vector<param>& params) {
  std::multiset<std::string> names;
  for (const param& one : params) names.insert(lower(one.name));
  return names;
}

std::string difference_of_params(const std::vector<param>& expected,
                                 const std::vector<param>& got) {
  const std::multiset<std::string> wanted = names_of(expected);
  const std::multiset<std::string> seen = names_of(got);
  std::vector<std::string> lost;
  std::vector<std::string> extra;
  std::set_difference(wanted.begin(), wanted.end(), seen.begin(), seen.end(),
                      std::back_inserter(lost));
  std::set_difference(seen.begin(), seen.end(), wanted.begin(), wanted.end(),
                      std::back_inserter(extra));
  if (!lost.empty() && !extra.empty()) return "a parameter gets another name";
  if (!lost.empty()) return got.empty() ? "all parameters are lost" : "a parameter is lost";
  if (!extra.empty()) return "a parameter too many";
  std::map<std::string, std::vector<const std::string*>> values;
  for (const param& one : expected) values[lower(one.name)].push_back(&one.value);
  std::map<std::string, std::size_t> at;
  for (const param& one : got) {
    const std::string name = lower(one.name);
    const std::string& value = *values[name][at[name]++];
    if (value != one.value) return difference_of_texts(value, one.value, "value");
  }
  return "the parameters are in another order";
}

std::string difference_of_challenges(const challenge_list& expected, const challenge_list& got) {
  if (expected.empty()) return "something is read out of an empty field";
  if (got.empty()) return "nothing is read";
  if (got.size() < expected.size()) {
    std::size_t wanted = 0;
    std::size_t seen = 0;
    for (const challenge& one : expected) wanted += one.params.size();
    for (const challenge& one : got) seen += one.params.size();
    return seen > 0 && seen >= wanted ? "challenges run together" : "a challenge is lost";
  }
  if (got.size() > expected.size()) return "a challenge too many";
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const challenge& e = expected[i];
    const challenge& g = got[i];
    if (!absl::EqualsIgnoreCase(e.scheme, g.scheme)) {
      return g.scheme.empty() ? "the scheme is lost" : "the scheme is another one";
    }
    if (!e.token68 && g.token68) {
      return e.params.empty() ? "a token68 out of nothing" : "a parameter is taken for a token68";
    }
    if (e.token68 && !g.token68) {
      return g.params.empty() ? "the token68 is lost" : "a token68 is taken for a parameter";
    }
    if (e.token68 && *e.token68 != *g.token68) {
      return difference_of_texts(*e.token68, *g.token68, "token68");
    }
    if (e.params != g.params) {
      const bool same =
          std::equal(e.params.begin(), e.params.end(), g.params.begin(), g.params.end(),
                     [](const param& a, const param& b) {
                       return absl::EqualsIgnoreCase(a.name, b.name) && a.value == b.value;
                     });
      if (!same) return difference_of_params(e.params, g.params);
    }
  }
  return "another result";
}

// The words of the suite, read once.
const std::map<std::string, std::string, std::less<>>& marks() {
  static const auto all = [] {
    std::map<std::string, std::string, std::less<>> made;
    const json flags = json::parse(templates::flags_json);
    for (const auto& [name, flag] : flags["flags"].items()) made[name] = flag.value("about", "");
    const json requirements = json::parse(templates::requirements_json);
    for (const json& one : requirements["requirements"]) {
      made[one.value("id", "")] = one.value("statement", "");
    }
    return made;
  }();
  return all;
}

std::size_t input_size(const case_facts& facts) {
  std::size_t size = facts.input.size();
  for (const std::string& line : facts.lines) size += line.size() + 2;
  return size;
}

// What a cause may be made of. `mark` or `difference` may be empty, not both.
struct candidate {
  std::string mark;
  std::string difference;
  friend auto operator<=>(const candidate&, const candidate&) = default;
};

// The greedy cover of the failures of one verdict.
class cover {
 public:
  cover(std::vector<const row*> rows, const std::unordered_map<std::string, std::size_t>& judged)
      : rows_(std::move(rows)), judged_(judged), left_(rows_.size(), true) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      differences_.push_back(difference_of(*rows_[i]));
      add({"", differences_[i]}, i);
      for (const auto* list : {&rows_[i]->facts->flags, &rows_[i]->facts->requirements}) {
        for (const std::string& mark : *list) {
          add({mark, ""}, i);
          add({mark, differences_[i]}, i);
        }
      }
    }
  }

  std::vector<cause> find() {
    std::vector<cause> found;
    for (std::size_t open = rows_.size(); open != 0;) {
      const auto* best = &*candidates_.begin();
      double most = -1;
      for (const auto& one : candidates_) {
        if (const double s = score(one.first, one.second); s > most) {
          best = &one;
          most = s;
        }
      }
      found.push_back(take(best->first, best->second));
      open -= found.back().rows.size();
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const cause& a, const cause& b) { return a.rows.size() > b.rows.size(); });
    return found;
  }

 private:
  using members = std::vector<std::size_t>;

  void add(const candidate& to, std::size_t index) {
    members& list = candidates_[to];
    if (list.empty() || list.back() != index) list.push_back(index);
  }

  // How many failures the candidate explains, weighed by how well: by the share of the mark's cases
  // that fail, and by how much its failures are alike. A difference alone says what happens, not
  // when: it counts for what is left at the end. A flag says more to a reader than a requirement.
  double score(const candidate& of, const members& list) const {
    std::map<std::string_view, std::size_t> kinds;
    std::size_t n = 0;
    for (const std::size_t i : list) {
      if (!left_[i]) continue;
      ++n;
      if (of.difference.empty()) ++kinds[differences_[i]];
    }
    if (n == 0) return -1;
    const auto gain = static_cast<double>(n);
    if (of.mark.empty()) return gain * 0.35;
    std::size_t alike = n;
    if (of.difference.empty()) {
      alike = 0;
      for (const auto& [kind, count] : kinds) alike = std::max(alike, count);
    }
    const auto judged = judged_.find(of.mark);
    const std::size_t all = judged == judged_.end() ? n : std::max(n, judged->second);
    const double share = gain / static_cast<double>(all);
    const double likeness = 0.4 + 0.6 * static_cast<double>(alike) / gain;
    const double clarity = of.mark.front() == 'R' ? 0.9 : 1.0;
    return gain * (0.25 + 0.75 * share) * likeness * clarity;
  }

  cause take(const candidate& of, const members& list) {
    cause made;
    made.mark = of.mark;
    made.about = std::string(about_mark(of.mark));
    std::map<std::string, std::size_t> kinds;
    members taken;
    for (const std::size_t i : list) {
      if (!left_[i]) continue;
      left_[i] = false;
      taken.push_back(i);
      ++kinds[differences_[i]];
    }
    made.kind = rows_[taken.front()]->verdict;
    const auto most =
        std::max_element(kinds.begin(), kinds.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    made.difference = most->first;
    // The one that is shown differs in the way that the words say.
    const auto key = [&](std::size_t i) {
      return std::make_tuple(differences_[i] != made.difference, input_size(*rows_[i]->facts),
                             std::string_view(rows_[i]->facts->id));
    };
    std::sort(taken.begin(), taken.end(),
              [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    for (const std::size_t i : taken) made.rows.push_back(rows_[i]);
    if (kinds.size() > 1) made.difference += ", or the like";
    return made;
  }

  std::vector<const row*> rows_;
  const std::unordered_map<std::string, std::size_t>& judged_;
  std::vector<bool> left_;
  std::vector<std::string> differences_;
  std::map<candidate, members> candidates_;
};

}  // namespace

std::string difference_of(const row& r) {
  switch (r.verdict) {
    case verdict::crash:
      return "it fails in a way that its API does not document";
    case verdict::hang:
      return "no answer in time";
    case verdict::resource_limit:
      return "it takes more than the limit of memory or time";
    case verdict::protocol_error:
      return "the adapter breaks the protocol";
    default:
      break;
  }
  // Of a conversation with a client there is no value to compare: why says it.
  if (r.facts->parse.empty() && r.facts->input.empty() && !r.error.empty()) return r.error;
  const json got = json::parse(r.got, nullptr, false);
  const std::string outcome =
      got.is_object() && got.contains("outcome") && got["outcome"].is_string()
          ? got["outcome"].get<std::string>()
          : "";
  if (outcome == "reject") return "refused";
  const auto expected = read_expected(r);
  const auto seen = got.is_object() ? read(*r.facts, got) : std::nullopt;
  if (!seen) return got.is_object() && got.contains("lines") ? "another output" : "another result";
  if (!expected && r.verdict == verdict::smuggled)
    return "text from inside of quotes is read as structure";
  if (!expected) return "read, where it has to be refused";
  return difference_of_challenges(*expected, *seen);
}

std::vector<cause> find_causes(const implementation_view& view, bool (*wanted)(const row&)) {
  std::map<verdict, std::vector<const row*>> failing;
  std::unordered_map<std::string, std::size_t> judged;  // by mark
  for (const row* one : view.rows) {
    if (one == nullptr) continue;
    if (is_judged(one->verdict)) {
      for (const std::string& mark : one->facts->flags) ++judged[mark];
      for (const std::string& mark : one->facts->requirements) ++judged[mark];
    }
    if (wanted(*one)) failing[one->verdict].push_back(one);
  }
  std::vector<cause> found;
  for (auto& [kind, rows] : failing) {
    std::vector<cause> some = cover(std::move(rows), judged).find();
    std::move(some.begin(), some.end(), std::back_inserter(found));
  }
  return found;
}

std::string_view about_mark(std::string_view name) {
  const auto found = marks().find(name);
  return found == marks().end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace gauntlet::report
