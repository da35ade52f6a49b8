#include "conformance/live/clients/client.hpp"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "conformance/live/origin/server.hpp"
#include "conformance/live/serve/drive.hpp"
#include "conformance/live/servers/folder.hpp"
#include "conformance/live/servers/version.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/child.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Enough for a runtime that starts slowly beside others; a client that loops is ended by it.
constexpr absl::Duration deadline = absl::Seconds(15);
// Of what stays beside the commands, such as a browser on a machine that does much else.
constexpr absl::Duration readiness = absl::Seconds(60);
constexpr std::uint64_t memory_limit = std::uint64_t{2} * 1024 * 1024 * 1024;

std::string in_shell(const std::vector<std::string>& words) {
  return absl::StrJoin(words, " ", [](std::string* to, const std::string& word) {
    to->append(model::shell_quoted(word));
  });
}

model::row not_run(const std::string& id, const serve::shape& of, const std::string& why) {
  model::row row;
  row.implementation = id;
  row.facts = of.of.facts;
  row.error = why;
  return row;
}

// The server of one client, which listens as `gauntlet serve` does.
absl::StatusOr<std::unique_ptr<origin::server>> open(serve::host& host) {
  origin::options with;
  with.listeners = {{0, false}, {0, false}, {0, false}, {0, true}};
  with.handler = [&host](const origin::request& asked) { return host.answer(asked); };
  with.observer = [&host](origin::exchange one) { host.observe(std::move(one)); };
  absl::StatusOr<std::unique_ptr<origin::server>> made = origin::server::start(std::move(with));
  if (!made.ok()) return made.status();
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < 4; ++i) ports.push_back((*made)->port(i));
  host.set_place("127.0.0.1", std::move(ports), (*made)->certificate_pem());
  return made;
}

// Starts what stays beside the commands, and waits for its first line. Errors: how it ended, or that
// it said nothing.
absl::StatusOr<std::unique_ptr<process::child>> start_beside(const std::string& command,
                                                             const process::cancellation& cancel) {
  process::start_options how;
  how.command = {"/bin/sh", "-c", command};
  how.base = process::base_environment::own;
  how.cpu_seconds = 0;
  absl::StatusOr<std::unique_ptr<process::child>> made = process::child::start(how);
  if (!made.ok()) return made.status();
  process::child& one = **made;
  const auto why = [&](const std::string& what) {
    one.kill();
    one.drain_errors();
    return absl::UnavailableError(absl::StrCat("what stays beside its commands ", what, ": ",
                                               model::printable(one.errors_text())));
  };
  const absl::Time last = absl::Now() + readiness;
  for (std::string said; said.find('\n') == std::string::npos; one.drain_output(said, 4096)) {
    one.drain_errors();
    if (one.has_ended()) return why("ended");
    if (cancel.requested()) return why(cancel.reason());
    if (absl::Now() > last) return why("was not ready in time");
    pollfd waits[] = {{one.output(), POLLIN, 0}, {one.errors(), POLLIN, 0}};
    poll(waits, 2, 100);
  }
  return made;
}

}  // namespace

absl::StatusOr<std::vector<client>> load_clients(const fs::path& folder) {
  const std::string name = (folder / "clients.json").string();
  absl::StatusOr<model::json_schema> schema =
      model::json_schema::open(folder / "clients.schema.json");
  if (!schema.ok()) return schema.status();
  const absl::StatusOr<json> document = schema->read(name);
  if (!document.ok()) return document.status();
  std::vector<client> all;
  std::set<std::string> ids;
  for (const json& each : document->at("clients")) {
    client& one = all.emplace_back();
    one.id = each.at("id").get<std::string>();
    one.title = each.at("title").get<std::string>();
    one.program = each.value("program", one.id);
    one.version = each.value("version", std::vector<std::string>{"--version"});
    one.command = each.at("command").get<std::string>();
    one.beside = each.value("beside", "");
    one.jobs = each.value("jobs", std::size_t{1});
    one.is_proxied = each.value("proxy", false);
    one.takes_any_path = each.value("any_path", false);
    one.is_on_request = each.value("on_request", false);
    if (!ids.insert(one.id).second)
      return absl::InvalidArgumentError(absl::StrCat(name, ": ", one.id, " is there twice"));
    if (one.takes_any_path && one.jobs != 1)
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": ", one.id, ": with any_path there is one command at a time"));
  }
  return all;
}

absl::StatusOr<std::vector<model::test_case>> load_client_cases(const fs::path& folder,
                                                                const fs::path& schema_folder) {
  absl::StatusOr<model::case_loader> loader = model::case_loader::open(schema_folder);
  if (!loader.ok()) return loader.status();
  if (absl::Status status = loader->load(folder / "cases"); !status.ok()) return status;
  return loader->take();
}

runner::column run_client(const client_subject& of, const std::vector<serve::shape>& shapes,
                          const std::vector<bool>& is_chosen, std::atomic<std::size_t>& rows_done,
                          const process::cancellation& cancel) {
  runner::column made;
  made.info = of.info;
  made.info.id = of.how.id;
  made.info.name = of.how.title;
  // Nobody needs the controls alone.
  if (std::find(is_chosen.begin(), is_chosen.end(), true) == is_chosen.end()) return made;
  const auto give_up = [&](const std::string& why) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (is_chosen[i]) made.rows.push_back(not_run(made.info.id, shapes[i], why));
    }
    rows_done += made.rows.size();
    return std::move(made);
  };
  if (made.info.status != model::implementation_status::ran) return give_up(made.info.reason);
  std::vector<std::string> tells = of.command;
  tells.insert(tells.end(), of.how.version.begin(), of.how.version.end());
  made.info.version = version_of(tells);

  const absl::StatusOr<std::unique_ptr<temporary_folder>> folder =
      temporary_folder::make(std::nullopt);
  if (!folder.ok()) return give_up(std::string(folder.status().message()));
  serve::host_options how;
  if (of.how.is_proxied) how.fields = proxy_fields;
  how.is_driven = true;
  how.takes_any_path = of.how.takes_any_path;
  serve::host host(shapes, how);
  const absl::StatusOr<std::unique_ptr<origin::server>> server = open(host);
  if (!server.ok()) return give_up(std::string(server.status().message()));

  const auto filled_in = [&](const std::string& command) {
    return absl::StrReplaceAll(command,
                               {{"{program}", in_shell(of.command)},
                                {"{clients}", model::shell_quoted(of.folder.string())},
                                {"{dir}", model::shell_quoted((*folder)->path().string())}});
  };
  std::unique_ptr<process::child> beside;
  if (!of.how.beside.empty()) {
    absl::StatusOr<std::unique_ptr<process::child>> started =
        start_beside(filled_in(of.how.beside), cancel);
    if (!started.ok()) return give_up(std::string(started.status().message()));
    beside = *std::move(started);
  }

  serve::drive_options options;
  options.command = filled_in(of.how.command);
  options.jobs = of.how.jobs;
  options.timeout = deadline;
  options.memory_limit = memory_limit;
  options.is_chosen = is_chosen;
  std::size_t told = 0;
  options.progress = [&](std::size_t done, std::size_t) {
    rows_done += done - told;
    told = done;
    if (!beside) return;
    // What nobody reads stops who writes it.
    std::string ignored;
    beside->drain_output(ignored, 0);
    beside->drain_errors();
  };
  serve::driven driven = serve::drive(host, made.info, options, cancel);
  (*server)->stop();
  if (!driven.could_not_start.empty()) {
    made.info.status = model::implementation_status::could_not_start;
    made.info.reason = driven.could_not_start;
  }
  made.rows = std::move(driven.rows);
  made.notes = std::move(driven.notes);
  return made;
}

}  // namespace gauntlet::live
