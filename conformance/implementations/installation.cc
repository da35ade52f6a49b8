#include "conformance/implementations/installation.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "conformance/implementations/prepare.hpp"
#include "conformance/process/run.hpp"

namespace gauntlet::implementations {
namespace {

namespace fs = std::filesystem;

constexpr double limit_without_asking = 100;

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string megabytes(double count) {
  return count < 1 ? std::string("less than 1 MB") : absl::StrFormat("%.0f MB", count);
}

// "12.3 MB", "1,234 kB" after `words` in apt's output.
std::optional<double> size_after(const std::string& output, const std::string& words) {
  const std::size_t at = output.find(words);
  if (at == std::string::npos) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(output.substr(at + words.size(), 40),
                                                        absl::ByAnyChar(" \n/"), absl::SkipEmpty());
  double number = 0;
  if (parts.size() < 2 || !absl::SimpleAtod(absl::StrReplaceAll(parts[0], {{",", ""}}), &number)) {
    return std::nullopt;
  }
  if (parts[1] == "B") return number / 1e6;
  if (parts[1] == "kB") return number / 1e3;
  if (parts[1] == "GB") return number * 1e3;
  return number;
}

// Packages that apt says it does not know.
std::vector<std::string> unknown_packages(const std::string& errors) {
  std::vector<std::string> names;
  const std::vector<std::string> lines = absl::StrSplit(errors, '\n');
  for (const std::string& line : lines) {
    static const std::string openings[] = {"E: Unable to locate package ", "E: Package '"};
    for (const std::string& before : openings) {
      if (absl::StartsWith(line, before)) {
        names.push_back(
            line.substr(before.size(), line.find_first_of("' ", before.size()) - before.size()));
      }
    }
  }
  return names;
}

// Debian's package manager, through sudo where that is needed.
class apt {
 public:
  apt(const machine& on, std::ostream* progress) : on_(on), progress_(progress) {}

  // Empty when packages can be installed here, else why not.
  std::string obstacle() {
    program_ = on_.find_program("apt-get").string();
    if (program_.empty()) return "there is no apt-get here";
    if (on_.root) return {};
    const std::string sudo = on_.find_program("sudo").string();
    if (sudo.empty()) return "this is not root and there is no sudo";
    if (!on_.terminal) {
      const auto allowed = process::run({sudo, "-n", "true"}, {.deadline = absl::Seconds(10)});
      if (!allowed.ok() || !allowed->ok())
        return "this is not root, and sudo would ask for a password";
    }
    privilege_ =
        on_.terminal ? std::vector<std::string>{sudo} : std::vector<std::string>{sudo, "-n"};
    return {};
  }

  // What installing would do, without doing it.
  struct forecast {
    std::string error;
    std::vector<std::string> unknown;
    std::optional<double> disk;
    std::optional<double> download;
  };
  forecast simulate(const std::vector<std::string>& packages) {
    std::vector<std::string> command = {
        program_,      "install", "--no-install-recommends", "--no-remove",
        "--assume-no", "-o",      "Debug::NoLocking=1"};
    command.insert(command.end(), packages.begin(), packages.end());
    const auto end =
        process::run(command, {.environment = {"LC_ALL=C"}, .deadline = absl::Seconds(60)});
    if (!end.ok()) return {std::string(end.status().message()), {}, {}, {}};
    forecast out;
    out.unknown = unknown_packages(end->errors);
    out.disk = size_after(end->output, "After this operation, ");
    out.download = size_after(end->output, "Need to get ");
    // With --assume-no it ends in "Abort.", status 1; anything else on stderr is an error.
    const std::size_t error = end->errors.find("E: ");
    if (error != std::string::npos) {
      out.error = end->errors.substr(error, end->errors.find('\n', error) - error);
    }
    return out;
  }

  absl::Status update() { return privileged({"update", "-q"}, absl::Seconds(180)); }

  absl::Status install(const std::vector<std::string>& packages) {
    std::vector<std::string> arguments = {"install", "-qy", "--no-install-recommends",
                                          "--no-remove"};
    arguments.insert(arguments.end(), packages.begin(), packages.end());
    // Whoever stops dpkg leaves a system that has to be repaired, so that a slow machine gets the time
    // that it takes.
    return privileged(arguments, absl::Hours(6));
  }

 private:
  absl::Status privileged(const std::vector<std::string>& arguments, absl::Duration deadline) {
    // The last two keep packages of servers from starting them, with System V's init and systemd.
    static const std::vector<std::string> quiet = {"LC_ALL=C", "DEBIAN_FRONTEND=noninteractive",
                                                   "RUNLEVEL=1", "SYSTEMD_OFFLINE=1"};
    std::vector<std::string> command = privilege_;
    if (!privilege_.empty()) {
      command.emplace_back("env");
      command.insert(command.end(), quiet.begin(), quiet.end());
    }
    command.insert(command.end(),
                   {program_, "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=1"});
    command.insert(command.end(), arguments.begin(), arguments.end());
    if (progress_ != nullptr) progress_->flush();
    const auto end = process::run(
        command, {.environment = quiet, .deadline = deadline, .own_session = privilege_.empty()});
    if (!end.ok()) return end.status();
    if (end->ok()) return absl::OkStatus();
    return absl::UnavailableError(end->describe());
  }

  const machine& on_;
  std::ostream* progress_;
  std::string program_;
  std::vector<std::string> privilege_;
};

class installer {
 public:
  installer(const installation_plan& plan, const manifest& from, const machine& on,
            std::ostream* progress)
      : plan_(plan), from_(from), on_(on), progress_(progress), apt_(on, progress) {}

  bool run() {
    if (!plan_.apt.empty()) install_apt();
    for (const std::string& folder : plan_.npm) install_npm(folder);
    return changed_;
  }

 private:
  void say(const std::string& text) {
    if (progress_ != nullptr) *progress_ << "gauntlet: " << text << std::endl;
  }

  void give_up(const std::string& why, const std::vector<std::string>& packages) {
    say(absl::StrCat("not installed: ", absl::StrJoin(packages, " "), ": ", why,
                     "\n    by hand:  ", on_.apt_command(packages)));
  }

  void install_apt() {
    std::vector<std::string> packages = plan_.apt;
    if (const std::string obstacle = apt_.obstacle(); !obstacle.empty()) {
      return give_up(obstacle, packages);
    }
    apt::forecast forecast = apt_.simulate(packages);
    if (!forecast.error.empty()) {
      // A machine that has never been asked has no package lists.
      say("reading the package lists (apt-get update)");
      if (const absl::Status updated = apt_.update(); !updated.ok()) {
        return give_up(
            absl::StrCat("apt-get update failed, is there a network? ", updated.message()),
            packages);
      }
      forecast = apt_.simulate(packages);
      if (!forecast.unknown.empty()) {
        say(absl::StrCat("this distribution does not have ", absl::StrJoin(forecast.unknown, " ")));
        std::erase_if(packages,
                      [&](const std::string& each) { return contains(forecast.unknown, each); });
        if (packages.empty()) return;
        forecast = apt_.simulate(packages);
      }
    }
    if (!forecast.error.empty()) return give_up(forecast.error, packages);
    const double disk = forecast.disk.value_or(forecast.download ? plan_.megabytes : 0);
    if (plan_.limit_megabytes > 0 && disk > plan_.limit_megabytes) {
      return give_up(
          absl::StrCat("they would take ", megabytes(disk), ", more than the ",
                       megabytes(plan_.limit_megabytes), " that are installed without --install"),
          packages);
    }
    say(absl::StrCat("installing ", absl::StrJoin(packages, " "), " (", megabytes(disk), " on disk",
                     forecast.download
                         ? absl::StrCat(", ", megabytes(*forecast.download), " to download")
                         : std::string(),
                     "; --no-install leaves them out)"));
    const absl::Status all = apt_.install(packages);
    if (all.ok()) {
      changed_ = true;
    } else {
      install_one_by_one(all, packages);
    }
  }

  // One package that cannot be installed must not keep the others out; without a network, though,
  // or after something has stopped dpkg, there is no use in trying them all.
  void install_one_by_one(const absl::Status& all, const std::vector<std::string>& packages) {
    const std::string why(all.message());
    const bool all_fail = absl::StrContains(why, "Failed to fetch") ||
                          absl::StrContains(why, "Unable to fetch") ||
                          absl::StrContains(why, "Temporary failure") ||
                          absl::StrContains(why, "dpkg was interrupted");
    if (all_fail || plan_.sets.size() < 2) return give_up(why, packages);
    for (const std::vector<std::string>& set : plan_.sets) {
      const bool known = std::all_of(set.begin(), set.end(), [&](const std::string& each) {
        return contains(packages, each);
      });
      if (!known) continue;
      const absl::Status one = apt_.install(set);
      changed_ = changed_ || one.ok();
      if (!one.ok()) give_up(std::string(one.message()), set);
    }
  }

  void install_npm(const std::string& folder) {
    if (on_.find_program("npm").empty()) {
      return say("not installed: npm packages: there is no npm here (Debian package npm)");
    }
    say(absl::StrCat("installing the npm packages of ", folder, "/package-lock.json to ",
                     npm_directory(from_, folder, on_).string()));
    const absl::Status filled = fill_npm_directory(from_, folder, on_);
    changed_ = changed_ || filled.ok();
    if (!filled.ok())
      say(absl::StrCat("not installed: npm packages: ", filled.message(),
                       " (is there a network?)"));
  }

  const installation_plan& plan_;
  const manifest& from_;
  const machine& on_;
  std::ostream* progress_;
  apt apt_;
  bool changed_ = false;
};

}  // namespace

namespace {

// What the other packages of an implementation's npm folder take: all of a lockfile come together.
double rest_of_folder(const std::vector<implementation>& all, const implementation& one) {
  double megabytes = 0;
  std::vector<std::string> counted = one.entry.npm;
  for (const implementation& other : all) {
    if (other.entry.npm_folder != one.entry.npm_folder ||
        contains(counted, other.entry.npm.front()))
      continue;
    counted.push_back(other.entry.npm.front());
    megabytes += other.entry.megabytes;
  }
  return megabytes;
}

}  // namespace

installation_plan plan_installation(const std::vector<implementation>& all, install_policy policy,
                                    const std::vector<std::string>& ids) {
  installation_plan plan;
  if (policy == install_policy::never) return plan;
  if (policy == install_policy::default_set) plan.limit_megabytes = limit_without_asking;
  for (const implementation& one : all) {
    if (one.state != availability::missing || (one.apt.empty() && !one.npm)) continue;
    const bool asked = !ids.empty() ? contains(ids, one.entry.id)
                                    : policy == install_policy::everything || one.in_default_set;
    if (!asked) continue;
    plan.ids.push_back(one.entry.id);
    bool counts = false;
    if (one.npm && !contains(plan.npm, one.entry.npm_folder)) {
      plan.npm.push_back(one.entry.npm_folder);
      plan.megabytes += rest_of_folder(all, one);
      counts = true;
    }
    for (const std::string& package : one.apt) {
      if (contains(plan.apt, package)) continue;
      plan.apt.push_back(package);
      counts = true;
    }
    if (!one.apt.empty() &&
        std::find(plan.sets.begin(), plan.sets.end(), one.apt) == plan.sets.end())
      plan.sets.push_back(one.apt);
    if (counts) plan.megabytes += one.megabytes;
  }
  return plan;
}

bool install(const installation_plan& plan, const manifest& from, const machine& on,
             std::ostream* progress) {
  return installer(plan, from, on, progress).run();
}

}  // namespace gauntlet::implementations
