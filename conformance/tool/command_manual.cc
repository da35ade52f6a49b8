#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/command_tree.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/manual.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

void write_manual(const std::string& folder, const CLI::App& app, command_context& context) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(context, absl::StrCat("manual: ", folder, ": ", error.message()));
  for (const auto& [name, text] : manual_pages(describe(app))) {
    const absl::Status status = model::write_file(fs::path(folder) / name, text);
    if (!status.ok()) return fail(context, absl::StrCat("manual: ", status.message()));
  }
}

}  // namespace

// For the build, which installs the pages; so it is not listed.
void add_manual_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand("manual", "Write the manual pages");
  command->group("");
  const auto folder = std::make_shared<std::string>("man1");
  command->add_option("--out", *folder, "The folder that they are written to")
      ->type_name("DIR")
      ->check(path_given())
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet manual --out man1 && man -l man1/gauntlet-run.1\n");
  command->callback([folder, &app, &context] { write_manual(*folder, app, context); });
}

}  // namespace gauntlet::tool
