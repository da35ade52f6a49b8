#include "conformance/runner/select.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace gauntlet::runner {
namespace {

using predicate = std::function<bool(const model::test_case&, const std::string&)>;

struct criterion {
  const char* option;
  const std::vector<std::string>* wanted;
  predicate fits;
};

std::vector<criterion> criteria(const selection& chosen) {
  return {
      {"--id", &chosen.ids,
       [](const model::test_case& c, const std::string& id) { return glob_matches(id, c.id()); }},
      {"--family", &chosen.families,
       [](const model::test_case& c, const std::string& family) {
         return c.facts->family == family;
       }},
      {"--section", &chosen.sections,
       [](const model::test_case& c, const std::string& section) {
         return std::any_of(c.facts->refs.begin(), c.facts->refs.end(),
                            [&](const model::reference& ref) { return in_section(ref, section); });
       }},
      {"--flag", &chosen.flags,
       [](const model::test_case& c, const std::string& flag) {
         return std::find(c.facts->flags.begin(), c.facts->flags.end(), flag) !=
                c.facts->flags.end();
       }},
      {"--operation", &chosen.operations,
       [](const model::test_case& c, const std::string& operation) {
         return c.facts->operation == operation;
       }},
      {"--layer", &chosen.layers,
       [](const model::test_case& c, const std::string& layer) { return c.facts->layer == layer; }},
  };
}

bool fits(const criterion& one, const model::test_case& c) {
  return one.wanted->empty() ||
         std::any_of(one.wanted->begin(), one.wanted->end(),
                     [&](const std::string& wanted) { return one.fits(c, wanted); });
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  // reached[j]: the pattern so far matches the first j octets of the text.
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') {
      const bool crosses = i + 1 < pattern.size() && pattern[i + 1] == '*';
      if (crosses) ++i;
      for (std::size_t j = 1; j <= text.size(); ++j) {
        if (reached[j - 1] && (crosses || text[j - 1] != '/')) reached[j] = true;
      }
      continue;
    }
    for (std::size_t j = text.size(); j > 0; --j) {
      const bool same = pattern[i] == '?' ? text[j - 1] != '/' : pattern[i] == text[j - 1];
      reached[j] = reached[j - 1] && same;
    }
    reached[0] = false;
  }
  return reached[text.size()];
}

bool in_section(const model::reference& ref, std::string_view section) {
  const std::size_t slash = section.find('/');
  const std::string_view document = section.substr(0, slash);
  const std::string own = ref.rfc != 0 ? absl::StrCat(ref.rfc) : ref.doc;
  if (document != own) return false;
  if (slash == std::string_view::npos) return true;
  const std::string_view number = section.substr(slash + 1);
  if (std::string_view(ref.section).substr(0, number.size()) != number) return false;
  return ref.section.size() == number.size() || ref.section[number.size()] == '.';
}

bool is_selected(const model::test_case& c, const selection& chosen) {
  const std::vector<criterion> all = criteria(chosen);
  return std::all_of(all.begin(), all.end(), [&](const criterion& one) { return fits(one, c); });
}

absl::StatusOr<std::vector<model::test_case>> select(std::vector<model::test_case> cases,
                                                     const selection& chosen) {
  const std::vector<criterion> all = criteria(chosen);
  for (const criterion& one : all) {
    for (const std::string& wanted : *one.wanted) {
      if (std::none_of(cases.begin(), cases.end(),
                       [&](const model::test_case& c) { return one.fits(c, wanted); })) {
        return absl::NotFoundError(absl::StrCat("no case fits ", one.option, " ", wanted));
      }
    }
  }
  cases.erase(std::remove_if(cases.begin(), cases.end(),
                             [&](const model::test_case& c) {
                               return !std::all_of(
                                   all.begin(), all.end(),
                                   [&](const criterion& one) { return fits(one, c); });
                             }),
              cases.end());
  if (cases.empty()) return absl::NotFoundError("no case fits the selection");
  return cases;
}

}  // namespace gauntlet::runner
