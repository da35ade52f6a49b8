#include <gtest/gtest.h>

#include "conformance/lint/readers/test/recording.hpp"

namespace gauntlet::lint {
namespace {

TEST(Heads, OneResponse) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "HTTP/1.1 401 Unauthorized\r\n"
                           "WWW-Authenticate: Basic realm=\"x\"\r\n"
                           "www-authenticate:NTLM \t\r\n"
                           "\r\n"),
            "line 1 response \"HTTP/1.1 401 Unauthorized\" status=401\n"
            "  line 2 WWW-Authenticate=\" Basic realm=\"x\"\"\n"
            "  line 3 www-authenticate=\"NTLM \\x09\"\n");
}

TEST(Heads, WithoutAnEnd) {
  EXPECT_EQ(read_in_pieces(format::head, "HTTP/2 401\nwww-authenticate: Basic"),
            "line 1 response \"HTTP/2 401\" status=401\n"
            "  line 2 www-authenticate=\" Basic\"\n");
}

TEST(Heads, SeveralResponsesInARow) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "HTTP/1.1 100 Continue\r\n\r\n"
                           "HTTP/1.1 301 Moved\r\nContent-Length: 100\r\n\r\n"
                           "HTTP/1.1 401 U\r\nContent-Length: 20\r\n\r\n"
                           "HTTP/1.1 999 inside\n"
                           "HTTP/1.1 407 P\r\n\r\n"
                           "<h1>407</h1>\nHTTP/1.1 200 prose\n"
                           "</html>HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
            "line 1 response \"HTTP/1.1 100 Continue\" status=100\n"
            "line 3 response \"HTTP/1.1 301 Moved\" status=301\n"
            "  line 4 Content-Length=\" 100\"\n"
            "line 6 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 7 Content-Length=\" 20\"\n"
            "line 10 response \"HTTP/1.1 407 P\" status=407\n"
            "line 14 response \"HTTP/1.1 200 OK\" status=200\n"
            "  line 15 A=\" b\"\n");
}

TEST(Heads, LengthIsNotBelievedWhereLineEndsWereChanged) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "HTTP/1.1 401 U\nContent-Length: 30\n\n"
                           "<html>\n</html>\n"
                           "HTTP/1.1 200 OK\n\n"),
            "line 1 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 2 Content-Length=\" 30\"\n"
            "line 6 response \"HTTP/1.1 200 OK\" status=200\n");
}

TEST(Heads, BothDirections) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
                           "HTTP/1.1 401 U\r\nContent-Length: 2\r\n\r\nno"
                           "HEAD /b HTTP/1.1\r\nHost: a.example\r\nAuthorization: Basic x\r\n\r\n"
                           "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
                           "HTTP/1.1 500 alone\r\n\r\n"),
            "line 1 request \"GET / HTTP/1.1\" method=GET target=/ host=a.example exchange=1\n"
            "  line 2 Host=\" a.example\"\n"
            "line 4 response \"HTTP/1.1 401 U\" status=401 host=a.example exchange=1\n"
            "  line 5 Content-Length=\" 2\"\n"
            "line 7 request \"HEAD /b HTTP/1.1\" method=HEAD target=/b host=a.example "
            "exchange=2\n"
            "  line 8 Host=\" a.example\"\n"
            "  line 9 Authorization=\" Basic x\"\n"
            "line 11 response \"HTTP/1.1 200 OK\" status=200 host=a.example exchange=2\n"
            "  line 12 Content-Length=\" 9\"\n"
            "line 14 response \"HTTP/1.1 500 alone\" status=500\n");
}

TEST(Heads, FoldsStayAsTheyAre) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "HTTP/1.1 401 U\r\nA: b\r\n\tc\r\n  d\r\n\r\n"
                           "HTTP/1.1 401 U\r\nA: b\n c\r\n\r\n"),
            "line 1 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 2 A=\" b\\x0d\\x0a\\x09c\\x0d\\x0a  d\"\n"
            "line 6 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 7 A=\" b\\x0a c\"\n");
}

TEST(Heads, OctetsNotText) {
  using namespace std::string_view_literals;
  EXPECT_EQ(read_in_pieces(format::head,
                           "\xEF\xBB\xBFHTTP/1.1 401 U\r\n"
                           "A: \xE9\xC3\xA9\0\r\r\n"
                           "B : c\r\n\r\n"sv),
            "line 1 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 2 A=\" \\xe9\\xc3\\xa9\\x00\\x0d\"\n"
            "  line 3 B =\" c\"\n");
}

TEST(Heads, WhatCannotBeReadIsTold) {
  EXPECT_EQ(read_in_pieces(format::head,
                           "$ curl -si https://a.example\nand so on\n"
                           "HTTP/1.1 401 U\nno colon\n folded\nA: b\n\n"),
            "line 1 unreadable: octets that belong to no message\n"
            "line 4 unreadable: a line of a head that is no field line\n"
            "line 5 unreadable: a line of a head that is no field line\n"
            "line 3 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 6 A=\" b\"\n");
}

TEST(Heads, NoEmptyLineBetween) {
  EXPECT_EQ(read_in_pieces(format::head, "HTTP/1.1 401 U\nA: b\nHTTP/1.1 200 OK\nC: d\n"),
            "line 1 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 2 A=\" b\"\n"
            "line 3 response \"HTTP/1.1 200 OK\" status=200\n"
            "  line 4 C=\" d\"\n");
}

TEST(Heads, BoundsAreTold) {
  const limits bounds{.max_head = 32, .max_fields = 2};
  const std::string many = "HTTP/1.1 401 U\r\nA:b\r\nA:b\r\nA:b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
  EXPECT_EQ(read_in_pieces(format::head, many, bounds),
            "line 1 unreadable: a head that is too long\n"
            "line 6 response \"HTTP/1.1 200 OK\" status=200\n");
  const std::string long_line =
      "HTTP/1.1 401 U\r\nA: " + std::string(99, 'x') + "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
  EXPECT_EQ(read_in_pieces(format::head, long_line, bounds),
            "line 2 unreadable: a line of a head that is too long\n"
            "line 4 response \"HTTP/1.1 200 OK\" status=200\n");
  const std::string two_lines = "HTTP/1.1 401 U\r\nA: " + std::string(20, 'x') +
                                "\r\nB: " + std::string(20, 'x') + "\r\n\r\n";
  EXPECT_EQ(read_in_pieces(format::head, two_lines, bounds),
            "line 1 unreadable: a head that is too long\n");
}

TEST(Fields, BlocksOfLines) {
  EXPECT_EQ(read_in_pieces(format::fields,
                           "WWW-AUTHENTICATE: Basic\nwww-authenticate: NTLM\n\n\n"
                           ":status: 401\nA: b\n c\nnothing\n"),
            "line 1 fields\n"
            "  line 1 WWW-AUTHENTICATE=\" Basic\"\n"
            "  line 2 www-authenticate=\" NTLM\"\n"
            "line 8 unreadable: a line of a head that is no field line\n"
            "line 5 response status=401\n"
            "  line 6 A=\" b\\x0a c\"\n");
}

TEST(GitCredential, ChallengesAndCredentials) {
  EXPECT_EQ(read_in_pieces(format::git_credential,
                           "capability[]=authtype\nprotocol=https\nhost=a.example:8443\n"
                           "username=me\npassword=secret\n"
                           "wwwauth[]=Basic realm=\"=\"\nwwwauth[]=Bearer\n"
                           "authtype=Bearer\ncredential=abc\n\nprotocol=http\nnothing\n"),
            "line 1 fields host=a.example:8443 tls\n"
            "  line 6 WWW-Authenticate=\"Basic realm=\"=\"\"\n"
            "  line 7 WWW-Authenticate=\"Bearer\"\n"
            "line 8 fields host=a.example:8443 tls\n"
            "  line 8 Authorization=\"Bearer abc\" elsewhere\n"
            "line 12 unreadable: a line without an equals sign\n"
            "line 11 fields cleartext\n");
}

}  // namespace
}  // namespace gauntlet::lint
