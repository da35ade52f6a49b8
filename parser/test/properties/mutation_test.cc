// Each octet at each place of the templates, and the templates cut off at each place, through
// reader and oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <string>
#include <vector>

#include "comparison.hpp"
#include "templates.hpp"

namespace gauntlet::test {
namespace {

// All 256, or in slow builds (see CMakeLists.txt) those at which the grammar begins or ends to
// treat octets alike.
std::vector<char> octets_to_try() {
  std::vector<char> all;
  const rule& abnf = rule_of(operation::challenges, grammar::sender);
  const std::string access[] = {"", "F ", "F a=\"", "F a=\"\\", "F rea"};
  const auto alike = [&](unsigned a, unsigned b) {
    return std::all_of(std::begin(access), std::end(access), [&](const std::string& prefix) {
      std::size_t subset = 0;
      for (char octet : prefix) subset = abnf.next(subset, octet);
      return abnf.next(subset, static_cast<char>(a)) == abnf.next(subset, static_cast<char>(b));
    });
  };
  for (unsigned octet = 0; octet < 256; ++octet) {
    const bool first = octet == 0 || !alike(octet - 1, octet);
    const bool last = octet == 255 || !alike(octet, octet + 1);
    if (GAUNTLET_PROPERTY_DEPTH >= 6 || first || last) all.push_back(static_cast<char>(octet));
  }
  return all;
}

class Mutation : public testing::TestWithParam<subject> {
 protected:
  void compare(std::string_view value) {
    ++tried_;
    const std::string text = difference(value, GetParam());
    if (!text.empty() && ++different_ <= 20) ADD_FAILURE() << text;
  }
  ~Mutation() override {
    std::printf("%zu values (octets tried: %zu), %zu differences\n", tried_, octets_.size(),
                different_);
  }

  const std::vector<char> octets_ = octets_to_try();
  std::size_t tried_ = 0, different_ = 0;
};

TEST_P(Mutation, OctetReplaced) {
  for (std::string_view each : templates) {
    std::string value(each);
    for (char& place : value) {
      const char kept = place;
      for (char octet : octets_) {
        place = octet;
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
      for (char octet : octets_) {
        value[i] = octet;
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
      compare(value);
      for (char octet : std::string_view("\t !a/=,\"\\:\x7F")) compare(value + octet);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Mutation, testing::ValuesIn(every_subject), name_of_test);

}  // namespace
}  // namespace gauntlet::test
