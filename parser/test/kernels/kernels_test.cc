// Each kernel, forced: what it says is what the portable core says. A kernel that this processor
// does not run is skipped, and counted so.
#include <gtest/gtest.h>

#include "agreement.hpp"

namespace gauntlet::test {
namespace {

class Kernels : public testing::TestWithParam<kernel_id> {
 protected:
  void SetUp() override {
    if (!kernel::runs_here(GetParam())) {
      GTEST_SKIP() << "not run: this processor or this build has no " << to_string(GetParam());
    }
  }
  kernel subject() const { return kernel::of(GetParam()); }
  static void expect_agreement(const comparison& with, std::size_t at_least) {
    EXPECT_EQ(with.differences(), 0U);
    EXPECT_GE(with.values(), at_least);
    std::printf("%zu values\n", with.values());
  }
};

std::string name_of(const testing::TestParamInfo<kernel_id>& test) {
  return std::string(to_string(test.param));
}

TEST_P(Kernels, IsTheOneAskedFor) { EXPECT_EQ(subject().id(), GetParam()); }

TEST_P(Kernels, AgreesOnEveryShortValue) {
  comparison with(subject());
  compare_short_values(with, 4);
  expect_agreement(with, 100000);
}

TEST_P(Kernels, AgreesWhereBlocksEnd) {
  comparison with(subject());
  compare_at_boundaries(with, 2);
  expect_agreement(with, 50000);
}

TEST_P(Kernels, AgreesOnEveryOctetAtEveryPlace) {
  comparison with(subject());
  compare_every_octet(with);
  expect_agreement(with, 500000);
}

TEST_P(Kernels, AgreesOnMixedValuesAtEveryAlignmentWithLimitsAndInSeveralLines) {
  comparison with(subject());
  compare_mixed_values(with, 20000);
  expect_agreement(with, 200000);
}

TEST_P(Kernels, AgreesOnEverySequenceOfPieces) {
  comparison with(subject());
  compare_pieces(with, 4);
  expect_agreement(with, 150000);
}

TEST_P(Kernels, AgreesOnUsualValuesAndMutantsOfThem) {
  comparison with(subject());
  compare_usual_values(with, 50000);
  expect_agreement(with, 50000);
}

// A run of each kind, of every length, flush against unreadable pages on either side.
TEST_P(Kernels, ReadsNothingOutsideOfTheValue) {
  comparison with(subject());
  guarded_pages pages;
  for (const std::string_view before : {"", "Foo ", "Foo a=", "Foo a=\"", "Foo a/", "Foo a=b,"}) {
    for (const char run : std::string_view("aZ/= \t,\"\\\x80\x01:!")) {
      for (std::size_t size = 0; size <= 330; ++size) {
        const std::string value = std::string(before) + std::string(size, run);
        with.compare(pages.at_back(value));
        with.compare(pages.at_front(value));
      }
    }
  }
  expect_agreement(with, 200000);
}

TEST_P(Kernels, WritesNothingOutsideOfTheStorage) {
  guarded_pages pages;
  const std::string_view value = "Foo a=b, c=\"d\", Bar, Baz x/y==, Qux e=f";
  constexpr std::size_t needed = 8;
  std::vector<element> all(needed);
  ASSERT_EQ(subject().parse(value, operation::challenges, all).size, needed);
  for (std::size_t size = 0; size <= needed + 1; ++size) {
    const std::span<char> octets = pages.back(size * sizeof(element));
    const std::span<element> storage(reinterpret_cast<element*>(octets.data()), size);
    const parse_result got = subject().parse(value, operation::challenges, storage);
    EXPECT_EQ(got.size, needed);
    EXPECT_EQ(got.status.code, size < needed ? errc::output_too_small : errc::ok);
    EXPECT_EQ(got.status.offset, 0U);
    for (std::size_t i = 0; i < size && i < needed; ++i) EXPECT_TRUE(are_same(storage[i], all[i]));
  }
  EXPECT_TRUE(subject().validate(value, operation::challenges));
  // Of a value that is not valid the error counts, not the storage.
  const parse_result got = subject().parse("Foo a=b, =", operation::challenges, {});
  EXPECT_EQ(got.status.code, errc::expected_auth_scheme_or_auth_param);
  EXPECT_EQ(got.status.offset, 9U);
  EXPECT_EQ(got.size, 2U);
  EXPECT_EQ(subject().validate("Foo a=b, =", operation::challenges), got.status);
  const std::array<std::string_view, 2> lines{"Foo a=b", "="};
  EXPECT_EQ(subject().validate(lines, operation::challenges), got.status);
}

INSTANTIATE_TEST_SUITE_P(All, Kernels, testing::ValuesIn(every_kernel), name_of);

TEST(Kernel, BestOneRunsHere) {
  EXPECT_TRUE(kernel::runs_here(kernel::best().id()));
  EXPECT_EQ(kernel().id(), kernel_id::portable);
  EXPECT_EQ(kernel::of(static_cast<kernel_id>(200)).id(), kernel_id::portable);
  EXPECT_FALSE(kernel::runs_here(static_cast<kernel_id>(200)));
}

// x86-64 and AArch64 always have one.
TEST(Kernel, BestOneIsVectorisedWhereThereIsOne) {
#if defined(__x86_64__) || defined(__aarch64__)
  EXPECT_NE(kernel::best().id(), kernel_id::portable);
#endif
  std::size_t run = 0, not_run = 0;
  for (const kernel_id id : every_kernel) ++(kernel::runs_here(id) ? run : not_run);
  std::printf("%zu kernels run here, %zu do not\n", run, not_run);
  EXPECT_EQ(run + not_run, std::size(every_kernel));
}

TEST(Parse, IsConstexpr) {
  static constexpr std::size_t count = [] {
    element storage[4];
    const parse_result parsed = parse("Basic realm=\"x\"", operation::challenges, storage);
    return parsed && storage[1].param().value.equals("x") ? parsed.size : 0;
  }();
  static_assert(count == 2);
}

}  // namespace
}  // namespace gauntlet::test
