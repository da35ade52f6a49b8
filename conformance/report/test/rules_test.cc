// Which rule breaks whom.
#include "conformance/report/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/model/test/sample.hpp"

namespace gauntlet::report {
namespace {

using names = std::vector<std::string>;
using counts = std::vector<std::size_t>;

std::shared_ptr<case_facts> fact(const std::string& id, const std::string& parse) {
  auto made = std::make_shared<case_facts>(*model::sample::make_case(id, {"Foo a = b"}));
  made->parse = parse;
  made->flags = {"bws"};
  made->requirements = {"R30"};
  return made;
}

// `a` to `d` and the reference, each with a verdict for each case.
results run_of(
    const std::vector<std::pair<std::shared_ptr<case_facts>, std::vector<verdict>>>& all) {
  results r = model::sample::small();
  r.rows.clear();
  r.header.implementations.clear();
  for (const char* id : {"a", "b", "c", "d", "gauntlet"})
    r.header.implementations.push_back(model::sample::make_implementation(id, "C"));
  r.header.implementations.back().is_reference = true;
  for (const auto& [facts, verdicts] : all) {
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      r.rows.push_back(model::sample::make_row(r.header.implementations[i].id, facts, verdicts[i]));
    }
  }
  return r;
}

names sorted(names all) {
  std::sort(all.begin(), all.end());
  return all;
}

const rule_line* line_of(const std::vector<rule_table>& all, const std::string& table,
                         const std::string& name) {
  for (const rule_table& one : all) {
    if (one.id != table) continue;
    for (const rule_line& each : one.lines) {
      if (each.name == name) return &each;
    }
  }
  return nullptr;
}

TEST(Rules, CountWhoRefusesAndWhoMisreads) {
  const results r = run_of({
      {fact("whitespace/x", "must-accept"),
       {verdict::over_strict, verdict::wrong_result, verdict::pass, verdict::not_observable,
        verdict::over_strict}},
      {fact("whitespace/y", "must-accept"),
       {verdict::over_strict, verdict::wrong_result, verdict::pass, verdict::unsupported}},
      {fact("whitespace/z", "must-accept"),
       {verdict::pass, verdict::over_strict, verdict::pass, verdict::not_observable}},
      // Nobody has to take it: it breaks no rule.
      {fact("whitespace/free", "may-accept"), {verdict::pass, verdict::pass, verdict::lenient}},
  });
  const std::vector<rule_table> all = rule_tables(analysis(r));
  for (const auto& [table, name] : {std::pair{"requirements", "R30"}, std::pair{"shapes", "bws"}}) {
    const rule_line* const found = line_of(all, table, name);
    ASSERT_NE(found, nullptr) << table;
    EXPECT_EQ(found->judged, 3U) << "d shows nothing, the reference is not counted";
    EXPECT_EQ(found->counts, (counts{1, 1, 1}));
    EXPECT_EQ(sorted(found->who), (names{"a", "b"}));
    EXPECT_EQ(share_text(found->counts[1], *found), "1 of 3");
    EXPECT_EQ(share_text(0, *found), "-");
  }
  EXPECT_EQ(line_of(all, "requirements", "R30")->url,
            "https://www.rfc-editor.org/rfc/rfc9110#section-5.6.3");
}

TEST(Rules, ReportedValuesInTheGrammarAndOutsideOfIt) {
  const results r = run_of({
      {fact("reported/some-shape", "must-accept"),
       {verdict::pass, verdict::over_strict, verdict::smuggled}},
      {fact("reported/ill-formed", "may-accept"),
       {verdict::pass, verdict::lenient, verdict::smuggled, verdict::lenient}},
      // The shape of a report that stands in another family.
      {fact("generated/credentials/6be01c6c9d9a", "must-accept"), {verdict::pass, verdict::pass}},
      {fact("list/no-report", "may-accept"), {verdict::pass, verdict::pass}},
  });
  const std::vector<rule_table> all = rule_tables(analysis(r));
  const rule_line* const inside = line_of(all, "reported", "some-shape");
  ASSERT_NE(inside, nullptr);
  EXPECT_EQ(inside->counts, (counts{1, 1, 1}));
  EXPECT_EQ(sorted(inside->who), (names{"b", "c"}));
  EXPECT_EQ(inside->what, names{"Foo a = b"});
  EXPECT_EQ(inside->case_id, "reported/some-shape");
  const rule_line* const outside = line_of(all, "outside", "ill-formed");
  ASSERT_NE(outside, nullptr);
  EXPECT_EQ(outside->judged, 4U);
  EXPECT_EQ(outside->counts, (counts{1, 2, 1}));
  EXPECT_EQ(sorted(outside->who), (names{"b", "d"}));
  ASSERT_NE(line_of(all, "reported", "negotiate-upper-zscaler"), nullptr);
  EXPECT_EQ(line_of(all, "outside", "no-report"), nullptr);
  EXPECT_EQ(line_of(all, "reported", "ill-formed"), nullptr);
}

}  // namespace
}  // namespace gauntlet::report
