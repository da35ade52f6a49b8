#include "gauntlet/value.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <type_traits>
#include <vector>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

static_assert(std::is_trivially_copyable_v<param_value> && sizeof(param_value) <= 32);
static_assert(param_value::from_token("abc").equals("abc"));
static_assert(param_value::from_quoted_string(R"(a\"b)", 1).equals("a\"b"));
static_assert(param_value().raw().empty() && !param_value().is_quoted_string());

param_value value_of(std::string_view field) {
  reader at(field, operation::auth_info);
  EXPECT_EQ(at.next(), event::auth_param);
  return at.param().value;
}

TEST(ParamValue, TokenIsItsOwnValue) {
  const param_value value = value_of("a=b.c");
  EXPECT_FALSE(value.is_quoted_string());
  EXPECT_FALSE(value.has_quoted_pair());
  EXPECT_EQ(value.raw(), "b.c");
  EXPECT_EQ(value.unescaped_size(), 3U);
}

TEST(ParamValue, QuotedStringComesWithoutItsDquotes) {
  const param_value value = value_of("a=\"b, c\"");
  EXPECT_TRUE(value.is_quoted_string());
  EXPECT_FALSE(value.has_quoted_pair());
  EXPECT_EQ(value.raw(), "b, c");
  EXPECT_TRUE(value_of("a=\"\"").is_quoted_string());
  EXPECT_EQ(value_of("a=\"\"").unescaped_size(), 0U);
}

// raw, what it means
const std::pair<std::string_view, std::string_view> quoted_strings[] = {
    {"", ""},
    {"a", "a"},
    {R"(\a)", "a"},
    {R"(\\)", R"(\)"},
    {R"(\")", R"(")"},
    {R"(\\\\)", R"(\\)"},
    {R"(\a\b\c)", "abc"},
    {R"(a\bc\"d\\)", R"(abc"d\)"},
    {"\\\t\\ ", "\t "},
    {"\\\xff\x80", "\xff\x80"},
    {R"(plain and long enough to matter, with \"one\" pair)",
     R"(plain and long enough to matter, with "one" pair)"},
};

TEST(ParamValue, UnescapeReplacesEachQuotedPair) {
  for (const auto& [raw, meaning] : quoted_strings) {
    SCOPED_TRACE(std::string(raw));
    const exact_copy copy("a=\"" + std::string(raw) + "\"");
    const param_value value = value_of(copy.view());
    EXPECT_EQ(value.unescaped_size(), meaning.size());
    EXPECT_EQ(value.quoted_pairs(), raw.size() - meaning.size());
    EXPECT_EQ(value.has_quoted_pair(), raw != meaning);
    EXPECT_TRUE(value.equals(meaning));
    EXPECT_EQ(value.equals(raw), raw == meaning);
  }
}

TEST(ParamValue, UnescapeSaysHowMuchIsNeededAndWritesNothingElse) {
  for (const auto& [raw, meaning] : quoted_strings) {
    SCOPED_TRACE(std::string(raw));
    const exact_copy copy("a=\"" + std::string(raw) + "\"");
    const param_value value = value_of(copy.view());
    for (std::size_t size = 0; size <= meaning.size() + 2; ++size) {
      std::vector<char> out(size, '#');
      const written result = value.unescape_to(out);
      EXPECT_EQ(result.size, meaning.size());
      if (size < meaning.size()) {
        EXPECT_FALSE(result);
        EXPECT_EQ(result.code, errc::output_too_small);
        EXPECT_TRUE(result.value.empty());
        EXPECT_EQ(std::string(out.begin(), out.end()), std::string(size, '#'));
      } else {
        EXPECT_TRUE(result);
        EXPECT_EQ(result.value, meaning);
        EXPECT_EQ(result.value.data(), out.data());
        EXPECT_EQ(std::string(out.begin(), out.end()),
                  std::string(meaning) + std::string(size - meaning.size(), '#'));
      }
    }
  }
}

TEST(ParamValue, EqualsLooksAtEveryOctet) {
  const param_value value = value_of(R"(a="x\yz")");
  EXPECT_TRUE(value.equals("xyz"));
  for (const char* other : {"", "x", "xy", "xyzz", "xyz ", "xyZ", "Xyz", "x\\yz", "xaz"}) {
    EXPECT_FALSE(value.equals(other)) << other;
  }
}

TEST(ParamValue, EqualsIgnoreCaseIsForAsciiLettersOnly) {
  EXPECT_TRUE(value_of("stale=TRUE").equals_ignore_case("true"));
  EXPECT_TRUE(value_of(R"(qop="A\UTH")").equals_ignore_case("auth"));
  EXPECT_FALSE(value_of("a=\"\xc4\"").equals_ignore_case("\xe4"));
  EXPECT_FALSE(value_of("a=\"[\"").equals_ignore_case("{"));
  EXPECT_FALSE(value_of("a=b").equals_ignore_case("bb"));
}

TEST(ParamValue, WrongCountsNeverLeadOutOfTheBuffers) {
  for (const std::string_view raw : {"", "\\", "a\\", "\\\\", "abc", "\\a\\b"}) {
    for (std::size_t pairs = 0; pairs <= raw.size() + 2; ++pairs) {
      const exact_copy copy(raw);
      const param_value value = param_value::from_quoted_string(copy.view(), pairs);
      ASSERT_LE(value.unescaped_size(), raw.size());
      std::vector<char> out(value.unescaped_size());
      const written result = value.unescape_to(out);
      EXPECT_TRUE(result);
      EXPECT_LE(result.size, out.size());
      const std::string octets(value.unescaped_size(), 'a');
      (void)value.equals(octets);
      (void)value.equals_ignore_case(octets);
    }
  }
}

TEST(AuthParam, NamesCompareWithoutCase) {
  const auth_param param{"Realm", param_value::from_token("x")};
  EXPECT_TRUE(param.name_is("realm"));
  EXPECT_TRUE(param.name_is("REALM"));
  EXPECT_FALSE(param.name_is("real"));
}

TEST(ParamValue, IsAppendedToContainersOfOctets) {
  for (const std::string_view text :
       {R"("")", R"("a b")", R"("\"")", R"("a\\\"b\c")", R"("\a\b")", "token"}) {
    const std::string field = "x=" + std::string(text);
    reader from(field, operation::auth_info);
    ASSERT_EQ(from.next(), event::auth_param) << text;
    const param_value value = from.param().value;
    std::vector<char> meant(value.unescaped_size());
    ASSERT_TRUE(value.unescape_to(meant));
    std::string string = "before ";
    value.append_unescaped(string);
    EXPECT_EQ(string, "before " + std::string(meant.begin(), meant.end()));
    std::vector<char> vector{'!'};
    value.append_unescaped(vector);
    EXPECT_EQ(vector.size(), meant.size() + 1);
    EXPECT_TRUE(std::equal(meant.begin(), meant.end(), vector.begin() + 1));
    std::deque<unsigned char> deque;
    value.append_unescaped(deque);
    EXPECT_EQ(deque.size(), meant.size());
    struct {
      std::string octets{};
      void push_back(char octet) { octets += octet; }
    } last;
    value.append_unescaped(last);
    EXPECT_EQ("before " + last.octets, string);
  }
}

TEST(ParamValue, ALoneBackslashAtTheEndIsAppended) {
  std::string string;
  param_value::from_quoted_string("a\\", 1).append_unescaped(string);
  EXPECT_EQ(string, "a\\");
}

constexpr std::size_t appended_at_compile_time() {
  struct {
    std::size_t size = 0;
    constexpr void push_back(char) { ++size; }
  } to;
  param_value::from_quoted_string(R"(\a\b\\)", 3).append_unescaped(to);
  return to.size;
}
static_assert(appended_at_compile_time() == 3);

}  // namespace
}  // namespace gauntlet::test
