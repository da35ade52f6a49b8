#include "conformance/model/figures.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "conformance/model/test/sample.hpp"

namespace gauntlet::model {
namespace {

// Cases of each rule, as many as `cases`, with `of(rule, generate)` as the verdict on each.
results run_of(std::size_t cases, verdict (*of)(const std::string& parse, std::size_t i)) {
  results r;
  r.header.implementations = {sample::make_implementation("alpha", "C")};
  const std::pair<const char*, const char*> kinds[] = {{"must-accept", "valid"},
                                                       {"must-accept", "must-not"},
                                                       {"may-accept", "must-not"},
                                                       {"must-not-pass", "must-not"}};
  for (const auto& [parse, generate] : kinds) {
    for (std::size_t i = 0; i < cases; ++i) {
      auto facts = std::make_shared<case_facts>(
          *sample::make_case(std::string(parse) + "/" + generate + std::to_string(i), {"Basic"}));
      facts->parse = parse;
      facts->generate = generate;
      r.rows.push_back(sample::make_row("alpha", facts, of(parse, i)));
    }
  }
  return r;
}

TEST(Figures, AnImplementationThatRejectsEverythingReadsNothingRight) {
  const results r = run_of(100, [](const std::string& parse, std::size_t) {
    return parse == "must-accept" ? verdict::over_strict : verdict::pass;
  });
  const figures f = figures_of(r, "alpha");
  EXPECT_EQ(f.sent, (share{0, 100}));
  EXPECT_EQ(f.tolerated, (share{0, 100}));
  EXPECT_EQ(to_text(f.reads_right()), "0/200 (0 %)");
  EXPECT_EQ(f.over_strict, 200U);
  EXPECT_EQ(f.lenient, (share{0, 100}));
  EXPECT_EQ(f.judged, (share{400, 400}));
}

TEST(Figures, AnImplementationThatAcceptsEverythingAsEmptyReadsNextToNothingRight) {
  const results r = run_of(100, [](const std::string& parse, std::size_t i) {
    if (parse == "must-accept") return i == 0 ? verdict::pass : verdict::wrong_result;
    return parse == "may-accept" ? verdict::lenient : verdict::wrong_result;
  });
  const figures f = figures_of(r, "alpha");
  EXPECT_EQ(to_text(f.sent), "1/100 (1 %)");
  EXPECT_EQ(to_text(f.tolerated), "1/100 (1 %)");
  EXPECT_EQ(f.wrong, 298U);
  EXPECT_EQ(to_text(f.lenient), "100/100 (100 %)");
}

TEST(Figures, CountWhatTheProtocolSaysAndNothingElse) {
  const std::pair<verdict, bool> counted[] = {{verdict::pass, true},
                                              {verdict::wrong_result, true},
                                              {verdict::smuggled, true},
                                              {verdict::over_strict, true},
                                              {verdict::hang, true},
                                              {verdict::crash, true},
                                              {verdict::resource_limit, true},
                                              {verdict::protocol_error, true},
                                              {verdict::alternative, false},
                                              {verdict::unsupported, false},
                                              {verdict::not_observable, false},
                                              {verdict::flaky, false},
                                              {verdict::not_run, false}};
  for (const auto& [v, counts] : counted) {
    results r = run_of(1, [](const std::string&, std::size_t) { return verdict::not_run; });
    r.rows[0].verdict = v;
    const figures f = figures_of(r, "alpha");
    EXPECT_EQ(f.sent.of, counts ? 1U : 0U) << to_string(v);
    EXPECT_EQ(f.sent.n, v == verdict::pass ? 1U : 0U) << to_string(v);
    EXPECT_EQ(f.fails, is_failure(v) ? 1U : 0U) << to_string(v);
    EXPECT_EQ(f.smuggled, v == verdict::smuggled ? 1U : 0U) << to_string(v);
    EXPECT_EQ(f.judged, (share{is_judged(v) ? 1U : 0U, 4})) << to_string(v);
  }
  results control = run_of(1, [](const std::string&, std::size_t) { return verdict::pass; });
  control.rows[3].verdict = verdict::control_octet;
  EXPECT_EQ(figures_of(control, "alpha").control, 1U);
}

TEST(Figures, OfAllAreThoseOfEach) {
  const results r = sample::large(6, 90);
  const std::vector<figures> all = figures_of(r);
  ASSERT_EQ(all.size(), r.header.implementations.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const figures one = figures_of(r, r.header.implementations[i].id);
    EXPECT_EQ(all[i].sent, one.sent);
    EXPECT_EQ(all[i].tolerated, one.tolerated);
    EXPECT_EQ(all[i].judged, one.judged);
    EXPECT_EQ(all[i].wrong, one.wrong);
    const bool ran = r.header.implementations[i].status == implementation_status::ran;
    EXPECT_EQ(all[i].judged.of, ran ? 90U : 0U);
  }
}

TEST(Figures, CostIsAFigureOfItsOwn) {
  results r = run_of(1, [](const std::string&, std::size_t) { return verdict::pass; });
  auto facts = std::make_shared<case_facts>(*sample::make_case("cost/commas", {}));
  facts->input = R"({"cost":{"prefix":"","repeat":",","suffix":""}})";
  facts->parse.clear();
  cost measured;
  measured.implementation = "alpha";
  measured.facts = facts;
  measured.rated = cost_class::superlinear;
  measured.exponent = 1.98;
  r.costs.push_back(measured);
  figures f = figures_of(r, "alpha");
  EXPECT_EQ(cost_text(f), "1 superlinear");
  EXPECT_EQ(f.superlinear[0], &r.costs[0]);
  EXPECT_EQ(f.judged.of, 4U);
  // An implementation that dies of one fails, and the case is in no share all the same.
  r.rows.push_back(sample::make_row("alpha", facts, verdict::crash));
  r.costs[0].rated = cost_class::unclear;
  r.costs.push_back(measured);
  r.costs[1].rated = cost_class::linear;
  f = figures_of(r, "alpha");
  EXPECT_EQ(cost_text(f), "1 linear, 1 unclear");
  EXPECT_EQ(f.fails, 1U);
  EXPECT_EQ(f.judged.of, 4U);
  EXPECT_EQ(cost_text(figures{}), "not measured");
}

TEST(Figures, NoPercentageOfFewCasesAndNoneThatIsRoundedUp) {
  EXPECT_EQ(to_text({0, 0}), "none");
  EXPECT_EQ(to_text({19, 19}), "19/19");
  EXPECT_EQ(to_text({19, 20}), "19/20 (95 %)");
  EXPECT_EQ(to_text({1999, 2000}), "1,999/2,000 (99 %)");
  EXPECT_EQ(to_text({2000, 2000}), "2,000/2,000 (100 %)");
  EXPECT_EQ(percent({0, 0}), -1);
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(grouped(100), "100");
}

}  // namespace
}  // namespace gauntlet::model
