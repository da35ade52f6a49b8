#include <gtest/gtest.h>

#include "conformance/input/test/gzip.hpp"
#include "conformance/lint/readers/test/recording.hpp"

namespace gauntlet::lint {
namespace {

std::string record(std::string_view type, std::string_view block, std::string_view more = "") {
  return "WARC/1.0\r\nWARC-Type: " + std::string(type) +
         "\r\nWARC-Target-URI: https://a.example/x\r\n" + std::string(more) +
         "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + std::string(block) +
         "\r\n\r\n";
}

const std::string request = "GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n";
const std::string response = "HTTP/1.1 401 U\r\nA: b\r\n\r\nWARC/1.0\r\nbody";

TEST(Warc, RequestsAndResponses) {
  EXPECT_EQ(read_in_pieces(format::warc,
                           record("warcinfo", "software: x\r\n") + record("request", request) +
                               record("response", response) + record("metadata", "a: b") +
                               record("revisit", "HTTP/1.1 304 N\r\n\r\n")),
            "record 2 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example tls "
            "exchange=1\n"
            "  record 2 Host=\" a.example\"\n"
            "record 3 response \"HTTP/1.1 401 U\" status=401 host=a.example tls exchange=1\n"
            "  record 3 A=\" b\"\n"
            "record 5 response \"HTTP/1.1 304 N\" status=304 host=a.example tls exchange=2\n");
}

TEST(Warc, ConcurrentRecordsAreOneExchange) {
  const std::string found = read_in_pieces(
      format::warc,
      record("response", response, "WARC-Record-ID: <1>\r\n") +
          record("response", response, "WARC-Record-ID: <2>\r\n") +
          record("request", request, "WARC-Record-ID: <3>\r\nWARC-Concurrent-To: <1>\r\n") +
          record("request", request, "WARC-Record-ID: <4>\r\nWARC-Concurrent-To: <5>\r\n") +
          record("request", request, "WARC-Record-ID: <6>\r\n") +
          record("response", response, "WARC-Record-ID: <5>\r\n"));
  std::string numbers;
  for (std::size_t at = found.find("exchange="); at != std::string::npos;
       at = found.find("exchange=", at + 1))
    numbers.push_back(found[at + 9]);
  EXPECT_EQ(numbers, "121343");
}

TEST(Warc, HeadsThatEndWithTheirBlock) {
  const std::string expected =
      "record 1 response \"HTTP/1.1 401 U\" status=401 host=a.example tls exchange=1\n"
      "  record 1 A=\" b\"\n"
      "record 2 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example tls exchange=2\n"
      "  record 2 Host=\" a.example\"\n";
  for (const std::string end : {"", "\r", "\r\n", "\r\n\r\n"}) {
    EXPECT_EQ(read_in_pieces(format::warc, record("response", "HTTP/1.1 401 U\r\nA: b" + end) +
                                               record("request", request)),
              expected);
  }
}

TEST(Warc, OtherProtocolsAreSkipped) {
  EXPECT_EQ(read_in_pieces(format::warc,
                           record("response", "20261130000000\na.example. 1 IN A 1.2.3.4",
                                  "Content-Type: text/dns\r\n") +
                               record("response", response,
                                      "Content-Type: application/http; msgtype=response\r\n")),
            "record 2 response \"HTTP/1.1 401 U\" status=401 host=a.example tls exchange=1\n"
            "  record 2 A=\" b\"\n");
}

TEST(Warc, CompressedInEveryWay) {
  const std::string first = record("request", request);
  const std::string second = record("response", response);
  const std::string expected = read(format::warc, first + second);
  const auto without_marks = [](std::string text) {
    for (std::size_t at; (at = text.find(" elsewhere")) != std::string::npos;) text.erase(at, 10);
    return text;
  };
  EXPECT_EQ(without_marks(read_in_pieces(format::warc,
                                         input::gzip_member(first) + input::gzip_member(second))),
            expected);
  EXPECT_EQ(without_marks(read_in_pieces(format::warc, input::gzip_member(first + second))),
            expected);
  EXPECT_EQ(recognise(input::gzip_member(first)), format::warc);
}

TEST(Warc, GoesOnAfterABrokenMember) {
  const std::string first = input::gzip_member(record("response", "HTTP/1.1 200 OK\r\n\r\n"));
  const std::string broken = input::gzip_member(record("response", response));
  const std::string last = input::gzip_member(record("request", request));
  const std::string found = read_in_pieces(format::warc, first + broken.substr(0, 60) + last);
  EXPECT_EQ(found,
            "record 1 response \"HTTP/1.1 200 OK\" elsewhere status=200 host=a.example tls "
            "exchange=1\n"
            "octet " +
                std::to_string(first.size()) +
                " unreadable: a gzip member with a wrong checksum or length\n"
                "record 3 request \"GET /x HTTP/1.1\" elsewhere method=GET target=/x "
                "host=a.example tls exchange=2\n"
                "  record 3 Host=\" a.example\" elsewhere\n");
}

TEST(Warc, WhatCannotBeReadIsTold) {
  EXPECT_EQ(read_in_pieces(format::warc, record("response", "no status line\r\n\r\n") +
                                             "nothing\r\nnothing\r\n" +
                                             "WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n" +
                                             record("request", request)),
            "record 1 unreadable: an HTTP message without a start line\n"
            "octet 113 unreadable: octets that are no WARC record\n"
            "record 2 unreadable: a WARC record without a length\n"
            "record 3 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example tls "
            "exchange=1\n"
            "  record 3 Host=\" a.example\"\n");
}

TEST(Warc, AnInputThatEndsTooEarly) {
  const std::string all = record("metadata", "abc") + record("response", response);
  const std::size_t second = record("metadata", "abc").size();
  for (std::size_t size = second + 5; size < all.size() - 4; size += 3) {
    const std::string found = read(format::warc, std::string_view(all).substr(0, size));
    EXPECT_TRUE(found.ends_with("record 2 unreadable: the WARC ends within a record\n")) << found;
  }
  EXPECT_EQ(read(format::warc, ""), "");
}

TEST(Warc, BoundsAreTold) {
  const limits bounds{.max_head = 100, .max_fields = 3};
  const std::string long_line = "HTTP/1.1 401 U\r\nA: " + std::string(200, 'x') + "\r\n\r\n";
  EXPECT_EQ(read_in_pieces(format::warc,
                           record("response", long_line) +
                               record("response", "x", "X: " + std::string(99, 'x') + "\r\n") +
                               record("request", request),
                           bounds),
            "record 1 unreadable: a line of a head that is too long\n"
            "record 2 unreadable: the head of a WARC record is too long\n"
            "record 3 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example tls "
            "exchange=1\n"
            "  record 3 Host=\" a.example\"\n");
}

// Counts what it gets, and holds nothing.
class counting final : public sink {
 public:
  void on_head(const head& found) override {
    ++heads;
    unauthorized += found.status == 401 ? 1 : 0;
  }
  void on_unreadable(const place&, std::string_view) override { ++unreadable; }

  int heads = 0;
  int unauthorized = 0;
  int unreadable = 0;
};

TEST(Warc, ManyRecordsInManyMembers) {
  counting found;
  const std::unique_ptr<reader> reading = make_reader(format::warc, found);
  const std::string first = input::gzip_member(record("request", request));
  const std::string second =
      input::gzip_member(record("response", response + std::string(100000, 'x')));
  for (int i = 0; i < 2000; ++i) {
    reading->push(first);
    reading->push(second);
  }
  reading->finish();
  EXPECT_EQ(found.heads, 4000);
  EXPECT_EQ(found.unauthorized, 2000);
  EXPECT_EQ(found.unreadable, 0);
}

}  // namespace
}  // namespace gauntlet::lint
