// No octet outside the view is ever read: the input sits flush against unreadable pages, and in
// heap blocks of its exact size, where AddressSanitizer sees every overrun.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <gauntlet/field_lines.hpp>
#include <memory>
#include <string>
#include <vector>

#include "comparison.hpp"
#include "templates.hpp"

namespace gauntlet::test {
namespace {

class Memory : public testing::TestWithParam<subject> {
 protected:
  // Each template, each of its prefixes, and those with each octet class at the end.
  template <class Check>
  void each_value(const Check& check) const {
    for (std::string_view whole : templates) {
      for (std::size_t i = 0; i <= whole.size(); ++i) {
        std::string value(whole.substr(0, i));
        check(value);
        value.push_back('\0');
        for (char octet : std::string_view("\t !a/=,\"\\:\x7F")) {
          value.back() = octet;
          check(value);
        }
      }
    }
  }
};

TEST(MemoryDeathTest, TheGuardPagesCannotBeRead) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  guarded_pages pages;
  const std::string_view value = pages.at_back("x");
  EXPECT_DEATH(static_cast<void>(*static_cast<const volatile char*>(value.data() + 1)), "");
  const std::string_view first = pages.at_front("x");
  EXPECT_DEATH(static_cast<void>(*static_cast<const volatile char*>(first.data() - 1)), "");
}

TEST_P(Memory, FlushAgainstAnUnreadablePage) {
  guarded_pages pages;
  std::size_t tried = 0;
  each_value([&](std::string_view value) {
    ++tried;
    EXPECT_EQ(difference(pages.at_back(value), GetParam()), "");
    EXPECT_EQ(difference(pages.at_front(value), GetParam()), "");
  });
  std::printf("%zu values\n", tried);
}

// Long runs, where a reader could look at several octets at once, at every length about the sizes
// of words and vectors.
TEST_P(Memory, LongRunsFlushAgainstAnUnreadablePage) {
  guarded_pages pages;
  for (std::string_view begin : {"", "F ", "F a=", "F a=\"", "F a=b,", "a=", "a=\"", "a=b,"}) {
    for (char octet : std::string_view("aZ/= \t,\"\\\x80\x01:!")) {
      for (std::size_t length = 0; length <= 130; ++length) {
        const std::string value = std::string(begin) + std::string(length, octet);
        EXPECT_EQ(difference(pages.at_back(value), GetParam()), "");
        EXPECT_EQ(difference(pages.at_front(value), GetParam()), "");
      }
    }
  }
}

// One octet of another class at every place of such a run.
TEST_P(Memory, RunsOfTwoClassesFlushAgainstAnUnreadablePage) {
  guarded_pages pages;
  for (std::string_view begin : {"", "F ", "F a=", "F a=\"", "a=\""}) {
    for (char run : std::string_view("a\x80 ")) {
      for (char octet : std::string_view("\t !/=,\"\\:\x7F")) {
        for (std::size_t length : {15U, 16U, 17U, 31U, 32U, 33U, 64U, 65U}) {
          for (std::size_t at = 0; at < length; ++at) {
            std::string value = std::string(begin) + std::string(length, run);
            value[begin.size() + at] = octet;
            EXPECT_EQ(difference(pages.at_back(value), GetParam()), "");
          }
        }
      }
    }
  }
}

TEST_P(Memory, LinesFlushAgainstUnreadablePages) {
  guarded_pages first_pages, second_pages, list_pages;
  const subject& s = GetParam();
  for (std::string_view whole : templates) {
    for (std::size_t i = 0; i <= whole.size(); ++i) {
      const std::string_view lines[] = {first_pages.at_back(whole.substr(0, i)),
                                        second_pages.at_back(whole.substr(i))};
      // The list of lines itself is not read beyond its end either.
      std::string_view* const copies =
          new (list_pages.back(sizeof(lines)).data()) std::string_view[2]{lines[0], lines[1]};
      EXPECT_EQ(difference(std::span<const std::string_view>(copies, 2), s), "");
      const std::string value = combined(lines);
      const auto joined = join(lines, list_pages.back(joined_size(lines)));
      EXPECT_EQ(joined.value, value);
    }
  }
}

TEST_P(Memory, UnescapesIntoExactlyWhatIsNeeded) {
  guarded_pages pages, out_pages;
  const subject& s = GetParam();
  for (std::string_view whole : templates) {
    const std::string_view value = pages.at_back(whole);
    reader reader(value, s.what, s.no_limits());
    for (;;) {
      const event next = reader.next();
      if (next == event::end || next == event::error) break;
      if (next != event::auth_param) continue;
      const param_value& p = reader.param().value;
      const std::size_t needed = p.unescaped_size();
      for (std::size_t size = 0; size <= needed + 1; ++size) {
        const auto written = p.unescape_to(out_pages.back(size));
        EXPECT_EQ(written.size, needed);
        EXPECT_EQ(written.code, size < needed ? errc::output_too_small : errc::ok);
        if (size >= needed) {
          EXPECT_TRUE(p.equals(written.value));
        }
      }
    }
  }
}

// A block of exactly the value's size: AddressSanitizer reports a read of one octet more.
TEST_P(Memory, ExactHeapCopies) {
  each_value([&](std::string_view value) {
    const std::unique_ptr<char[]> copy(new char[value.size()]);
    if (!value.empty()) std::memcpy(copy.get(), value.data(), value.size());
    EXPECT_EQ(difference({copy.get(), value.size()}, GetParam()), "");
  });
}

// Whatever stands around the view makes no difference.
TEST_P(Memory, SurroundingsDoNotMatter) {
  for (std::string_view whole : templates) {
    for (char around : std::string_view("a=\", \\\x80")) {
      for (std::size_t i = 0; i <= whole.size(); ++i) {
        const std::string block =
            std::string(3, around) + std::string(whole.substr(0, i)) + std::string(3, around);
        EXPECT_EQ(difference(std::string_view(block).substr(3, i), GetParam()), "");
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Memory, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace gauntlet::test
