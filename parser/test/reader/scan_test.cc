#include "gauntlet/scan.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "reading.hpp"

namespace gauntlet::test {
namespace {

static_assert(std::is_trivially_copyable_v<scalar_scanner>);
static_assert(trim_ows("\t a b \t") == "a b" && trim_ows(" \t").empty() && trim_ows("").empty());
static_assert(trim_ows("\na\n") == "\na\n", "only SP and HTAB");

using skip = const char* (scalar_scanner::*)(const char*) const noexcept;

void expect_run(skip function, bool (*is_in_run)(char)) {
  for (int octet = 0; octet < 256; ++octet) {
    for (std::size_t length = 0; length < 20; ++length) {
      // A run up to the octet, and up to the end.
      const char other = static_cast<char>(octet);
      char member = 0;
      while (!is_in_run(member)) ++member;
      const exact_copy line(std::string(length, member) + other);
      scalar_scanner scanner;
      scanner.start(line.view().data(), line.view().data() + line.view().size());
      const char* end = (scanner.*function)(line.view().data());
      ASSERT_EQ(static_cast<std::size_t>(end - line.view().data()),
                length + (is_in_run(other) ? 1 : 0))
          << octet;
      ASSERT_EQ((scanner.*function)(scanner.last()), scanner.last());
    }
  }
}

TEST(ScalarScanner, RunsEndWhereTheSetDoes) {
  expect_run(&scalar_scanner::skip_tchar, [](char c) { return is_tchar(c); });
  expect_run(&scalar_scanner::skip_token68_char, [](char c) { return is_token68_char(c); });
  expect_run(&scalar_scanner::skip_tchar_and_token68_char,
             [](char c) { return is_tchar(c) && is_token68_char(c); });
  expect_run(&scalar_scanner::skip_qdtext, [](char c) { return is_qdtext(c); });
  expect_run(&scalar_scanner::skip_ows, [](char c) { return is_ows(c); });
  expect_run(&scalar_scanner::skip_sp, [](char c) { return c == ' '; });
  expect_run(&scalar_scanner::skip_equals, [](char c) { return c == '='; });
}

TEST(TrimOws, ResultIsAViewOfTheLine) {
  const std::string_view line = "  a ";
  EXPECT_EQ(trim_ows(line).data(), line.data() + 2);
  EXPECT_EQ(trim_ows(std::string_view()).data(), nullptr);
}

}  // namespace
}  // namespace gauntlet::test
