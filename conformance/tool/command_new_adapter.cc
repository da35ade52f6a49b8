#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/run_output.hpp"
#include "conformance/tool/skeletons.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

// What an adapter in a language begins with: docs/adapters, which a test runs.
struct skeleton {
  std::string_view language;  // in small letters
  std::string_view file;
  const char* text;
  std::string_view build;    // empty: nothing to build
  std::string_view command;  // as gauntlet.toml has it
};

const std::array<skeleton, 8> all_skeletons = {{
    {"python", "adapter.py", skeletons::adapter_py, "", R"("python3", "adapter.py")"},
    {"javascript", "adapter.mjs", skeletons::adapter_mjs, "", R"("node", "adapter.mjs")"},
    {"ruby", "adapter.rb", skeletons::adapter_rb, "", R"("ruby", "adapter.rb")"},
    {"php", "adapter.php", skeletons::adapter_php, "", R"("php", "adapter.php")"},
    {"go", "adapter.go", skeletons::adapter_go, "go build adapter.go", R"("./adapter")"},
    {"rust", "adapter.rs", skeletons::adapter_rs, "rustc -O adapter.rs", R"("./adapter")"},
    {"java", "Adapter.java", skeletons::Adapter_java,
     "javac -cp /usr/share/java/gson.jar Adapter.java",
     R"("java", "-cp", ".:/usr/share/java/gson.jar", "Adapter")"},
    {"c++", "adapter.cc", skeletons::adapter_cc, "c++ -std=c++20 -O2 -o adapter adapter.cc",
     R"("./adapter")"},
}};

std::vector<std::string> languages() {
  std::vector<std::string> names;
  for (const skeleton& one : all_skeletons) names.emplace_back(one.language);
  return names;
}

struct new_adapter_settings {
  std::string language;
  std::string out = ".";
};

void new_adapter(const new_adapter_settings& settings, command_context& context) {
  const std::string language = absl::AsciiStrToLower(settings.language);
  const auto found = std::find_if(all_skeletons.begin(), all_skeletons.end(),
                                  [&](const skeleton& one) { return one.language == language; });
  if (found == all_skeletons.end()) {
    return fail(context,
                absl::StrCat("new-adapter: there is none in ", model::printable(settings.language),
                             model::nearest_or_all(language, languages())));
  }
  std::error_code error;
  fs::create_directories(settings.out, error);
  if (error)
    return fail(context, absl::StrCat("new-adapter: ", settings.out, ": ", error.message()));
  const std::vector<std::pair<std::string, std::string>> files = {
      {std::string(found->file), found->text},
      {"gauntlet.toml", absl::StrCat("# What `gauntlet run` tests in this folder.\ncommand = [",
                                     std::string(found->command), "]\n")}};
  for (const auto& [name, text] : files) {
    if (!fs::exists(fs::path(settings.out) / name, error)) continue;
    return fail(context, absl::StrCat("new-adapter: ", (fs::path(settings.out) / name).string(),
                                      " is there already; --out names another folder"));
  }
  for (const auto& [name, text] : files) {
    const fs::path file = fs::path(settings.out) / name;
    if (const absl::Status status = model::write_file(file, text); !status.ok())
      return fail(context, std::string(status.message()));
    std::cout << "written: " << file.string() << '\n';
  }
  std::cout << "\nPut your parser in the place of the one there, then:\n\n";
  if (settings.out != ".") std::cout << "  cd " << model::shell_quoted(settings.out) << '\n';
  if (!found->build.empty()) std::cout << "  " << found->build << '\n';
  std::cout << "  " << program_word(context) << " run\n\n"
            << "docs/adapters.md says what matters.\n";
}

}  // namespace

void add_new_adapter_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "new-adapter", "Write an adapter to start from, and the gauntlet.toml that runs it");
  const auto settings = std::make_shared<new_adapter_settings>();
  command
      ->add_option("LANGUAGE", settings->language,
                   absl::StrCat("One of ", absl::StrJoin(languages(), ", ")))
      ->required();
  command->add_option("--out", settings->out, "The folder that it is written to")
      ->type_name("DIR")
      ->check(path_given())
      ->capture_default_str();
  command->footer(
      "\n"
      "  gauntlet new-adapter python --out my-adapter\n");
  command->callback([settings, &context] { new_adapter(*settings, context); });
}

}  // namespace gauntlet::tool
