#include "conformance/implementations/installation.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "conformance/implementations/test/fake_machine.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::implementations {
namespace {

using nlohmann::json;
using strings = std::vector<std::string>;

const json library = json::parse(R"([{"id":"a","apt":["lib-a"],"megabytes":2}])");

struct outcome {
  bool changed = false;
  std::string said;
};

outcome install_default(fake_machine& m, const manifest& from) {
  std::ostringstream progress;
  const auto plan =
      plan_installation(survey(from, m.here, "/gauntlet"), install_policy::default_set);
  const bool changed = install(plan, from, m.here, &progress);
  return {changed, progress.str()};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Survey, WhatIsInstalledIsReadyAfterOneQuery) {
  fake_machine m;
  m.debian();
  m.file("installed", "lib-a\n");
  const auto all = survey(m.of(library), m.here, "/gauntlet");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].state, availability::ready);
  EXPECT_EQ(all[0].command, (strings{m.path("bin/sh"), m.path("adapters/adapter.sh")}));
  EXPECT_EQ(m.log().find("dpkg-query"), 0U);
  EXPECT_FALSE(holds(m.log(), "sh "));  // the adapter was not started
}

TEST(Survey, WhatIsMissingComesWithItsCommand) {
  fake_machine m;
  m.debian();
  m.file("adapters/adapter.sh.gone", "");
  m.here.root = false;
  const auto all = survey(m.of(library), m.here, "/gauntlet");
  EXPECT_EQ(all[0].state, availability::missing);
  EXPECT_EQ(all[0].missing, "Debian package lib-a");
  EXPECT_EQ(all[0].install_command, "sudo apt-get install --no-install-recommends lib-a");
  EXPECT_TRUE(all[0].in_default_set);
}

TEST(Survey, LibraryThatCameByAnotherWayIsFoundByItsHello) {
  fake_machine m;
  m.debian();
  const auto all = survey(m.of(library), m.here, "/gauntlet");
  EXPECT_EQ(all[0].state, availability::ready);
  ASSERT_TRUE(all[0].hello.has_value());
  EXPECT_EQ(all[0].hello->version, "7");
}

TEST(Survey, WithoutAPackageDatabaseTheHelloDecides) {
  fake_machine m;
  const manifest from = m.of(library);
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::ready);
  m.file("adapters/adapter.sh.gone", "");
  const auto all = survey(from, m.here, "/gauntlet");
  EXPECT_EQ(all[0].state, availability::missing);
  EXPECT_EQ(all[0].missing, "no such library");
}

TEST(Survey, RuntimeThatIsNotThere) {
  fake_machine m;
  m.debian();
  const auto all = survey(m.of(json::parse(R"([
    {"id":"a","runtime":"rexx","command":["rexx","x"],"apt":["lib-a"],"megabytes":2},
    {"id":"b","runtime":"rexx","command":["rexx","x"],"default":"with-runtime"}])")),
                          m.here, "/gauntlet");
  EXPECT_TRUE(all[0].runtime_missing);
  EXPECT_EQ(all[0].missing, "Rexx, Debian package lib-a");
  EXPECT_EQ(all[0].apt, (strings{"regina-rexx", "lib-a"}));
  EXPECT_EQ(all[0].megabytes, 32);
  EXPECT_TRUE(all[0].in_default_set);
  EXPECT_FALSE(all[1].in_default_set);
}

TEST(Survey, FilesOfALibraryHaveToBeThere) {
  fake_machine m;
  m.debian();
  const manifest from = m.of(json::parse(R"([{"id":"a","files":[")" + m.path("a.jar").string() +
                                         R"("],"apt":["lib-a"]}])"));
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::missing);
  m.file("a.jar", "");
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::ready);
}

TEST(Probe, AsksSeveralAdaptersAtOnceWithinTheDeadline) {
  fake_machine m;
  m.file("adapters/slow.sh", "sleep 600\n");
  const manifest from = m.of(json::parse(R"([
    {"id":"a"}, {"id":"b"},
    {"id":"slow","command":["sh","{adapters}/slow.sh"]},
    {"id":"dead","command":["sh","-c","exit 9"]}])"));
  auto all = survey(from, m.here, "/gauntlet");
  probe(all, m.here, absl::Milliseconds(500));
  EXPECT_EQ(all[0].hello->version, "7");
  EXPECT_EQ(all[1].hello->version, "7");
  EXPECT_EQ(all[2].state, availability::missing);
  EXPECT_TRUE(holds(all[2].hello->error, "took too long")) << all[2].hello->error;
  EXPECT_TRUE(holds(all[3].hello->error, "exited with status 9")) << all[3].hello->error;
}

TEST(Plan, PolicyDecidesWhatIsInstalled) {
  fake_machine m;
  m.debian();
  m.file("adapters/adapter.sh.gone", "");
  const auto all = survey(m.of(json::parse(R"([
    {"id":"a","apt":["lib-a","common"],"megabytes":2},
    {"id":"a2","apt":["lib-a","common"],"megabytes":2},
    {"id":"big","apt":["lib-big"],"megabytes":300,"default":"never"}])")),
                          m.here, "/gauntlet");
  EXPECT_TRUE(plan_installation(all, install_policy::never).empty());
  EXPECT_TRUE(plan_installation(all, install_policy::never, {"a"}).empty());
  const auto by_default = plan_installation(all, install_policy::default_set);
  EXPECT_EQ(by_default.apt, (strings{"lib-a", "common"}));
  EXPECT_EQ(by_default.ids, (strings{"a", "a2"}));
  EXPECT_EQ(by_default.megabytes, 2);
  EXPECT_EQ(by_default.limit_megabytes, 100);
  const auto named = plan_installation(all, install_policy::default_set, {"big"});
  EXPECT_EQ(named.apt, strings{"lib-big"});
  const auto everything = plan_installation(all, install_policy::everything);
  EXPECT_EQ(everything.apt, (strings{"lib-a", "common", "lib-big"}));
  EXPECT_EQ(everything.limit_megabytes, 0);
}

TEST(Install, SaysHowMuchBeforeItDoes) {
  fake_machine m;
  m.debian();
  m.file("adapters/adapter.sh.gone", "");
  const manifest from = m.of(library);
  const outcome done = install_default(m, from);
  EXPECT_TRUE(done.changed);
  EXPECT_EQ(done.said,
            "gauntlet: installing lib-a (5 MB on disk, 1 MB to download; --no-install leaves them "
            "out)\n");
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::ready);
  EXPECT_TRUE(holds(m.log(), "--no-install-recommends --no-remove lib-a")) << m.log();
}

TEST(Install, WithoutPackageListsTheyAreReadFirst) {
  fake_machine m;
  m.debian();
  std::filesystem::remove(m.path("lists"));
  m.file("adapters/adapter.sh.gone", "");
  EXPECT_TRUE(install_default(m, m.of(library)).changed);
}

TEST(Install, NoNetwork) {
  fake_machine m;
  m.debian();
  std::filesystem::remove(m.path("lists"));
  m.file("offline", "");
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(m, m.of(library));
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "is there a network?")) << done.said;
  EXPECT_TRUE(holds(done.said, "by hand:  apt-get install --no-install-recommends lib-a"))
      << done.said;
}

// Two packages, and what keeps apt from installing any: one attempt is enough.
void expect_one_attempt(const char* trouble, const std::string& said) {
  fake_machine m;
  m.debian();
  m.file(trouble, "");
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(
      m, m.of(json::parse(R"([{"id":"a","apt":["lib-a"]},{"id":"b","apt":["lib-b"]}])")));
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, said)) << done.said;
  EXPECT_EQ(m.log().find("-qy", m.log().find("-qy") + 1), std::string::npos) << m.log();
}

TEST(Install, NetworkThatGoesAwayIsNotTriedForEachPackage) {
  expect_one_attempt("offline", "Unable to fetch");
}

TEST(Install, AfterDpkgWasStoppedNothingElseIsTried) {
  expect_one_attempt("stopped", "dpkg --configure -a");
}

TEST(Install, PackageThatTheDistributionLacksKeepsNoOtherOut) {
  fake_machine m;
  m.debian();
  m.file("unknown", "lib-b\n");
  m.file("adapters/adapter.sh.gone", "");
  const manifest from =
      m.of(json::parse(R"([{"id":"a","apt":["lib-a"]},{"id":"b","apt":["lib-b"]}])"));
  const outcome done = install_default(m, from);
  EXPECT_TRUE(done.changed);
  EXPECT_TRUE(holds(done.said, "does not have lib-b")) << done.said;
  const auto all = survey(from, m.here, "/gauntlet");
  EXPECT_EQ(all[0].state, availability::ready);
  EXPECT_EQ(all[1].state, availability::missing);
}

TEST(Install, PackageThatFailsKeepsNoOtherOut) {
  fake_machine m;
  m.debian();
  m.file("broken", "lib-b\n");
  m.file("adapters/adapter.sh.gone", "");
  const manifest from =
      m.of(json::parse(R"([{"id":"a","apt":["lib-a"]},{"id":"b","apt":["lib-b"]}])"));
  const outcome done = install_default(m, from);
  EXPECT_TRUE(done.changed);
  EXPECT_TRUE(holds(done.said, "not installed: lib-b: exited with status 100: E: lib-b: unmet"))
      << done.said;
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::ready);
}

TEST(Install, NeitherRootNorSudo) {
  fake_machine m;
  m.debian();
  m.here.root = false;
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(m, m.of(library));
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "this is not root and there is no sudo")) << done.said;
  EXPECT_TRUE(holds(done.said, "by hand:  sudo apt-get install")) << done.said;
  EXPECT_FALSE(holds(m.log(), "apt-get")) << m.log();
}

TEST(Install, SudoThatWouldAskIsNotAskedWithoutATerminal) {
  fake_machine m;
  m.debian();
  m.here.root = false;
  m.program("sudo", "exit 1");
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(m, m.of(library));
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "sudo would ask for a password")) << done.said;
}

TEST(Install, ThroughSudo) {
  fake_machine m;
  m.debian();
  m.here.root = false;
  m.program("sudo", "[ $1 = -n ] && shift\n[ $1 = true ] && exit 0\nexec \"$@\"");
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(m, m.of(library));
  EXPECT_TRUE(done.changed) << done.said << m.log();
  EXPECT_TRUE(holds(m.log(), "sudo -n env LC_ALL=C DEBIAN_FRONTEND=noninteractive")) << m.log();
}

TEST(Install, NoAptAtAll) {
  fake_machine m;
  m.file("adapters/adapter.sh.gone", "");
  const outcome done = install_default(m, m.of(library));
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "there is no apt-get here")) << done.said;
}

TEST(Install, MoreThanTheLimitIsNotInstalledUnasked) {
  fake_machine m;
  m.debian();
  m.file("size", "250,000");
  m.file("adapters/adapter.sh.gone", "");
  const manifest from = m.of(library);
  const outcome done = install_default(m, from);
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "they would take 250 MB, more than the 100 MB")) << done.said;
  std::ostringstream progress;
  const auto plan =
      plan_installation(survey(from, m.here, "/gauntlet"), install_policy::everything);
  EXPECT_TRUE(install(plan, from, m.here, &progress)) << progress.str();
}

class Npm : public testing::Test {
 protected:
  Npm() {
    m.debian();
    m.file("adapters/javascript/package.json", "{}");
    m.file("adapters/javascript/package-lock.json", "{}");
    m.file("adapters/javascript/load.mjs", "");
  }
  manifest with_npm() {
    return m.of(json::parse(
        R"([{"id":"js","default":"with-runtime","npm":["left"],"megabytes":1,"command":["sh","{adapters}/adapter.sh","{npm}"]}])"));
  }
  fake_machine m;
};

TEST_F(Npm, PackagesGoIntoTheCacheFromTheLockfile) {
  m.program("npm", "/bin/mkdir -p node_modules/left");
  const manifest from = with_npm();
  const auto before = survey(from, m.here, "/gauntlet");
  EXPECT_EQ(before[0].missing, "npm package left");
  EXPECT_EQ(before[0].install_command, "gauntlet run js");
  const outcome done = install_default(m, from);
  EXPECT_TRUE(done.changed) << done.said;
  EXPECT_TRUE(holds(m.log(), "npm ci --ignore-scripts")) << m.log();
  const auto after = survey(from, m.here, "/gauntlet");
  EXPECT_EQ(after[0].state, availability::ready);
  EXPECT_TRUE(
      std::filesystem::exists(std::filesystem::path(after[0].command[2]) / "node_modules/left"));
  EXPECT_FALSE(std::filesystem::exists(m.path("adapters/javascript/node_modules")));
}

TEST_F(Npm, ChangedLockfileIsAnotherFolder) {
  m.program("npm", "/bin/mkdir -p node_modules/left");
  const manifest from = with_npm();
  EXPECT_TRUE(install_default(m, from).changed);
  m.file("adapters/javascript/package-lock.json", "{ }");
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::missing);
}

TEST_F(Npm, NoNetworkLeavesNothingHalfDone) {
  m.program("npm",
            "/bin/mkdir -p node_modules/left\necho 'npm error network request failed' >&2\nexit 1");
  const manifest from = with_npm();
  const outcome done = install_default(m, from);
  EXPECT_FALSE(done.changed);
  EXPECT_TRUE(holds(done.said, "network request failed (is there a network?)")) << done.said;
  EXPECT_EQ(survey(from, m.here, "/gauntlet")[0].state, availability::missing);
  EXPECT_TRUE(std::filesystem::is_empty(m.path("cache/npm")));
}

TEST_F(Npm, WithoutNpmItIsNotInTheDefaultSet) {
  const auto all = survey(with_npm(), m.here, "/gauntlet");
  EXPECT_FALSE(all[0].in_default_set);
  EXPECT_EQ(all[0].apt, strings{"npm"});
  EXPECT_EQ(all[0].install_command,
            "apt-get install --no-install-recommends npm && gauntlet run js");
}

class Build : public testing::Test {
 protected:
  manifest with_build() {
    return m.of(json::parse(
        R"([{"id":"c","command":["{build}/adapter"],"build":{"command":["cc","{adapters}/adapter.c","{build}/adapter"],"inputs":["{adapters}/adapter.c"]}}])"));
  }
  std::vector<implementation> ready() {
    const manifest from = with_build();
    auto all =
        make_ready(m.path("adapters"), "/gauntlet",
                   {.ids = {}, .policy = install_policy::never, .progress = nullptr}, m.here);
    EXPECT_TRUE(all.ok()) << all.status();
    return all.ok() ? *all : std::vector<implementation>{};
  }
  fake_machine m;
};

TEST_F(Build, RunsOnceAndAgainWhenAnInputChanges) {
  m.program("cc", "/bin/cp \"$1\" \"$2\"");
  m.file("adapters/adapter.c", "one");
  auto all = ready();
  ASSERT_EQ(all[0].state, availability::ready) << all[0].missing;
  EXPECT_TRUE(std::filesystem::exists(all[0].command[0]));
  const std::string log = m.log();
  EXPECT_EQ(ready()[0].state, availability::ready);
  EXPECT_EQ(m.log(), log);
  m.file("adapters/adapter.c", "two");
  EXPECT_EQ(ready()[0].state, availability::ready);
  EXPECT_NE(m.log(), log);
}

TEST_F(Build, FailureIsMissingWithTheCompilersError) {
  m.program("cc",
            "echo 'In file included from x' >&2; echo 'adapter.c:1: fatal error: neon.h: No such "
            "file' >&2; exit 1");
  m.file("adapters/adapter.c", "one");
  const auto all = ready();
  EXPECT_EQ(all[0].state, availability::missing);
  EXPECT_EQ(all[0].missing,
            "the adapter does not compile: adapter.c:1: fatal error: neon.h: No such file");
  EXPECT_TRUE(std::filesystem::is_empty(m.path("cache/adapters")));
}

TEST(MakeReady, UnknownIdNamesTheNearOnes) {
  fake_machine m;
  m.of(json::parse(R"([{"id":"werkzeug"},{"id":"webob"}])"));
  const auto all = make_ready(
      m.path("adapters"), "/gauntlet",
      {.ids = {"werkzeg"}, .policy = install_policy::never, .progress = nullptr}, m.here);
  EXPECT_EQ(all.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(
      std::string(all.status().message()),
      "there is no implementation werkzeg; did you mean werkzeug? (`gauntlet list` names them)");
}

TEST(MakeReady, LooksOnlyAtWhatWasAskedFor) {
  fake_machine m;
  m.debian();
  m.file("adapters/adapter.sh.gone", "");
  m.of(json::parse(R"([{"id":"a","apt":["lib-a"]},{"id":"b","apt":["lib-b"],"default":"never"}])"));
  const auto all = make_ready(
      m.path("adapters"), "/gauntlet",
      {.ids = {"b"}, .policy = install_policy::default_set, .progress = nullptr}, m.here);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ((*all)[0].state, availability::ready);
  EXPECT_FALSE(holds(m.log(), "lib-a")) << m.log();
}

TEST(MakeReady, ChoosesByTierAndLanguage) {
  fake_machine m;
  m.debian();
  m.of(json::parse(R"([{"id":"a","language":"C"},{"id":"b","language":"Go","tier":2},
                       {"id":"c","language":"C","default":"never","tier":3}])"));
  const auto ids = [&](const ready_options& options) {
    const auto all = make_ready(m.path("adapters"), "/gauntlet", options, m.here);
    if (!all.ok()) return std::string(all.status().message());
    std::string joined;
    for (const implementation& one : *all) joined += one.entry.id;
    return joined;
  };
  EXPECT_EQ(ids({.policy = install_policy::never}), "abc");
  EXPECT_EQ(ids({.tier = 1, .policy = install_policy::never}), "a");
  EXPECT_EQ(ids({.tier = 2, .policy = install_policy::never}), "ab");
  EXPECT_EQ(ids({.languages = {"c"}, .policy = install_policy::never}), "ac");
  EXPECT_EQ(ids({.languages = {"C"}, .tier = 2, .policy = install_policy::never}), "a");
  EXPECT_EQ(ids({.languages = {"Ada"}, .policy = install_policy::never}),
            "there is no implementation in Ada: C, Go");
}

TEST(MakeReady, WhereNothingMayBeInstalledNothingIsDownloaded) {
  fake_machine m;
  m.debian();
  m.of(json::parse(
      R"([{"id":"a","command":["{build}/a"],"build":{"command":["sh","-c","mkdir {build}"],"inputs":["{adapters}/adapter.sh"],"downloads":true}}])"));
  const auto ready = [&](install_policy policy) {
    return make_ready(m.path("adapters"), "/gauntlet", {.policy = policy}, m.here)->front();
  };
  const implementation left = ready(install_policy::never);
  EXPECT_EQ(left.state, availability::missing);
  EXPECT_EQ(left.missing, "its build step would download packages");
  EXPECT_NE(ready(install_policy::everything).missing, left.missing);
}

}  // namespace
}  // namespace gauntlet::implementations
