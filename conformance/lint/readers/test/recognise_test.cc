#include <gtest/gtest.h>

#include <string>

#include "conformance/lint/reader.hpp"

namespace gauntlet::lint {
namespace {

std::string word(std::string_view octets) {
  const std::optional<format> found = recognise(octets);
  return found ? std::string(to_string(*found)) : "none";
}

TEST(Recognise, EveryFormatByItsStart) {
  EXPECT_EQ(word("HTTP/1.1 401 U\r\n\r\n"), "head");
  EXPECT_EQ(word("\xEF\xBB\xBFHTTP/2 401\n"), "head");
  EXPECT_EQ(word("GET / HTTP/1.1\r\n"), "head");
  EXPECT_EQ(word("$ curl -si http://a.example\nHTTP/1.1 401 U\n"), "head");
  EXPECT_EQ(word("*   Trying 127.0.0.1:80...\n* Connected\n> GET / HTTP/1.1\n"), "curl");
  EXPECT_EQ(word("< HTTP/1.1 401 U\n< A: b\n"), "curl");
  EXPECT_EQ(word("< WWW-Authenticate: Basic\n"), "curl");
  EXPECT_EQ(word("== Info:   Trying 127.0.0.1:80...\n"), "curl");
  EXPECT_EQ(word("10:20:30.123456 == Info:   Trying 127.0.0.1:80...\n"), "curl");
  EXPECT_EQ(word("10:20:30.123456 http.c:756              => Send header: GET / HTTP/1.1\n"),
            "git");
  EXPECT_EQ(word("10:20:30.123456 git.c:460   trace: built-in: git fetch\n"
                 "10:20:30.123457 http.c:756              == Info: Trying\n"),
            "git");
  EXPECT_EQ(word("protocol=https\nhost=a.example\n"), "git-credential");
  EXPECT_EQ(word("WWW-Authenticate: Basic\n"), "fields");
  EXPECT_EQ(word("Status Code: 401\nwww-authenticate : Basic\n"), "fields");
  EXPECT_EQ(word(":status: 401\n"), "fields");
  EXPECT_EQ(word("\n\n{\"log\": {\"version\": \"1.2\""), "har");
  EXPECT_EQ(word("WARC/1.0\r\nWARC-Type: warcinfo\r\n"), "warc");
  EXPECT_EQ(word("{\"status\":401,\"headers\":{}}\n"), "ndjson");
  EXPECT_EQ(word("[[\"WWW-Authenticate\",\"Basic\"]]\n"), "ndjson");
  EXPECT_EQ(word("{\"index\":{\"_index\":\"packets-2026-11-30\",\"_type\":\"doc\"}}\n"), "tshark");
  EXPECT_EQ(word("{\"timestamp\":\"1\",\"layers\":{}}\n"), "tshark");
}

TEST(Recognise, NothingOfTheseFormats) {
  EXPECT_EQ(word(""), "none");
  EXPECT_EQ(word("\r\n \r\n"), "none");
  EXPECT_EQ(word("Basic realm=\"x\"\n"), "none");
  EXPECT_EQ(word("<html>\n<h1>HTTP/1.1</h1>\n"), "none");
  EXPECT_EQ(word(std::string_view("\0\1\2", 3)), "none");
}

TEST(Recognise, WordsOfFormats) {
  for (int i = 0; i <= static_cast<int>(format::tshark); ++i) {
    const auto each = static_cast<format>(i);
    EXPECT_EQ(format_from_string(to_string(each)), each);
  }
  EXPECT_EQ(format_from_string("HAR"), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::lint
