#include "conformance/report/held_back.hpp"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool selects(const held_back& entry, const row& one) {
  if (entry.implementation != one.implementation) return false;
  if (!entry.id.empty()) return entry.id == one.facts->id;
  if (!entry.family.empty()) return entry.family == one.facts->family();
  if (!entry.flag.empty()) return contains(one.facts->flags, entry.flag);
  return contains(one.facts->requirements, entry.requirement);
}

}  // namespace

absl::StatusOr<std::vector<held_back>> load_held_back(const std::filesystem::path& schema_folder,
                                                      const std::filesystem::path& file) {
  const auto schema = model::json_schema::open(schema_folder / "held-back.schema.json");
  if (!schema.ok()) return schema.status();
  const auto document = schema->read(file);
  if (!document.ok()) return document.status();
  std::vector<held_back> made;
  for (const nlohmann::json& each : document->at("held_back")) {
    held_back& one = made.emplace_back();
    one.implementation = each.at("implementation").get<std::string>();
    one.until = each.at("until").get<std::string>();
    const nlohmann::json& match = each.at("match");
    one.id = match.value("id", "");
    one.family = match.value("family", "");
    one.flag = match.value("flag", "");
    one.requirement = match.value("requirement", "");
  }
  return made;
}

std::size_t hold_back(const std::vector<held_back>& list, const std::string& today, results& in) {
  std::size_t held = 0;
  for (row& one : in.rows) {
    const auto entry = std::find_if(list.begin(), list.end(), [&](const held_back& each) {
      return today < each.until && selects(each, one);
    });
    if (entry == list.end()) continue;
    row left;
    left.implementation = one.implementation;
    left.facts = one.facts;
    left.verdict = verdict::not_run;
    left.error = absl::StrCat("held back until ", entry->until, ": SECURITY.md says why");
    one = std::move(left);
    ++held;
  }
  return held;
}

}  // namespace gauntlet::report
