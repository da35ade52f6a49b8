#include "conformance/process/run.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"

namespace gauntlet::process {
namespace {

TEST(Run, GivesInputAndTakesBothStreams) {
  const auto end = run({"/bin/sh", "-c", "cat; echo oops >&2; exit 4"}, {.input = "hello\n"});
  ASSERT_TRUE(end.ok()) << end.status();
  EXPECT_EQ(end->output, "hello\n");
  EXPECT_EQ(end->errors, "oops\n");
  EXPECT_FALSE(end->ok());
  EXPECT_EQ(end->describe(), "exited with status 4: oops");
}

TEST(Run, WithoutInputStandardInputIsEmpty) {
  const auto end = run({"/bin/cat"});
  ASSERT_TRUE(end.ok());
  EXPECT_TRUE(end->ok());
  EXPECT_EQ(end->output, "");
}

TEST(Run, ProgramThatIsNotThere) {
  EXPECT_EQ(run({"/nowhere/at/all"}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(run({}).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(run({"/bin/true"}, {.working_directory = "/nowhere"}).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(Run, DeadlineEndsTheWholeGroup) {
  const absl::Time start = absl::Now();
  const auto end =
      run({"/bin/sh", "-c", "sleep 600 & sleep 600"}, {.deadline = absl::Milliseconds(200)});
  ASSERT_TRUE(end.ok());
  EXPECT_TRUE(end->out_of_time);
  EXPECT_LT(absl::Now() - start, absl::Seconds(60));
}

TEST(Run, DoesNotWaitForADescendantThatHoldsThePipes) {
  const absl::Time start = absl::Now();
  const auto end = run({"/bin/sh", "-c", "sleep 5 & echo done"});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->output, "done\n");
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
}

TEST(Run, SignalAndEnvironment) {
  const auto killed = run({"/bin/sh", "-c", "kill -9 $$"});
  ASSERT_TRUE(killed.ok());
  EXPECT_TRUE(killed->end.signaled);
  EXPECT_EQ(killed->describe().find("was killed by signal 9"), 0U);
  const auto end = run({"/bin/sh", "-c", "echo $LC_ALL"}, {.environment = {"LC_ALL=C"}});
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->output, "C\n");
}

TEST(Run, OutputIsBounded) {
  const auto end = run({"/bin/sh", "-c", "head -c 3000000 /dev/zero"}, {.max_output = 1000});
  ASSERT_TRUE(end.ok());
  EXPECT_TRUE(end->ok());
  EXPECT_EQ(end->output.size(), 1000U);
}

TEST(Run, FromSeveralThreads) {
  std::vector<std::thread> threads;
  std::vector<std::string> outputs(16);
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    threads.emplace_back([&outputs, i] {
      const auto end = run({"/bin/cat"}, {.input = std::to_string(i)});
      if (end.ok()) outputs[i] = end->output;
    });
  }
  for (std::thread& each : threads) each.join();
  for (std::size_t i = 0; i < outputs.size(); ++i) EXPECT_EQ(outputs[i], std::to_string(i));
}

}  // namespace
}  // namespace gauntlet::process
