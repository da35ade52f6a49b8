#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "conformance/live/scenarios/play.hpp"

namespace gauntlet::live {
namespace {

// Whether `wanted` comes true where the origin sends these lines, and these come back with a 401.
bool comes(comparison wanted, std::vector<std::string> sent, std::vector<std::string> got) {
  scenario of;
  outcome expected;
  expected.status = {"401"};
  expected.lines = wanted;
  of.expect = {expected};
  observation seen;
  seen.ended = reply::how::answered;
  seen.status = 401;
  seen.sent = std::move(sent);
  seen.lines = std::move(got);
  return outcome_of(of, role{}, seen) != nullptr;
}

TEST(Comparison, OfLines) {
  using c = comparison;
  EXPECT_TRUE(comes(c::same, {" a ", "b"}, {"a", "b"}));
  EXPECT_FALSE(comes(c::same, {"a", "b"}, {"b", "a"}));
  EXPECT_FALSE(comes(c::same, {"a"}, {"A"}));
  EXPECT_TRUE(comes(c::joined, {"a", "b"}, {"a, b"}));
  EXPECT_FALSE(comes(c::joined, {"a"}, {"a"}));
  EXPECT_FALSE(comes(c::joined, {"a", "b"}, {"b, a"}));
  EXPECT_TRUE(comes(c::fewer, {"a", "b"}, {"b"}));
  EXPECT_TRUE(comes(c::fewer, {"a", "b"}, {}));
  EXPECT_FALSE(comes(c::fewer, {"a", "b"}, {"c"}));
  EXPECT_FALSE(comes(c::fewer, {"a", "b"}, {"a", "b"}));
  EXPECT_TRUE(comes(c::repeated, {"a", "b"}, {"a", "a", "b"}));
  EXPECT_FALSE(comes(c::repeated, {"a", "b"}, {"a", "a", "a"}));
  EXPECT_FALSE(comes(c::repeated, {"a"}, {"a"}));
  EXPECT_TRUE(comes(c::none, {"a"}, {}));
  EXPECT_FALSE(comes(c::none, {"a"}, {"a"}));
  EXPECT_TRUE(comes(c::some, {"a"}, {"b"}));
  EXPECT_FALSE(comes(c::some, {"a"}, {}));
}

TEST(Comparison, OfTheName) {
  scenario of;
  outcome spaced;
  spaced.has_spaced_name = true;
  of.expect = {spaced};
  observation seen;
  seen.ended = reply::how::answered;
  EXPECT_EQ(outcome_of(of, role{}, seen), nullptr);
  seen.has_spaced_name = true;
  EXPECT_NE(outcome_of(of, role{}, seen), nullptr);
}

TEST(Comparison, OfFolds) {
  using c = comparison;
  EXPECT_TRUE(comes(c::folded, {"a\r\n b"}, {"a b"}));
  EXPECT_TRUE(comes(c::folded, {"a\r\n\tb"}, {"a   b"}));
  EXPECT_TRUE(comes(c::folded, {"a\r\n\tb"}, {"a  \tb"}));
  EXPECT_FALSE(comes(c::folded, {"a\r\n b"}, {"ab"}));
  EXPECT_FALSE(comes(c::folded, {"a\r\n b"}, {"a"}));
  EXPECT_FALSE(comes(c::same, {"a\r\n b"}, {"a b"}));
}

TEST(Comparison, OfControlOctets) {
  using c = comparison;
  const std::string nul("a\0b", 3);
  EXPECT_TRUE(comes(c::spaced, {nul}, {"a b"}));
  EXPECT_FALSE(comes(c::spaced, {nul}, {nul}));
  EXPECT_FALSE(comes(c::spaced, {nul}, {"a"}));
  EXPECT_TRUE(comes(c::spaced, {"a\rb"}, {"a b"}));
  EXPECT_FALSE(comes(c::spaced, {"a\rb"}, {"a\rb"}));
}

TEST(Outcome, OfTheStatus) {
  scenario of;
  for (const char* each : {"asks", "4xx", "closed"}) {
    of.expect.emplace_back().status = {each};
    of.expect.back().says = each;
  }
  of.expect.emplace_back().says = "any answer";
  observation seen;
  seen.ended = reply::how::answered;
  const auto says = [&](int status, bool is_proxy) {
    seen.status = status;
    role as;
    as.is_proxy = is_proxy;
    const outcome* came = outcome_of(of, as, seen);
    return came == nullptr ? "nothing" : came->says;
  };
  EXPECT_EQ(says(401, false), "asks");
  EXPECT_EQ(says(401, true), "4xx");
  EXPECT_EQ(says(407, true), "asks");
  EXPECT_EQ(says(200, false), "any answer");
  seen.ended = reply::how::closed;
  EXPECT_EQ(says(0, false), "closed");
  seen.ended = reply::how::unreadable;
  EXPECT_EQ(says(0, false), "nothing");
}

TEST(Outcome, OfTheChallenge) {
  scenario of;
  of.realm = "the \"old\" site";
  of.expect.emplace_back().schemes = {"Basic"};
  of.expect.back().has_realm = true;
  observation seen;
  seen.ended = reply::how::answered;
  const auto fits = [&](const std::string& line) {
    seen.lines = {line};
    return outcome_of(of, role{}, seen) != nullptr;
  };
  EXPECT_TRUE(fits(R"(basic realm="the \"old\" site", charset="UTF-8")"));
  EXPECT_FALSE(fits(R"(Basic realm="the "old" site")"));
  EXPECT_FALSE(fits(R"(Basic realm="the old site")"));
  EXPECT_FALSE(fits(R"(Bearer realm="the \"old\" site")"));
  EXPECT_FALSE(fits(R"(Basic realm="the \"old\" site", Bearer)"));
}

TEST(Outcome, OfTheParameters) {
  scenario of;
  of.expect.emplace_back().parameters = {{"error", "invalid_token"}, {"scope", std::nullopt}};
  observation seen;
  seen.ended = reply::how::answered;
  const auto fits = [&](const std::string& line) {
    seen.lines = {line};
    return outcome_of(of, role{}, seen) != nullptr;
  };
  EXPECT_TRUE(fits(R"(Bearer realm="a", ERROR="invalid_\token")"));
  EXPECT_FALSE(fits(R"(Bearer realm="a")"));
  EXPECT_FALSE(fits(R"(Bearer error="invalid_request")"));
  EXPECT_FALSE(fits(R"(Bearer error="invalid_token", scope="b")"));
  EXPECT_FALSE(fits(R"(Bearer realm="a", Other error="invalid_token")"));
}

TEST(Outcome, OfTheOtherSide) {
  scenario of;
  of.expect.emplace_back().is_reached = false;
  observation seen;
  seen.ended = reply::how::answered;
  EXPECT_NE(outcome_of(of, role{}, seen), nullptr);
  seen.is_reached = true;
  EXPECT_EQ(outcome_of(of, role{}, seen), nullptr);
  of.expect.front() = outcome{};
  of.expect.front().decider = comparison::same;
  of.expect.front().upstream = comparison::none;
  seen.sent = seen.decider = {"Bearer a"};
  EXPECT_NE(outcome_of(of, role{}, seen), nullptr);
  seen.upstream = {"Bearer a"};
  EXPECT_EQ(outcome_of(of, role{}, seen), nullptr);
}

TEST(Observation, IsShownWithItsLines) {
  observation seen;
  EXPECT_EQ(seen.to_json(), R"({"outcome":"closed the connection"})");
  seen.ended = reply::how::answered;
  seen.status = 401;
  seen.lines = {"Basic realm=\"a\xE9\""};
  EXPECT_EQ(seen.to_json(), R"({"status":401,"lines":["Basic realm=\"a\u00e9\""]})");
  seen.is_reached = true;
  EXPECT_EQ(seen.to_json(), R"({"status":401,"lines":["Basic realm=\"a\u00e9\""],"upstream":[]})");
}

TEST(ShippedScenarios, CiteWhatTheyAreAbout) {
  const auto all =
      load_scenarios(std::filesystem::path(GAUNTLET_TEST_CONFORMANCE) / "live/scenarios");
  ASSERT_TRUE(all.ok()) << all.status();
  for (const scenario& each : *all) {
    EXPECT_FALSE(each.of.facts->requirements.empty()) << each.of.id();
    EXPECT_FALSE(each.of.facts->refs.empty()) << each.of.id();
  }
}

}  // namespace
}  // namespace gauntlet::live
