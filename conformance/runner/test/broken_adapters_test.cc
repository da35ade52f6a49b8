// Each adapter that is broken on purpose: the run ends, every case has its row, the verdicts are
// what they have to be, and no process is left.
#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "conformance/runner/run.hpp"
#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using model::verdict;

// Two that must be accepted, one of them the value that crash-on-case and hang-on-case look for,
// three that need not be.
std::vector<model::test_case> small_suite() {
  return {
      testing::make_case(R"("id":"t/1","lines":["Foo="],"parse":"may-accept","offset":3)"),
      testing::make_case(
          R"("id":"t/2","lines":["Foo a=\"x, Evil y=z\""],"parse":"must-accept","expect":{"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"x, Evil y=z"}]}]})"),
      testing::make_case(R"("id":"t/3","lines":["Foo a==b"],"parse":"may-accept","offset":7)"),
      testing::make_case(
          R"("id":"t/4","operation":"auth-info","lines":[""],"parse":"must-accept","expect":{"params":[]})"),
      testing::make_case(
          R"("id":"t/5","operation":"credentials","lines":["=" ],"parse":"may-accept","offset":0)"),
      testing::make_case(R"("id":"t/6","lines":["Foo=","Bar"],"parse":"may-accept","offset":3)"),
  };
}

std::set<std::string> own_children() {
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string line;
    std::getline(stat, line);
    const std::size_t close = line.rfind(')');
    if (close == std::string::npos || close + 4 > line.size()) continue;
    if (std::stol(line.substr(close + 4)) == ::getpid()) found.insert(line);
  }
  return found;
}

struct run_of {
  std::string adapter;
  std::vector<std::string> arguments{};
  bool isolate = false;
  std::size_t window = 256;
  std::size_t max_restarts = 100;
  std::uint64_t memory_limit = 0;
  std::uint64_t group_memory_limit = 0;
  std::vector<model::test_case> cases = small_suite();
  double case_deadline = 1.0;
  double start_deadline = 20.0;
};

run_result run_broken(const run_of& what) {
  subject broken;
  broken.info.id = what.adapter;
  broken.process.command = {"python3", (testing::conformance_folder / "adapters" / "broken" /
                                        absl::StrCat(what.adapter, ".py"))
                                           .string()};
  broken.process.command.insert(broken.process.command.end(), what.arguments.begin(),
                                what.arguments.end());
  broken.process.environment = {"PYTHONDONTWRITEBYTECODE=1"};
  broken.process.memory_limit = what.memory_limit;
  broken.process.group_memory_limit = what.group_memory_limit;
  run_options options;
  options.session.case_deadline = absl::Seconds(what.case_deadline);
  options.session.start_deadline = absl::Seconds(what.start_deadline);
  options.session.stop_grace = absl::Milliseconds(500);
  options.session.isolate = what.isolate;
  options.session.window = what.window;
  options.session.max_restarts = what.max_restarts;
  const process::cancellation never;
  run_result made = run_suite(what.cases, what.cases, {broken}, options, never);
  const auto costs = std::count_if(what.cases.begin(), what.cases.end(),
                                   [](const auto& c) { return c.kind == model::case_kind::cost; });
  EXPECT_GE(made.results.rows.size() + static_cast<std::size_t>(costs), what.cases.size());
  EXPECT_TRUE(made.broken_invariants.empty());
  EXPECT_TRUE(made.results.footer.complete);
  EXPECT_TRUE(own_children().empty()) << what.adapter << " left " << *own_children().begin();
  return made;
}

std::string verdicts(const run_result& of) {
  std::string text;
  for (const model::row& row : of.results.rows)
    absl::StrAppend(&text, text.empty() ? "" : " ", model::verdict_text(row));
  return text;
}

// Every verdict of the run.
void all_are(const run_of& what, const std::string& expected, int exit_code) {
  const run_result made = run_broken(what);
  for (const model::row& row : made.results.rows) {
    EXPECT_EQ(model::verdict_text(row), expected)
        << what.adapter << " " << row.facts->id << ": " << row.error;
  }
  EXPECT_EQ(exit_code_of(made, /*asked=*/true), exit_code) << what.adapter;
}

void has(const run_of& what, const std::string& expected, int exit_code) {
  const run_result made = run_broken(what);
  EXPECT_EQ(verdicts(made), expected) << what.adapter << ": " << made.results.rows[2].error;
  EXPECT_EQ(exit_code_of(made, /*asked=*/true), exit_code) << what.adapter;
}

constexpr char usual[] = "pass over-strict pass over-strict pass pass";

TEST(BrokenAdapters, ThatAnswerWrongly) {
  has({"reject-all"}, usual, 1);
  has({"accept-all"}, "lenient wrong-result lenient pass lenient lenient", 1);
  has({"smuggled"}, "lenient smuggled lenient pass lenient lenient", 1);
  all_are({"unsupported-all"}, "unsupported", 3);  // nothing was judged
  all_are({"fault-all"}, "crash", 1);
  has({"nul-in-value"},
      "control-octet wrong-result control-octet wrong-result control-octet control-octet", 1);
  has({"raw-octets"}, "lenient wrong-result lenient wrong-result lenient lenient", 1);
  has({"bad-offset"}, usual, 1);
}

TEST(BrokenAdapters, ThatCrash) {
  // The third request of each process: asked again in a new one, it answers.
  has({"crash"}, "pass over-strict flaky over-strict flaky pass", 1);
  all_are({"crash", {"1"}}, "crash", 1);
  has({"crash-on-case"}, "pass over-strict crash over-strict pass pass", 1);
  const testing::temporary_folder folder;
  has({"crash-once", {(folder.path() / "mark").string()}},
      "pass over-strict flaky over-strict pass pass", 1);
  has({"silent-exit"}, "pass over-strict flaky over-strict flaky pass", 1);
  has({"half-answer-at-exit"}, "pass over-strict flaky over-strict flaky pass", 1);
  has({"fork-and-exit"}, "pass over-strict flaky over-strict flaky pass", 1);
  has({"closes-stdout"}, "pass over-strict flaky over-strict flaky pass", 1);
}

TEST(BrokenAdapters, ThatHang) {
  has({"hang"}, "pass over-strict flaky over-strict flaky pass", 1);
  has({"hang-on-case"}, "pass over-strict hang over-strict pass pass", 1);
  has({"stops-itself"}, "pass over-strict flaky over-strict flaky pass", 1);
  has({"ignores-sigterm"}, "pass over-strict flaky over-strict flaky pass", 1);
  const std::vector<model::test_case> two = {small_suite()[0], small_suite()[1]};
  all_are({.adapter = "hang", .arguments = {"1"}, .cases = two}, "hang", 1);
  all_are({.adapter = "reads-nothing", .cases = two}, "hang", 1);
  all_are({.adapter = "closes-stdin", .cases = two}, "hang", 1);
}

TEST(BrokenAdapters, ThatBreakTheProtocol) {
  for (const char* adapter :
       {"garbage", "garbage-octets", "missing-seq", "unknown-outcome", "missing-result",
        "wrong-type", "wrong-operation", "octet-above-ff", "lone-surrogate", "deep-nesting"}) {
    // Where nothing but rejections is answered, the fault cannot show: these accept or break every
    // line.
    all_are({adapter}, "protocol-error", 1);
  }
  has({"wrong-seq"}, "pass over-strict protocol-error over-strict pass protocol-error", 1);
  has({"endless-line"}, "pass over-strict protocol-error over-strict pass protocol-error", 1);
  has({"huge-line"}, "pass over-strict protocol-error over-strict pass protocol-error", 1);
  for (const char* adapter : {"extra-line", "empty-lines"}) {
    const run_result made = run_broken({adapter});
    EXPECT_NE(verdicts(made).find("protocol-error"), std::string::npos)
        << adapter << verdicts(made);
    EXPECT_EQ(exit_code_of(made, true), 1);
    all_are({.adapter = adapter, .isolate = true}, "protocol-error", 1);
    // A single case: nothing comes after it that could show the unexpected line.
    all_are({.adapter = adapter, .cases = {small_suite()[0]}}, "protocol-error", 1);
  }
  const run_result swapped = run_broken({"out-of-order"});
  EXPECT_NE(verdicts(swapped).find("protocol-error"), std::string::npos);
}

TEST(BrokenAdapters, ThatDoNotStart) {
  struct row {
    run_of what;
    const char* reason;
  };
  const row rows[] = {
      {{"hello-error"}, "library not found"},
      {{"hello-error-status-0"}, "exited with status 0"},
      {{"wrong-protocol-version"}, "protocol 2"},
      {{"incomplete-hello"}, "\"implementation\" is missing"},
      {{"unknown-observes"}, "sometimes"},
      {{"garbage-at-start"}, "Picked up JAVA_TOOL_OPTIONS"},
      {{"crash-at-start"}, "signal 9"},
      {{"exit-at-start"}, "exited with status 0"},
      {{.adapter = "hang-at-start", .start_deadline = 1.0}, "no answer to hello within 1 s"},
      {{"no-such-adapter"}, "No such file"}};
  for (const row& r : rows) {
    const run_result made = run_broken(r.what);
    for (const model::row& row : made.results.rows) {
      EXPECT_EQ(row.verdict, verdict::not_run) << r.what.adapter;
      EXPECT_NE(row.error.find(r.reason), std::string::npos) << r.what.adapter << ": " << row.error;
    }
    EXPECT_EQ(exit_code_of(made, /*asked=*/true), 3) << r.what.adapter;
    EXPECT_EQ(made.results.header.implementations[0].status,
              model::implementation_status::could_not_start);
  }
}

TEST(BrokenAdapters, ThatAreOnlyDifficult) {
  has({"slow-start", {"1.5"}}, usual, 1);
  has({.adapter = "slow-answers", .arguments = {"0.3"}, .case_deadline = 1.0}, usual,
      1);  // 1.8 s for all
  has({"floods-stderr"}, usual, 1);
  has({"setsid-grandchild"}, usual, 1);
  const run_result ignores = run_broken({"ignores-stop"});
  EXPECT_EQ(verdicts(ignores), usual);
  ASSERT_EQ(ignores.notes.size(), 1U);
  EXPECT_NE(ignores.notes[0].find("was killed"), std::string::npos) << ignores.notes[0];
  const run_result status = run_broken({"bad-exit-status"});
  EXPECT_EQ(verdicts(status), usual);
  ASSERT_EQ(status.notes.size(), 1U);
  EXPECT_NE(status.notes[0].find("status 5"), std::string::npos) << status.notes[0];
}

TEST(BrokenAdapters, ThatDoNotReadMoreThanThePipeHolds) {
  // Far more requests than fit into the pipe: the runner must not block on writing.
  std::vector<model::test_case> many;
  const std::string long_value(40000, 'x');
  for (int i = 0; i < 256; ++i) {
    many.push_back(
        testing::make_case(absl::StrCat("\"id\":\"t/n", i, "\",\"lines\":[\"Foo a=", long_value,
                                        "=b\"],\"parse\":\"may-accept\",\"offset\":40007")));
  }
  const run_result made =
      run_broken({.adapter = "reads-nothing", .max_restarts = 1, .cases = many});
  EXPECT_EQ(made.results.rows[0].verdict, verdict::hang);
  EXPECT_EQ(made.results.rows[255].verdict, verdict::not_run);
}

TEST(BrokenAdapters, ThatTakeTooMuchMemory) {
  const run_result made = run_broken({.adapter = "memory-hog",
                                      .arguments = {"2048"},
                                      .memory_limit = std::uint64_t{256} << 20,
                                      .case_deadline = 20.0});
  EXPECT_EQ(verdicts(made), "pass over-strict flaky over-strict flaky pass");
  EXPECT_NE(made.results.rows[2].error.find("memory"), std::string::npos)
      << made.results.rows[2].error;
}

TEST(BrokenAdapters, StateThatLeaksIsFoundByIsolation) {
  EXPECT_NE(verdicts(run_broken({"state-leak"})), usual);
  has({.adapter = "state-leak", .isolate = true}, usual, 1);
  has({.adapter = "crash", .isolate = true}, usual, 1);
}

TEST(BrokenAdapters, RestartsAreBoundedAndTheRestIsNotRun) {
  const run_result made = run_broken({.adapter = "garbage", .max_restarts = 2});
  EXPECT_EQ(verdicts(made), "protocol-error protocol-error protocol-error not-run not-run not-run");
  EXPECT_NE(made.results.rows[3].error.find("2 restarts are used up"), std::string::npos)
      << made.results.rows[3].error;
  EXPECT_EQ(exit_code_of(made, true), 1);
}

TEST(BrokenAdapters, CostThatGrowsFasterThanTheValue) {
  const std::vector<model::test_case> cases = {testing::make_case(
      R"("id":"cost/1","cost":{"prefix":"Basic ","repeat":"a=b,","suffix":""})")};
  const auto rated = [&](const run_of& what) {
    const run_result made = run_broken(what);
    EXPECT_TRUE(made.results.rows.empty()) << what.adapter;
    if (made.results.costs.size() != 1) return std::string("none");
    return std::string(to_string(made.results.costs[0].rated));
  };
  EXPECT_EQ(
      rated({.adapter = "superlinear", .arguments = {"2"}, .cases = cases, .case_deadline = 10.0}),
      "superlinear");
  EXPECT_EQ(rated({.adapter = "superlinear", .arguments = {"60"}, .cases = cases}), "superlinear");
  // What it waits for says nothing of its work: on a busy machine every process waits.
  EXPECT_EQ(rated({.adapter = "superlinear", .arguments = {"1", "asleep"}, .cases = cases}),
            "unclear");
  EXPECT_NE(rated({.adapter = "reject-all", .cases = cases}), "superlinear");
  EXPECT_EQ(rated({.adapter = "unsupported-all", .cases = cases}), "unclear");
  // Not a question of growth: it fails.
  all_are({.adapter = "hang", .arguments = {"1"}, .cases = cases}, "hang", 1);
  all_are({.adapter = "fault-all", .cases = cases}, "crash", 1);
}

// How often values on which it hangs are asked: each has to be asked in vain before it is said.
std::size_t times_asked(const std::string& how, std::size_t values) {
  const testing::temporary_folder folder;
  const std::string log = (folder.path() / "log").string();
  std::vector<model::test_case> cases;
  for (std::size_t i = 0; i < values; ++i) {
    cases.push_back(testing::make_case(absl::StrCat(R"("id":"t/)", i, R"(","lines":["Foo a==b)", i,
                                                    R"("],"parse":"may-accept","offset":7)")));
  }
  all_are({.adapter = "hang-on-case", .arguments = {"Foo a==b", how, log}, .cases = cases}, "hang",
          1);
  std::ifstream lines(log);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) ++count;
  return count;
}

TEST(BrokenAdapters, AHangIsAskedAgainUnlessTheProcessComputed) {
  constexpr std::size_t values = 4;
  EXPECT_EQ(times_asked("asleep", values), 2 * values);
  // The first is one of many that are under way. Of the others some compute all the time, however
  // busy the machine is.
  const std::size_t spinning = times_asked("spin", values);
  EXPECT_LT(spinning, 2 * values);
  EXPECT_GE(spinning, values + 1);
}

TEST(BrokenAdapters, AnswersThatChangeByThemselvesAreFlaky) {
  const run_result made = run_broken({"random-answers"});
  EXPECT_EQ(verdicts(made), "flaky flaky flaky flaky flaky flaky");
  for (const model::row& row : made.results.rows) EXPECT_FALSE(row.confirmed);
  EXPECT_EQ(exit_code_of(made, true), 3);
}

TEST(BrokenAdapters, MembersThatOccurTwiceAreAProtocolError) {
  for (const char* which : {"outcome", "result", "scheme"})
    all_are({"repeated-member", {which}}, "protocol-error", 1);
}

TEST(BrokenAdapters, HellosThatAreTooMuchCostOneImplementationOnly) {
  const std::pair<const char*, const char*> rows[] = {{"hello-deep", "nested too deep"},
                                                      {"hello-huge", "octets; at most"},
                                                      {"hello-many-names", "octets; at most"},
                                                      {"hello-twice", "occurs twice"}};
  for (const auto& [adapter, reason] : rows) {
    const run_result made = run_broken({adapter});
    for (const model::row& row : made.results.rows) {
      EXPECT_EQ(row.verdict, verdict::not_run) << adapter;
      EXPECT_NE(row.error.find(reason), std::string::npos) << adapter << ": " << row.error;
      EXPECT_LT(row.error.size(), 1000U) << adapter;
    }
    EXPECT_EQ(exit_code_of(made, true), 3) << adapter;
  }
}

TEST(BrokenAdapters, AHugeResultIsKeptAsItsBeginning) {
  const run_result made = run_broken({.adapter = "huge-results", .case_deadline = 20.0});
  for (const model::row& row : made.results.rows) {
    EXPECT_LT(row.got.size(), 4000U) << row.facts->id;
    EXPECT_LT(row.error.size(), 4000U) << row.facts->id;
  }
  EXPECT_NE(made.results.rows[0].got.find("\"sha256\":\""), std::string::npos)
      << made.results.rows[0].got;
}

TEST(BrokenAdapters, AFloodAfterStopEndsWithTheGraceTime) {
  const absl::Time start = absl::Now();
  run_broken({"floods-after-stop"});
  EXPECT_LT(absl::Now() - start, absl::Seconds(60));  // it would never end
}

TEST(BrokenAdapters, MemoryIsBoundedForAllProcessesOfOneTogether) {
  const run_result made = run_broken({.adapter = "group-memory",
                                      .arguments = {"64"},
                                      .group_memory_limit = std::uint64_t{256} << 20,
                                      .case_deadline = 30.0});
  EXPECT_NE(made.results.rows[2].error.find("memory"), std::string::npos)
      << made.results.rows[2].error;
}

TEST(BrokenAdapters, HaveNoTerminalAndNoNewPrivileges) {
  const run_result made = run_broken({"terminal"});
  EXPECT_NE(made.results.rows[0].got.find("none True True"), std::string::npos)
      << made.results.rows[0].got;
}

TEST(Run, SaysWhyNothingWasJudged) {
  const run_result made = run_broken({"unsupported-all"});
  ASSERT_EQ(made.notes.size(), 1U);
  EXPECT_EQ(made.notes[0], "unsupported-all: nothing was judged: 6 unsupported");
  EXPECT_EQ(exit_code_of(made, /*asked=*/false), 0);
}

TEST(Run, LinesAreSentAsTheAdapterTakesThem) {
  const std::vector<model::test_case> cases = {
      testing::make_case(
          R"("id":"t/1","lines":[" Foo ","Bar\t"],"parse":"must-accept","expect":{"challenges":[
          {"scheme":"Foo","token68":null,"params":[]},{"scheme":"Bar","token68":null,"params":[]}]})"),
      testing::make_case(
          R"("id":"t/2","operation":"auth-info","lines":["a=b ","c=d"],"parse":"must-accept","expect":{"params":[
          {"name":"a","value":"b"},{"name":"c","value":"d"}]})")};
  // Each line that is received becomes a scheme, or the name of a parameter.
  const auto got = [&](const std::string& observes) {
    const run_result made =
        run_broken({.adapter = "names-lines", .arguments = {observes}, .cases = cases});
    return absl::StrCat(made.results.rows[0].got, " ", model::verdict_text(made.results.rows[0]),
                        "\n", made.results.rows[1].got, " ",
                        model::verdict_text(made.results.rows[1]));
  };
  const auto schemes = [](const std::string& a, const std::string& b) {
    std::string text = absl::StrCat(R"({"outcome":"accept","challenges":[{"scheme":")", a,
                                    R"(","token68":null,"params":[]})");
    if (!b.empty())
      absl::StrAppend(&text, R"(,{"scheme":")", b, R"(","token68":null,"params":[]})");
    return text + "]}";
  };
  const auto names = [](const std::string& a, const std::string& b) {
    std::string text =
        absl::StrCat(R"({"outcome":"accept","params":[{"name":")", a, R"(","value":""})");
    if (!b.empty()) absl::StrAppend(&text, R"(,{"name":")", b, R"(","value":""})");
    return text + "]}";
  };
  EXPECT_EQ(got("{}"), " pass\n" + names("a=b", "c=d") + " wrong-result");
  EXPECT_EQ(got(R"({"input":"message"})"), schemes(" Foo ", "Bar\\u0009") + " wrong-result\n" +
                                               names("a=b ", "c=d") + " wrong-result");
  EXPECT_EQ(got(R"({"lines":"one"})"),
            schemes("Foo, Bar", "") + " wrong-result\n" + names("a=b, c=d", "") + " wrong-result");
  EXPECT_EQ(got(R"({"lines":"each"})"), " pass\n" + names("a=b", "c=d") + " wrong-result");
  EXPECT_EQ(
      got(R"({"lines":"each","input":"message"})"),
      schemes(" Foo ", "Bar\\u0009") + " wrong-result\n" + names("a=b ", "c=d") + " wrong-result");
}

TEST(Run, CancellingEndsItSoonWithARowForEachCase) {
  subject slow;
  slow.info.id = "slow";
  slow.process.command = {
      "python3", (testing::conformance_folder / "adapters/broken/slow-answers.py").string(), "0.5"};
  process::cancellation cancel;
  run_options options;
  const std::vector<model::test_case> cases = small_suite();
  std::thread later([&] {
    absl::SleepFor(absl::Milliseconds(900));
    cancel.request("interrupted");
  });
  const absl::Time start = absl::Now();
  const run_result made = run_suite(cases, cases, {slow, slow}, options, cancel);
  later.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(3));
  EXPECT_FALSE(made.results.footer.complete);
  ASSERT_EQ(made.results.rows.size(), 2 * cases.size());
  EXPECT_EQ(made.results.rows.back().verdict, verdict::not_run);
  EXPECT_EQ(made.results.rows.back().error, "interrupted");
  EXPECT_EQ(exit_code_of(made, true), 3);
  EXPECT_TRUE(own_children().empty());
}

// What goes wrong in judging costs the rows of one implementation that are still open, and the others
// nothing: here a case whose expectation is of another operation, which only an accepted value meets.
TEST(Run, AnExceptionCostsOneImplementationOnly) {
  std::vector<model::test_case> cases = small_suite();
  cases[1].rule = model::parse_rule::must_not_pass;
  cases[1].lines = {"Foo\r\n a=b"};
  cases[1].expect = model::auth_info_result{};
  std::vector<subject> both(2);
  const std::vector<std::string> names = {"accept-all", "reject-all"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    both[i].info.id = names[i];
    both[i].process.command = {
        "python3", (testing::conformance_folder / "adapters/broken" / (names[i] + ".py")).string()};
  }
  const process::cancellation never;
  const run_result made = run_suite(cases, cases, both, {}, never);
  EXPECT_EQ(verdicts(made),
            "lenient not-run not-run not-run not-run not-run "
            "pass pass pass over-strict pass pass");
  const std::string& why = made.results.rows[1].error;
  EXPECT_TRUE(absl::StartsWith(why, "the runner gave up on this implementation: ")) << why;
  ASSERT_EQ(made.notes.size(), 1U);
  EXPECT_EQ(made.notes[0], absl::StrCat("accept-all: ", why));
  EXPECT_TRUE(made.broken_invariants.empty());
  EXPECT_TRUE(made.results.footer.complete);
  EXPECT_TRUE(own_children().empty());
}

TEST(Run, AnAdapterThatDoesNotStartHasTheNameOfItsCommand) {
  subject own;
  own.info.id = "adapter";
  own.id_from_hello = true;
  own.process.command = {"./no such", "program"};
  subject named = own;
  named.info.id = "mine";
  named.id_from_hello = false;
  const std::vector<model::test_case> cases = small_suite();
  const process::cancellation never;
  const run_result made = run_suite(cases, cases, {own, named}, {}, never);
  EXPECT_EQ(made.results.header.implementations[0].name, "'./no such' program");
  EXPECT_EQ(made.results.header.implementations[1].name, "mine");
}

TEST(Run, FailFastStopsAtTheFirstFailure) {
  subject reject;
  reject.info.id = "reject-all";
  reject.process.command = {
      "python3", (testing::conformance_folder / "adapters/broken/reject-all.py").string()};
  run_options options;
  options.fail_fast = true;
  const std::vector<model::test_case> cases = small_suite();
  const process::cancellation never;
  const run_result made = run_suite(cases, cases, {reject}, options, never);
  EXPECT_EQ(verdicts(made), "pass over-strict not-run not-run not-run not-run");
  EXPECT_EQ(exit_code_of(made, true), 1);
}

TEST(Run, WhatIsNotInstalledHasItsRowsAndDecidesTheExitCodeOnlyWhenAskedFor) {
  subject missing;
  missing.info.id = "missing";
  missing.info.status = model::implementation_status::not_installed;
  missing.info.reason = "not installed: python3-x";
  const std::vector<model::test_case> cases = small_suite();
  const process::cancellation never;
  const run_result made = run_suite(cases, cases, {missing}, {}, never);
  EXPECT_EQ(verdicts(made), "not-run not-run not-run not-run not-run not-run");
  EXPECT_EQ(made.results.rows[0].error, "not installed: python3-x");
  EXPECT_EQ(exit_code_of(made, true), 3);
  EXPECT_EQ(exit_code_of(made, false), 0);
}

TEST(Run, ExpectationsAreAppliedAndRewritten) {
  const auto entry = [](const char* id, model::verdict verdict, const char* reason) {
    expectation made;
    made.match.ids = {id};
    made.verdict = verdict;
    made.reason = reason;
    return made;
  };
  subject reject;
  reject.info.id = "some";
  reject.id_from_hello = true;
  reject.process.command = {
      "python3", (testing::conformance_folder / "adapters/broken/reject-all.py").string()};
  run_options options;
  options.known.emplace();
  options.known->implementation = "reject-all";
  options.known->entries = {entry("t/2", model::verdict::over_strict, "known"),
                            entry("t/1", model::verdict::crash, "once")};
  const std::vector<model::test_case> cases = small_suite();
  const process::cancellation never;
  run_result made = run_suite(cases, cases, {reject}, options, never);
  EXPECT_EQ(made.results.header.implementations.front().id, "reject-all");
  EXPECT_EQ(made.results.rows.front().implementation, "reject-all");
  EXPECT_EQ(made.expectation_faults,
            std::vector<std::string>{
                "reject-all: {\"id\":\"t/1\"} crash: stale: none of its cases has this verdict"});
  EXPECT_FALSE(model::is_new_failure(made.results.rows[1]));
  EXPECT_EQ(exit_code_of(made, true), 1);
  EXPECT_EQ(exit_code_of(made, false), 0);

  options.update_expectations = true;
  made = run_suite(cases, cases, {reject}, options, never);
  ASSERT_TRUE(made.updated);
  EXPECT_EQ(made.expectation_faults,
            std::vector<std::string>{
                "reject-all: {\"id\":\"t/4\"} over-strict: the new entry needs a reason"});
  EXPECT_EQ(exit_code_of(made, true), 1);

  // What may be so need not be so: two of its cases pass.
  options.known->entries = {entry("t/*", model::verdict::over_strict, "known")};
  options.update_expectations = false;
  made = run_suite(cases, cases, {reject}, options, never);
  EXPECT_TRUE(made.expectation_faults.empty());
  EXPECT_EQ(exit_code_of(made, true), 0);

  options.known->implementation = "another";
  made = run_suite(cases, cases, {reject}, options, never);
  EXPECT_EQ(made.expectation_faults,
            std::vector<std::string>{"the file is for \"another\", which was not run"});
  EXPECT_EQ(exit_code_of(made, true), 1);
}

}  // namespace
}  // namespace gauntlet::runner
