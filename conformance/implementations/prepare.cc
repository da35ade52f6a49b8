#include "conformance/implementations/prepare.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "conformance/model/json_file.hpp"
#include "conformance/process/run.hpp"

namespace gauntlet::implementations {
namespace {

namespace fs = std::filesystem;

// FNV-1a, for names of folders in the user's own cache.
class fingerprint {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    state_ = (state_ ^ 0xFFU) * 0x100000001b3ULL;
  }
  void add_contents(const fs::path& file) { add(model::read_file(file).value_or("")); }
  // An upgrade changes these. A file that is not there counts, too.
  void add_identity(const fs::path& file) {
    struct stat found {};
    if (stat(file.c_str(), &found) != 0) return add("missing");
    add(absl::StrCat(found.st_size, " ", found.st_mtim.tv_sec, " ", found.st_mtim.tv_nsec));
  }
  std::string text() const { return absl::StrCat(absl::Hex(state_, absl::kZeroPad16)); }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

// What the folder of packages is made of.
std::vector<fs::path> npm_files(const manifest& from, const std::string& npm_folder) {
  const fs::path folder = from.directory / npm_folder;
  return {folder / "package.json", folder / "package-lock.json",
          from.directory / "javascript" / "load.mjs"};
}

// A folder beside `target` that becomes `target` when it is complete.
fs::path unfinished(const fs::path& target) {
  static std::atomic<unsigned> count{0};
  return target.string() + absl::StrCat(".unfinished-", getpid(), "-", ++count);
}

// Whoever is first wins; the other one's result is the same.
absl::Status finish(const fs::path& from, const fs::path& target) {
  std::error_code error;
  fs::rename(from, target, error);
  if (!error) return absl::OkStatus();
  const bool other_was_first = fs::is_directory(target);
  std::error_code ignored;
  fs::remove_all(from, ignored);
  if (other_was_first) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(target.string(), ": ", error.message()));
}

std::string first_error_line(const std::string& output) {
  const std::vector<std::string> lines = absl::StrSplit(output, '\n');
  for (const std::string& line : lines) {
    if (line.find("error") != std::string::npos) return line;
  }
  return output.substr(0, output.find('\n'));
}

}  // namespace

std::string expand(std::string text, const std::vector<placeholder>& values) {
  for (const placeholder& each : values) {
    for (std::size_t at = text.find(each.name); at != std::string::npos;
         at = text.find(each.name, at + each.value.size())) {
      text.replace(at, each.name.size(), each.value);
    }
  }
  return text;
}

fs::path npm_directory(const manifest& from, const std::string& npm_folder, const machine& on) {
  std::error_code error;
  if (npm_folder.empty() || !fs::exists(from.directory / npm_folder / "package-lock.json", error))
    return {};
  fingerprint key;
  for (const fs::path& file : npm_files(from, npm_folder)) key.add_contents(file);
  return on.cache / "npm" / key.text();
}

bool npm_is_ready(const fs::path& npm_directory) {
  std::error_code error;
  return !npm_directory.empty() && fs::exists(npm_directory / "node_modules", error);
}

absl::Status fill_npm_directory(const manifest& from, const std::string& npm_folder,
                                const machine& on) {
  const fs::path target = npm_directory(from, npm_folder, on);
  if (target.empty())
    return absl::NotFoundError("there is no package-lock.json beside the adapters");
  if (npm_is_ready(target)) return absl::OkStatus();
  const fs::path npm = on.find_program("npm");
  if (npm.empty()) return absl::UnavailableError("npm was not found");

  const fs::path work = unfinished(target);
  std::error_code error;
  fs::create_directories(work, error);
  for (const fs::path& file : npm_files(from, npm_folder)) {
    if (!error) fs::copy_file(file, work / file.filename(), error);
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot write ", work.string(), ": ", error.message()));
  }
  const auto end =
      process::run({npm.string(), "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund",
                    "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=30000"},
                   {.working_directory = work, .deadline = absl::Seconds(300)});
  if (end.ok() && end->ok() && npm_is_ready(work)) return finish(work, target);
  fs::remove_all(work, error);
  if (!end.ok()) return absl::UnavailableError(end.status().message());
  return absl::UnavailableError(end->ok() ? std::string("npm installed nothing")
                                          : absl::StrCat("npm ", end->describe()));
}

fs::path build_directory(const manifest& from, const manifest_entry& entry, const machine& on) {
  if (entry.build.empty()) return {};
  const build_step& build = entry.build.front();
  const std::vector<placeholder> here = {{"{adapters}", from.directory.string()}};
  fingerprint key;
  for (const std::string& word : build.command) key.add(word);
  for (const std::string& input : build.inputs) key.add_contents(expand(input, here));
  for (const std::string& file : entry.files) key.add_identity(file);
  key.add_identity(on.find_program(build.command.front()));
  // Of a library without `files`, the package database tells when it changed.
  if (entry.files.empty()) {
    for (const std::string& package : entry.apt) {
      for (const char* suffix : {"", ":amd64", ":arm64"}) {
        key.add_identity(absl::StrCat("/var/lib/dpkg/info/", package, suffix, ".list"));
      }
    }
  }
  return on.cache / "adapters" / absl::StrCat(entry.id, "-", key.text());
}

absl::Status run_build(const manifest& from, const manifest_entry& entry, const machine& on) {
  const fs::path target = build_directory(from, entry, on);
  std::error_code error;
  if (target.empty() || fs::is_directory(target, error)) return absl::OkStatus();
  const build_step& build = entry.build.front();
  const fs::path compiler = on.find_program(build.command.front());
  if (compiler.empty()) {
    return absl::NotFoundError(absl::StrCat(build.command.front(), " was not found"));
  }
  const fs::path work = unfinished(target);
  fs::create_directories(work, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write ", work.string(), ": ", error.message()));
  }
  const std::vector<placeholder> values = {{"{adapters}", from.directory.string()},
                                           {"{build}", work.string()}};
  std::vector<std::string> command;
  for (const std::string& word : build.command) command.push_back(expand(word, values));
  command.front() = compiler.string();
  const auto end =
      process::run(command, {.working_directory = work, .deadline = absl::Seconds(300)});
  if (end.ok() && end->ok()) return finish(work, target);
  fs::remove_all(work, error);
  if (!end.ok()) return end.status();
  const std::string why = first_error_line(absl::StrCat(end->errors, end->output));
  return absl::FailedPreconditionError(why.empty() ? end->describe() : why);
}

}  // namespace gauntlet::implementations
