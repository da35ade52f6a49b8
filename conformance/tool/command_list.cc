#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "conformance/implementations/manifest.hpp"
#include "conformance/implementations/ready.hpp"
#include "conformance/implementations/survey.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/child.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

using implementations::availability;
using implementations::default_set;
using implementations::implementation;

std::string in_default_set(const implementation& one) {
  switch (one.entry.in_default_set) {
    case default_set::always:
      return "always";
    case default_set::with_runtime:
      return "with-runtime";
    case default_set::never:
      break;
  }
  return "never";
}

std::string state_name(const implementation& one) {
  switch (one.state) {
    case availability::ready:
      return "installed";
    case availability::build_needed:
      return "compiled-when-run";
    case availability::missing:
      break;
  }
  return "missing";
}

nlohmann::ordered_json to_json(const implementation& one) {
  nlohmann::ordered_json out;
  out["id"] = one.entry.id;
  out["title"] = one.entry.title;
  out["language"] = one.entry.language;
  out["operations"] = one.entry.operations;
  out["reference"] = one.entry.reference;
  out["state"] = state_name(one);
  out["version"] = nullptr;
  out["runtime"] = nullptr;
  if (one.hello && one.hello->error.empty()) {
    out["version"] = one.hello->version;
    out["runtime"] = one.hello->runtime;
  }
  out["tier"] = one.entry.tier;
  out["default"] = in_default_set(one);
  out["installed_by_default_here"] = one.in_default_set;
  out["command"] = one.command;
  if (one.state == availability::missing) {
    out["missing"] = one.missing;
    out["install"] = one.install_command;
    out["megabytes"] = one.megabytes;
  }
  if (!one.entry.homepage.empty()) out["homepage"] = one.entry.homepage;
  if (!one.entry.issues.empty()) out["issues"] = one.entry.issues;
  out["license"] = one.entry.license;
  if (!one.entry.upstream.empty()) out["upstream"] = one.entry.upstream;
  if (!one.entry.newest.empty()) {
    out["newest"] = {{"version", one.entry.newest}, {"why_not", one.entry.why_not_newest}};
  }
  if (one.entry.downloads_per_month >= 0) {
    out["downloads_per_month"] = one.entry.downloads_per_month;
  }
  return out;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

// What an adapter says of itself may hold anything, and goes to a terminal.
std::string version_of(const implementation& one) {
  if (one.hello && one.hello->error.empty()) return model::printable(one.hello->version);
  return "-";
}

std::string remark(const implementation& one) {
  if (one.state == availability::missing) {
    return absl::StrCat("not installed: ", model::printable(one.missing), ", ", one.megabytes,
                        " MB");
  }
  std::string text =
      one.state == availability::ready ? "installed" : "installed; compiled when run";
  if (one.entry.reference) text = "the reference parser";
  if (one.hello && !one.hello->runtime.empty())
    text += " (" + model::printable(one.hello->runtime) + ")";
  if (!one.entry.newest.empty()) {
    text += "; the newest is " + one.entry.newest + ": " + one.entry.why_not_newest;
  } else if (!one.entry.upstream.empty()) {
    text += "; " + one.entry.upstream;
  }
  return text;
}

void print_table(const std::vector<implementation>& all) {
  std::size_t id = 14, language = 8, version = 7;
  for (const implementation& one : all) {
    id = std::max(id, one.entry.id.size());
    language = std::max(language, one.entry.language.size());
    version = std::max(version, version_of(one).size());
  }
  const auto row = [&](const std::string& mark, const std::string& a, const std::string& b,
                       const std::string& c, const std::string& d, const std::string& e) {
    std::cout << mark << ' ' << padded(a, id) << "  " << padded(b, language) << "  "
              << padded(c, version) << "  " << padded(d, 4) << "  " << e << '\n';
  };
  row(" ", "implementation", "language", "version", "tier", "");
  bool any_missing = false;
  for (const implementation& one : all) {
    row(one.in_default_set ? "*" : " ", one.entry.id, one.entry.language, version_of(one),
        std::to_string(one.entry.tier), remark(one));
    any_missing = any_missing || one.state == availability::missing;
  }
  std::cout << "\n* in the default set of this machine: plain `gauntlet run` installs it.\n";
  if (!any_missing) return;
  std::cout << "\nTo install what is missing (`gauntlet run --install` does all of it):\n";
  std::vector<std::string> seen;
  for (const implementation& one : all) {
    if (one.state != availability::missing || one.install_command.empty()) continue;
    // One lockfile holds all npm packages: who installs one of them has all.
    const std::string key = one.npm && one.apt.empty() ? "npm" : one.install_command;
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    std::cout << "  " << padded(one.entry.id, id) << "  " << one.install_command
              << (key == "npm" ? " (all npm packages come together)" : "") << '\n';
  }
}

struct list_settings {
  std::vector<std::string> ids;
  std::vector<std::string> languages;
  int tier = 0;
  bool install = false;
  bool json = false;
};

void list(command_context& context, const list_settings& settings) {
  if (context.conformance.empty())
    return fail(context, "the folder with the adapters was not found");
  auto from = implementations::load_manifest(context.conformance / "adapters" / "manifest.json");
  if (!from.ok()) return fail(context, std::string(from.status().message()));
  const absl::Status kept =
      implementations::keep(*from, settings.ids, settings.languages, settings.tier);
  if (!kept.ok()) return fail(context, absl::StrCat("list: ", std::string(kept.message())));
  const process::orphanage orphans;
  const implementations::machine here = implementations::this_machine();
  std::vector<implementation> all;
  if (settings.install) {
    auto made = implementations::make_ready(context.conformance / "adapters", context.program,
                                            {.ids = settings.ids,
                                             .languages = settings.languages,
                                             .tier = settings.tier,
                                             .policy = implementations::install_policy::everything,
                                             .progress = &std::cerr});
    if (!made.ok())
      return fail(context, absl::StrCat("list: ", std::string(made.status().message())));
    all = *std::move(made);
  } else {
    all = implementations::survey(*from, here, context.program);
  }
  implementations::probe(all, here);
  if (!settings.json) return print_table(all);
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const implementation& one : all) out.push_back(to_json(one));
  std::cout << out.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
}

}  // namespace

void add_list_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("list", "The implementations: installed or not, version, how to get them");
  const auto settings = std::make_shared<list_settings>();
  command->add_option("IMPLEMENTATION", settings->ids, "Only these");
  add_set_options(*command, settings->languages, settings->tier);
  command->add_flag("--install", settings->install,
                    "Install and build those that are missing first");
  command->add_flag("--json", settings->json, "As JSON");
  command->footer(
      "\n"
      "  gauntlet list                    all, with the commands that install what is missing\n"
      "  gauntlet list --tier 2 --language Go --language Ruby\n"
      "  gauntlet list --json werkzeug    one, as JSON\n");
  command->callback([&context, settings] { list(context, *settings); });
}

}  // namespace gauntlet::tool
