#include "conformance/model/text.hpp"

#include <string>

#include "gtest/gtest.h"

namespace gauntlet::model {
namespace {

TEST(Text, PrintableShowsOctetsThatATerminalWouldAct) {
  EXPECT_EQ(printable(std::string("a\x1b[0m\0\xFF", 7)), "a\\x1b[0m\\x00\\xff");
  EXPECT_EQ(quoted_printable("a\"\\\n"), R"("a\"\\\x0a")");
}

TEST(Text, ShellQuotedIsOneWord) {
  EXPECT_EQ(shell_quoted("list/empty-element"), "list/empty-element");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("Basic realm=\"it's\""), R"('Basic realm="it'\''s"')");
  EXPECT_EQ(shell_quoted("a'\\\t"), R"($'a\'\\\x09')");
}

TEST(Text, CsvLinesKeepCommasQuotesAndLines) {
  EXPECT_EQ(csv_line({"a,b", R"(say "x")", "", "two\nlines"}),
            "\"a,b\",\"say \"\"x\"\"\",\"\",\"two\nlines\"\n");
  // Not a formula.
  EXPECT_EQ(csv_line({"=1+1", "-2", "1-2"}), "\"'=1+1\",\"'-2\",\"1-2\"\n");
  EXPECT_EQ(csv_line({}), "\n");
}

}  // namespace
}  // namespace gauntlet::model
