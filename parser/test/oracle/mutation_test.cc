// Each octet at each place of the templates, and the templates cut off at each place, through
// reader and oracle.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "comparison.hpp"
#include "templates.hpp"

namespace oracle {
namespace {

class Mutation : public testing::TestWithParam<subject> {
 protected:
  void compare(std::string_view value) {
    ++tried_;
    const std::string text = difference(value, GetParam());
    if (!text.empty() && ++different_ <= 20) ADD_FAILURE() << text;
  }
  // As compare, and what the reader says before it stops.
  void compare_early(std::string_view value) {
    compare(value);
    const std::string_view core = trimmed(value);
    const verdict expected = GetParam().abnf().read(core);
    if (expected.accepted) return;
    const reading got = read(core, GetParam(), GetParam().unlimited());
    const std::string text =
        early_difference(got.elements, core.substr(0, expected.offset), GetParam());
    if (!text.empty() && ++different_ <= 20) ADD_FAILURE() << text;
  }
  ~Mutation() override { std::printf("%zu values, %zu differences\n", tried_, different_); }

  std::size_t tried_ = 0, different_ = 0;
};

TEST_P(Mutation, OctetReplaced) {
  for (std::string_view each : templates) {
    std::string value(each);
    for (char& place : value) {
      const char kept = place;
      for (unsigned octet = 0; octet < 256; ++octet) {
        place = static_cast<char>(octet);
        compare(value);
      }
      place = kept;
    }
  }
}

TEST_P(Mutation, OctetInserted) {
  for (std::string_view each : templates) {
    for (std::size_t i = 0; i <= each.size(); ++i) {
      std::string value(each);
      value.insert(i, 1, '\0');
      for (unsigned octet = 0; octet < 256; ++octet) {
        value[i] = static_cast<char>(octet);
        compare(value);
      }
    }
  }
}

TEST_P(Mutation, PairOfOctetClassesInserted) {
  for (std::string_view each : templates) {
    for (std::size_t i = 0; i <= each.size(); ++i) {
      std::string value(each);
      value.insert(i, 2, '\0');
      for (char first : std::string_view("\t !a/=,\"\\:\x7F")) {
        for (char second : std::string_view("\t !a/=,\"\\:\x7F")) {
          value[i] = first;
          value[i + 1] = second;
          compare(value);
        }
      }
    }
  }
}

TEST_P(Mutation, SpanRemoved) {
  for (std::string_view each : templates) {
    for (std::size_t first = 0; first < each.size(); ++first) {
      for (std::size_t last = first + 1; last <= each.size(); ++last) {
        compare(std::string(each).erase(first, last - first));
      }
    }
  }
}

TEST_P(Mutation, CutOffAndThenWrong) {
  for (std::string_view each : templates) {
    for (std::size_t i = 0; i <= each.size(); ++i) {
      const std::string value(each.substr(0, i));
      compare_early(value);
      for (char octet : std::string_view("\t !a/=,\"\\:\x7F")) compare_early(value + octet);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Mutation, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace oracle
