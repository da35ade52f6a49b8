#include "conformance/implementations/ready.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/implementations/installation.hpp"
#include "conformance/implementations/prepare.hpp"
#include "conformance/model/spelling.hpp"
#include "conformance/process/side_by_side.hpp"

namespace gauntlet::implementations {
namespace {

void build_all(const manifest& from, const machine& on, std::vector<implementation>& all,
               install_policy policy, std::ostream* progress) {
  std::vector<implementation*> work;
  std::vector<std::string> names;
  for (implementation& one : all) {
    if (one.state != availability::build_needed) continue;
    if (policy == install_policy::never && one.entry.build.front().downloads) {
      one.state = availability::missing;
      one.missing = "its build step would download packages";
      one.install_command = absl::StrCat("gauntlet run ", one.entry.id);
      continue;
    }
    work.push_back(&one);
    names.push_back(one.entry.id);
  }
  if (work.empty()) return;
  if (progress != nullptr) {
    *progress << "gauntlet: compiling adapters, once: " << absl::StrJoin(names, " ") << std::endl;
  }
  process::side_by_side(work, 1, [&](implementation& one) {
    const absl::Status built = run_build(from, one.entry, on);
    one.state = built.ok() ? availability::ready : availability::missing;
    if (!built.ok()) one.missing = absl::StrCat("the adapter does not compile: ", built.message());
  });
}

}  // namespace

absl::StatusOr<std::vector<implementation>> make_ready(const std::filesystem::path& adapters,
                                                       const std::filesystem::path& program,
                                                       const ready_options& options,
                                                       const machine& on) {
  auto from = load_manifest(adapters / "manifest.json");
  if (!from.ok()) return from.status();
  // What was not asked for need not be looked at.
  if (absl::Status status = keep(*from, options.ids, options.languages, options.tier); !status.ok())
    return status;
  std::vector<implementation> all = survey(*from, on, program);
  const installation_plan plan = plan_installation(all, options.policy, options.ids);
  if (!plan.empty() && install(plan, *from, on, options.progress)) all = survey(*from, on, program);
  build_all(*from, on, all, options.policy, options.progress);
  return all;
}

}  // namespace gauntlet::implementations
