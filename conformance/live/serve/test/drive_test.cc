#include "conformance/live/serve/drive.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "conformance/live/serve/test/stage.hpp"
#include "conformance/model/results.hpp"
#include "conformance/process/child.hpp"

// Commands that are driven: honest ones, and ones that hang, crash, flood or do not care.
namespace gauntlet::serve {
namespace {

// A client of a shell, which answers Basic where `WANTED` finds it in a 401: an octet stream over
// Bash's own sockets.
constexpr char client[] =
    "bash -c 'u={url}; h=${u#http://}; h=${h%%/*}; p=/${u#http://*/}\n"
    "ask() { exec 3<>/dev/tcp/${h%%:*}/${h##*:}\n"
    "printf \"GET $p HTTP/1.1\\r\\nConnection: close\\r\\n$1\\r\\n\" >&3; cat <&3; }\n"
    "if ask \"\" | grep -aqi \"WANTED\"; then\n"
    "ask \"Authorization: Basic dXNlcjpwYXNzdzByZA==\\r\\n\"; fi' >/dev/null";

std::string client_for(const std::string& wanted) {
  std::string made = client;
  made.replace(made.find("WANTED"), 6, wanted);
  return made;
}

const std::vector<model::test_case> cases = {
    case_of("x/second", {"Newauth realm=\"a\", Basic realm=\"b\""}),
    case_of("x/decoy", {"Newauth realm=\"a, Basic realm=b\""})};

driven drive_with(const std::string& command, absl::Duration timeout = absl::Seconds(20),
                  std::size_t max_hangs = 1000) {
  host_options options;
  options.is_driven = true;
  stage on(cases, options);
  model::implementation_info info;
  info.id = "client";
  drive_options with;
  with.command = command;
  with.jobs = 20;
  with.timeout = timeout;
  with.max_hangs = max_hangs;
  for (const shape& one : on.on().shapes())
    with.is_chosen.push_back(one.script == nullptr || one.id() == "live/known-basic");
  const process::cancellation cancel;
  const process::orphanage orphans;
  return drive(on.on(), info, with, cancel);
}

std::map<std::string, std::string> verdicts_of(const driven& made) {
  std::map<std::string, std::string> all;
  for (const model::row& row : made.rows) all[row.facts->id] = model::verdict_text(row);
  return all;
}

using verdicts = std::map<std::string, std::string>;

TEST(Drive, JudgesAClient) {
  // It looks at the start of the line only.
  EXPECT_EQ(
      verdicts_of(drive_with(client_for("^WWW-Authenticate: Basic"))),
      (verdicts{{"live/known-basic", "pass"}, {"x/second", "over-strict"}, {"x/decoy", "pass"}}));
  // It looks anywhere.
  EXPECT_EQ(
      verdicts_of(drive_with(client_for("Basic"))),
      (verdicts{{"live/known-basic", "pass"}, {"x/second", "pass"}, {"x/decoy", "smuggled"}}));
}

TEST(Drive, AHangIsAVerdict) {
  const driven made = drive_with("sleep 60 # {url}", absl::Milliseconds(200));
  EXPECT_EQ(made.rows.size(), 3U);
  EXPECT_NE(made.could_not_start.find("took too long"), std::string::npos) << made.could_not_start;
  // One that hangs after it has asked.
  const driven later = drive_with(client_for("never") + "; sleep 60", absl::Milliseconds(500));
  for (const auto& [id, verdict] : verdicts_of(later)) EXPECT_EQ(verdict, "hang") << id;
}

TEST(Drive, OneThatHangsAgainAndAgainIsLeft) {
  const driven made = drive_with(client_for("never") + "; sleep 60", absl::Milliseconds(300), 3);
  EXPECT_EQ(verdicts_of(made)["x/decoy"], "not-run");
  EXPECT_EQ(made.rows.size(), 3U);
  EXPECT_NE(made.notes.front().find("hung"), std::string::npos) << made.notes.front();
}

TEST(Drive, ACrashIsAVerdict) {
  const driven made = drive_with(client_for("never") + "; kill -SEGV $$");
  for (const auto& [id, verdict] : verdicts_of(made)) EXPECT_EQ(verdict, "crash") << id;
  const driven behind_a_shell =
      drive_with(client_for("never") + "; sh -c 'kill -ABRT $$'; exit $?");
  for (const auto& [id, verdict] : verdicts_of(behind_a_shell)) EXPECT_EQ(verdict, "crash") << id;
}

TEST(Drive, AFloodIsReadAndDropped) {
  const driven made = drive_with("head -c 5000000 /dev/zero; " + client_for("Basic"));
  EXPECT_EQ(verdicts_of(made)["x/second"], "pass");
}

TEST(Drive, WhatCannotRunIsSaid) {
  EXPECT_NE(drive_with("no-such-program {url}").could_not_start.find("not found"),
            std::string::npos);
  const driven silent = drive_with("true {url}");
  EXPECT_NE(silent.could_not_start.find("asked for no URL"), std::string::npos);
  for (const auto& [id, verdict] : verdicts_of(silent)) EXPECT_EQ(verdict, "not-run") << id;
}

TEST(Drive, OneThatAnswersNothingIsNotJudged) {
  const driven made = drive_with(client_for("never"));
  EXPECT_EQ(verdicts_of(made), (verdicts{{"live/known-basic", "unsupported"},
                                         {"x/second", "not-observable"},
                                         {"x/decoy", "not-observable"}}));
}

TEST(Drive, OneThatChangesItsMindIsFlaky) {
  // Answers to the decoy every other time.
  const std::string sometimes =
      "f=$(mktemp -u /tmp/gauntlet-XXXXXX); case {url} in *decoy) if mkdir "
      "/tmp/gauntlet-flaky-$PPID "
      "2>/dev/null; then " +
      client_for("Basic") + "; else rmdir /tmp/gauntlet-flaky-$PPID; " +
      client_for("^WWW-Authenticate: Basic") + "; fi;; *) " + client_for("Basic") + ";; esac";
  EXPECT_EQ(verdicts_of(drive_with(sometimes))["x/decoy"], "flaky");
}

TEST(Drive, FaultsOfACommandAreToldFirst) {
  EXPECT_EQ(fault_of_command("curl -u {user}:{password} {url}"), "");
  EXPECT_EQ(fault_of_command("awk '{print $1}' {url} ${HOME}"), "");
  EXPECT_NE(fault_of_command("curl"), "");
  EXPECT_NE(fault_of_command("curl {url} {pasword}").find("{pasword}"), std::string::npos);
}

}  // namespace
}  // namespace gauntlet::serve
