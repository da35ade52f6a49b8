#include "conformance/implementations/survey.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "conformance/implementations/prepare.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/process/run.hpp"
#include "conformance/process/side_by_side.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::implementations {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool reserves_memory = true;  // AddressSanitizer: terabytes of address space
#else
constexpr bool reserves_memory = false;
#endif

// npm itself, where it has to be installed first.
constexpr double npm_megabytes = 95;

// Which of some Debian packages are installed; absent where there is no such package database.
std::optional<std::set<std::string>> installed_packages(const manifest& from, const machine& on) {
  const fs::path query = on.find_program("dpkg-query");
  if (query.empty()) return std::nullopt;
  std::set<std::string> asked;
  for (const manifest_entry& entry : from.entries) asked.insert(entry.apt.begin(), entry.apt.end());
  std::vector<std::string> command = {query.string(), "-W", "-f",
                                      "${Package} ${db:Status-Status}\\n"};
  command.insert(command.end(), asked.begin(), asked.end());
  // It exits with status 1 when one of them is unknown, and tells of the others all the same.
  const auto end = process::run(command, {.deadline = absl::Seconds(30)});
  if (!end.ok() || end->out_of_time || end->end.signaled) return std::nullopt;
  std::set<std::string> installed;
  const std::vector<std::string> lines = absl::StrSplit(end->output, '\n');
  for (const std::string& line : lines) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words.size() == 2 && words[1] == "installed") installed.insert(words[0]);
  }
  return installed;
}

hello_answer read_hello(const absl::StatusOr<process::run_result>& end) {
  hello_answer hello;
  if (!end.ok()) {
    hello.error = std::string(end.status().message());
    return hello;
  }
  const std::string line = end->output.substr(0, end->output.find('\n'));
  const json answer = model::is_too_deep(line) ? json() : json::parse(line, nullptr, false);
  const auto text = [](const json& object, const char* name) {
    return object.is_object() && object.contains(name) && object[name].is_string()
               ? object[name].get<std::string>().substr(0, 200)
               : std::string();
  };
  if (!answer.is_object()) {
    hello.error = absl::StrCat("no answer to hello (", end->describe(), ")");
  } else if (answer.contains("error")) {
    hello.error = text(answer, "error");
    if (hello.error.empty()) hello.error = "hello failed";
  } else if (!answer.contains("implementation")) {
    hello.error = "an answer to hello without an implementation";
  } else {
    hello.name = text(answer["implementation"], "name");
    hello.version = text(answer["implementation"], "version");
    hello.runtime = text(answer["implementation"], "runtime");
  }
  return hello;
}

void ask_for_hello(const std::vector<implementation*>& which, absl::Duration deadline) {
  // At least two: an adapter that does not answer only waits.
  process::side_by_side(which, 2, [&](implementation& one) {
    one.hello = read_hello(process::run(
        start_of(one), {.input = "{\"cmd\":\"hello\",\"protocol\":1}\n{\"cmd\":\"stop\"}\n",
                        .deadline = deadline,
                        .max_output = std::size_t{64} * 1024}));
  });
}

std::string how_to_install(const implementation& one, const machine& on) {
  std::vector<std::string> steps;
  if (!one.apt.empty()) steps.push_back(on.apt_command(one.apt));
  if (one.npm) steps.push_back(absl::StrCat("gauntlet run ", one.entry.id));
  return absl::StrJoin(steps, " && ");
}

// What one implementation lacks; `packages` is absent where nothing tells.
class inspection {
 public:
  inspection(const manifest& from, const machine& on, const fs::path& program,
             const std::optional<std::set<std::string>>& packages)
      : from_(from), on_(on), program_(program), packages_(packages) {
    for (const manifest_entry& entry : from.entries) {
      if (npm_.count(entry.npm_folder) == 0)
        npm_[entry.npm_folder] = npm_directory(from, entry.npm_folder, on);
    }
  }

  // Whether the package database may be wrong about it: only a hello can tell.
  bool inspect(implementation& one) const {
    const manifest_entry& entry = one.entry;
    std::vector<std::string> lacking;
    one.working_directory = from_.directory;
    one.build_directory = build_directory(from_, entry, on_);
    fill_in_command(one);
    if (const runtime* runs = from_.find_runtime(entry.runtime)) {
      for (const std::string& needed : runs->programs) {
        one.runtime_missing = one.runtime_missing || on_.find_program(needed).empty();
      }
      if (one.runtime_missing) {
        lacking.push_back(runs->title);
        one.apt = runs->apt;
        one.megabytes += runs->megabytes;
      }
    }
    one.in_default_set =
        entry.in_default_set == default_set::always ||
        (entry.in_default_set == default_set::with_runtime && !one.runtime_missing);
    if (!entry.npm.empty() && !npm_is_ready(npm_.at(entry.npm_folder))) {
      one.npm = true;
      lacking.push_back(absl::StrCat("npm package ", absl::StrJoin(entry.npm, " ")));
      one.megabytes += entry.megabytes;
      if (on_.find_program("npm").empty()) {
        one.apt.emplace_back("npm");
        one.megabytes += npm_megabytes;
        if (entry.in_default_set == default_set::with_runtime) one.in_default_set = false;
      }
    }
    const bool unsure = inspect_library(one, lacking);
    one.missing = absl::StrJoin(lacking, ", ");
    one.state = !one.missing.empty()                     ? availability::missing
                : !entry.build.empty() && !is_built(one) ? availability::build_needed
                                                         : availability::ready;
    if (one.state == availability::missing) one.install_command = how_to_install(one, on_);
    return unsure && !one.runtime_missing;
  }

 private:
  static bool is_built(const implementation& one) {
    std::error_code error;
    return fs::is_directory(one.build_directory, error);
  }

  void fill_in_command(implementation& one) const {
    const std::vector<placeholder> values = {{"{adapters}", from_.directory.string()},
                                             {"{build}", one.build_directory.string()},
                                             {"{npm}", npm_.at(one.entry.npm_folder).string()},
                                             {"{gauntlet}", program_.string()}};
    for (const std::string& word : one.entry.command) one.command.push_back(expand(word, values));
    if (const runtime* runs = from_.find_runtime(one.command.front())) {
      const fs::path found = on_.find_program(runs->programs.front());
      if (!found.empty()) one.command.front() = found.string();
    }
  }

  bool inspect_library(implementation& one, std::vector<std::string>& lacking) const {
    const manifest_entry& entry = one.entry;
    if (!entry.files.empty()) {
      std::vector<std::string> gone;
      std::error_code error;
      for (const std::string& file : entry.files) {
        if (!fs::exists(file, error)) gone.push_back(file);
      }
      if (gone.empty()) return false;
      if (!packages_) lacking.push_back(absl::StrCat("file ", gone.front()));
    } else if (!packages_) {
      // Nothing tells but the compiler, for what has to be built, or the adapter itself.
      return !entry.apt.empty() && entry.build.empty();
    }
    std::vector<std::string> gone;
    for (const std::string& package : entry.apt) {
      if (packages_ && packages_->count(package) == 0) gone.push_back(package);
    }
    if (gone.empty()) return false;
    lacking.push_back(absl::StrCat("Debian package ", absl::StrJoin(gone, " ")));
    one.apt.insert(one.apt.end(), gone.begin(), gone.end());
    one.megabytes += entry.megabytes;
    return entry.build.empty() && entry.files.empty();
  }

  const manifest& from_;
  const machine& on_;
  const fs::path& program_;
  const std::optional<std::set<std::string>>& packages_;
  std::map<std::string, fs::path> npm_{};  // by folder
};

void note_hello(implementation& one, const machine& on) {
  if (one.hello->error.empty()) {
    one.state = availability::ready;
    one.missing.clear();
    one.install_command.clear();
    one.apt.clear();
    one.megabytes = 0;
    return;
  }
  if (one.state == availability::missing) return;
  one.state = availability::missing;
  one.missing = one.hello->error;
  // Without a package database the command is a hint: it names what Debian calls the library.
  one.apt = one.entry.apt;
  one.install_command = how_to_install(one, on);
}

}  // namespace

process::start_options start_of(const implementation& one) {
  process::start_options how;
  how.command = one.command;
  how.working_directory = one.working_directory;
  how.memory_limit = one.entry.limit_memory && !reserves_memory ? adapter_memory : 0;
  how.group_memory_limit = adapter_memory;
  return how;
}

std::vector<implementation> survey(const manifest& from, const machine& on,
                                   const fs::path& program) {
  const std::optional<std::set<std::string>> packages = installed_packages(from, on);
  const inspection inspect(from, on, program, packages);
  std::vector<implementation> all(from.entries.size());
  std::vector<implementation*> unsure;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].entry = from.entries[i];
    if (inspect.inspect(all[i])) unsure.push_back(&all[i]);
  }
  ask_for_hello(unsure, absl::Seconds(20));
  for (implementation* one : unsure) note_hello(*one, on);
  return all;
}

void probe(std::vector<implementation>& all, const machine& on, absl::Duration deadline) {
  std::vector<implementation*> which;
  for (implementation& one : all) {
    if (one.state == availability::ready && !one.hello) which.push_back(&one);
  }
  ask_for_hello(which, deadline);
  for (implementation* one : which) note_hello(*one, on);
}

}  // namespace gauntlet::implementations
