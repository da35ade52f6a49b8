#include "conformance/runner/expectations.hpp"

#include <memory>
#include <string>
#include <vector>

#include "conformance/model/json_file.hpp"
#include "conformance/runner/test/support.hpp"
#include "gtest/gtest.h"

namespace gauntlet::runner {
namespace {

using model::verdict;

class Expectations : public ::testing::Test {
 protected:
  Expectations() {
    for (const char* id : {"list/a", "list/b", "list/c", "token/a"}) {
      const std::string marks = id == std::string("list/b")
                                    ? R"("flags":["bws"],"requirements":["R24"],)"
                                : id == std::string("list/a") ? R"("flags":["bws"],)"
                                : id == std::string("list/c") ? R"("requirements":["R24"],)"
                                                              : "";
      suite_.push_back(testing::make_case(std::string(R"("id":")") + id + "\"," + marks +
                                          R"("lines":["Foo="],"parse":"may-accept","offset":3)"));
    }
  }
  std::vector<model::row> rows(const std::vector<verdict>& verdicts) const {
    std::vector<model::row> made(verdicts.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i].facts = suite_[i].facts;
      made[i].verdict = verdicts[i];
    }
    return made;
  }
  absl::StatusOr<expectations> load(const std::string& entries,
                                    const std::string& versions = "*") const {
    const auto file = folder_.write("x.json", R"({"implementation":"x","versions":")" + versions +
                                                  R"(","entries":[)" + entries + "]}");
    return load_expectations(testing::schema_folder, file);
  }

  std::vector<model::test_case> suite_;
  testing::temporary_folder folder_;
};

TEST_F(Expectations, PermitAVerdictAndDoNotDemandIt) {
  const absl::StatusOr<expectations> known = load(
      R"({"match":{"flag":"bws"},"verdict":"over-strict","reason":"r","link":"https://x.test/1"},{"match":{"family":"list","requirement":"R24"},"verdict":"crash","reason":"s"})");
  ASSERT_TRUE(known.ok()) << known.status();
  std::vector<model::row> some =
      rows({verdict::over_strict, verdict::crash, verdict::crash, verdict::crash});
  EXPECT_TRUE(apply_expectations(*known, "1", suite_, some).empty());
  EXPECT_EQ(some[0].known->reason, "r");
  EXPECT_EQ(some[0].known->link, "https://x.test/1");
  EXPECT_EQ(some[1].known->reason, "s");
  EXPECT_FALSE(model::is_new_failure(some[0]));
  // The flag, but not the verdict; the verdict, but not the family.
  some = rows({verdict::over_strict, verdict::wrong_result, verdict::pass, verdict::crash});
  apply_expectations(*known, "1", suite_, some);
  EXPECT_TRUE(model::is_new_failure(some[1]));
  EXPECT_FALSE(some[2].known);
  EXPECT_TRUE(model::is_new_failure(some[3]));
}

TEST_F(Expectations, AStaleEntryAndOneThatFitsNoCaseAreFaults) {
  const absl::StatusOr<expectations> known = load(
      R"({"match":{"id":"list/*"},"verdict":"crash","reason":"r"},{"match":{"id":"lost/a"},"verdict":"crash","reason":"r"})");
  ASSERT_TRUE(known.ok()) << known.status();
  std::vector<model::row> some = rows({verdict::pass, verdict::pass, verdict::pass, verdict::pass});
  const std::string lost =
      R"({"id":"lost/a"} crash: no case of the suite fits; did you mean list/a?)";
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some),
            (std::vector<std::string>{
                R"({"id":"list/*"} crash: stale: none of its cases has this verdict)", lost}));
  // What did not run, and what was not selected, says nothing.
  some = rows({verdict::pass, verdict::not_run, verdict::pass});
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some), std::vector<std::string>{lost});
  some = rows({verdict::pass, verdict::pass});
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some), std::vector<std::string>{lost});
  some = rows({verdict::pass, verdict::crash, verdict::pass});
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some), std::vector<std::string>{lost});
}

TEST_F(Expectations, AnEmptyReasonIsAnErrorAsIsAConformingVerdict) {
  EXPECT_NE(
      std::string(
          load(R"({"match":{"id":"list/a"},"verdict":"crash","reason":""})").status().message())
          .find("/entries/0/reason: it is empty"),
      std::string::npos);
  for (const char* entry :
       {R"({"match":{"id":"list/a"},"verdict":"pass","reason":"r"})",
        R"({"match":{"id":"list/a"},"verdict":"crash"})", R"({"verdict":"crash","reason":"r"})",
        R"({"match":{},"verdict":"crash","reason":"r"})",
        R"({"match":{"id":"list/a"},"verdict":"over-strict","reason":"r","do_not_run":true})",
        R"({"match":{"id":"list/a"},"verdict":"crash","reason":"r","link":"x"})"}) {
    EXPECT_EQ(load(entry).status().code(), absl::StatusCode::kInvalidArgument) << entry;
  }
  EXPECT_EQ(load_expectations(testing::schema_folder, folder_.path() / "none.json").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(Expectations, SpeakForTheirVersionsOnly) {
  const absl::StatusOr<expectations> known = load(
      R"({"match":{"id":"list/a"},"verdict":"crash","reason":"r","versions":"<2.5"})", ">=2 <3");
  ASSERT_TRUE(known.ok()) << known.status();
  const model::case_facts& facts = *suite_[0].facts;
  EXPECT_NE(known->permits(facts, "2.4.9", verdict::crash), nullptr);
  EXPECT_EQ(known->permits(facts, "2.4.9", verdict::hang), nullptr);
  EXPECT_EQ(known->permits(facts, "2.5", verdict::crash), nullptr);
  EXPECT_EQ(known->permits(facts, "1.9", verdict::crash), nullptr);
  struct row {
    const char* range;
    const char* version;
    bool fits;
  };
  for (const row& r :
       {row{"*", "", true}, row{">=2.10", "2.9", false}, row{">=2.10", "2.10.0", true},
        row{"=2.2", "2.2.0", true}, row{"<2.0", "2.0rc1", true}, row{">1 <=1.2", "1.2", true},
        row{">1 <=1.2", "1.2.1", false}, row{"=0.11.4-1", "0.11.4-1", true},
        row{"<3", "v2", true}}) {
    EXPECT_EQ(in_versions(r.range, r.version), r.fits) << r.range << " " << r.version;
  }
}

TEST_F(Expectations, UpdatingDropsWhatIsStaleAndAddsWhatIsNew) {
  const absl::StatusOr<expectations> before = load(
      R"({"match":{"id":"list/*"},"verdict":"crash","reason":"some of them","link":"https://x.test/1"},{"match":{"id":"token/a"},"verdict":"hang","reason":"slow"},{"match":{"id":"gone/a"},"verdict":"hang","reason":"x"})");
  ASSERT_TRUE(before.ok()) << before.status();
  const expectations after = updated_expectations(
      *before, "1", suite_, rows({verdict::crash, verdict::pass, verdict::hang, verdict::crash}));
  ASSERT_EQ(after.entries.size(), 3U);
  EXPECT_EQ(after.entries[0].reason, "some of them");
  EXPECT_EQ(after.entries[1].match.ids, std::vector<std::string>{"list/c"});
  EXPECT_EQ(after.entries[1].verdict, verdict::hang);
  EXPECT_EQ(after.entries[1].reason, "");
  EXPECT_EQ(after.entries[2].match.ids, std::vector<std::string>{"token/a"});
  // What still holds stays, and so does what was not run.
  const expectations same = updated_expectations(
      *before, "1", suite_, rows({verdict::crash, verdict::crash, verdict::crash}));
  ASSERT_EQ(same.entries.size(), 2U);
  // Written and read again.
  ASSERT_TRUE(write_expectations(same, folder_.path() / "new" / "x.json").ok());
  const absl::StatusOr<expectations> read =
      load_expectations(testing::schema_folder, folder_.path() / "new" / "x.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->entries[0].link, "https://x.test/1");
  ASSERT_TRUE(write_expectations(after, folder_.path() / "new" / "x.json").ok());
  EXPECT_FALSE(load_expectations(testing::schema_folder, folder_.path() / "new" / "x.json").ok());
}

TEST_F(Expectations, UpdatingNamesWhatTheFailuresHaveInCommon) {
  expectations none;
  const auto fails = verdict::wrong_result;
  // Three of the three cases of a family: one entry, whatever else they share.
  expectations after =
      updated_expectations(none, "1", suite_, rows({fails, fails, fails, verdict::pass}));
  ASSERT_EQ(after.entries.size(), 1U);
  EXPECT_EQ(after.entries[0].match.families, std::vector<std::string>{"list"});
  EXPECT_EQ(after.entries[0].verdict, fails);
  // Less than half of them have the verdict: each by its id.
  after = updated_expectations(none, "1", suite_,
                               rows({fails, verdict::pass, verdict::pass, verdict::pass}));
  ASSERT_EQ(after.entries.size(), 1U);
  EXPECT_EQ(after.entries[0].match.ids, std::vector<std::string>{"list/a"});
}

}  // namespace
}  // namespace gauntlet::runner
