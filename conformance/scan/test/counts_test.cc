#include "conformance/scan/counts.hpp"

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "parser/test/support/random.hpp"

namespace gauntlet::scan {
namespace {

using gauntlet::errc;

counts random_counts(test::random_source& random) {
  counts made;
  const auto number = [&] { return random.below(1000); };
  made.octets = number();
  made.accepted = number();
  made.absent = number();
  made.malformed = number();
  made.oversized = number();
  made.token68s = number();
  made.auth_params = number();
  made.quoted_strings = number();
  for (auto& scheme : made.schemes) made.challenges += scheme = random.below(3);
  for (std::size_t i = 1; i <= static_cast<std::size_t>(errc::limit_empty_elements); ++i) {
    const auto code = static_cast<errc>(i);
    if (code == errc::needs_join || random.below(2) == 0) continue;
    made.errors[i] = 1 + number();
    (gauntlet::is_limit(code) ? made.over_limit : made.rejected) += made.errors[i];
    made.keep_example(code, std::string(random.below(4), static_cast<char>(random.below(256))));
  }
  made.values = made.accepted + made.rejected + made.over_limit;
  return made;
}

counts sum(counts a, const counts& b) {
  a.add(b);
  return a;
}

TEST(Counts, SumsAreAssociativeAndCommutativeWithAnIdentity) {
  test::random_source random(1);
  for (int i = 0; i < 500; ++i) {
    const counts a = random_counts(random);
    const counts b = random_counts(random);
    const counts c = random_counts(random);
    EXPECT_EQ(sum(sum(a, b), c), sum(a, sum(b, c)));
    EXPECT_EQ(sum(a, b), sum(b, a));
    EXPECT_EQ(sum(a, counts{}), a);
    EXPECT_EQ(sum(counts{}, a), a);
  }
}

TEST(Counts, TheExampleIsTheShortestAndOfTheseTheLeast) {
  counts of;
  const auto kept = [&] { return of.examples[static_cast<std::size_t>(errc::expected_sp)].value; };
  of.keep_example(errc::expected_sp, std::string(max_example + 1, 'a'));
  EXPECT_FALSE(of.examples[static_cast<std::size_t>(errc::expected_sp)].is_set);
  of.keep_example(errc::expected_sp, "bbb");
  of.keep_example(errc::expected_sp, "aaaa");
  EXPECT_EQ(kept(), "bbb");
  of.keep_example(errc::expected_sp, "bba");
  EXPECT_EQ(kept(), "bba");
  of.keep_example(errc::expected_sp, "bbc");
  EXPECT_EQ(kept(), "bba");
  of.keep_example(errc::expected_sp, "");
  EXPECT_EQ(kept(), "");
}

TEST(Counts, JsonRoundTrip) {
  test::random_source random(2);
  for (int i = 0; i < 200; ++i) {
    const counts of = random_counts(random);
    const reading how{.what = static_cast<gauntlet::operation>(i % 3),
                      .mode = static_cast<gauntlet::grammar>(i % 2),
                      .has_limits = i % 5 != 0};
    const std::string json = to_json(how, of);
    for (const char octet : json) EXPECT_TRUE(octet >= ' ' && octet <= '~');
    const absl::StatusOr<report> read = report_from_json(nlohmann::json::parse(json));
    ASSERT_TRUE(read.ok()) << read.status() << json;
    EXPECT_EQ(read->counts, of) << json;
    EXPECT_EQ(read->reading, how) << json;
  }
}

TEST(Counts, AReportWithAnyMemberChangedIsRefused) {
  counts of;
  of.values = 2;
  of.accepted = 1;
  of.rejected = 1;
  of.challenges = 1;
  of.schemes[0] = 1;
  of.errors[static_cast<std::size_t>(errc::expected_comma)] = 1;
  of.keep_example(errc::expected_comma, "Foo a==b");
  const nlohmann::json good = nlohmann::json::parse(to_json({}, of));
  ASSERT_TRUE(report_from_json(good).ok());
  for (const auto& [name, value] : good.items()) {
    nlohmann::json bad = good;
    bad.erase(name);
    EXPECT_FALSE(report_from_json(bad).ok()) << "without " << name;
    bad = good;
    bad[name] = nullptr;
    EXPECT_FALSE(report_from_json(bad).ok()) << name << " null";
  }
  for (const char* patch :
       {R"({"more":1})", R"({"gauntlet_scan":2})", R"({"values":3})", R"({"rejected":2})",
        R"({"challenges":2})", R"({"schemes":{"Basic":-1}})", R"({"schemes":{"basic":1}})",
        R"({"errors":{"expected_comma":2}})", R"({"errors":{"no_such_code":1}})",
        R"({"errors":{"ok":1}})", R"({"examples":{"expected_comma":1}})",
        R"({"examples":{"expected_comma":"\u0100"}})", R"({"examples":{"expected_sp":""}})",
        R"({"grammar":"appendix-a"})", R"({"operation":"auth_info"})", R"({"limits":"some"})"}) {
    nlohmann::json bad = good;
    bad.merge_patch(nlohmann::json::parse(patch));
    EXPECT_FALSE(report_from_json(bad).ok()) << patch;
  }
  EXPECT_FALSE(report_from_json(nlohmann::json::array()).ok());
}

TEST(Counts, SchemesAreKnownByNameInAnyCase) {
  for (std::size_t place = 0; place < scheme_names.size(); ++place) {
    EXPECT_EQ(scheme_place(scheme_names[place]), place);
    std::string upper(scheme_names[place]);
    for (char& octet : upper) {
      if (octet >= 'a' && octet <= 'z') octet = static_cast<char>(octet - 32);
    }
    EXPECT_EQ(scheme_place(upper), place);
  }
  for (const char* other : {"Basi", "Basics", "B", "Foo", "\x02asic", "SCRAM-SHA-2"}) {
    EXPECT_EQ(scheme_place(other), scheme_names.size()) << other;
  }
}

TEST(Counts, TextNamesErrorsWithAnExample) {
  counts of;
  of.values = of.rejected = 1;
  of.errors[static_cast<std::size_t>(errc::invalid_qdtext)] = 1;
  of.keep_example(errc::invalid_qdtext, "Foo a=\"\x01");
  const std::string text = to_text({}, of);
  EXPECT_NE(text.find("invalid_qdtext"), std::string::npos) << text;
  EXPECT_NE(text.find("\"Foo a=\\\"\\x01\""), std::string::npos) << text;
}

}  // namespace
}  // namespace gauntlet::scan
