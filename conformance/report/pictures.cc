#include "conformance/report/pictures.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/figures.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

// What a picture is called after the first of its families that is known here.
constexpr std::pair<std::string_view, std::string_view> titles[] = {
    {"relay", "What gets through"},
    {"relay-401", "What is left of a 401 that gets another page"},
    {"forward-auth", "When a service decides who comes in"},
    {"connect", "When the proxy asks"},
    {"satisfy-any", "Two ways to come in"},
    {"cache", "Who gets what a cache has stored"},
    {"realm", "The realm of the configuration, and that of the challenge"},
    {"refusal", "A 401 or 407 that is asked for by its number"},
    {"basic", "Which credentials log in: Basic"},
    {"digest", "Which credentials log in: Digest"},
    {"bearer", "Which credentials log in: Bearer"},
    {"choice", "Who sees which challenge"}};

// A sign for each verdict, so that nothing depends on the colour alone.
const char* sign_of(verdict v) {
  switch (v) {
    case verdict::pass:
      return ".";
    case verdict::alternative:
      return "~";
    case verdict::lenient:
      return "+";
    case verdict::over_strict:
      return "-";
    case verdict::wrong_result:
      return "x";
    case verdict::smuggled:
      return "S";
    case verdict::control_octet:
      return "c";
    case verdict::hang:
    case verdict::crash:
    case verdict::resource_limit:
    case verdict::protocol_error:
      return "!";
    case verdict::flaky:
      return "?";
    default:
      return "";
  }
}

// Which implementations have a row for a case of the family, and ran.
std::vector<std::size_t> columns_of(const analysis& a, const family_view& of) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < a.implementations().size(); ++i) {
    const implementation_view& one = a.implementations()[i];
    const auto begin = one.rows.begin() + static_cast<std::ptrdiff_t>(of.first);
    const bool has_row = std::any_of(begin, begin + static_cast<std::ptrdiff_t>(of.size),
                                     [](const row* each) { return each != nullptr; });
    if (one.ran() && has_row) columns.push_back(i);
  }
  return columns;
}

std::string title_of(const std::vector<const family_view*>& families) {
  for (const auto& [name, title] : titles) {
    for (const family_view* each : families) {
      if (each->name == name) return std::string(title);
    }
  }
  return one_line(families.front()->name, 60);
}

view cell_of(const row* of) {
  if (of == nullptr) return {{"class", "n"}, {"text", ""}, {"tip", "not asked"}};
  std::string tip = verdict_text(*of);
  if (!of->error.empty()) absl::StrAppend(&tip, ": ", of->error);
  return {{"class", colour_of(of->verdict)},
          {"text", sign_of(of->verdict)},
          {"tip", one_line(tip, 160)}};
}

}  // namespace

bool is_live(const results& r) {
  const nlohmann::json options = nlohmann::json::parse(r.header.options, nullptr, false);
  return options.is_object() && options.value("live", nlohmann::json()) == true;
}

view pictures_of(const analysis& a) {
  std::vector<std::pair<std::vector<std::size_t>, std::vector<const family_view*>>> groups;
  for (const family_view& each : a.families()) {
    std::vector<std::size_t> columns = columns_of(a, each);
    if (columns.empty()) continue;
    const auto same = std::find_if(groups.begin(), groups.end(),
                                   [&](const auto& group) { return group.first == columns; });
    if (same == groups.end()) {
      groups.push_back({std::move(columns), {&each}});
    } else {
      same->second.push_back(&each);
    }
  }
  // The largest first: there is most to see.
  const auto size_of = [](const auto& group) {
    std::size_t cases = 0;
    for (const family_view* each : group.second) cases += each->size;
    return cases * group.first.size();
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const auto& x, const auto& y) { return size_of(x) > size_of(y); });
  view pictures = view::array();
  for (const auto& [columns, families] : groups) {
    view heads = view::array();
    for (const std::size_t i : columns) {
      const implementation_info& info = *a.implementations()[i].info;
      heads.push_back(
          {{"name", one_line(name_and_version(info), 60)}, {"page", page_name(info.id)}});
    }
    view parts = view::array();
    for (const family_view* each : families) {
      view rows = view::array();
      for (std::size_t c = each->first; c < each->first + each->size; ++c) {
        view cells = view::array();
        for (const std::size_t i : columns)
          cells.push_back(cell_of(a.implementations()[i].rows[c]));
        rows.push_back({{"title", one_line(a.cases()[c]->title, 70)},
                        {"page", page_name(a.cases()[c]->id)},
                        {"cells", std::move(cells)}});
      }
      parts.push_back({{"family", families.size() > 1 ? one_line(each->name, 60) : ""},
                       {"columns", absl::StrCat(columns.size() + 1)},
                       {"rows", std::move(rows)}});
    }
    pictures.push_back({{"title", title_of(families)},
                        {"name", absl::StrCat("picture-", pictures.size() + 1)},
                        {"columns", std::move(heads)},
                        {"parts", std::move(parts)}});
  }
  return pictures;
}

}  // namespace gauntlet::report
