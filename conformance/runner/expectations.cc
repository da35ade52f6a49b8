#include "conformance/runner/expectations.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/json_text.hpp"
#include "nlohmann/json.hpp"

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

// The members of `match`.
struct match_member {
  const char* name;
  std::vector<std::string> selection::*list;
};
constexpr match_member match_members[] = {  // marks_of() has their indices
    {"id", &selection::ids},
    {"family", &selection::families},
    {"flag", &selection::flags},
    {"requirement", &selection::requirements}};

ordered_json to_json(const selection& match) {
  ordered_json made = ordered_json::object();
  for (const match_member& one : match_members) {
    for (const std::string& name : match.*one.list) made[one.name] = name;
  }
  return made;
}

bool speaks(const expectations& file, const expectation& entry, std::string_view version) {
  return in_versions(file.versions, version) && in_versions(entry.versions, version);
}

bool is_blank(const json& text) {
  return text.is_string() &&
         text.get_ref<const std::string&>().find_first_not_of(" \t\r\n") == std::string::npos;
}

// What the rows say of an entry.
enum class standing { holds, open, stale, selects_nothing };

standing standing_of(const expectations& file, const expectation& entry, std::string_view version,
                     const std::vector<model::test_case>& whole_suite,
                     const std::unordered_map<std::string_view, const model::row*>& ran) {
  bool selects = false;
  bool all_ran = true;
  for (const model::test_case& c : whole_suite) {
    if (!is_selected(*c.facts, entry.match)) continue;
    selects = true;
    const auto row = ran.find(c.id());
    if (row == ran.end()) {
      all_ran = false;
    } else if (row->second->verdict == entry.verdict) {
      return standing::holds;
    }
  }
  if (!selects) return standing::selects_nothing;
  if (!all_ran || entry.do_not_run || !speaks(file, entry, version)) return standing::open;
  return standing::stale;
}

std::unordered_map<std::string_view, const model::row*> rows_that_ran(
    const std::vector<model::row>& rows) {
  std::unordered_map<std::string_view, const model::row*> ran;
  for (const model::row& row : rows) {
    if (has_run(row)) ran.emplace(row.facts->id, &row);
  }
  return ran;
}

// What an entry may name besides ids: the member of `match`, as an index, and its name.
using mark = std::pair<std::size_t, std::string>;

std::vector<mark> marks_of(const model::case_facts& facts) {
  std::vector<mark> marks = {{1, facts.family()}};
  for (const std::string& flag : facts.flags) marks.emplace_back(2, flag);
  for (const std::string& id : facts.requirements) marks.emplace_back(3, id);
  return marks;
}

}  // namespace

std::string show(const expectation& entry) {
  return absl::StrCat(model::dump(to_json(entry.match)), " ",
                      std::string(model::to_string(entry.verdict)));
}

bool in_versions(std::string_view range, std::string_view version) {
  if (range.empty() || range == "*") return true;
  while (!range.empty()) {
    const std::size_t space = std::min(range.find(' '), range.size());
    if (space > 0 && !holds(range.substr(0, space), version)) return false;
    range.remove_prefix(std::min(space + 1, range.size()));
  }
  return true;
}

const expectation* expectations::permits(const model::case_facts& facts, std::string_view version,
                                         model::verdict verdict) const {
  for (const expectation& entry : entries) {
    if (entry.verdict == verdict && is_selected(facts, entry.match) &&
        speaks(*this, entry, version)) {
      return &entry;
    }
  }
  return nullptr;
}

const expectation* expectations::leaves_out(const model::case_facts& facts,
                                            std::string_view version) const {
  for (const expectation& entry : entries) {
    if (entry.do_not_run && is_selected(facts, entry.match) && speaks(*this, entry, version)) {
      return &entry;
    }
  }
  return nullptr;
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
    for (std::size_t i = 0; i < entries->size(); ++i) {
      const json& entry = (*entries)[i];
      if (entry.is_object() && entry.contains("reason") && is_blank(entry["reason"])) {
        return absl::InvalidArgumentError(absl::StrCat(
            file.string(), ": /entries/", i, "/reason: it is empty in the entry for ",
            entry.value("match", json("?")).dump(), ": say why the deviation is known"));
      }
    }
  }
  if (absl::Status status = schema->validate(*document, file.string()); !status.ok()) return status;
  expectations read;
  read.implementation = document->at("implementation").get<std::string>();
  read.versions = document->value("versions", "*");
  for (const json& entry : document->at("entries")) {
    expectation& added = read.entries.emplace_back();
    for (const match_member& one : match_members) {
      if (const auto name = entry.at("match").find(one.name); name != entry.at("match").end())
        (added.match.*one.list).push_back(name->get<std::string>());
    }
    added.verdict = *model::verdict_from_string(entry.at("verdict").get<std::string>());
    added.reason = entry.at("reason").get<std::string>();
    added.link = entry.value("link", "");
    added.versions = entry.value("versions", "");
    added.do_not_run = entry.value("do_not_run", false);
  }
  return read;
}

void mark_known(const expectations& known, std::string_view version, model::row& row) {
  const expectation* entry = row.verdict == model::verdict::not_run
                                 ? known.leaves_out(*row.facts, version)
                                 : known.permits(*row.facts, version, row.verdict);
  if (entry == nullptr) return;
  row.known = model::known_deviation{std::string(model::to_string(entry->verdict)), entry->reason,
                                     entry->link};
}

std::vector<std::string> apply_expectations(const expectations& known, std::string_view version,
                                            const std::vector<model::test_case>& whole_suite,
                                            std::vector<model::row>& rows) {
  std::vector<std::string> faults;
  const auto ran = rows_that_ran(rows);
  for (const expectation& entry : known.entries) {
    switch (standing_of(known, entry, version, whole_suite, ran)) {
      case standing::selects_nothing:
        faults.push_back(absl::StrCat(show(entry), ": no case of the suite fits",
                                      suggestion(entry.match, whole_suite)));
        break;
      case standing::stale:
        faults.push_back(absl::StrCat(show(entry), ": stale: none of its cases has this verdict"));
        break;
      default:
        break;
    }
  }
  for (model::row& row : rows) mark_known(known, version, row);
  return faults;
}

expectations updated_expectations(const expectations& before, std::string_view version,
                                  const std::vector<model::test_case>& whole_suite,
                                  const std::vector<model::row>& rows) {
  expectations after = before;
  after.entries.clear();
  const auto ran = rows_that_ran(rows);
  for (const expectation& entry : before.entries) {
    const standing is = standing_of(before, entry, version, whole_suite, ran);
    if (is == standing::holds || is == standing::open) after.entries.push_back(entry);
  }
  std::vector<const model::row*> left;
  std::map<mark, std::size_t> judged;
  for (const model::row& row : rows) {
    if (!model::is_judged(row.verdict)) continue;
    for (const mark& one : marks_of(*row.facts)) ++judged[one];
    if (model::is_non_conforming(row) &&
        after.permits(*row.facts, version, row.verdict) == nullptr) {
      left.push_back(&row);
    }
  }
  while (!left.empty()) {
    std::map<std::pair<mark, model::verdict>, std::size_t> failing;
    for (const model::row* row : left) {
      for (mark& one : marks_of(*row->facts)) ++failing[{std::move(one), row->verdict}];
    }
    expectation added;
    added.match.ids.push_back(left.front()->facts->id);
    added.verdict = left.front()->verdict;
    std::size_t most = 2;
    for (const auto& [candidate, count] : failing) {
      if (count <= most || count * 2 < judged[candidate.first]) continue;
      most = count;
      added.match = {};
      (added.match.*match_members[candidate.first.first].list).push_back(candidate.first.second);
      added.verdict = candidate.second;
    }
    after.entries.push_back(added);
    left.erase(std::remove_if(left.begin(), left.end(),
                              [&](const model::row* row) {
                                return row->verdict == added.verdict &&
                                       is_selected(*row->facts, added.match);
                              }),
               left.end());
  }
  return after;
}

absl::Status write_expectations(const expectations& of, const fs::path& file) {
  ordered_json document = {{"implementation", of.implementation},
                           {"versions", of.versions},
                           {"entries", ordered_json::array()}};
  for (const expectation& entry : of.entries) {
    ordered_json item = {{"match", to_json(entry.match)},
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
  const std::string text = document.dump(2, ' ', true, json::error_handler_t::replace) + "\n";
  if (absl::Status status = model::write_file(beside, text); !status.ok()) return status;
  fs::rename(beside, file, error);
  if (error) return absl::DataLossError(absl::StrCat(file.string(), ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace gauntlet::runner
