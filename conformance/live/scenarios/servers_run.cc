#include "conformance/live/scenarios/servers_run.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/live/scenarios/play.hpp"
#include "conformance/live/scenarios/stage.hpp"
#include "conformance/live/servers/server.hpp"
#include "conformance/live/servers/version.hpp"
#include "conformance/model/text.hpp"
#include "conformance/schemes/values/digest.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

using model::verdict;
using nlohmann::json;

constexpr char realm_role[] = "realm";
// A server that dies again and again is not started for ever.
constexpr int most_restarts = 5;

bool has_role(const scenario& of, const std::string& name) {
  return std::find(of.roles.begin(), of.roles.end(), name) != of.roles.end();
}

// Asks one configuration everything.
class configuration_run {
 public:
  configuration_run(const server_subject& of, const std::vector<scenario>& scenarios,
                    std::atomic<std::size_t>& rows_done, const process::cancellation& cancel)
      : of_(of), scenarios_(scenarios), rows_done_(rows_done), cancel_(cancel) {}

  std::vector<runner::column> run() {
    const model::implementation_info info = common_info();
    for (const usage& one : of_.how.usages) {
      runner::column& to = columns_.emplace_back();
      to.info = info;
      to.info.id = one.id;
      to.info.name = one.title;
    }
    if (info.status == model::implementation_status::ran) {
      if (absl::Status opened = open(); !opened.ok()) {
        for (runner::column& to : columns_) {
          if (!absl::IsCancelled(opened))
            to.info.status = model::implementation_status::could_not_start;
          to.info.reason = std::string(opened.message());
        }
      }
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) ask(of_.how.usages[i], columns_[i]);
    return std::move(columns_);
  }

 private:
  model::implementation_info common_info() const {
    model::implementation_info info = of_.info;
    if (info.status != model::implementation_status::ran) return info;
    std::vector<std::string> command = of_.command;
    command.insert(command.end(), of_.how.version.begin(), of_.how.version.end());
    info.version = version_of(command);
    return info;
  }

  absl::Status open() {
    absl::StatusOr<std::unique_ptr<stage>> stage = stage::open();
    if (!stage.ok()) return stage.status();
    stage_ = *std::move(stage);
    return start({});
  }

  // Starts the server anew; `realm`: of a role that restarts.
  absl::Status start(const std::optional<std::string>& realm) {
    server_.reset();
    server_recipe recipe;
    recipe.name = of_.how.id;
    recipe.command = of_.command;
    recipe.command.insert(recipe.command.end(), of_.how.arguments.begin(), of_.how.arguments.end());
    recipe.files = of_.how.files;
    recipe.ports = of_.how.ports;
    recipe.environment = of_.how.environment;
    recipe.leavings = of_.how.leavings;
    recipe.as_nobody = !of_.how.own_user;
    recipe.values = of_.how.values;
    recipe.values["origin"] = stage_->address();
    recipe.values["origin_port"] = absl::StrCat(stage_->port());
    recipe.values["realms"] = realms();
    if (realm) recipe.values[realm_role] = *realm;
    absl::StatusOr<std::unique_ptr<server>> started = server::start(recipe);
    if (!started.ok()) return started.status();
    server_ = *std::move(started);
    return absl::OkStatus();
  }

  // The realms of all scenarios that can stand in the configuration.
  json realms() const {
    json list = json::array();
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const scenario& each = scenarios_[i];
      if (!has_role(each, realm_role) || of_.how.cannot.count(each.of.id()) != 0) continue;
      const std::optional<std::string> text = of_.how.escaped(each.realm);
      if (!text) continue;
      list.push_back({{"number", absl::StrCat(i)},
                      {"text", *text},
                      {"plain", each.realm},
                      {"ha1", schemes::hex_digest(schemes::hash::md5,
                                                  absl::StrCat("user:", each.realm, ":pass"))
                                  .value_or("")}});
    }
    return list;
  }

  void ask(const usage& one, runner::column& to) {
    std::map<std::string, std::string> failed_controls;  // by role
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      for (const auto& [name, as] : one.roles) {
        if (!has_role(scenarios_[i], name)) continue;
        model::row row;
        row.implementation = one.id;
        row.facts = scenarios_[i].of.facts;
        const auto failed = failed_controls.find(name);
        if (to.info.status != model::implementation_status::ran) {
          row.error = to.info.reason;
        } else if (cancel_.requested()) {
          row.error = cancel_.reason();
        } else if (failed != failed_controls.end()) {
          row.verdict = verdict::not_observable;
          row.error = absl::StrCat("the control ", failed->second, " failed: it shows nothing");
        } else if (!ask(scenarios_[i], as, i, row) && scenarios_[i].is_control) {
          failed_controls.emplace(name, row.facts->id);
        }
        to.rows.push_back(std::move(row));
        ++rows_done_;
        break;
      }
    }
  }

  // Whether it did as it has to, or in a way that says so of a control.
  bool ask(const scenario& of, const role& as, std::size_t number, model::row& row) {
    if (const auto why = of_.how.cannot.find(of.of.id()); why != of_.how.cannot.end())
      return refuse(row, verdict::unsupported, why->second);
    const bool has_own_start = as.restarts && has_role(of, realm_role);
    if (!has_own_start && !of_.how.escaped(of.realm))
      return refuse(row, verdict::unsupported, "its configuration cannot hold this text");
    if (!has_own_start && (server_ == nullptr || server_->has_ended()) &&
        ++restarts_ > most_restarts)
      return refuse(row, verdict::not_run, "the server ended too often");
    const auto ready = [&] {
      if (!has_own_start && server_ != nullptr && !server_->has_ended()) return absl::OkStatus();
      return start(has_own_start ? std::optional(of.realm) : std::nullopt);
    };
    if (absl::Status started = ready(); !started.ok()) {
      return refuse(row, has_own_start ? verdict::unsupported : verdict::not_run,
                    std::string(started.message()));
    }
    bool holds = judge(of, as, number, row);
    if (!model::is_non_conforming(row)) return holds;
    // Once more, before anything is held against it.
    model::row again = row;
    if (server_->has_ended() && !start({}).ok()) return holds;
    holds = judge(of, as, number, again);
    if (again.verdict == row.verdict && again.error == row.error) return holds;
    row.error = absl::StrCat("the answer was ", row.got.substr(0, 300), ", and asked again ",
                             again.got.substr(0, 300));
    row.verdict = verdict::flaky;
    row.confirmed = false;
    row.got.clear();
    return false;
  }

  static bool refuse(model::row& row, verdict how, std::string why) {
    row.verdict = how;
    row.error = std::move(why);
    return false;
  }

  bool judge(const scenario& of, const role& as, std::size_t number, model::row& row) {
    const observation seen = play(of, as, absl::StrCat(number), *server_, *stage_);
    if (!seen.unplayable.empty()) return refuse(row, verdict::not_observable, seen.unplayable);
    if (seen.ended == reply::how::cancelled)
      return refuse(row, verdict::not_run, cancel_.requested() ? cancel_.reason() : "cancelled");
    row.got = seen.to_json();
    if (seen.server_ended) return refuse(row, verdict::crash, server_->last_words());
    if (seen.ended == reply::how::timed_out)
      return refuse(row, verdict::hang, "no answer in ten seconds");
    const outcome* came = outcome_of(of, as, seen);
    row.verdict = came == nullptr ? verdict::wrong_result : came->verdict;
    row.alternative = came == nullptr ? "" : came->alternative;
    row.error.clear();
    if (row.verdict == verdict::pass) {
      row.got.clear();
    } else {
      row.error = came == nullptr ? "nothing of what may happen" : came->says;
    }
    return row.verdict == verdict::pass || (came != nullptr && came->control_holds);
  }

  const server_subject& of_;
  const std::vector<scenario>& scenarios_;
  std::atomic<std::size_t>& rows_done_;
  const process::cancellation& cancel_;
  std::unique_ptr<stage> stage_;
  std::unique_ptr<server> server_;
  std::vector<runner::column> columns_;
  int restarts_ = 0;
};

}  // namespace

std::size_t rows_of(const configuration& of, const std::vector<scenario>& scenarios) {
  std::size_t count = 0;
  for (const usage& one : of.usages) {
    for (const scenario& each : scenarios) {
      count += std::any_of(one.roles.begin(), one.roles.end(),
                           [&](const auto& role) { return has_role(each, role.first); });
    }
  }
  return count;
}

std::vector<runner::column> run_servers(const server_subject& of,
                                        const std::vector<scenario>& scenarios,
                                        std::atomic<std::size_t>& rows_done,
                                        const process::cancellation& cancel) {
  return configuration_run(of, scenarios, rows_done, cancel).run();
}

}  // namespace gauntlet::live
