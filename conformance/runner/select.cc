#include "conformance/runner/select.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::runner {
namespace {

using names = std::vector<std::string>;

// One way to select cases: whether a case fits, and what could have been said of it instead.
struct criterion {
  const char* option;
  names selection::*wanted;
  bool (*fits)(const model::case_facts&, const std::string&);
  names (*names_of)(const model::case_facts&);
  bool leaves_out = false;  // what fits is not wanted
};

bool contains(const names& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::string document_of(const model::reference& ref) {
  return ref.rfc != 0 ? absl::StrCat(ref.rfc) : ref.doc;
}

using facts = model::case_facts;

bool is_of_family(const facts& c, const std::string& family) { return c.family() == family; }
names family_of(const facts& c) { return {c.family()}; }

constexpr criterion criteria[] = {
    {"--id", &selection::ids,
     [](const facts& c, const std::string& id) { return glob_matches(id, c.id); },
     [](const facts& c) { return names{c.id}; }},
    {"--family", &selection::families, is_of_family, family_of},
    {"--section", &selection::sections,
     [](const facts& c, const std::string& section) {
       return std::any_of(c.refs.begin(), c.refs.end(),
                          [&](const model::reference& ref) { return in_section(ref, section); });
     },
     [](const facts& c) {
       names all;
       for (const model::reference& ref : c.refs) {
         all.push_back(absl::StrCat(document_of(ref), "/", ref.section));
       }
       return all;
     }},
    {"--flag", &selection::flags,
     [](const facts& c, const std::string& flag) { return contains(c.flags, flag); },
     [](const facts& c) { return c.flags; }},
    {"--requirement", &selection::requirements,
     [](const facts& c, const std::string& id) { return contains(c.requirements, id); },
     [](const facts& c) { return c.requirements; }},
    {"--operation", &selection::operations,
     [](const facts& c, const std::string& operation) { return c.operation == operation; },
     [](const facts& c) { return names{c.operation}; }},
    {"--layer", &selection::layers,
     [](const facts& c, const std::string& layer) { return c.layer == layer; },
     [](const facts& c) { return names{c.layer}; }},
    {"--without", &selection::without, is_of_family, family_of, true},
};

bool allows(const criterion& one, const names& wanted, const model::case_facts& c) {
  const bool fits = std::any_of(wanted.begin(), wanted.end(),
                                [&](const std::string& name) { return one.fits(c, name); });
  return wanted.empty() || fits != one.leaves_out;
}

// The first entry of the selection that fits no case.
struct misfit {
  const criterion* of = nullptr;  // null: there is none
  std::string name{};
};

misfit first_misfit(const selection& chosen, const std::vector<model::test_case>& cases) {
  for (const criterion& one : criteria) {
    for (const std::string& name : chosen.*one.wanted) {
      if (std::none_of(cases.begin(), cases.end(),
                       [&](const model::test_case& c) { return one.fits(*c.facts, name); })) {
        return {&one, name};
      }
    }
  }
  return {};
}

std::string suggestion(const misfit& wrong, const std::vector<model::test_case>& cases) {
  names known;
  for (const model::test_case& c : cases) {
    for (std::string& other : wrong.of->names_of(*c.facts)) known.push_back(std::move(other));
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  return model::nearest_or_all(wrong.name, known);
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
  if (document != document_of(ref)) return false;
  if (slash == std::string_view::npos) return true;
  const std::string_view number = section.substr(slash + 1);
  if (std::string_view(ref.section).substr(0, number.size()) != number) return false;
  return ref.section.size() == number.size() || ref.section[number.size()] == '.';
}

bool is_selected(const model::case_facts& c, const selection& chosen) {
  return std::all_of(std::begin(criteria), std::end(criteria),
                     [&](const criterion& one) { return allows(one, chosen.*one.wanted, c); });
}

std::string suggestion(const selection& chosen, const std::vector<model::test_case>& cases) {
  const misfit wrong = first_misfit(chosen, cases);
  return wrong.of == nullptr ? std::string() : suggestion(wrong, cases);
}

absl::StatusOr<std::vector<model::test_case>> select(std::vector<model::test_case> cases,
                                                     const selection& chosen) {
  if (const misfit wrong = first_misfit(chosen, cases); wrong.of != nullptr) {
    return absl::NotFoundError(absl::StrCat("no case fits ", wrong.of->option, " ",
                                            model::shell_quoted(wrong.name),
                                            suggestion(wrong, cases)));
  }
  cases.erase(
      std::remove_if(cases.begin(), cases.end(),
                     [&](const model::test_case& c) { return !is_selected(*c.facts, chosen); }),
      cases.end());
  if (cases.empty()) {
    names used;
    for (const criterion& one : criteria) {
      if (!(chosen.*one.wanted).empty()) used.emplace_back(one.option);
    }
    return absl::NotFoundError(
        absl::StrCat("no case fits ", absl::StrJoin(used, " and "), " together"));
  }
  return cases;
}

}  // namespace gauntlet::runner
