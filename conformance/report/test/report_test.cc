#include "conformance/report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/model/results_writer.hpp"
#include "conformance/model/test/sample.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/held_back.hpp"
#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

const std::map<std::string, std::function<std::string(const results&)>>& renderers() {
  static const auto all = [] {
    std::map<std::string, std::function<std::string(const results&)>> made = {
        {"terminal.txt", [](const results& r) { return render_terminal(r); }}};
    for (const format& one : formats) made.emplace(one.file, one.render);
    return made;
  }();
  return all;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A run of one implementation with the given verdicts on MUST and SHOULD cases.
results run_with(const std::vector<std::pair<requirement_level, verdict>>& rows) {
  results r = model::sample::small();
  r.rows.clear();
  r.header.implementations = {model::sample::make_implementation("one", "C")};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    r.rows.push_back(model::sample::make_row(
        "one", model::sample::make_case("list/c" + std::to_string(i), {"Foo"}, rows[i].first),
        rows[i].second));
  }
  return model::sample::settled(r);
}

std::vector<std::pair<requirement_level, verdict>> repeated(requirement_level level, verdict v,
                                                            std::size_t n) {
  return {n, {level, v}};
}

badge badge_of(const results& r) {
  const std::vector<badge> all = make_badges(r);
  return all.size() == 1 ? all[0] : badge{"", "expected one implementation", ""};
}

TEST(Reports, AreAscii) {
  for (const results& r : {model::sample::hostile(), model::sample::large(6, 60)}) {
    for (const auto& [name, render] : renderers()) {
      const std::string text = render(r);
      ASSERT_TRUE(std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 0x20 && c <= 0x7E) || c == '\n';
      })) << name;
      EXPECT_TRUE(text.ends_with("\n")) << name;
    }
  }
}

TEST(Reports, DoNotDependOnTheOrderOfTheRows) {
  const results r = model::sample::large(6, 60);
  results reversed = r;
  std::reverse(reversed.rows.begin(), reversed.rows.end());
  for (const auto& [name, render] : renderers()) EXPECT_EQ(render(r), render(reversed)) << name;
}

TEST(Reports, AgreeWithTheGoldenFiles) {
  const std::filesystem::path folder = GAUNTLET_REPORT_GOLDEN;
  for (const auto& [name, render] : renderers()) {
    if (name == "report.html") continue;
    const std::string text = render(model::sample::small());
    if (std::getenv("GAUNTLET_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(folder / name, std::ios::binary) << text;
    }
    std::ifstream file(folder / name, std::ios::binary);
    const std::string golden((std::istreambuf_iterator<char>(file)),
                             std::istreambuf_iterator<char>());
    EXPECT_EQ(text, golden) << name << ": GAUNTLET_UPDATE_GOLDEN=1 rewrites it";
  }
}

TEST(Reports, WorkForARunOfNothing) {
  results empty;
  empty.header = model::sample::small().header;
  empty.header.implementations.clear();
  for (const auto& [name, render] : renderers()) EXPECT_FALSE(render(empty).empty()) << name;
  empty.header.implementations = {model::sample::make_implementation("one", "C")};
  for (const auto& [name, render] : renderers()) EXPECT_FALSE(render(empty).empty()) << name;
}

TEST(Reports, SayThatARunWasInterrupted) {
  results r = model::sample::small();
  r.footer.complete = false;
  EXPECT_TRUE(contains(render_terminal(r), "INTERRUPTED"));
  EXPECT_TRUE(contains(render_html(r), "INTERRUPTED"));
  EXPECT_TRUE(contains(render_markdown(r), "interrupted"));
  EXPECT_TRUE(contains(render_tap(r), "Bail out!"));
  EXPECT_TRUE(contains(render_summary(r), "\"complete\": false"));
}

TEST(Reports, AreWrittenAsFiles) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / "gauntlet-report-files";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  results r = model::sample::small();
  r.header.implementations[1].id = "../alpha";
  for (row& one : r.rows) {
    if (one.implementation == "alpha") one.implementation = "../alpha";
  }
  const absl::Status status = write_reports(r, folder.string(), format_names());
  ASSERT_TRUE(status.ok()) << status;
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files.insert(std::filesystem::relative(entry.path(), folder).string());
    }
  }
  EXPECT_EQ(files,
            (std::set<std::string>{
                "badges/_.._alpha.json", "badges/_.._alpha.svg", "badges/absent.json",
                "badges/absent.svg", "badges/beta.json", "badges/beta.svg", "badges/broken.json",
                "badges/broken.svg", "badges/reference.json", "badges/reference.svg",
                "annotations.txt", "junit.xml", "report.html", "report.md", "report.sarif",
                "report.tap", "results.csv", "rules.md", "summary.json"}));
  EXPECT_EQ(write_reports(r, (folder / "missing").string(), {"tap"}).code(),
            absl::StatusCode::kDataLoss);
  std::filesystem::remove_all(folder);
}

TEST(Reports, TakeTextThatIsNotUtf8) {
  results r = model::sample::small();
  r.header.implementations[1].name = "a\xff\xc3";
  for (row& one : r.rows) one.error = "b\xff\xc3";
  for (const auto& [name, render] : renderers()) {
    const std::string text = render(r);
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 0x20 && c <= 0x7E) || c == '\n';
    })) << name;
  }
}

TEST(Reports, NameTheHashThatTheWriterFound) {
  results r = model::sample::small();
  std::ostringstream file;
  const absl::StatusOr<run_footer> footer = model::write_results(r, file);
  ASSERT_TRUE(footer.ok()) << footer.status();
  ASSERT_EQ(footer->sha256.size(), 64U);
  r.footer = *footer;
  EXPECT_TRUE(contains(render_html(r), footer->sha256));
  EXPECT_TRUE(contains(render_summary(r), footer->sha256));
}

TEST(Analysis, CountsEachLevelOnItsOwnAndOnlyWhatWasJudged) {
  const results r = run_with({{requirement_level::must, verdict::pass},
                              {requirement_level::must, verdict::wrong_result},
                              {requirement_level::must, verdict::not_observable},
                              {requirement_level::must, verdict::flaky},
                              {requirement_level::must, verdict::alternative},
                              {requirement_level::should, verdict::over_strict},
                              {requirement_level::may, verdict::lenient}});
  const analysis a(r);
  const implementation_view& view = a.implementations()[0];
  EXPECT_EQ(view.level(requirement_level::must).cases, 5U);
  EXPECT_EQ(view.level(requirement_level::must).judged, 3U);
  EXPECT_EQ(view.level(requirement_level::must).conforming, 2U);
  EXPECT_EQ(view.level(requirement_level::should).judged, 1U);
  EXPECT_EQ(view.level(requirement_level::should).conforming, 0U);
  EXPECT_EQ(view.level(requirement_level::may).conforming, 1U);
}

TEST(Analysis, PutsReferencesFirstEqualOnesTogetherAndAbsentOnesLast) {
  results r = model::sample::small();
  // "gamma" behaves as "alpha" does, and "beta" stands between them in the header.
  r.header.implementations.insert(r.header.implementations.begin(),
                                  model::sample::make_implementation("gamma", "Go"));
  std::vector<row> more;
  for (row one : r.rows) {
    if (one.implementation != "alpha") continue;
    one.implementation = "gamma";
    more.push_back(one);
  }
  r.rows.insert(r.rows.end(), more.begin(), more.end());
  std::swap(r.header.implementations[2], r.header.implementations[3]);
  const analysis a(r);
  std::vector<std::string> order;
  for (const implementation_view& view : a.implementations()) order.push_back(view.info->id);
  EXPECT_EQ(order,
            (std::vector<std::string>{"reference", "gamma", "alpha", "beta", "absent", "broken"}));
  EXPECT_EQ(a.find("alpha")->cluster, a.find("gamma")->cluster);
  EXPECT_EQ(a.find("alpha")->cluster_size, 2U);
  EXPECT_EQ(a.find("beta")->cluster_size, 1U);
  EXPECT_TRUE(contains(render_summary(r), "\"gamma\",\n   \"alpha\""));
}

TEST(Badge, SaysWhatIsReadRightAndOnlySaysHundredForAll) {
  auto rows = repeated(requirement_level::must, verdict::pass, 999);
  EXPECT_EQ(badge_of(run_with(rows)).message, "reads right 999/999 (100 %)");
  EXPECT_EQ(badge_of(run_with(rows)).color, "brightgreen");
  rows.push_back({requirement_level::must, verdict::over_strict});
  badge b = badge_of(run_with(rows));
  EXPECT_EQ(b.message, "reads right 999/1,000 (99 %)");
  EXPECT_EQ(b.color, "yellow");
  EXPECT_EQ(b.label, "gauntlet");

  // Few cases get no percentage.
  rows = repeated(requirement_level::must, verdict::pass, 8);
  rows.push_back({requirement_level::must, verdict::hang});
  b = badge_of(run_with(rows));
  EXPECT_EQ(b.message, "reads right 8/9");
  EXPECT_EQ(b.color, "orange");
  // What refuses everything.
  b = badge_of(run_with(repeated(requirement_level::must, verdict::over_strict, 50)));
  EXPECT_EQ(b.message, "reads right 0/50 (0 %)");
  EXPECT_EQ(b.color, "red");
  rows.push_back({requirement_level::note, verdict::smuggled});
  b = badge_of(run_with(rows));
  EXPECT_EQ(b.message, "1 smuggled");
  EXPECT_EQ(b.color, "red");
}

TEST(Badge, ClaimsNothingWithoutEvidence) {
  EXPECT_EQ(badge_of(run_with({})).message, "nothing judged");
  EXPECT_EQ(badge_of(run_with({{requirement_level::must, verdict::not_observable}})).message,
            "nothing judged");
  results r = run_with({{requirement_level::must, verdict::pass}});
  r.footer.complete = false;
  EXPECT_EQ(badge_of(r).message, "incomplete");
  EXPECT_EQ(badge_of(r).color, "lightgrey");
  r.header.implementations[0].status = implementation_status::not_installed;
  EXPECT_EQ(badge_of(r).message, "not run");
}

TEST(Badge, FollowsTheEndpointSchema) {
  const nlohmann::json b = nlohmann::json::parse(render_badge_json({"gauntlet", "a \"b\"", "red"}));
  EXPECT_EQ(
      b,
      (nlohmann::json{
          {"schemaVersion", 1}, {"label", "gauntlet"}, {"message", "a \"b\""}, {"color", "red"}}));
  const std::string svg = render_badge_svg({"gauntlet", "1 <smuggled>", "red"});
  EXPECT_TRUE(contains(svg, "1 &lt;smuggled&gt;"));
  EXPECT_TRUE(contains(svg, "#c1121f"));
}

// The same results with one implementation.
results only(results r, const std::string& id) {
  std::erase_if(r.header.implementations, [&](const auto& one) { return one.id != id; });
  std::erase_if(r.rows, [&](const row& one) { return one.implementation != id; });
  return r;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Terminal, IsPlainUnlessColoursAreAskedFor) {
  for (const results& r : {model::sample::small(), only(model::sample::small(), "beta"),
                           only(model::sample::small(), "reference")}) {
    terminal_options options;
    EXPECT_FALSE(contains(render_terminal(r, options), "\x1b"));
    options.color = true;
    const std::string colored = render_terminal(r, options);
    EXPECT_TRUE(contains(colored, "\x1b[1m"));
    std::string stripped;
    for (std::size_t i = 0; i < colored.size(); ++i) {
      if (colored[i] == '\x1b') {
        i = colored.find('m', i);
      } else {
        stripped += colored[i];
      }
    }
    EXPECT_EQ(stripped, render_terminal(r));
  }
}

TEST(Terminal, KeepsWithinTheWidth) {
  const results many = model::sample::large(12, 90);
  for (const results& r : {many, only(many, many.header.implementations[1].id)}) {
    for (const std::size_t width : {80U, 100U, 132U, 200U}) {
      terminal_options options;
      options.width = width;
      std::istringstream text(render_terminal(r, options));
      for (std::string line; std::getline(text, line);) {
        // Commands are not broken.
        if (contains(line, "gauntlet run")) continue;
        EXPECT_LE(line.size(), width) << line;
      }
    }
  }
}

TEST(Terminal, PrintsAtMostEightyLines) {
  // The command says a little more after it: 74.
  const results many = model::sample::large(60, 300);
  EXPECT_LE(lines_of(render_terminal(many)), 74U);
  EXPECT_TRUE(contains(render_terminal(many), "(--details)"));
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string& id = many.header.implementations[i].id;
    EXPECT_LE(lines_of(render_terminal(only(many, id))), 74U) << id;
  }
  terminal_options options;
  options.details = true;
  EXPECT_GT(lines_of(render_terminal(many, options)), 500U);
}

TEST(Terminal, OfOneShowsCausesTheWorstFirst) {
  const std::string text = render_terminal(only(model::sample::small(), "beta"));
  EXPECT_TRUE(text.starts_with("beta 1.2.3 (")) << text;
  EXPECT_TRUE(contains(text, "the worst first\n 1. ")) << text;
  EXPECT_TRUE(contains(text, "     input ")) << text;
  EXPECT_TRUE(contains(text, "     show      ./gauntlet run")) << text;
  EXPECT_TRUE(contains(text, "\ndoes not conform: ")) << text;
  EXPECT_TRUE(contains(text, "\nnext: ./gauntlet run")) << text;
  const std::string good =
      render_terminal(run_with(repeated(requirement_level::must, verdict::pass, 1415)));
  EXPECT_TRUE(contains(good, "\nconforms: 1,415 of 1,415 judged\n")) << good;
  const std::string nothing =
      render_terminal(run_with(repeated(requirement_level::must, verdict::unsupported, 3)));
  EXPECT_TRUE(contains(nothing, "nothing was judged: 3 unsupported")) << nothing;
}

TEST(Terminal, TellsKnownDeviationsFromNewFailures) {
  const std::string text = render_terminal(only(model::sample::small(), "alpha"));
  EXPECT_TRUE(contains(text, ", and 1 as the expectations file says")) << text;
  EXPECT_FALSE(contains(text, "list/b\n")) << text;
}

TEST(Track, SaysWhatChangedAndNothingElse) {
  const results before = model::sample::small();
  EXPECT_EQ(render_track(before, before), "No verdict, case, implementation or version changed.\n");
  EXPECT_FALSE(has_regression(before, before));

  results after = before;
  after.header.implementations[1].version = "2.0.0";
  after.header.implementations[3].status = implementation_status::ran;
  after.header.implementations.push_back(model::sample::make_implementation("delta", "Go"));
  const auto find = [&](const std::string& implementation, const std::string& id) -> row& {
    return *std::find_if(after.rows.begin(), after.rows.end(), [&](const row& r) {
      return r.implementation == implementation && r.facts->id == id;
    });
  };
  find("alpha", "token68/a").verdict = verdict::pass;
  find("alpha", "octets/d").verdict = verdict::pass;
  find("beta", "octets/c").verdict = verdict::pass;
  find("alpha", "list/a").verdict = verdict::crash;
  after.rows.erase(std::remove_if(after.rows.begin(), after.rows.end(),
                                  [](const row& r) { return r.facts->id == "list/should"; }),
                   after.rows.end());
  after.rows.push_back(model::sample::make_row(
      "alpha", model::sample::make_case("list/new", {"Foo"}), verdict::pass));
  after = model::sample::settled(after);
  EXPECT_EQ(render_track(before, after),
            "Since 2026-11-22T10:00:00Z (suite 0.1.0): 1 worse, 1 better, 1 other change\n"
            "  version  alpha  1.2.3 -> 2.0.0\n"
            "  new      absent\n"
            "  new      delta\n"
            "\n"
            "alpha\n"
            "  worse    list/a  pass -> crash\n"
            "           ./gauntlet run --id list/a alpha\n"
            "\n"
            "alpha\n"
            "  better   token68/a  wrong-result -> pass\n"
            "\n"
            "alpha\n"
            "  other    octets/d  unsupported -> pass\n"
            "\n"
            "1 case new\n"
            "  list/new\n"
            "\n"
            "1 case gone\n"
            "  list/should\n");
  EXPECT_TRUE(has_regression(before, after));
  EXPECT_FALSE(has_regression(after, after));
}

TEST(Text, ShowsOctetsSoThatTheyCanBeHadBack) {
  EXPECT_EQ(show_octets("a \\ \"b\"", 99).text, "a \\ \"b\"");
  EXPECT_FALSE(show_octets("a \\ \"b\"", 99).escaped);
  EXPECT_EQ(show_octets("a\\\t\xff", 99).text, "a\\\\\\x09\\xff");
  EXPECT_TRUE(show_octets("a\\\t\xff", 99).escaped);
  EXPECT_EQ(show_octets(" a b ", 99).text, "\\x20a b\\x20");
  EXPECT_EQ(show_octets("abcdef", 4).text, "abcd");
  EXPECT_EQ(show_octets("abcdef", 4).cut, 2U);
}

TEST(Text, MarksUpEveryCharacterThatXmlForbids) {
  EXPECT_EQ(ascii_markup(std::string("a\0\x01\x1b\x7f\xc3\xa9\n", 8)),
            "a&#65533;&#65533;&#65533;&#65533;&#233;\n");
  EXPECT_EQ(ascii_markup("\xff\xed\xa0\x80\xef\xbf\xbe\xc2\x80\xf0\x9f\x98\x80"),
            "&#65533;&#65533;&#65533;&#65533;&#65533;&#65533;&#128512;");
}

TEST(Text, PercentagesAreRoundedDown) {
  EXPECT_EQ(percent(0, 0), "-");
  EXPECT_EQ(percent(1, 3), "33 %");
  EXPECT_EQ(percent(999, 1000), "99 %");
  EXPECT_EQ(percent(7, 7), "100 %");
}

TEST(Text, ShowsExpectationsForPeople) {
  case_facts facts;
  facts.operation = "challenges";
  EXPECT_EQ(show_result(facts, R"({"challenges":[]})", 99), "no challenges");
  EXPECT_EQ(show_result(facts, R"({"outcome":"reject","error":"x"})", 99), "rejected");
  EXPECT_EQ(
      show_result(facts,
                  R"({"alternatives":[{"name":"first","expect":{"challenges":[{"scheme":"Foo",)"
                  R"("token68":null,"params":[{"name":"a","value":"1"}]}]}},{"name":"reject"}]})",
                  99),
      "first: Foo {a=\"1\"}; or rejected");
  EXPECT_EQ(show_result(facts, R"({"lines":["Foo a=\u00e9"]})", 99), "Foo a=\\xe9");
  EXPECT_EQ(show_result(facts, R"({"what":1})", 99), R"({"what":1})");
  EXPECT_EQ(show_result(facts, "no json", 99), "no json");
}

// Where the answer does not say how values were written, the expectation does not, either.
TEST(Text, BothSidesAreQuotedInOneWay) {
  const auto facts = std::make_shared<case_facts>();
  facts->operation = "credentials";
  const auto result = [](const char* quoted) {
    return std::string(R"("credentials":{"scheme":"Foo","token68":null,"params":[)") +
           R"({"name":"nc","value":"\"quoted\":")" + quoted + "}]}}";
  };
  facts->expected = "{" + result(R"(,"quoted":false)");
  row r;
  r.facts = facts;
  const std::string bare = show_expected(r, 99);
  EXPECT_EQ(bare, R"(Foo {nc="quoted":})");
  r.got = R"({"outcome":"accept",)" + result(R"(,"quoted":true)");
  EXPECT_EQ(show_expected(r, 99), bare);
  r.got = R"({"outcome":"reject"})";
  EXPECT_EQ(show_expected(r, 99), bare);
  r.got = R"({"outcome":"accept",)" + result("");
  EXPECT_EQ(show_expected(r, 99), show_got(r, 99));
  EXPECT_EQ(show_expected(r, 99), R"(Foo {nc="\"quoted\":"})");
}

TEST(Text, AFaultIsToldOnce) {
  row r;
  r.facts = std::make_shared<case_facts>();
  r.got = R"({"outcome":"fault"})";
  EXPECT_EQ(show_got(r, 99), "failed");
  r.error = "IndexError: x";
  EXPECT_EQ(show_got(r, 99), "failed: IndexError: x");
}

TEST(Text, CountsHaveTheirPluralAndTheirCommas) {
  EXPECT_EQ(counted(1, "case"), "1 case");
  EXPECT_EQ(counted(0, "family", "families"), "0 families");
  EXPECT_EQ(counted(12345, "case"), "12,345 cases");
}

TEST(Text, ALevelIsShownWhereTheTextSetsOne) {
  reference ref;
  ref.rfc = 9110;
  ref.section = "5.6.4";
  ref.level = requirement_level::should;
  EXPECT_EQ(show_reference(ref), "RFC 9110 section 5.6.4 (SHOULD)");
  for (const requirement_level level : {requirement_level::prose, requirement_level::note}) {
    ref.level = level;
    EXPECT_EQ(show_reference(ref), "RFC 9110 section 5.6.4");
  }
}

TEST(Text, LinksOnlyToWebPages) {
  EXPECT_EQ(safe_url("javascript:alert(1)"), "");
  EXPECT_EQ(safe_url("https://example.org/"), "https://example.org/");
  reference ref;
  ref.rfc = 7235;
  ref.section = "Appendix C";
  EXPECT_EQ(reference_url(ref), "https://www.rfc-editor.org/rfc/rfc7235#appendix-C");
  ref.section = "\"><script>";
  EXPECT_EQ(reference_url(ref), "https://www.rfc-editor.org/rfc/rfc7235");
}

TEST(HeldBack, IsNotShownBeforeItsDay) {
  const results whole = model::sample::small();
  const row& first = whole.rows.front();
  held_back entry;
  entry.implementation = first.implementation;
  entry.id = first.facts->id;
  entry.until = "2027-01-31";
  results r = whole;
  EXPECT_EQ(hold_back({entry}, "2027-01-30", r), 1U);
  EXPECT_EQ(r.rows.front().verdict, verdict::not_run);
  EXPECT_EQ(r.rows.front().got, "");
  EXPECT_EQ(r.rows.front().error, "held back until 2027-01-31: SECURITY.md says why");
  r = whole;
  EXPECT_EQ(hold_back({entry}, "2027-01-31", r), 0U);
  EXPECT_EQ(r.rows.front().verdict, first.verdict);
  entry.implementation = "another";
  EXPECT_EQ(hold_back({entry}, "2027-01-30", r), 0U);
}

}  // namespace
}  // namespace gauntlet::report
