#include "conformance/compare/search.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "conformance/compare/shorten.hpp"
#include "conformance/runner/controls.hpp"
#include "conformance/runner/grammar_reading.hpp"

namespace gauntlet::compare {
namespace {

constexpr std::size_t longest_in_pool = 2048;
constexpr std::size_t at_once = 1024;
// So many of the shortest values of a kind are shortened: the ways down end in different places.
constexpr std::size_t starts = 6;
constexpr std::array<difference, 4> kinds = {difference::results, difference::only_first,
                                             difference::only_second, difference::fails};
// An octet of each class that the grammar tells apart, but for controls.
constexpr std::string_view octets = "a =,\"\\;/\xE9";

bool is_word_octet(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
}

std::vector<std::string> octet_symbols() {
  std::vector<std::string> made;
  for (const char one : octets) made.emplace_back(1, one);
  return made;
}

// What shorter values are made of: an octet of each class, and the words of this one.
std::vector<std::string> symbols_of(const std::string& value) {
  std::vector<std::string> made = octet_symbols();
  std::set<std::string> words;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && is_word_octet(value[end])) ++end;
    if (end - at > 1) words.insert(value.substr(at, end - at));
    at = std::max(end, at + 1);
  }
  made.insert(made.end(), words.begin(), words.end());
  return made;
}

class searcher {
 public:
  searcher(reader& first, reader& second, const std::vector<std::string>& pool,
           const search_options& options, const process::cancellation& cancel)
      : first_(first),
        second_(second),
        pool_(pool),
        options_(options),
        cancel_(cancel),
        compare_(first.can_show(), second.can_show()) {}

  search_result run() {
    search_result made;
    std::map<difference, std::vector<std::string>> by_kind;
    for (std::size_t begin = 0; begin < pool_.size() && !cancel_.requested(); begin += at_once) {
      tell(absl::StrCat("value ", begin, " of ", pool_.size()));
      const std::size_t end = std::min(pool_.size(), begin + at_once);
      const std::vector<std::string> some(pool_.begin() + static_cast<std::ptrdiff_t>(begin),
                                          pool_.begin() + static_cast<std::ptrdiff_t>(end));
      const std::vector<difference> seen = look(some);
      for (std::size_t i = 0; i < some.size(); ++i) by_kind[seen[i]].push_back(some[i]);
      made.compared += some.size();
    }
    for (const difference kind : kinds) {
      if (cancel_.requested() || by_kind[kind].empty()) continue;
      made.found.push_back(shortest(kind, by_kind[kind]));
    }
    return made;
  }

 private:
  void tell(const std::string& what) const {
    if (options_.progress) options_.progress(what);
  }

  // What is looked for; everything else is none.
  std::vector<difference> look(const std::vector<std::string>& values) {
    const std::vector<reading> one = first_.ask(values);
    const std::vector<reading> other = second_.ask(values);
    std::vector<difference> made(values.size(), difference::none);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!is_carried_by_both(values[i], first_.can_show(), second_.can_show())) continue;
      const difference found = compare_.between(one[i], other[i]);
      if ((options_.among_accepted || options_.among_valid) && found != difference::results)
        continue;
      if (options_.among_valid && found != difference::none &&
          !runner::grammar_reading(options_.operation, {values[i]}))
        continue;
      if (options_.seen_alone) {
        const auto alone = compare_.sees_alone(one[i], other[i]);
        if (!alone.first && !alone.second) continue;
      }
      if (found == difference::none ||
          (options_.smuggled && why_one_is(values[i], one[i], other[i]).empty()))
        continue;
      made[i] = found;
    }
    return made;
  }

  // Only one of them: what both take out of a quoted-string is no difference.
  std::string why_one_is(const std::string& value, const reading& one, const reading& other) const {
    const std::string first = why_smuggled(options_.operation, value, one);
    const std::string second = why_smuggled(options_.operation, value, other);
    return first.empty() == second.empty() ? "" : absl::StrCat(first, second);
  }

  found_difference shortest(difference kind, std::vector<std::string> values) {
    found_difference made;
    made.kind = kind;
    made.count = values.size();
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const shows is_one = [&](const std::vector<std::string>& some) {
      std::vector<bool> shown(some.size());
      if (cancel_.requested()) return shown;
      const std::vector<difference> seen = look(some);
      for (std::size_t i = 0; i < some.size(); ++i) shown[i] = seen[i] == kind;
      return shown;
    };
    for (std::size_t i = 0; i < std::min(starts, values.size()); ++i) {
      tell(absl::StrCat(std::string(to_string(kind)), ": what is not needed is taken away"));
      std::string candidate = shorten(values[i], is_one);
      if (i == 0 || candidate.size() < made.value.size()) made.value = std::move(candidate);
    }
    tell(absl::StrCat(std::string(to_string(kind)), ": what is shorter is tried"));
    if (!made.value.empty()) {
      const first_of_all shorter = first_that_shows(
          {symbols_of(made.value), made.value.size() - 1, options_.max_values}, is_one);
      if (shorter.is_found) made.value = shorter.value;
      made.complete_to = shorter.complete_to;
    }
    made.first = first_.reader::ask(made.value);
    made.second = second_.reader::ask(made.value);
    if (kind == difference::results || options_.smuggled)
      made.smuggled = why_one_is(made.value, made.first, made.second);
    return made;
  }

  reader& first_;
  reader& second_;
  const std::vector<std::string>& pool_;
  const search_options& options_;
  const process::cancellation& cancel_;
  comparison compare_;
};

}  // namespace

bool is_pool_value(const std::string& combined) {
  return combined.size() <= longest_in_pool && !runner::holds_control(combined);
}

std::vector<std::string> pool_of(const std::vector<model::test_case>& suite, model::operation op) {
  std::vector<std::string> made;
  std::set<std::string> known;
  for (const model::test_case& one : suite) {
    if (one.kind != model::case_kind::parse || one.operation != op) continue;
    if (is_pool_value(one.combined) && known.insert(one.combined).second)
      made.push_back(one.combined);
  }
  return made;
}

std::vector<std::string> short_values(std::size_t count) {
  constexpr std::array<std::string_view, 4> before = {"", "Basic ", "Digest ", "Bearer "};
  std::vector<std::string> made;
  for (const std::string_view prefix : before) {
    first_that_shows({octet_symbols(), longest_in_pool, count / before.size()},
                     [&](const std::vector<std::string>& some) {
                       for (const std::string& one : some)
                         made.push_back(absl::StrCat(std::string(prefix), one));
                       return std::vector<bool>(some.size());
                     });
  }
  return made;
}

search_result search(reader& first, reader& second, const std::vector<std::string>& pool,
                     const search_options& options, const process::cancellation& cancel) {
  return searcher(first, second, pool, options, cancel).run();
}

}  // namespace gauntlet::compare
