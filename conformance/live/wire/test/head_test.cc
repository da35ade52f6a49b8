#include "conformance/live/wire/head.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::wire {
namespace {

using namespace std::string_view_literals;

head read(std::string_view octets) {
  head_reader reader;
  EXPECT_EQ(reader.feed(octets), octets.size());
  EXPECT_EQ(reader.status(), head_reader::state::done);
  return reader.take();
}

TEST(Head, KeepsWhatCame) {
  constexpr std::string_view octets =
      "\r\n\nHTTP/1.1 401 x\r\n"
      "WWW-Authenticate: Basic realm=\"a\r\n \tb\"  \r\n"
      "www-authenticate:Digest\rx\0y\n"
      "X-Spaced : v\r\n"
      "no colon\r\n"
      "\r\n"sv;
  const head made = read(octets);
  EXPECT_EQ(made.octets, octets);
  EXPECT_EQ(made.start(), "HTTP/1.1 401 x");
  ASSERT_EQ(made.fields.size(), 4U);
  EXPECT_EQ(made.text(made.fields[0].value), " Basic realm=\"a\r\n \tb\"  ");
  EXPECT_EQ(made.text(made.fields[2].name), "X-Spaced ");
  EXPECT_FALSE(made.fields[3].has_colon);
  EXPECT_EQ(made.values("WWW-Authenticate"),
            (std::vector<std::string_view>{"Basic realm=\"a\r\n \tb\"", "Digest\rx\0y"sv}));
  EXPECT_EQ(made.value("x-spaced"), "v");
  EXPECT_EQ(made.value("no colon"), std::nullopt);
}

TEST(Head, EndsAtTheEmptyLine) {
  constexpr std::string_view octets = "GET / HTTP/1.1\nHost: a\n\nbody";
  for (std::size_t piece = 1; piece <= octets.size(); ++piece) {
    head_reader reader;
    std::size_t taken = 0;
    while (taken < octets.size()) {
      const std::size_t more = reader.feed(octets.substr(taken, piece));
      taken += more;
      if (more == 0) break;
    }
    EXPECT_EQ(taken, octets.size() - 4) << piece;
    EXPECT_EQ(reader.status(), head_reader::state::done) << piece;
    EXPECT_EQ(reader.get().value("Host"), "a") << piece;
  }
}

TEST(Head, FoldsOfALineWithoutColonAreItsOwn) {
  const head made = read("GET / HTTP/1.1\r\nbad\r\n more: x\r\n\r\n");
  ASSERT_EQ(made.fields.size(), 1U);
  EXPECT_EQ(made.text(made.fields[0].name), "bad\r\n more: x");
  EXPECT_EQ(made.text(made.fields[0].value), "");
}

TEST(Head, IsBounded) {
  head_reader octets({10, 100});
  EXPECT_EQ(octets.feed("GET /123456789 HTTP/1.1\r\n"), 10U);
  EXPECT_EQ(octets.status(), head_reader::state::too_large);
  EXPECT_EQ(octets.get().octets, "GET /12345");
  EXPECT_EQ(octets.feed("x"), 0U);

  head_reader lines({1000, 2});
  lines.feed("GET / HTTP/1.1\r\na: b\r\nc: d\r\n");
  EXPECT_EQ(lines.status(), head_reader::state::too_large);

  head_reader nothing({8, 2});
  EXPECT_EQ(nothing.feed("\r\n\r\n\r\n\r\n\r\n\r\n"), 8U);
  EXPECT_EQ(nothing.status(), head_reader::state::too_large);
}

TEST(Head, Unfold) {
  EXPECT_EQ(unfold("a \r\n \t b"), "a b");
  EXPECT_EQ(unfold("a\n\tb\r\n c"), "a b c");
  EXPECT_EQ(unfold("a\r\nb\rc\r\n"), "a\r\nb\rc\r\n");
  EXPECT_EQ(unfold("\r\n a"), " a");
}

TEST(RequestLine, IsReadFromBothEnds) {
  const auto line = read_request_line("GET /a b HTTP/1.1");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->method, "GET");
  EXPECT_EQ(line->target, "/a b");
  EXPECT_EQ(line->version, "HTTP/1.1");
  for (const std::string_view bad :
       {"", "GET", "GET /", " / HTTP/1.1", "GET  HTTP/1.1", "GET / FTP/1"})
    EXPECT_FALSE(read_request_line(bad)) << bad;
}

TEST(StatusLine, IsThatOfHttp1) {
  const auto line = read_status_line("HTTP/1.0 407 Proxy Authentication Required");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->code, 407);
  EXPECT_TRUE(line->is_1_0);
  EXPECT_EQ(line->reason, "Proxy Authentication Required");
  EXPECT_EQ(read_status_line("HTTP/1.1 401")->reason, "");
  for (const std::string_view bad :
       {"HTTP/2 401", "HTTP/1.2 401 x", "HTTP/1.1 4o1 x", "HTTP/1.1 4011", ""})
    EXPECT_FALSE(read_status_line(bad)) << bad;
}

}  // namespace
}  // namespace gauntlet::wire
