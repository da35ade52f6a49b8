#include "conformance/live/clients/client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"

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
  EXPECT_GE(all->size(), 15U);
}

}  // namespace
}  // namespace gauntlet::live
