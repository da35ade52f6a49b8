// No kernel allocates. Every allocation of this program is counted, those of the
// C library's malloc too where the platform allows it.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <gauntlet/gauntlet.hpp>
#include <new>
#include <string>

namespace {
std::size_t allocations = 0;
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(GAUNTLET_SANITIZED)
#define COUNTS_MALLOC 1
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) {
  ++allocations;
  return __libc_realloc(block, size);
}
}
#else
#define COUNTS_MALLOC 0
#endif

// Not inlined: GCC 12 takes the halves of an inlined pair of new and delete for mismatched.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* block = std::malloc(size > 0 ? size : 1)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new[](std::size_t size) { return operator new(size); }
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

namespace {

class NoAllocation : public testing::TestWithParam<gauntlet::kernel_id> {};

TEST_P(NoAllocation, ForAnyInputOfAnySize) {
  if (!gauntlet::kernel::runs_here(GetParam())) GTEST_SKIP() << "not run: not on this processor";
  const gauntlet::kernel kernel = gauntlet::kernel::of(GetParam());
  // Counted at all.
  const std::size_t start = allocations;
  void* volatile block = ::operator new(1);  // volatile: what nobody looks at may be left out
  ::operator delete(block);
  block = std::malloc(1);
  std::free(block);
  ASSERT_EQ(allocations, start + 1 + (COUNTS_MALLOC ? 2 : 0));

  static std::array<gauntlet::element, 64> storage;
  for (const std::string_view repeat : {",", "a=b,", "a,", "\\\"", "a", "=", " \t", "b\"", "/"}) {
    for (const std::string_view before : {"", "Foo ", "Foo a=\"", "Foo a"}) {
      std::string value(before);
      while (value.size() < 70000) value += repeat;
      const std::string_view whole = value;
      for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{20},
                                     std::size_t{63}, std::size_t{200}, whole.size()}) {
        const std::string_view lines[] = {whole.substr(0, size), whole.substr(0, size)};
        const std::size_t before_parsing = allocations;
        const gauntlet::parse_result one =
            kernel.parse(lines[0], gauntlet::operation::challenges, storage, gauntlet::no_limits);
        const gauntlet::parse_result two = kernel.parse(std::span<const std::string_view>(lines),
                                                        gauntlet::operation::credentials, storage);
        EXPECT_EQ(allocations, before_parsing) << one.size + two.size;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, NoAllocation, testing::ValuesIn(gauntlet::every_kernel),
                         [](const testing::TestParamInfo<gauntlet::kernel_id>& test) {
                           return std::string(to_string(test.param));
                         });

}  // namespace
