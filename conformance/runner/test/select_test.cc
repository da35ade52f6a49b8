#include "conformance/runner/select.hpp"

#include <string>
#include <vector>

#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

TEST(Select, Globs) {
  struct row {
    const char* pattern;
    const char* text;
    bool matches;
  };
  const row rows[] = {{"list/a", "list/a", true},
                      {"list/a", "list/ab", false},
                      {"list/*", "list/a", true},
                      {"list/*", "list/a/b", false},
                      {"**", "list/a/b", true},
                      {"list/**", "list/a/b", true},
                      {"*", "list/a", false},
                      {"l?st/a", "list/a", true},
                      {"list?a", "list/a", false},
                      {"*/a*b", "list/axxb", true},
                      {"*/a*b", "list/axxbc", false},
                      {"", "", true},
                      {"**/b", "a/c/b", true},
                      {"", "a", false},
                      {"a*", "a", true}};
  for (const row& r : rows)
    EXPECT_EQ(glob_matches(r.pattern, r.text), r.matches) << r.pattern << " " << r.text;
}

TEST(Select, SectionsSelectWhatLiesBelow) {
  model::reference ref;
  ref.rfc = 9110;
  ref.section = "5.6.1.2";
  for (const char* section : {"9110", "9110/5.6", "9110/5.6.1.2"})
    EXPECT_TRUE(in_section(ref, section)) << section;
  for (const char* section : {"911", "9110/5.6.1.20", "9110/5.6.1.2.1", "9110/6", "7235/5.6",
                              "9110/5.6.1.", "9110/5.6.1.2/"}) {
    EXPECT_FALSE(in_section(ref, section)) << section;
  }
  ref.section = "5.60";
  EXPECT_FALSE(in_section(ref, "9110/5.6"));
  ref = {};
  ref.doc = "WHATWG Fetch";
  EXPECT_TRUE(in_section(ref, "WHATWG Fetch"));
}

TEST(Select, EachEntryHasToFitAndAllListsDo) {
  const auto suite = [] {
    std::vector<model::test_case> all;
    all.push_back(testing::make_case(
        R"("id":"list/a","flags":["empty-element"],"lines":["Foo="],"parse":"may-accept","offset":3)"));
    all.push_back(testing::make_case(
        R"("id":"list/b","requirements":["R24"],"layer":"scheme","operation":"credentials","lines":["Foo="],"parse":"may-accept","offset":3)"));
    all.push_back(
        testing::make_case(R"("id":"token/a","lines":["Foo="],"parse":"may-accept","offset":3)"));
    return all;
  };
  const auto ids = [&](const selection& chosen) {
    std::string found;
    const absl::StatusOr<std::vector<model::test_case>> cases = select(suite(), chosen);
    if (!cases.ok()) return std::string(cases.status().message());
    for (const model::test_case& c : *cases) found += c.id() + " ";
    return found;
  };
  EXPECT_EQ(ids({}), "list/a list/b token/a ");
  EXPECT_EQ(ids({.families = {"list"}}), "list/a list/b ");
  EXPECT_EQ(ids({.ids = {"*/a"}, .families = {"list"}}), "list/a ");
  EXPECT_EQ(ids({.ids = {"list/b", "token/a"}}), "list/b token/a ");
  EXPECT_EQ(ids({.flags = {"empty-element"}}), "list/a ");
  EXPECT_EQ(ids({.operations = {"credentials"}, .layers = {"scheme"}}), "list/b ");
  EXPECT_EQ(ids({.sections = {"9110/11"}}), "list/a list/b token/a ");
  EXPECT_EQ(ids({.families = {"list", "lost"}}), "no case fits --family lost; did you mean list?");
  EXPECT_EQ(ids({.sections = {"9110/11.6.2"}}),
            "no case fits --section 9110/11.6.2; did you mean 9110/11.2?");
  EXPECT_EQ(ids({.ids = {"list/aa"}}), "no case fits --id list/aa; did you mean list/a?");
  EXPECT_EQ(ids({.requirements = {"R24"}}), "list/b ");
  EXPECT_EQ(ids({.families = {"token"}, .layers = {"scheme"}}),
            "no case fits --family and --layer together");
  EXPECT_EQ(ids({.families = {"list"}, .without = {"token"}}), ids({.families = {"list"}}));
  EXPECT_EQ(ids({.without = {"list"}}), ids({.families = {"token"}}));
  EXPECT_EQ(ids({.without = {"nope"}}), "no case fits --without nope; there are list, token");
  EXPECT_EQ(ids({.layers = {"nope"}}), "no case fits --layer nope; there are grammar, scheme");
  EXPECT_EQ(suggestion({.families = {"lost"}}, suite()), "; did you mean list?");
  EXPECT_EQ(suggestion({.families = {"list"}}, suite()), "");
}

}  // namespace
}  // namespace gauntlet::runner
