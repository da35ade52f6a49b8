#include "gauntlet/error.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace gauntlet::test {
namespace {

static_assert(status{} && status{errc::ok, 3} && !status{errc::expected_comma, 3});
static_assert(sizeof(errc) == 1);

std::string read_header() {
  std::ifstream file(GAUNTLET_TEST_INCLUDE_DIR "/gauntlet/error.hpp");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Error, EachCodeIsNamedAfterItsEnumerator) {
  const std::string header = read_header();
  const std::size_t first = header.find("enum class errc");
  ASSERT_NE(first, std::string::npos);
  std::string body = header.substr(first, header.find("};", first) - first);
  body = std::regex_replace(body, std::regex("//[^\n]*"), "");
  const std::regex enumerator(R"(([a-z][a-z0-9_]*)\s*=\s*(\d+),)");
  std::size_t count = 0;
  for (std::sregex_iterator at(body.begin(), body.end(), enumerator), end; at != end; ++at) {
    EXPECT_EQ(std::stoul((*at)[2].str()), count) << "codes are contiguous, in order";
    EXPECT_EQ(to_string(static_cast<errc>(count)), (*at)[1].str());
    ++count;
  }
  EXPECT_EQ(count, errc_count);
}

TEST(Error, NamesAreUnique) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < errc_count; ++i) names.insert(to_string(static_cast<errc>(i)));
  EXPECT_EQ(names.size(), errc_count);
  EXPECT_EQ(names.count("unknown"), 0U);
  EXPECT_EQ(to_string(static_cast<errc>(errc_count)), "unknown");
  EXPECT_EQ(to_string(static_cast<errc>(255)), "unknown");
}

TEST(Error, GrammarErrorsAndLimitsAreApart) {
  std::set<std::string_view> grammar_errors, limits, others;
  for (std::size_t i = 0; i < errc_count; ++i) {
    const errc code = static_cast<errc>(i);
    EXPECT_FALSE(is_grammar_error(code) && is_limit(code));
    (is_grammar_error(code) ? grammar_errors
     : is_limit(code)       ? limits
                            : others)
        .insert(to_string(code));
  }
  EXPECT_EQ(grammar_errors.size(), 16U);
  EXPECT_EQ(limits, (std::set<std::string_view>{"limit_length", "limit_challenges",
                                                "limit_auth_params", "limit_empty_elements"}));
  EXPECT_EQ(others.count("ok"), 1U);
  EXPECT_EQ(others.count("needs_join"), 1U);
  EXPECT_EQ(others.count("output_too_small"), 1U);
}

}  // namespace
}  // namespace gauntlet::test
