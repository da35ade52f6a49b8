#include "gauntlet/field_lines.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "parser/test/support/random.hpp"
#include "reading.hpp"

namespace gauntlet::test {
namespace {

using lines_view = std::span<const std::string_view>;

std::string joined(lines_view lines) {
  std::string value(joined_size(lines), '#');
  const written result = join(lines, value);
  EXPECT_TRUE(result);
  EXPECT_EQ(result.value, value);
  return value;
}

TEST(Join, LinesAreTrimmedAndSeparated) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined(std::array<std::string_view, 1>{" a\t"}), "a");
  EXPECT_EQ(joined(std::array<std::string_view, 3>{"a ", "", "\tb"}), "a, , b");
  EXPECT_EQ(joined(std::array<std::string_view, 2>{" ", ""}), ", ");
}

TEST(Join, SaysHowMuchIsNeededAndWritesNothingElse) {
  const std::array<std::string_view, 3> lines{" Foo a=\"b", "c\" ", " "};
  const std::string_view value = "Foo a=\"b, c\", ";
  for (std::size_t size = 0; size <= value.size() + 2; ++size) {
    std::vector<char> out(size, '#');
    const written result = join(lines, out);
    EXPECT_EQ(result.size, value.size());
    EXPECT_EQ(static_cast<bool>(result), size >= value.size());
    if (result) {
      EXPECT_EQ(result.value, value);
      EXPECT_EQ(std::string(out.begin(), out.end()),
                std::string(value) + std::string(size - value.size(), '#'));
    } else {
      EXPECT_EQ(result.code, errc::output_too_small);
      EXPECT_TRUE(result.value.empty());
      EXPECT_EQ(std::string(out.begin(), out.end()), std::string(size, '#'));
    }
  }
}

// Lines may share octets, and so add up to more than fits into a std::size_t.
constexpr std::size_t greatest = static_cast<std::size_t>(-1);
static_assert(detail::saturating_add(2, 3) == 5);
static_assert(detail::saturating_add(greatest - 3, 3) == greatest);
static_assert(detail::saturating_add(greatest - 3, 4) == greatest);
static_assert(detail::saturating_add(greatest, greatest) == greatest);

TEST(FieldLines, ZeroLinesAreTheEmptyValue) {
  EXPECT_TRUE(validate(lines_view(), operation::challenges));
  EXPECT_TRUE(validate(lines_view(), operation::auth_info));
  EXPECT_EQ(validate(lines_view(), operation::credentials),
            (status{errc::expected_auth_scheme, 0}));
}

TEST(FieldLines, QuotedStringThatCrossesALineNeedsJoin) {
  const auto expect = [](std::initializer_list<std::string_view> lines, status wanted) {
    const std::vector<std::string_view> all(lines);
    const status said = validate(all, operation::challenges);
    EXPECT_EQ(to_string(said.code), to_string(wanted.code));
    EXPECT_EQ(said.offset, wanted.offset);
  };
  expect({"Foo a=\"b", "c\""}, {errc::needs_join, 6});
  expect({"Foo a=\"", "\""}, {errc::needs_join, 6});
  expect({"Foo a=\"b\\", "c\""}, {errc::needs_join, 6});
  expect({"Foo", "Bar a=\"b", "c\""}, {errc::needs_join, 11});
  expect({"Foo a=\"b", "Bar c=\"d\""}, {errc::needs_join, 6});
  expect({"Foo a=b", "c=\"d"}, {errc::unterminated_quoted_string, 13});
  expect({"Foo a=\"b\n", "c\""}, {errc::invalid_qdtext, 8});
  expect({"Foo (a=\"b", "c\""}, {errc::expected_token68_or_auth_param, 4});
}

// The lines read as they are, and joined in a buffer.
void expect_same_as_joined(const std::vector<std::string_view>& lines, operation what,
                           const options& limits) {
  std::string trace;
  for (const std::string_view line : lines) trace += '<' + std::string(line) + "> ";
  SCOPED_TRACE(trace);
  const std::string value = joined(lines);
  const transcript split = transcribe(reader(lines, what, limits));
  transcript whole = transcribe(reader(value, what, limits));
  // A single line is trimmed, so that the SP after a last comma is gone.
  if (value.ends_with(' ') && whole.offset + 1 == value.size() && split.offset == value.size()) {
    ++whole.offset;
  }
  if (split.code != errc::needs_join) {
    EXPECT_EQ(split, whole);
    return;
  }
  ASSERT_LT(split.offset, value.size());
  EXPECT_EQ(value[split.offset], '"');
  ASSERT_LE(split.events.size(), whole.events.size());
  EXPECT_TRUE(std::equal(split.events.begin(), split.events.end(), whole.events.begin()));
  EXPECT_TRUE(whole.code == errc::ok || whole.offset > split.offset);
}

TEST(FieldLines, AnySplitReadsLikeTheJoinedValue) {
  // Split at each comma or not: every way to make lines of these values.
  const std::string_view values[] = {
      "Foo a=b, c=d, Bar, Baz e, , Qux f=\"g, h\", i=\"j\\, k\"",
      "a=b, c=\"d, \\\", e\", ,, f",
      "Digest a=b, c=d,",
      ", , ,Foo a=, b=c",
      "Foo a/b, c = d, e\t, =f",
      "Foo ,a=b, Bar ,",
  };
  std::size_t compared = 0, joins = 0;
  for (const std::string_view value : values) {
    std::vector<std::size_t> commas;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == ',') commas.push_back(i);
    }
    for (std::size_t choice = 0; choice < std::size_t{1} << commas.size(); ++choice) {
      std::vector<std::string_view> lines;
      std::size_t first = 0;
      for (std::size_t i = 0; i < commas.size(); ++i) {
        if ((choice >> i & 1) == 0) continue;
        lines.push_back(value.substr(first, commas[i] - first));
        first = commas[i] + 1;
      }
      lines.push_back(value.substr(first));
      for (const operation what :
           {operation::challenges, operation::credentials, operation::auth_info}) {
        for (const grammar mode : {grammar::recipient, grammar::sender}) {
          expect_same_as_joined(lines, what, unlimited(mode));
          if (validate(lines, what, unlimited(mode)).code == errc::needs_join) ++joins;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 2'000U);
  EXPECT_GT(joins, 100U);
}

TEST(FieldLines, RandomLinesReadLikeTheJoinedValueWithAnyLimits) {
  const std::string_view pieces[] = {"Foo",   "a=b",   "c=\"d\"", ",",    " ",       "\t",
                                     "=",     "x/y==", "\"",      "\\\"", "realm=z", "Bar",
                                     "e = f", "(",     "Foo a",   ""};
  random_source random(20240607);
  const auto pick = [&](std::size_t size) { return random.below(size); };
  for (int round = 0; round < 60'000; ++round) {
    std::vector<std::string> texts(pick(5));
    for (std::string& text : texts) {
      for (std::size_t i = pick(5); i > 0; --i) text += pieces[pick(std::size(pieces))];
    }
    const std::vector<std::string_view> lines(texts.begin(), texts.end());
    const operation what = static_cast<operation>(pick(3));
    options limits = unlimited(static_cast<grammar>(pick(2)));
    const std::string value = joined(lines);
    expect_same_as_joined(lines, what, limits);
    limits.max_challenges = pick(3);
    limits.max_auth_params = pick(3);
    limits.max_empty_elements = pick(4);
    expect_same_as_joined(lines, what, limits);
    // The SP at the end counts in the joined value, but a single line loses it.
    if (!value.ends_with(' ')) {
      limits = unlimited(limits.mode);
      limits.max_length = pick(value.size() + 2);
      expect_same_as_joined(lines, what, limits);
    }
    if (HasFailure()) return;
  }
}

TEST(Locate, FindsTheOctetInTheLinesAsGiven) {
  const std::vector<std::string_view> lines{"  Foo a=b ", "", "\tBar"};
  const std::string value = joined(lines);
  ASSERT_EQ(value, "Foo a=b, , Bar");
  for (std::size_t offset = 0; offset < value.size(); ++offset) {
    const field_line_position at = locate(lines, offset);
    ASSERT_LT(at.line, lines.size());
    ASSERT_LE(at.offset, lines[at.line].size());
    if (value[offset] != ',' && value[offset] != ' ') {
      EXPECT_EQ(lines[at.line][at.offset], value[offset]) << offset;
    }
  }
  EXPECT_EQ(locate(lines, 7), (field_line_position{0, 9}));
  EXPECT_EQ(locate(lines, 8), (field_line_position{0, 9}));
  EXPECT_EQ(locate(lines, 9), (field_line_position{1, 0}));
  EXPECT_EQ(locate(lines, 10), (field_line_position{1, 0}));
  EXPECT_EQ(locate(lines, 11), (field_line_position{2, 1}));
  EXPECT_EQ(locate(lines, 14), (field_line_position{2, 4}));
  EXPECT_EQ(locate(lines, 1000), (field_line_position{2, 4}));
  EXPECT_EQ(locate({}, 3), (field_line_position{0, 0}));
}

}  // namespace
}  // namespace gauntlet::test
