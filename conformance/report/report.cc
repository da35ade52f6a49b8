#include "conformance/report/report.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"

namespace gauntlet::report {
namespace {

// Ids come from adapters and command lines: as a file name they may hold nothing that means more.
std::string file_name(const std::string& id) {
  std::string name = id;
  for (char& c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (!is_plain) c = '_';
  }
  if (name.empty() || name.front() == '.') name.insert(name.begin(), '_');
  return name;
}

}  // namespace

const format* find_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(formats), std::end(formats),
                                   [&](const format& one) { return one.name == name; });
  return found == std::end(formats) ? nullptr : found;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const format& one : formats) names.emplace_back(one.name);
  names.emplace_back("badge");
  return names;
}

absl::Status write_reports(const results& r, const std::string& directory,
                           const std::vector<std::string>& names) {
  const std::filesystem::path base(directory);
  // Those that hold every finding take most of the time, so each has a thread.
  std::vector<std::future<absl::Status>> files;
  for (const std::string& name : names) {
    if (const format* one = find_format(name)) {
      files.push_back(std::async(std::launch::async, [&r, &base, one] {
        return model::write_file(base / one->file, one->render(r));
      }));
    }
  }
  absl::Status status;
  for (std::future<absl::Status>& file : files) status.Update(file.get());
  if (std::find(names.begin(), names.end(), "badge") == names.end()) return status;
  std::error_code error;
  std::filesystem::create_directory(base / "badges", error);
  if (error) {
    status.Update(
        absl::DataLossError(absl::StrCat((base / "badges").string(), ": ", error.message())));
  }
  const std::vector<badge> badges = make_badges(r);
  for (std::size_t i = 0; i < badges.size(); ++i) {
    if (!status.ok()) return status;
    const std::string name = file_name(r.header.implementations[i].id);
    status.Update(
        model::write_file(base / "badges" / (name + ".json"), render_badge_json(badges[i])));
    status.Update(
        model::write_file(base / "badges" / (name + ".svg"), render_badge_svg(badges[i])));
  }
  return status;
}

}  // namespace gauntlet::report
