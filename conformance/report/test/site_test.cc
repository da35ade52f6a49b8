// What the site has beyond the pages of the run.
#include "conformance/report/site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "conformance/model/test/sample.hpp"
#include "conformance/report/site_playground.hpp"

namespace gauntlet::report {
namespace {

namespace fs = std::filesystem;

// Folders of a test, gone at its end.
class Site : public testing::Test {
 protected:
  Site() { fs::remove_all(base_); }
  ~Site() override { fs::remove_all(base_); }

  void make(const std::string& name, const std::string& text) const {
    const fs::path path = base_ / "checkout" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  [[nodiscard]] absl::StatusOr<std::vector<std::string>> write() const {
    return write_site(model::sample::small(), (base_ / "site").string(), base_ / "checkout");
  }
  [[nodiscard]] bool has(const std::string& name) const {
    return fs::exists(base_ / "site" / name);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(base_ / "site" / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  fs::path base_ = fs::path(testing::TempDir()) /
                   ("gauntlet-site-" +
                    std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// What `gauntlet learn --format json` writes.
std::string learned(const std::string& implementation, int states = 2) {
  return R"({"implementation":")" + implementation +
         R"(","operation":"challenges","what":"accepted","after":"","states":)" +
         std::to_string(states) +
         R"(,"classes":11,)"
         R"("grammar_states":22,"questions":100,"tested":true,)"
         R"("witness":{"value":"x =","accepted":true},"dot":"digraph { a -> b }\n"})";
}

TEST_F(Site, SaysWhatItWasMadeWithout) {
  const auto left_out = write_site(model::sample::small(), (base_ / "site").string());
  ASSERT_TRUE(left_out.ok()) << left_out.status();
  ASSERT_EQ(left_out->size(), 2U);
  EXPECT_TRUE((*left_out)[0].starts_with("no playground: ")) << (*left_out)[0];
  EXPECT_TRUE((*left_out)[1].starts_with("no documentation: ")) << (*left_out)[1];
  const std::string start = read("index.html");
  for (const std::string& one : *left_out) EXPECT_TRUE(contains(start, one)) << one;
  EXPECT_FALSE(contains(start, "href=\"playground.html\""));
  EXPECT_FALSE(contains(start, "href=\"docs/index.html\""));
  EXPECT_FALSE(has("playground.html"));
  EXPECT_TRUE(contains(start, "href=\"results.html\""));
}

TEST_F(Site, SaysWhatInstallsTheCompiler) {
  make("parser/bindings/javascript/make.mjs",
       "console.error('clang++-14 is not there: apt-get install clang'); process.exit(77);");
  const auto left_out = write();
  ASSERT_TRUE(left_out.ok()) << left_out.status();
  // Where Node is missing it says so in other words.
  EXPECT_TRUE(contains((*left_out)[0],
                       "apt-get install nodejs clang-14 lld-14 libc++-14-dev-wasm32 wasi-libc"))
      << (*left_out)[0];
  EXPECT_FALSE(has("playground.html"));
}

TEST_F(Site, TakesTheParserThatAnInstallationHasReady) {
  make("parser/bindings/javascript/index.cjs", "module.exports = {parse: 'ready'};\n");
  const auto left_out = write();
  ASSERT_TRUE(left_out.ok()) << left_out.status();
  ASSERT_EQ(left_out->size(), 1U);
  EXPECT_TRUE((*left_out)[0].starts_with("no documentation: ")) << (*left_out)[0];
  EXPECT_TRUE(has("playground.html"));
  EXPECT_EQ(read("playground/parser.js"),
            "globalThis.gauntlet = ((module) => {\nmodule.exports = {parse: 'ready'};\n\n"
            "return module.exports;\n})({});\n");
}

TEST_F(Site, LinksOfTheDocumentationLeadToItsPages) {
  make("docs/README.md",
       "# Documentation\n\n[a](how/a.md#a-heading-1) [b](../data/x.json) [c](adapters/) "
       "[d](https://example.org/a.md)\n"
       "![p](p.svg) [e](#documentation)\n\n| x |\n|---|\n| <b>raw</b> |\n");
  make("docs/how/a.md",
       "# A `heading`\n\n## A heading\n\n[back](../README.md) [up](../../README.md)\n");
  make("docs/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
  make("docs/adapters/adapter.py", "print('<&>')\n");
  make("data/x.json", "{\"a\": \"</pre><script>\"}");
  make("README.md", "# Start\n\n[bad](javascript:alert(1))\n");
  const auto left_out = write();
  ASSERT_TRUE(left_out.ok()) << left_out.status();
  EXPECT_EQ(left_out->size(), 1U);
  const std::string index = read("docs/index.html");
  for (const char* part :
       {"href=\"how/a.html#a-heading-1\"", "href=\"data/x.json.html\"",
        "href=\"adapters/index.html\"", "href=\"https://example.org/a.md\"", "src=\"p.svg\"",
        "<a id=\"documentation\">", "role=\"region\"", "aria-current=\"page\">Documentation"}) {
    EXPECT_TRUE(contains(index, part)) << part;
  }
  EXPECT_FALSE(contains(index, "<b>raw"));
  const std::string page = read("docs/how/a.html");
  EXPECT_TRUE(contains(page, "id=\"a-heading-1\""));
  EXPECT_TRUE(contains(page, "href=\"../index.html\""));
  EXPECT_TRUE(contains(page, "href=\"../start.html\""));
  EXPECT_TRUE(contains(page, "href=\"../../page.css\""));
  EXPECT_FALSE(contains(read("docs/start.html"), "javascript:"));
  EXPECT_TRUE(has("docs/p.svg"));
  EXPECT_TRUE(contains(read("docs/adapters/index.html"), "adapter.py"));
  EXPECT_TRUE(contains(read("docs/data/x.json.html"), "&lt;/pre&gt;&lt;script&gt;"));
}

TEST_F(Site, LinksToNothingAndOutOfTheCheckoutAreErrors) {
  for (const char* link : {"none.md", "../../../etc/passwd", "/etc/passwd"}) {
    make("docs/README.md", std::string("# D\n\n[a](") + link + ")\n");
    const auto left_out = write();
    EXPECT_EQ(left_out.status().code(), absl::StatusCode::kDataLoss) << link;
    EXPECT_TRUE(contains(std::string(left_out.status().message()), link));
  }
}

TEST_F(Site, RulesAndPairsAreOfTheRun) {
  ASSERT_TRUE(write().ok());
  const std::string rules = read("rules.html");
  for (const char* part :
       {"aria-current=\"page\">Rules", "<th scope=\"col\">requirement</th>", "empty-element",
        "href=\"https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2\">R23</a>", "1 of 2"}) {
    EXPECT_TRUE(contains(rules, part)) << part;
  }
  const std::string pairs = read("pairs.html");
  for (const char* part : {"id=\"pairs-challenges\"", "alpha 1.2.3", "pairs-challenges.csv"})
    EXPECT_TRUE(contains(pairs, part)) << part;
  const std::string csv = read("pairs-challenges.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4) << "three readers: three pairs\n" << csv;
  EXPECT_TRUE(contains(read("pairs-challenges.json"), "\"only_second_sees\""));
  EXPECT_FALSE(has("automata.html"));
  EXPECT_TRUE(contains(read("index.html"), "href=\"rules.html\""));
}

TEST_F(Site, TextOfOthersIsEscapedOnEveryPage) {
  const std::string text = "<script>alert(1)</script>";
  make("automata/x.json", learned(text));
  results r = model::sample::small();
  for (implementation_info& info : r.header.implementations) {
    info.version += text;
    for (row& one : r.rows) {
      if (one.implementation == info.id) one.implementation += text;
    }
    info.id += text;
  }
  const auto left_out =
      write_site(r, (base_ / "site").string(), {}, base_ / "checkout" / "automata");
  ASSERT_TRUE(left_out.ok()) << left_out.status();
  for (const char* name : {"rules.html", "pairs.html", "automata.html"}) {
    const std::string page = read(name);
    EXPECT_TRUE(contains(page, "&lt;script&gt;alert")) << name;
    EXPECT_FALSE(contains(page, "<script>alert")) << name;
  }
}

TEST_F(Site, AutomataAreWhatLearnWrote) {
  make("automata/first.json", learned("first 1.0"));
  make("automata/second.json", learned("second 2.0"));
  make("automata/else.txt", "no automaton");
  const auto made = [&] {
    return write_site(model::sample::small(), (base_ / "site").string(), {},
                      base_ / "checkout" / "automata");
  };
  ASSERT_TRUE(made().ok()) << made().status();
  const std::string page = read("automata.html");
  for (const char* part : {"first 1.0", "second 2.0", "id=\"first\"", "automata/first.dot",
                           "accepts <code>x =</code>", "href=\"#second\""})
    EXPECT_TRUE(contains(page, part)) << part;
  EXPECT_EQ(read("automata/first.dot").rfind("digraph", 0), 0U);
  EXPECT_FALSE(contains(page, "No picture"));

  // One that cannot be drawn costs the others nothing.
  const std::string before = has("automata/second.svg") ? read("automata/second.svg") : "";
  make("automata/first.json", learned("first 1.0", 101));
  ASSERT_TRUE(made().ok()) << made().status();
  EXPECT_TRUE(contains(read("automata.html"), "No picture: more than 100 states."));
  EXPECT_EQ(has("automata/second.svg") ? read("automata/second.svg") : "", before);
  make("automata/wrong.json", "{\"implementation\": \"x\"}");
  EXPECT_EQ(made().status().code(), absl::StatusCode::kInvalidArgument) << made().status();
  EXPECT_TRUE(contains(std::string(made().status().message()), "wrong.json"));
  fs::remove_all(base_ / "checkout" / "automata");
  EXPECT_EQ(made().status().code(), absl::StatusCode::kNotFound) << made().status();
}

// The page computes the same.
TEST(Playground, KeysOfValues) {
  EXPECT_EQ(value_key("", {}), "af63c74c8601c8dd");
  EXPECT_NE(value_key("challenges", {"a", "b"}), value_key("challenges", {"ab"}));
  EXPECT_NE(value_key("challenges", {"a"}), value_key("credentials", {"a"}));
}

}  // namespace
}  // namespace gauntlet::report
