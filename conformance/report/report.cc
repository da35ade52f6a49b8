#include "conformance/report/report.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "conformance/model/results_reader.hpp"
#include "conformance/model/results_writer.hpp"

namespace gauntlet::report {
namespace {

absl::Status write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  if (!file) return absl::DataLossError(absl::StrCat(path.string(), ": cannot be written"));
  return absl::OkStatus();
}

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

absl::Status write_reports(const results& r, const std::string& directory) {
  if (r.footer.sha256.empty()) {
    std::ostringstream file;
    if (absl::Status status = model::write_results(r, file); !status.ok()) return status;
    std::istringstream again(file.str());
    absl::StatusOr<results> settled = model::read_results(again);
    if (!settled.ok()) return settled.status();
    return write_reports(*settled, directory);
  }
  const std::filesystem::path base(directory);
  // The three that hold every finding take most of the time.
  const auto write_beside = [&](const char* name, std::string (*render)(const results&)) {
    return std::async(std::launch::async,
                      [&r, &base, name, render] { return write_file(base / name, render(r)); });
  };
  std::array large = {write_beside("report.html", render_html),
                      write_beside("junit.xml", render_junit),
                      write_beside("report.tap", render_tap)};
  absl::Status status = write_file(base / "report.md", render_markdown(r));
  status.Update(write_file(base / "summary.json", render_summary(r)));
  for (std::future<absl::Status>& one : large) status.Update(one.get());
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
    status.Update(write_file(base / "badges" / (name + ".json"), render_badge_json(badges[i])));
    status.Update(write_file(base / "badges" / (name + ".svg"), render_badge_svg(badges[i])));
  }
  return status;
}

}  // namespace gauntlet::report
