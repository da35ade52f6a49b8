#include "gauntlet/error.hpp"

#include <gtest/gtest.h>

#include <fstream>
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
  std::istringstream header(read_header());
  std::string line;
  while (std::getline(header, line) && line.find("enum class errc") == line.npos) {
  }
  std::size_t count = 0;
  while (std::getline(header, line) && line != "};") {
    // "name = number," or a comment or nothing
    std::istringstream words(line);
    std::string name, equals;
    std::size_t number = 0;
    char comma = 0;
    if (!(words >> name) || name == "//") continue;
    ASSERT_TRUE(words >> equals >> number >> comma) << line;
    EXPECT_EQ(equals + comma, "=,") << line;
    EXPECT_EQ(number, count) << "codes are contiguous, in order";
    EXPECT_EQ(to_string(static_cast<errc>(count)), name);
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
