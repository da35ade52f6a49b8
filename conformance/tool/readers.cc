#include "conformance/tool/readers.hpp"

#include <algorithm>
#include <iostream>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"
#include "conformance/process/side_by_side.hpp"

namespace gauntlet::tool {
namespace {

constexpr char grammar_name[] = "grammar";

runner::session_options options_for(process::start_options how) {
  runner::session_options made;
  made.process = std::move(how);
  // A search meets many values on which a bad reader crashes.
  made.max_restarts = 2000;
  return made;
}

}  // namespace

bool reader_source::usage(const std::string& message) {
  fail(context_, absl::StrCat(command_, ": ", message), exit_usage);
  return false;
}

bool reader_source::has_suite() {
  return !context_.conformance.empty() || usage(
                                              "the suite's data is not here: run it in a checkout, "
                                              "or set GAUNTLET_CONFORMANCE to its "
                                              "conformance folder");
}

bool reader_source::make_ready(const implementations::ready_options& options) {
  if (!has_suite()) return false;
  auto all =
      implementations::make_ready(context_.conformance / "adapters", context_.program, options);
  if (!all.ok()) return usage(std::string(all.status().message()));
  found_ = *std::move(all);
  return true;
}

bool reader_source::find_all(const std::vector<std::string>& languages, int tier) {
  return make_ready({.languages = languages,
                     .tier = tier,
                     .policy = implementations::install_policy::never,
                     .progress = &std::cerr});
}

bool reader_source::find(const std::vector<std::string>& names) {
  implementations::ready_options options;
  for (const std::string& name : names) {
    if (name != grammar_name) options.ids.push_back(name);
  }
  if (options.ids.empty()) return true;
  options.progress = &std::cerr;
  if (!make_ready(options)) return false;
  for (const implementations::implementation& one : found_) {
    if (one.state == implementations::availability::ready) continue;
    fail(context_,
         absl::StrCat(command_, ": ", one.entry.id,
                      " is not here: ", one.missing.empty() ? "not built" : one.missing,
                      one.install_command.empty() ? "" : "; get it with: ", one.install_command),
         exit_inconclusive);
    return false;
  }
  return true;
}

std::unique_ptr<compare::reader> reader_source::start(model::operation op, const std::string& id,
                                                      process::start_options how,
                                                      bool* lacks_operation) {
  auto made = compare::open_adapter(op, id, options_for(std::move(how)), cancel_);
  if (made.ok()) return *std::move(made);
  if (lacks_operation != nullptr && absl::IsUnimplemented(made.status())) {
    *lacks_operation = true;
    return nullptr;
  }
  fail(context_, absl::StrCat(command_, ": ", std::string(made.status().message())),
       exit_inconclusive);
  return nullptr;
}

std::unique_ptr<compare::reader> reader_source::open(model::operation op, const std::string& name,
                                                     bool* lacks_operation) {
  if (name == grammar_name) return compare::grammar_reader(op);
  const auto found = std::find_if(found_.begin(), found_.end(),
                                  [&](const auto& each) { return each.entry.id == name; });
  if (found == found_.end()) {
    usage(absl::StrCat("there is no implementation ", name));
    return nullptr;
  }
  return start(op, name, implementations::start_of(*found), lacks_operation);
}

std::unique_ptr<compare::reader> reader_source::open_trailing(model::operation op,
                                                              bool* lacks_operation) {
  if (!context_.trailing || context_.trailing->empty()) {
    usage("no command after --");
    return nullptr;
  }
  process::start_options how;
  how.command = *context_.trailing;
  how.group_memory_limit = implementations::adapter_memory;
  return start(op, "command", std::move(how), lacks_operation);
}

std::vector<compare::known_reader> reader_source::ask_all(
    model::operation op, const std::vector<std::string>& values,
    const std::function<void(const std::string&)>& progress) {
  struct place {
    const implementations::implementation* one = nullptr;
    std::optional<compare::known_reader> made{};
  };
  std::vector<place> places;
  for (const implementations::implementation& one : found_) {
    if (one.state == implementations::availability::ready) places.push_back({&one});
  }
  std::vector<place*> work;
  for (place& each : places) work.push_back(&each);
  std::mutex lock;
  process::side_by_side(work, 1, [&](place& at) {
    if (cancel_.requested()) return;
    const std::string& id = at.one->entry.id;
    auto opened =
        compare::open_adapter(op, id, options_for(implementations::start_of(*at.one)), cancel_);
    {
      const std::lock_guard<std::mutex> guard(lock);
      if (!opened.ok()) {
        if (!absl::IsUnimplemented(opened.status())) {
          std::cerr << "gauntlet: " << model::printable(std::string(opened.status().message()))
                    << std::endl;
        }
        return;
      }
      progress(id);
    }
    compare::reader& reader = **opened;
    at.made = {reader.name(), reader.can_show(), reader.observes_json(), reader.ask(values)};
  });
  std::vector<compare::known_reader> made;
  for (place& each : places) {
    if (each.made) made.push_back(*std::move(each.made));
  }
  return made;
}

bool reader_source::load_suite(std::vector<model::test_case>& to) {
  if (!has_suite()) return false;
  const auto suite = context_.conformance / "suite";
  auto loader = model::case_loader::open(suite / "schema");
  if (!loader.ok()) return usage(std::string(loader.status().message()));
  if (const absl::Status status = loader->load(suite / "cases"); !status.ok())
    return usage(std::string(status.message()));
  to = loader->take();
  return true;
}

}  // namespace gauntlet::tool
