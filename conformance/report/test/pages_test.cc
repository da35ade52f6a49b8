// What the pages say: report.html and the site are made of the same views.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/model/test/sample.hpp"
#include "conformance/report/readings.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/site.hpp"
#include "conformance/report/view.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string accepted(const std::string& scheme, const std::string& params) {
  return R"({"outcome":"accept","challenges":[{"scheme":")" + scheme +
         R"(","token68":null,"params":[)" + params + "]}]}";
}

// One case, put to as many implementations as there are answers.
results run_of(const std::shared_ptr<const case_facts>& facts,
               const std::vector<std::pair<verdict, std::string>>& answers) {
  results r = model::sample::small();
  r.rows.clear();
  r.header.implementations.clear();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string id = "i" + std::to_string(i);
    r.header.implementations.push_back(model::sample::make_implementation(id, "C"));
    row one = model::sample::make_row(id, facts, answers[i].first);
    one.got = answers[i].second;
    one.error.clear();
    r.rows.push_back(one);
  }
  return r;
}

std::shared_ptr<case_facts> may_accept(const std::string& id) {
  auto facts = std::make_shared<case_facts>(*model::sample::make_case(id, {"Foo a=b c=d"}));
  facts->parse = "may-accept";
  facts->expected.clear();
  facts->flags = {"delimiter"};
  return facts;
}

TEST(Readings, AreOneWhereOnlyCaseOrderAndQuotesDiffer) {
  const results r = run_of(
      may_accept("list/a"),
      {{verdict::lenient, accepted("Foo", R"({"name":"a","value":"b"},{"name":"c","value":"d"})")},
       {verdict::lenient,
        accepted("foo", R"({"name":"C","value":"d"},{"name":"A","value":"b","quoted":true})")},
       {verdict::lenient, accepted("Foo", R"({"name":"a","value":"B"},{"name":"c","value":"d"})")},
       {verdict::pass, R"({"outcome":"reject","error":"one"})"},
       {verdict::pass, R"({"outcome":"reject","error":"other"})"}});
  const analysis a(r);
  const std::vector<reading> readings = readings_of(a, 0, 100);
  ASSERT_EQ(readings.size(), 3U);
  EXPECT_EQ(readings[0].verdict, verdict::lenient);
  EXPECT_EQ(readings[0].who.size(), 2U);
  EXPECT_EQ(readings[1].who.size(), 1U);
  EXPECT_EQ(readings[2].text, "rejected");
  EXPECT_EQ(readings[2].who.size(), 2U);

  const std::vector<disagreement> kinds = disagreements_of(a, 100);
  ASSERT_EQ(kinds.size(), 1U);
  EXPECT_EQ(kinds[0].flags, std::vector<std::string>{"delimiter"});
  EXPECT_EQ(kinds[0].accepted, 2U);
  EXPECT_TRUE(contains(render_html(r), "<b>2 readings</b> of <code>Foo a=b c=d</code>"));
}

TEST(Readings, LeaveOutWhatAllReadInOneWay) {
  const std::string one = accepted("Foo", R"({"name":"a","value":"b"})");
  const results r =
      run_of(may_accept("list/a"), {{verdict::lenient, one}, {verdict::lenient, one}});
  const analysis a(r);
  EXPECT_TRUE(disagreements_of(a, 100).empty());
}

TEST(Readings, FindTheExampleOfTheRfc) {
  const auto example = model::sample::make_case(
      "rfc/9110/two",
      {R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")"});
  const results r = run_of(example, {{verdict::pass, ""}, {verdict::over_strict, ""}});
  const analysis a(r);
  EXPECT_EQ(find_example(a), std::optional<std::size_t>(0));
  const std::string page = render_html(r);
  EXPECT_TRUE(contains(page, "Login to \\&quot;apps\\&quot;"));
  EXPECT_TRUE(contains(render_html(model::sample::small()), "The run did not ask it."));
}

TEST(Readings, FindGroupsThatAnswerAlike) {
  results r = run_of(may_accept("list/a"), {});
  for (const char* id : {"one", "two", "other"}) {
    r.header.implementations.push_back(model::sample::make_implementation(id, "C"));
    for (int c = 0; c < 30; ++c) {
      // "two" differs from "one" in 3 of 30 cases, "other" in all.
      const bool refuses = std::string(id) == "other" || (std::string(id) == "two" && c < 3);
      r.rows.push_back(model::sample::make_row(
          id, model::sample::make_case("list/c" + std::to_string(c), {"Foo"}),
          refuses ? verdict::over_strict : verdict::pass));
    }
  }
  const analysis a(r);
  std::vector<likeness> groups = alike(a);
  ASSERT_EQ(groups.size(), 1U);
  ASSERT_EQ(groups[0].who.size(), 2U);
  EXPECT_EQ(groups[0].same, 27U);
  EXPECT_EQ(groups[0].both, 30U);
  for (row& one : r.rows) {
    if (one.implementation == "two" && one.facts->id == "list/c7") {
      one.verdict = verdict::over_strict;
    }
  }
  const analysis b(r);
  EXPECT_TRUE(alike(b).empty());
}

TEST(Pages, HaveNamesThatMeanNothingElse) {
  EXPECT_EQ(page_name("list/empty-element"), "list/empty-element");
  EXPECT_EQ(page_name("rfc/9110/11.6.1-01"), "rfc/9110/11.6.1-01");
  for (const char* id : {"", "..", "a/../b", "/a", "a/", "a//b", "A", "a b", "a.html", "1.", ".1",
                         "1..1", "a.1", "id.1", "a\\b", "\xff", "a?b", "a#b"}) {
    EXPECT_TRUE(page_name(id).starts_with("id.")) << id;
    EXPECT_EQ(page_name(id).find('/'), std::string::npos) << id;
  }
  EXPECT_NE(page_name("A"), page_name("B"));
  EXPECT_TRUE(page_name(std::string(500, 'a')).starts_with("id."));
}

TEST(Pages, StayInTheFolderOfTheSite) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "gauntlet-site" / "inner";
  std::filesystem::remove_all(folder.parent_path());
  results r = model::sample::small();
  r.header.implementations[1].id = "../../alpha";
  for (row& one : r.rows) {
    if (one.implementation == "alpha") one.implementation = "../../alpha";
  }
  ASSERT_TRUE(write_site(r, folder.string()).ok());
  EXPECT_TRUE(std::filesystem::exists(folder / ".nojekyll"));
  EXPECT_TRUE(std::filesystem::exists(folder / "implementation/beta.html"));
  EXPECT_TRUE(std::filesystem::exists(folder / "case/list/a.html"));
  EXPECT_TRUE(
      std::filesystem::exists(folder / ("implementation/" + page_name("../../alpha") + ".html")));
  std::size_t beside = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(folder.parent_path())) {
    ++beside;
  }
  EXPECT_EQ(beside, 1U);
  std::ofstream(folder / "file") << "x";
  EXPECT_EQ(write_site(r, (folder / "file").string()).status().code(), absl::StatusCode::kDataLoss);
  std::filesystem::remove_all(folder.parent_path());
}

TEST(Pages, LinkToTheTextOfTheRfc) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "gauntlet-links";
  ASSERT_TRUE(write_site(model::sample::small(), folder.string()).ok());
  std::ifstream file(folder / "case/list/a.html");
  const std::string page((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_TRUE(contains(page, "href=\"https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2\""));
  std::filesystem::remove_all(folder);
}

TEST(Pages, FirstOneSaysEverythingWithoutTheDetails) {
  const results r = model::sample::small();
  const view overview = views(r).overview();
  EXPECT_EQ(overview["rows"].size(), 3U);
  EXPECT_EQ(overview["absent"].size(), 2U);
  EXPECT_EQ(overview["families"].size(), 3U);
  EXPECT_EQ(overview["families"][0]["cells"].size(), 3U);
}

TEST(Pages, CallCostLinearOnlyWhereAllShapesAre) {
  results r = run_of(may_accept("list/a"), {{verdict::pass, accepted("Foo", "")}});
  const auto word = [&](std::vector<model::cost_class> classes) {
    r.costs.clear();
    for (const model::cost_class one : classes) {
      r.costs.push_back({"i0", may_accept("cost/a"), one, std::nullopt, "", {}});
    }
    return views(r).overview()["rows"][0]["cost"]["text"].get<std::string>();
  };
  using enum model::cost_class;
  EXPECT_EQ(word({linear, linear}), "linear");
  EXPECT_EQ(word({linear, unclear}), "unclear");
  EXPECT_EQ(word({linear, unclear, superlinear}), "superlinear");
  EXPECT_EQ(word({}), "not measured");
}

TEST(Pages, OfALiveRunShowPicturesInPlaceOfReadings) {
  results r = run_of(model::sample::make_case("relay/two-lines", {"Basic", "Bearer"}),
                     {{verdict::wrong_result, ""}, {verdict::pass, ""}});
  r.header.options = R"({"live":true})";
  // A case that was put to one of them alone makes a picture of its own.
  row own =
      model::sample::make_row("i0", model::sample::make_case("realm/plain", {}), verdict::pass);
  r.rows.push_back(own);
  const view overview = views(r).overview();
  ASSERT_EQ(overview["pictures"].size(), 2U);
  const view& relay = overview["pictures"][0];
  EXPECT_EQ(relay["title"], "What gets through");
  EXPECT_EQ(relay["columns"].size(), 2U);
  const view& cells = relay["parts"][0]["rows"][0]["cells"];
  EXPECT_EQ(cells[0]["text"].get<std::string>() + cells[1]["text"].get<std::string>(), "x.");
  EXPECT_EQ(overview["pictures"][1]["columns"].size(), 1U);
  const std::string page = render_html(r);
  EXPECT_TRUE(contains(page, "What gets through"));
  EXPECT_FALSE(contains(page, "Who reads alike"));
  r.header.options = "{}";
  EXPECT_TRUE(contains(render_html(r), "Who reads alike"));
  EXPECT_FALSE(contains(render_html(r), "What gets through"));
}

}  // namespace
}  // namespace gauntlet::report
