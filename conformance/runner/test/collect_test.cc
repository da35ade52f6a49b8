#include "conformance/runner/collect.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/model/results_reader.hpp"

namespace gauntlet::runner {
namespace {

using model::verdict;

std::vector<model::test_case> suite_of(const std::vector<std::string>& ids) {
  std::vector<model::test_case> suite;
  for (const std::string& id : ids) {
    auto facts = std::make_shared<model::case_facts>();
    facts->id = id;
    facts->operation = "challenges";
    suite.emplace_back().facts = std::move(facts);
  }
  return suite;
}

column column_of(const std::string& id, const std::vector<model::test_case>& suite,
                 const std::vector<verdict>& verdicts) {
  column made;
  made.info.id = id;
  made.info.name = id;
  made.info.version = "1.5";
  made.info.observes = "{}";
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    model::row& row = made.rows.emplace_back();
    row.implementation = id;
    row.facts = suite[i].facts;
    row.verdict = verdicts[i];
  }
  return made;
}

expectations file_of(const std::string& implementation, const std::string& id) {
  expectations file;
  file.implementation = implementation;
  expectation& entry = file.entries.emplace_back();
  entry.match.ids = {id};
  entry.reason = "known";
  return file;
}

TEST(Collector, WritesColumnsAsTheyComeAndTellsThemInTheirOrder) {
  const auto suite = suite_of({"a/1", "a/2"});
  std::string written;
  model::results_writer writer([&](std::string_view octets) {
    written += octets;
    return absl::OkStatus();
  });
  const process::cancellation cancel;
  collector to({.known = {file_of("second", "a/2")}, .write_to = &writer}, 2, suite);
  to.add(column_of("second", suite, {verdict::pass, verdict::wrong_result}));
  to.add(column_of("first", suite, {verdict::pass}));
  const run_result made = to.finish({"first", "second"}, cancel);
  ASSERT_TRUE(made.written.ok()) << made.written;
  EXPECT_EQ(made.broken_invariants, std::vector<std::string>());
  EXPECT_EQ(made.expectation_faults, std::vector<std::string>());
  ASSERT_EQ(made.results.header.implementations.size(), 2U);
  EXPECT_EQ(made.results.header.implementations.front().id, "first");
  EXPECT_EQ(made.results.rows.size(), 3U);
  EXPECT_EQ(exit_code_of(made, true), 0);  // the deviation is known
  ASSERT_TRUE(writer.finish(made.results.footer).ok());
  std::istringstream in(written);
  const auto read = model::read_results(in);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->rows.size(), 3U);
}

TEST(Collector, AnEntryThatNoLongerHoldsIsAFault) {
  const auto suite = suite_of({"a/1"});
  const process::cancellation cancel;
  collector to({.known = {file_of("one", "a/1"), file_of("another", "a/1")}}, 1, suite);
  to.add(column_of("one", suite, {verdict::pass}));
  const run_result made = to.finish({"one"}, cancel);
  ASSERT_EQ(made.expectation_faults.size(), 1U);
  EXPECT_EQ(exit_code_of(made, true), 1);
}

TEST(Collector, UpdatesAFileThatWasBegun) {
  const auto suite = suite_of({"a/1"});
  const process::cancellation cancel;
  collector to({.known = {expectations{}}, .update_expectations = true}, 1, suite);
  to.add(column_of("one", suite, {verdict::over_strict}));
  const run_result made = to.finish({"one"}, cancel);
  ASSERT_TRUE(made.updated.has_value());
  EXPECT_EQ(made.updated->implementation, "one");
  EXPECT_EQ(made.updated->entries.size(), 1U);
  EXPECT_EQ(made.expectation_faults.size(), 1U);  // it needs a reason
}

TEST(Collector, TheSameCaseTwiceIsABrokenInvariant) {
  const auto suite = suite_of({"a/1"});
  const process::cancellation cancel;
  column one = column_of("one", suite, {verdict::pass});
  one.rows.push_back(one.rows.front());
  collector to({}, 1, suite);
  to.add(std::move(one));
  const run_result made = to.finish({"one"}, cancel);
  EXPECT_EQ(made.broken_invariants.size(), 1U);
  EXPECT_EQ(exit_code_of(made, false), 1);
}

}  // namespace
}  // namespace gauntlet::runner
