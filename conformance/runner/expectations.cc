#include "conformance/runner/expectations.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/runner/select.hpp"

namespace gauntlet::runner {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The next run of digits, or of what is neither a digit nor a separator.
std::string_view next_part(std::string_view& version) {
  const std::size_t start = version.find_first_not_of(".-_+~");
  if (start == std::string_view::npos) {
    version = {};
    return {};
  }
  std::size_t end = start;
  const bool digits = is_digit(version[start]);
  while (end < version.size() && is_digit(version[end]) == digits &&
         std::string_view(".-_+~").find(version[end]) == std::string_view::npos) {
    ++end;
  }
  const std::string_view part = version.substr(start, end - start);
  version.remove_prefix(end);
  return part;
}

// Less than, equal to or greater than zero. A missing part counts as 0: 2.2 is 2.2.0.
int compare_versions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    std::string_view x = next_part(a);
    std::string_view y = next_part(b);
    const bool x_number = x.empty() || is_digit(x.front());
    const bool y_number = y.empty() || is_digit(y.front());
    // Letters come before a number: 2.0rc1 is older than 2.0.1 and than 2.0.
    if (x_number != y_number) return x_number ? 1 : -1;
    if (x_number) {
      x.remove_prefix(std::min(x.find_first_not_of('0'), x.size()));
      y.remove_prefix(std::min(y.find_first_not_of('0'), y.size()));
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
    }
    if (const int order = x.compare(y); order != 0) return order;
  }
  return 0;
}

bool holds(std::string_view comparison, std::string_view version) {
  const std::size_t length = comparison.size() > 1 && comparison[1] == '=' ? 2 : 1;
  const std::string_view sign = comparison.substr(0, length);
  const int order = compare_versions(version, comparison.substr(length));
  if (sign == "<") return order < 0;
  if (sign == "<=") return order <= 0;
  if (sign == ">") return order > 0;
  if (sign == ">=") return order >= 0;
  return order == 0;
}

bool has_run(const model::row& row) {
  return row.verdict != model::verdict::not_run && row.verdict != model::verdict::flaky;
}

bool is_glob(const std::string& pattern) {
  return pattern.find_first_of("*?") != std::string::npos;
}

}  // namespace

bool in_versions(std::string_view range, std::string_view version) {
  if (range.empty() || range == "*") return true;
  while (!range.empty()) {
    const std::size_t space = std::min(range.find(' '), range.size());
    if (space > 0 && !holds(range.substr(0, space), version)) return false;
    range.remove_prefix(std::min(space + 1, range.size()));
  }
  return true;
}

const expectation* expectations::find(std::string_view case_id, std::string_view version) const {
  const expectation* best = nullptr;
  if (!in_versions(versions, version)) return nullptr;
  for (const expectation& entry : entries) {
    if (!in_versions(entry.versions, version) || !glob_matches(entry.pattern, case_id)) continue;
    if (entry.pattern == case_id) return &entry;
    if (best == nullptr || entry.pattern.size() > best->pattern.size()) best = &entry;
  }
  return best;
}

absl::StatusOr<expectations> load_expectations(const fs::path& schema_folder,
                                               const fs::path& file) {
  const absl::StatusOr<std::string> text = model::read_file(file);
  if (!text.ok()) return text.status();
  const absl::StatusOr<model::json_schema> schema =
      model::json_schema::open(schema_folder / "expectations.schema.json");
  if (!schema.ok()) return schema.status();
  const absl::StatusOr<json> document = model::parse_json(*text, file.string());
  if (!document.ok()) return document.status();
  // Said in plain words before the schema says that a string is too short.
  if (const auto entries = document->find("entries");
      entries != document->end() && entries->is_array()) {
    for (const json& entry : *entries) {
      if (entry.is_object() && entry.contains("reason") && entry["reason"] == json("")) {
        return absl::InvalidArgumentError(
            absl::StrCat(file.string(), ": the entry for ", entry.value("case", json("?")).dump(),
                         " has an empty reason: say why the deviation is known"));
      }
    }
  }
  if (absl::Status status = schema->validate(*document, file.string()); !status.ok()) return status;
  expectations read;
  read.implementation = document->at("implementation").get<std::string>();
  read.versions = document->at("versions").get<std::string>();
  for (const json& entry : document->at("entries")) {
    expectation& added = read.entries.emplace_back();
    added.pattern = entry.at("case").get<std::string>();
    added.verdict = *model::verdict_from_string(entry.at("verdict").get<std::string>());
    added.reason = entry.at("reason").get<std::string>();
    added.link = entry.value("link", "");
    added.versions = entry.value("versions", "");
    added.do_not_run = entry.value("do_not_run", false);
  }
  return read;
}

std::vector<std::string> apply_expectations(const expectations& known, std::string_view version,
                                            const std::vector<model::test_case>& whole_suite,
                                            std::vector<model::row>& rows) {
  std::vector<std::string> faults;
  for (const expectation& entry : known.entries) {
    const bool fits =
        std::any_of(whole_suite.begin(), whole_suite.end(),
                    [&](const model::test_case& c) { return glob_matches(entry.pattern, c.id()); });
    if (!fits) faults.push_back(absl::StrCat("no case has the id ", entry.pattern));
  }
  for (model::row& row : rows) {
    const expectation* entry = known.find(row.facts->id, version);
    if (entry == nullptr) continue;
    row.known = model::known_deviation{std::string(model::to_string(entry->verdict)), entry->reason,
                                       entry->link};
    if (entry->do_not_run || !has_run(row) || row.verdict == entry->verdict) continue;
    faults.push_back(absl::StrCat(row.facts->id, ": expected ",
                                  std::string(model::to_string(entry->verdict)), ", got ",
                                  model::verdict_text(row)));
  }
  return faults;
}

expectations updated_expectations(const expectations& before, std::string_view version,
                                  const std::vector<model::test_case>& whole_suite,
                                  const std::vector<model::row>& rows) {
  std::map<std::string_view, const model::row*> by_id;
  for (const model::row& row : rows) {
    if (has_run(row)) by_id.emplace(row.facts->id, &row);
  }
  expectations after = before;
  after.entries.clear();
  for (const expectation& entry : before.entries) {
    bool is_known_id = false;
    bool all_hold = true;
    for (const model::test_case& c : whole_suite) {
      if (!glob_matches(entry.pattern, c.id())) continue;
      is_known_id = true;
      const auto row = by_id.find(c.id());
      if (row != by_id.end() && row->second->verdict != entry.verdict) all_hold = false;
    }
    const bool applies =
        in_versions(before.versions, version) && in_versions(entry.versions, version);
    if (is_known_id && (all_hold || !applies || entry.do_not_run)) after.entries.push_back(entry);
  }
  for (const model::row& row : rows) {
    if (!has_run(row) || !model::is_non_conforming(row.verdict)) continue;
    const expectation* entry = after.find(row.facts->id, version);
    if (entry != nullptr && entry->verdict == row.verdict) continue;
    // A glob that does not hold as a whole hands its reason on to the cases for which it does.
    const expectation* old = before.find(row.facts->id, version);
    expectation& added = after.entries.emplace_back();
    added.pattern = row.facts->id;
    added.verdict = row.verdict;
    if (old != nullptr && old->verdict == row.verdict) {
      added.reason = old->reason;
      added.link = old->link;
      added.versions = old->versions;
    }
  }
  // Patterns first, then ids, each in order: small differences between two versions of a file.
  std::sort(after.entries.begin(), after.entries.end(),
            [](const expectation& a, const expectation& b) {
              return std::pair(!is_glob(a.pattern), a.pattern) <
                     std::pair(!is_glob(b.pattern), b.pattern);
            });
  return after;
}

absl::Status write_expectations(const expectations& of, const fs::path& file) {
  ordered_json document = {{"implementation", of.implementation},
                           {"versions", of.versions},
                           {"entries", ordered_json::array()}};
  for (const expectation& entry : of.entries) {
    ordered_json item = {{"case", entry.pattern},
                         {"verdict", std::string(model::to_string(entry.verdict))},
                         {"reason", entry.reason}};
    if (!entry.link.empty()) item["link"] = entry.link;
    if (!entry.versions.empty()) item["versions"] = entry.versions;
    if (entry.do_not_run) item["do_not_run"] = true;
    document["entries"].push_back(std::move(item));
  }
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  // Written beside and moved into place: an interrupted run leaves the old file whole.
  const fs::path beside = file.string() + ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << document.dump(2, ' ', true, json::error_handler_t::replace) << '\n';
    out.flush();
    if (!out) return absl::DataLossError(absl::StrCat(beside.string(), ": cannot be written"));
  }
  fs::rename(beside, file, error);
  if (error) return absl::DataLossError(absl::StrCat(file.string(), ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace gauntlet::runner
