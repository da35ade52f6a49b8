#include "conformance/implementations/machine.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"

namespace gauntlet::implementations {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

fs::path cache_folder() {
  if (const std::string set = variable("GAUNTLET_CACHE"); !set.empty()) return set;
  if (const std::string set = variable("XDG_CACHE_HOME"); !set.empty())
    return fs::path(set) / "gauntlet";
  std::string home = variable("HOME");
  if (home.empty()) {
    const passwd* entry = getpwuid(getuid());
    if (entry != nullptr && entry->pw_dir != nullptr) home = entry->pw_dir;
  }
  return fs::path(home.empty() ? "/" : home) / ".cache" / "gauntlet";
}

}  // namespace

fs::path machine::find_program(const std::string& name) const {
  const auto runs = [](const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos) return runs(name) ? fs::path(name) : fs::path();
  for (const fs::path& folder : search_path) {
    if (runs(folder / name)) return folder / name;
  }
  return {};
}

machine this_machine() {
  machine here;
  here.search_path = {"/usr/bin", "/bin"};
  const std::vector<std::string> folders = absl::StrSplit(variable("PATH"), ':', absl::SkipEmpty());
  for (const std::string& folder : folders) {
    here.search_path.emplace_back(folder);
  }
  here.root = geteuid() == 0;
  here.terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  here.cache = cache_folder();
  return here;
}

}  // namespace gauntlet::implementations
