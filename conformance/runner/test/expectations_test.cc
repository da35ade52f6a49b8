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
      suite_.push_back(testing::make_case(std::string(R"("id":")") + id +
                                          R"(","lines":["Foo="],"parse":"may-accept","offset":3)"));
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

TEST_F(Expectations, KnownDeviationsAreNoFaultAndAreShown) {
  const absl::StatusOr<expectations> known = load(
      R"({"case":"list/a","verdict":"over-strict","reason":"r","link":"https://x.test/1"},{"case":"list/*","verdict":"crash","reason":"s"})");
  ASSERT_TRUE(known.ok()) << known.status();
  std::vector<model::row> some =
      rows({verdict::over_strict, verdict::crash, verdict::crash, verdict::unsafe});
  EXPECT_TRUE(apply_expectations(*known, "1", suite_, some).empty());
  EXPECT_EQ(some[0].known->reason, "r");  // the exact id goes before the glob
  EXPECT_EQ(some[0].known->link, "https://x.test/1");
  EXPECT_EQ(some[1].known->reason, "s");
  EXPECT_FALSE(some[3].known);
  EXPECT_FALSE(model::is_new_failure(some[0]));
  EXPECT_TRUE(model::is_new_failure(some[3]));
}

TEST_F(Expectations, AnUnexpectedPassAndAnUnknownIdAreFaults) {
  const absl::StatusOr<expectations> known = load(
      R"({"case":"list/a","verdict":"crash","reason":"r"},{"case":"lost/a","verdict":"crash","reason":"r"},{"case":"lost/*","verdict":"crash","reason":"r"})");
  ASSERT_TRUE(known.ok()) << known.status();
  std::vector<model::row> some = rows({verdict::pass, verdict::pass, verdict::pass, verdict::pass});
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some),
            (std::vector<std::string>{"no case has the id lost/a", "no case has the id lost/*",
                                      "list/a: expected crash, got pass"}));
  EXPECT_TRUE(model::is_unexpected(some[0]));
  // What did not run, and what was not selected, says nothing.
  some = rows({verdict::not_run});
  EXPECT_EQ(apply_expectations(*known, "1", suite_, some).size(), 2U);
}

TEST_F(Expectations, AnEmptyReasonIsAnErrorAsIsAConformingVerdict) {
  EXPECT_NE(
      std::string(load(R"({"case":"list/a","verdict":"crash","reason":""})").status().message())
          .find("empty reason"),
      std::string::npos);
  for (const char* entry :
       {R"({"case":"list/a","verdict":"pass","reason":"r"})",
        R"({"case":"list/a","verdict":"crash"})", R"({"verdict":"crash","reason":"r"})",
        R"({"case":"list/a","verdict":"over-strict","reason":"r","do_not_run":true})",
        R"({"case":"list/a","verdict":"crash","reason":"r","link":"x"})"}) {
    EXPECT_EQ(load(entry).status().code(), absl::StatusCode::kInvalidArgument) << entry;
  }
  EXPECT_EQ(load_expectations(testing::schema_folder, folder_.path() / "none.json").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(Expectations, SpeakForTheirVersionsOnly) {
  const absl::StatusOr<expectations> known =
      load(R"({"case":"list/a","verdict":"crash","reason":"r","versions":"<2.5"})", ">=2 <3");
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_NE(known->find("list/a", "2.4.9"), nullptr);
  EXPECT_EQ(known->find("list/a", "2.5"), nullptr);
  EXPECT_EQ(known->find("list/a", "1.9"), nullptr);
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

TEST_F(Expectations, UpdatingKeepsReasonsDropsWhatNoLongerHoldsAndLeavesNewReasonsEmpty) {
  const absl::StatusOr<expectations> before = load(
      R"({"case":"list/*","verdict":"crash","reason":"all of them","link":"https://x.test/1"},{"case":"token/a","verdict":"hang","reason":"slow"},{"case":"gone/a","verdict":"hang","reason":"x"})");
  ASSERT_TRUE(before.ok()) << before.status();
  // The glob holds for two of three: it is taken apart.
  const expectations after = updated_expectations(
      *before, "1", suite_, rows({verdict::crash, verdict::pass, verdict::crash, verdict::unsafe}));
  ASSERT_EQ(after.entries.size(), 3U);
  EXPECT_EQ(after.entries[0].pattern, "list/a");
  EXPECT_EQ(after.entries[0].reason, "all of them");
  EXPECT_EQ(after.entries[0].link, "https://x.test/1");
  EXPECT_EQ(after.entries[1].pattern, "list/c");
  EXPECT_EQ(after.entries[2].pattern, "token/a");
  EXPECT_EQ(after.entries[2].verdict, verdict::unsafe);
  EXPECT_EQ(after.entries[2].reason, "");
  // What still holds stays, and so does what was not run.
  const expectations same = updated_expectations(
      *before, "1", suite_, rows({verdict::crash, verdict::crash, verdict::crash}));
  ASSERT_EQ(same.entries.size(), 2U);
  EXPECT_EQ(same.entries[0].pattern, "list/*");
  EXPECT_EQ(same.entries[1].pattern, "token/a");
  // Written and read again.
  ASSERT_TRUE(write_expectations(same, folder_.path() / "new" / "x.json").ok());
  const absl::StatusOr<expectations> read =
      load_expectations(testing::schema_folder, folder_.path() / "new" / "x.json");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->entries[0].link, "https://x.test/1");
  ASSERT_TRUE(write_expectations(after, folder_.path() / "new" / "x.json").ok());
  EXPECT_FALSE(load_expectations(testing::schema_folder, folder_.path() / "new" / "x.json").ok());
}

}  // namespace
}  // namespace gauntlet::runner
