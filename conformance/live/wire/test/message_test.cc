#include "conformance/live/wire/message.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace gauntlet::wire {
namespace {

using state = message_reader::state;

// Feeds all, `piece` octets at a time; returns how many were taken.
std::size_t feed(message_reader& reader, std::string_view octets, std::size_t piece) {
  std::size_t taken = 0;
  while (taken < octets.size()) {
    const std::string_view next = octets.substr(taken, piece);
    std::size_t more = reader.feed(next);
    taken += more;
    if (more < next.size()) break;
  }
  return taken;
}

TEST(Message, IsTheSameInPiecesOfAnySize) {
  constexpr std::string_view chunked =
      "POST /x HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\nA\n0123456789\r\n0\r\nAuthentication-Info: a=b\r\n\r\n";
  for (std::size_t piece = 1; piece <= chunked.size(); ++piece) {
    message_reader reader;
    EXPECT_EQ(feed(reader, std::string(chunked) + "GET", piece), chunked.size()) << piece;
    ASSERT_EQ(reader.status(), state::done) << piece << reader.fault();
    EXPECT_EQ(reader.get().content, "hello0123456789");
    EXPECT_EQ(reader.get().trailers, "Authentication-Info: a=b\r\n");
    EXPECT_EQ(reader.get().head.octets + reader.get().body, chunked);
  }
}

TEST(Message, RequestsEndWhereTheySay) {
  message_reader none;
  EXPECT_EQ(none.feed("GET / HTTP/1.1\r\n\r\nx"), 18U);
  EXPECT_EQ(none.status(), state::done);

  message_reader length;
  EXPECT_EQ(length.feed("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd"), 41U);
  EXPECT_EQ(length.get().content, "abc");
}

TEST(Message, ResponsesEndByStatusAndMethod) {
  const auto read = [](std::string method, std::string_view octets) {
    message_reader reader = message_reader::of_response(std::move(method));
    reader.feed(octets);
    return reader.status();
  };
  constexpr std::string_view with_length = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
  EXPECT_EQ(read("GET", with_length), state::body);
  EXPECT_EQ(read("HEAD", with_length), state::done);
  EXPECT_EQ(read("CONNECT", with_length), state::done);
  EXPECT_EQ(read("GET", "HTTP/1.1 100 Continue\r\n\r\n"), state::done);
  EXPECT_EQ(read("GET", "HTTP/1.1 204 x\r\nContent-Length: 3\r\n\r\n"), state::done);
  EXPECT_EQ(read("CONNECT", "HTTP/1.1 407 x\r\nContent-Length: 3\r\n\r\n"), state::body);

  message_reader to_the_end = message_reader::of_response("GET");
  to_the_end.feed("HTTP/1.1 401 x\r\n\r\nabc");
  EXPECT_EQ(to_the_end.status(), state::body);
  to_the_end.end();
  EXPECT_EQ(to_the_end.status(), state::done);
  EXPECT_EQ(to_the_end.get().content, "abc");
  EXPECT_EQ(to_the_end.code(), 401);
}

TEST(Message, WhatCannotBeToldIsBroken) {
  const auto fault = [](std::string_view octets) -> std::string {
    message_reader reader;
    reader.feed(octets);
    return reader.status() == state::broken ? reader.fault() : "";
  };
  EXPECT_NE(fault("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), "");
  EXPECT_EQ(fault("GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"), "");
  EXPECT_NE(fault("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"), "");
  EXPECT_NE(fault("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"), "");
  EXPECT_NE(fault("GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), "");
  EXPECT_NE(fault("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"), "");
  constexpr std::string_view chunked = "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_NE(fault(std::string(chunked) + "x\r\n"), "");
  EXPECT_NE(fault(std::string(chunked) + "\r\n"), "");
  EXPECT_NE(fault(std::string(chunked) + "1\r\nab\r\n"), "");
  EXPECT_NE(fault(std::string(chunked) + "ffffffffffffffff\r\n"), "");
  EXPECT_NE(fault("nonsense\r\n\r\n"), "");
}

TEST(Message, TlsIsToldByItsFirstOctet) {
  message_reader request;
  EXPECT_EQ(request.feed("\r\n\x16\x03\x01"), 3U);
  EXPECT_EQ(request.status(), state::broken);
  EXPECT_STREQ(request.fault(), "TLS, where none is spoken");
  EXPECT_EQ(request.get().head.octets, "\r\n\x16");
  message_reader later;
  later.feed("G\x16");
  EXPECT_EQ(later.status(), state::head);
}

TEST(Message, IsBounded) {
  message_limits limits;
  limits.body = {100, 4, 8, 16};
  message_reader kept(limits);
  kept.feed("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_EQ(kept.status(), state::done);
  EXPECT_EQ(kept.get().content, "0123");
  EXPECT_EQ(kept.get().body, "0123");
  EXPECT_TRUE(kept.get().is_cut);

  message_reader octets(limits);
  octets.feed("POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + std::string(200, 'x'));
  EXPECT_EQ(octets.status(), state::broken);

  constexpr std::string_view chunked = "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  message_reader line(limits);
  line.feed(std::string(chunked) + "1;aaaaaaaaaaaa");
  EXPECT_EQ(line.status(), state::broken);
  message_reader trailers(limits);
  trailers.feed(std::string(chunked) + "0\r\na: bcdefgh\r\ni: jklmnop\r\n");
  EXPECT_EQ(trailers.status(), state::broken);
}

TEST(Message, AnEndInTheMiddleIsTold) {
  message_reader nothing;
  nothing.feed("\r\n");
  nothing.end();
  EXPECT_EQ(nothing.status(), state::empty);

  message_reader head;
  head.feed("GET / HT");
  head.end();
  EXPECT_EQ(head.status(), state::broken);
  EXPECT_EQ(head.get().head.octets, "GET / HT");

  message_reader body;
  body.feed("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na");
  body.end();
  EXPECT_EQ(body.status(), state::broken);
  EXPECT_EQ(body.get().content, "a");
}

TEST(Message, TheHeadCanBeLookedAtFirst) {
  message_reader reader;
  constexpr std::string_view octets = "PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab";
  const std::size_t taken = reader.feed_head(octets);
  EXPECT_EQ(reader.status(), state::body);
  EXPECT_EQ(reader.get().head.value("Content-Length"), "2");
  EXPECT_EQ(taken + reader.feed(octets.substr(taken)), octets.size());
  EXPECT_EQ(reader.status(), state::done);
}

}  // namespace
}  // namespace gauntlet::wire
