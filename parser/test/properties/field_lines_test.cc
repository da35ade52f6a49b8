// Several field lines, RFC 9110 section 5.3: the reader over the lines against the oracle over the
// combined value.
#include <gtest/gtest.h>

#include <cstdio>
#include <gauntlet/field_lines.hpp>
#include <string>
#include <vector>

#include "comparison.hpp"
#include "templates.hpp"

namespace gauntlet::test {
namespace {

class FieldLines : public testing::TestWithParam<subject> {
 protected:
  void compare(const std::vector<std::string_view>& lines) {
    ++tried_;
    const std::string text = difference(lines, GetParam());
    const bool is_joined = joined(lines) == combined(lines);
    if ((text.empty() && is_joined) || ++different_ > 20) return;
    ADD_FAILURE() << text << "  joined: <" << printable(joined(lines)) << '>';
  }

  static std::string joined(const std::vector<std::string_view>& lines) {
    const std::span<const std::string_view> all(lines);
    std::string out(joined_size(all), '?');
    const auto written = join(all, std::span<char>(out));
    if (written.code != errc::ok || written.size != out.size()) return "join failed";
    return std::string(written.value);
  }

  ~FieldLines() override {
    std::printf("%zu lists of lines, %zu differences\n", tried_, different_);
  }

  std::size_t tried_ = 0, different_ = 0;
};

std::vector<std::string> strings(std::string_view alphabet, std::size_t length) {
  std::vector<std::string> all{""};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() == length) break;
    for (char octet : alphabet) all.push_back(all[i] + octet);
  }
  return all;
}

TEST_P(FieldLines, TemplatesInTwo) {
  for (std::string_view each : templates) {
    for (std::size_t i = 0; i <= each.size(); ++i) compare({each.substr(0, i), each.substr(i)});
  }
}

TEST_P(FieldLines, TemplatesInThree) {
  for (std::string_view each : templates) {
    for (std::size_t i = 0; i <= each.size(); ++i) {
      for (std::size_t j = i; j <= each.size(); ++j) {
        compare({each.substr(0, i), each.substr(i, j - i), each.substr(j)});
      }
    }
  }
}

// A quoted-string that crosses a line hides nothing that is wrong before it, and needs no look at
// what follows.
TEST_P(FieldLines, TemplatesInTwoWithAWrongOctet) {
  for (std::string_view each : templates) {
    for (std::size_t wrong = 0; wrong < each.size(); ++wrong) {
      std::string value(each);
      value[wrong] = '\x7F';
      for (std::size_t i = 0; i <= value.size(); ++i) {
        compare({std::string_view(value).substr(0, i), std::string_view(value).substr(i)});
      }
    }
  }
}

TEST_P(FieldLines, TemplatesTogether) {
  for (std::string_view first : templates) {
    for (std::string_view second : templates) {
      compare({first, second});
      compare({first, "", second});
      compare({" \t", first, second, "\t"});
    }
  }
}

TEST_P(FieldLines, NoneOneAndEmpty) {
  compare({});
  compare({""});
  compare({" \t "});
  compare({"", ""});
  compare({"", " ", "\t", ""});
  compare({std::string_view()});
  compare({std::string_view(), std::string_view()});
  for (std::string_view each : templates) {
    compare({each});
    compare({each, ""});
    compare({"", each});
  }
}

TEST_P(FieldLines, ShortLines) {
  constexpr std::string_view alphabet = "a =,\"\\";
  const std::size_t depth = GAUNTLET_PROPERTY_DEPTH / 2;
  const std::vector<std::string> two = strings(alphabet, depth);
  for (const std::string& first : two) {
    for (const std::string& second : two) compare({first, second});
  }
  const std::vector<std::string> three = strings(alphabet, depth - 1);
  for (const std::string& first : three) {
    for (const std::string& second : three) {
      for (const std::string& third : three) compare({first, second, third});
    }
  }
}

// The same where an element is under way: at a scheme, in a parameter list, after "=", in a
// quoted-string.
TEST_P(FieldLines, ShortLinesAfterABeginning) {
  constexpr std::string_view alphabet = "a \t=,\"\\/";
  const std::vector<std::string> tails = strings(alphabet, 2);
  const std::size_t heads = GAUNTLET_PROPERTY_DEPTH >= 6 ? 2 : 1;
  for (std::string_view begin : {"F", "F a", "F a=b,", "F a=", "F a=\"", "F a=\"\\", "F a=\"b\"",
                                 "a=b", "a=", "a=\"", "F realm=", "realm="}) {
    for (const std::string& head : strings(alphabet, heads)) {
      const std::string first = std::string(begin) + head;
      for (const std::string& tail : tails) {
        compare({first, tail});
        for (std::string_view last : {"", "b", "\"", "=c", "\", d=e"}) compare({first, tail, last});
      }
    }
  }
}

TEST_P(FieldLines, JoinSaysHowMuchIsNeeded) {
  const std::vector<std::string_view> lines{" Foo a=\"b ", "\tc\" ", "", "Bar"};
  const std::span<const std::string_view> all(lines);
  const std::string whole = combined(lines);
  ASSERT_EQ(joined_size(all), whole.size());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string out(size, '?');
    const auto written = join(all, std::span<char>(out));
    EXPECT_EQ(written.code, errc::output_too_small);
    EXPECT_EQ(written.size, whole.size());
  }
}

INSTANTIATE_TEST_SUITE_P(All, FieldLines, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace gauntlet::test
