#include "conformance/live/clients/client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"
#include "conformance/runner/expectations.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;

const fs::path clients_folder = fs::path(GAUNTLET_TEST_CONFORMANCE) / "live/clients";

// What a client does with these cases, by their ids.
runner::column ask(const client_subject& of, const std::vector<std::string>& ids) {
  const auto cases =
      load_client_cases(clients_folder, fs::path(GAUNTLET_TEST_CONFORMANCE) / "suite/schema");
  EXPECT_TRUE(cases.ok()) << cases.status();
  const std::vector<serve::shape> shapes = serve::shapes_of(*cases);
  std::vector<bool> is_chosen;
  for (const serve::shape& each : shapes)
    is_chosen.push_back(std::find(ids.begin(), ids.end(), each.id()) != ids.end());
  const process::orphanage orphans;
  const process::cancellation cancel;
  std::atomic<std::size_t> rows_done = 0;
  runner::column made = run_client(of, shapes, is_chosen, rows_done, cancel);
  EXPECT_EQ(made.rows.size(), ids.size());
  return made;
}

client_subject with_command(const std::string& command) {
  client_subject of;
  of.how.id = "sample";
  of.how.title = "Sample";
  of.how.command = command;
  of.folder = clients_folder;
  of.command = {"/usr/bin/python3"};
  return of;
}

TEST(Clients, AreDrivenAndJudged) {
  client_subject of = with_command("{program} -B {clients}/urllib_auth.py {url} {user} {password}");
  of.how.version = {"--version"};
  const runner::column made = ask(of, {"choice/basic/two-spaces", "choice/decoy/basic-as-name"});
  EXPECT_EQ(made.info.id, "sample");
  EXPECT_EQ(made.info.version.rfind("3.", 0), 0U) << made.info.version;
  EXPECT_EQ(made.info.status, model::implementation_status::ran);
  EXPECT_EQ(made.rows.front().verdict, model::verdict::pass) << made.rows.front().error;
  EXPECT_EQ(made.rows.back().verdict, model::verdict::pass) << made.rows.back().error;
}

TEST(Clients, SomeHaveAProgramBesideThem) {
  client_subject of = with_command(
      "test -s {dir}/beside && {program} -B {clients}/urllib_auth.py {url} {user} {password}");
  const fs::path number = fs::path(testing::TempDir()) / "beside";
  of.how.beside =
      "echo $$ >{dir}/beside; cp {dir}/beside " + number.string() + "; echo ready; exec sleep 100";
  of.how.jobs = 2;
  const runner::column made = ask(of, {"choice/basic/two-spaces", "choice/basic/charset"});
  EXPECT_EQ(made.rows.front().verdict, model::verdict::pass) << made.rows.front().error;
  EXPECT_EQ(made.rows.back().verdict, model::verdict::pass) << made.rows.back().error;
  std::string pid;
  std::ifstream(number) >> pid;
  EXPECT_FALSE(pid.empty());
  EXPECT_FALSE(fs::exists("/proc/" + pid)) << "it goes with the client";
}

TEST(Clients, WithoutTheProgramBesideItAClientDoesNotRun) {
  client_subject of = with_command("{program} {url}");
  of.how.beside = "echo no such browser >&2; exit 3";
  const runner::column made = ask(of, {"choice/basic/two-spaces"});
  EXPECT_EQ(made.rows.front().verdict, model::verdict::not_run);
  EXPECT_NE(made.rows.front().error.find("no such browser"), std::string::npos)
      << made.rows.front().error;
}

TEST(Clients, OneThatAsksForNothingCannotRun) {
  const runner::column made = ask(with_command("true {url}"), {"choice/basic/two-spaces"});
  EXPECT_EQ(made.info.status, model::implementation_status::could_not_start);
  EXPECT_EQ(made.rows.front().verdict, model::verdict::not_run);
}

TEST(Clients, OneThatIsNotHereIsALine) {
  client_subject of = with_command("{program} {url}");
  of.info.status = model::implementation_status::not_installed;
  of.info.reason = "Debian package sample";
  const runner::column made = ask(of, {"choice/basic/two-spaces"});
  EXPECT_EQ(made.rows.front().verdict, model::verdict::not_run);
  EXPECT_EQ(made.rows.front().error, "Debian package sample");
}

TEST(ShippedClients, CanBeRead) {
  const auto all = load_clients(clients_folder);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_GE(all->size(), 45U);
}

// What is public of a client is told in its own words, not in those of the rows.
TEST(ShippedClients, HaveReasonsForTheirDeviations) {
  const auto cases =
      load_client_cases(clients_folder, fs::path(GAUNTLET_TEST_CONFORMANCE) / "suite/schema");
  ASSERT_TRUE(cases.ok()) << cases.status();
  const std::vector<serve::shape> shapes = serve::shapes_of(*cases);
  const auto all = load_clients(clients_folder);
  ASSERT_TRUE(all.ok()) << all.status();
  for (const client& one : *all) {
    const auto known = runner::load_expectations(
        fs::path(GAUNTLET_TEST_CONFORMANCE) / "suite/schema",
        clients_folder.parent_path() / "expectations" / (one.id + ".json"));
    if (!known.ok()) continue;
    EXPECT_EQ(known->implementation, one.id);
    for (const runner::expectation& entry : known->entries) {
      for (const serve::shape& each : shapes) {
        EXPECT_NE(entry.reason.rfind(each.of.facts->title + ":", 0), 0U)
            << one.id << ": " << entry.reason;
      }
    }
  }
}

}  // namespace
}  // namespace gauntlet::live
