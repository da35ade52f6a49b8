#include "conformance/process/child.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "conformance/process/cancel.hpp"

namespace gauntlet::process {
namespace {

std::unique_ptr<child> shell(const std::string& script, start_options options = {}) {
  options.command = {"sh", "-c", script};
  absl::StatusOr<std::unique_ptr<child>> started = child::start(options);
  EXPECT_TRUE(started.ok()) << started.status();
  return *std::move(started);
}

// What the program writes until it closes its output; it has ten seconds.
std::string all_output(child& of) {
  std::string text;
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (of.output() >= 0 && absl::Now() < deadline) {
    pollfd ready = {of.output(), POLLIN, 0};
    ::poll(&ready, 1, 100);
    of.drain_output(text, 1 << 20);
  }
  return text;
}

TEST(FindProgram, LooksInTheFoldersInTheirOrder) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "find_program_test";
  std::filesystem::create_directories(folder / "cat");
  const auto found = find_program("cat", {folder, "/bin"});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, "/bin/cat");  // a folder is not a program
  EXPECT_EQ(find_program("bin/cat", {folder}, "/").value(), "/bin/cat");
  EXPECT_EQ(find_program("cat", {folder}).status().message(), "cat: no such program");
  EXPECT_EQ(find_program("", {"/bin"}).status().code(), absl::StatusCode::kNotFound);
}

TEST(Child, EchoesThroughItsPipes) {
  const auto echo = shell("cat; echo done >&2");
  ASSERT_EQ(::write(echo->input(), "abc\n", 4), 4);
  echo->close_input();
  EXPECT_EQ(all_output(*echo), "abc\n");
  const outcome end = echo->wait(absl::Seconds(10));
  EXPECT_TRUE(end.known);
  EXPECT_EQ(end.describe(), "exited with status 0");
  EXPECT_EQ(echo->errors_text(), "done\n");
}

TEST(Child, HasFewVariablesAndThoseItIsGiven) {
  ::setenv("GAUNTLET_CHILD_TEST", "secret", 1);
  const std::string script = "echo $GAUNTLET_CHILD_TEST-$LC_ALL-${PATH:+path}";
  EXPECT_EQ(all_output(*shell(script, {.environment = {"LC_ALL=C"}})), "-C-path\n");
  EXPECT_EQ(
      all_output(*shell(script, {.environment = {"LC_ALL=C"}, .base = base_environment::own})),
      "secret-C-path\n");
}

TEST(Child, BecomesAnotherUserWhereThisOneMayAskForIt) {
  start_options options;
  options.user = {65534, 65534};
  if (::geteuid() == 0) {
    EXPECT_EQ(all_output(*shell("id -u; id -g; id -G", options)), "65534\n65534\n65534\n");
    return;
  }
  options.command = {"true"};
  EXPECT_EQ(child::start(options).status().code(), absl::StatusCode::kNotFound);
}

TEST(Child, KillEndsItsWholeGroup) {
  const orphanage orphans;
  const auto parent = shell("sleep 600 & echo $!; sleep 600");
  std::string text;
  while (text.empty()) parent->drain_output(text, 100);
  EXPECT_EQ(parent->kill().describe(), "was killed by signal 9 (Killed)");
  EXPECT_EQ(::kill(std::stoi(text), 0), -1);
}

TEST(Child, LeaveKeepsWhatItStarted) {
  const auto parent = shell("sleep 600 >/dev/null 2>&1 & echo $!");
  const pid_t grandchild = std::stoi(all_output(*parent));
  while (!parent->has_ended()) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(parent->leave().describe(), "exited with status 0");
  EXPECT_EQ(parent->kill().code, 0);
  EXPECT_EQ(::kill(grandchild, SIGKILL), 0);
}

TEST(Child, LimitsEndIt) {
  const outcome end = shell("while :; do :; done", {.cpu_seconds = 1})->wait(absl::Seconds(60));
  EXPECT_TRUE(end.out_of_time);
  EXPECT_EQ(end.describe(), "used up its CPU time");
}

TEST(Child, KeepsTheBeginningAndTheEndOfItsErrors) {
  const auto loud = shell("(echo first; head -c 100000 /dev/zero; echo; echo last) >&2");
  loud->wait(absl::Seconds(30));
  const std::string text = loud->errors_text();
  EXPECT_EQ(text.find("first\n"), 0U);
  EXPECT_NE(text.find(" octets left out]\n"), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 5), "last\n");
  EXPECT_LT(text.size(), 9000U);
}

TEST(Cancellation, TheFirstReasonCountsAndWakesAPoll) {
  cancellation cancel;
  EXPECT_FALSE(cancel.requested());
  {
    const signal_guard guard(cancel);
    ::raise(SIGTERM);
    ::raise(SIGPIPE);
  }
  cancel.request("later");
  EXPECT_STREQ(cancel.reason(), "terminated");
  pollfd ready = {cancel.descriptor(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 0), 1);
}

}  // namespace
}  // namespace gauntlet::process
