#include <gtest/gtest.h>

#include "conformance/lint/readers/test/recording.hpp"

namespace gauntlet::lint {
namespace {

TEST(Curl, BothDirections) {
  EXPECT_EQ(read_in_pieces(format::curl,
                           "*   Trying 127.0.0.1:80...\n"
                           "* Connected to a.example (127.0.0.1) port 80 (#0)\n"
                           "> GET /x HTTP/1.1\r\n"
                           "> Host: a.example\r\n"
                           "> \r\n"
                           "* Mark bundle as not supporting multiuse\n"
                           "< HTTP/1.1 401 U\r\n"
                           "* Authentication problem. Ignoring this.\n"
                           "< WWW-Authenticate: Digest realm=\"x\",\r\n"
                           "<  nonce=\"y\"\r\n"
                           "< \r\n"
                           "{ [5 bytes data]\n"
                           "<p>body</p>\n"
                           "* Ignoring the response-body\n"
                           "* Issue another request to this URL: 'https://a.example/x'\n"
                           "*   Trying 127.0.0.1:443...\n"
                           "* SSL connection using TLSv1.3\n"
                           "> GET /x HTTP/2\n"
                           "> Host: a.example\n"
                           "> Authorization: Digest x\n"
                           ">\n"
                           "< HTTP/2 200\n"
                           "<\n"),
            "line 3 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example cleartext "
            "exchange=1\n"
            "  line 4 Host=\" a.example\"\n"
            "line 7 response \"HTTP/1.1 401 U\" status=401 host=a.example cleartext "
            "exchange=1\n"
            "  line 9 WWW-Authenticate=\" Digest realm=\"x\",\\x0d\\x0a nonce=\"y\"\"\n"
            "line 18 request \"GET /x HTTP/2\" method=GET target=/x host=a.example tls "
            "exchange=2\n"
            "  line 19 Host=\" a.example\"\n"
            "  line 20 Authorization=\" Digest x\"\n"
            "line 22 response \"HTTP/2 200\" status=200 host=a.example tls exchange=2\n");
}

TEST(Curl, PartsOfATrace) {
  EXPECT_EQ(read_in_pieces(format::curl, "< WWW-Authenticate: Basic\n< \n< HTTP/1.1 200 OK\n"),
            "line 1 response\n"
            "  line 1 WWW-Authenticate=\" Basic\"\n"
            "line 3 response \"HTTP/1.1 200 OK\" status=200\n");
  EXPECT_EQ(read_in_pieces(format::curl, "< HTTP/1.1 200 OK\n< no field\n"),
            "line 2 unreadable: a line of a head that is no field line\n"
            "line 1 response \"HTTP/1.1 200 OK\" status=200\n");
}

TEST(Curl, ReusedConnections) {
  const auto tls_of = [](std::string_view info) {
    const std::string found =
        read_in_pieces(format::curl, std::string(info) + "< HTTP/1.1 200 OK\n");
    return found.substr(found.find("200 OK") + 19);
  };
  EXPECT_EQ(tls_of("* Trying 1\n* Connected to a (1) port 8 (#0)\n"), "cleartext\n");
  EXPECT_EQ(tls_of("* Trying 1\n* SSL connection using TLSv1.3\n* Connected to a (1) port 8\n"),
            "tls\n");
  EXPECT_EQ(tls_of("* Trying 1\n* Connected to a (1) port 8 (#0)\n"
                   "* Trying 1\n* Connected to a (1) port 8 (#1)\n* SSL connection using TLSv1.3\n"
                   "* Re-using existing connection! (#1) with host a\n"),
            "tls\n");
  EXPECT_EQ(tls_of("* Trying 1\n* Connected to a (1) port 8 (#0)\n"
                   "* Trying 1\n* Connected to a (1) port 8 (#1)\n* SSL connection using TLSv1.3\n"
                   "* Re-using existing connection! (#0) with host a\n"),
            "");
  EXPECT_EQ(tls_of("* Re-using existing https: connection with host a\n"), "tls\n");
}

TEST(Curl, TraceAscii) {
  EXPECT_EQ(
      read_in_pieces(format::curl,
                     "== Info:   Trying 127.0.0.1:80...\n"
                     "=> Send header, 76 bytes (0x4c)\n"
                     "0000: GET / HTTP/1.1\n"
                     "0010: Host: a.example\n"
                     "0023: \n"
                     "<= Recv header, 16 bytes (0x10)\n"
                     "0000: HTTP/1.1 401 U\n"
                     "<= Recv header, 100 bytes (0x64)\n"
                     "0000: WWW-Authenticate: Basic realm=\"012345678901234567890123456789012\n"
                     "0040: 3456\"\n"
                     "<= Recv header, 2 bytes (0x2)\n"
                     "0000: \n"
                     "<= Recv data, 22 bytes (0x16)\n"
                     "0000: WWW-Authenticate: NTLM\n"),
      "line 3 request \"GET / HTTP/1.1\" method=GET target=/ host=a.example cleartext "
      "exchange=1\n"
      "  line 4 Host=\" a.example\"\n"
      "line 7 response \"HTTP/1.1 401 U\" status=401 host=a.example cleartext "
      "exchange=1\n"
      "  line 9 WWW-Authenticate=\" Basic "
      "realm=\"0123456789012345678901234567890123456\"\" elsewhere\n");
}

TEST(Curl, TraceInHexadecimal) {
  EXPECT_EQ(
      read_in_pieces(format::curl,
                     "10:20:30.123456 [0-0] <= Recv header, 16 bytes (0x10)\n"
                     "0000: 48 54 54 50 2f 31 2e 31 20 34 30 31 20 55 0d 0a HTTP/1.1 401 U..\n"
                     "10:20:30.123456 [0-0] <= Recv header, 20 bytes (0x14)\n"
                     "0000: 41 3a 20 e9 41 3a 20 e9 41 3a 20 e9 41 3a 20 e9 A: .A: .A: .A: .\n"
                     "0010: 41 3a 0d 0a                                     A:..\n"
                     "10:20:30.123456 [0-0] <= Recv header, 2 bytes (0x2)\n"
                     "0000: 0d 0a                                           ..\n"),
      "line 2 response \"HTTP/1.1 401 U\" elsewhere status=401\n"
      "  line 4 A=\" \\xe9A: \\xe9A: \\xe9A: \\xe9A:\" elsewhere\n");
}

TEST(Curl, BrokenDumps) {
  EXPECT_EQ(
      read_in_pieces(format::curl,
                     "<= Recv header, 20 bytes (0x14)\n"
                     "0000: 48 54 54 50 2f 31 2e 31 20 34 30 31 20 55 20 55 HTTP/1.1 401 U U\n"
                     "0020: 48 54 54 50 2f 31 2e 31 20 34 30 31 20 55 0d 0a HTTP/1.1 401 U..\n"),
      "line 3 unreadable: a line of a dump that does not fit the one before\n");
}

TEST(Git, TraceCurl) {
  EXPECT_EQ(read_in_pieces(
                format::git,
                "10:20:30.123456 git.c:460               trace: built-in: git fetch\n"
                "10:20:30.123456 http.c:715              == Info:   Trying 127.0.0.1:443...\n"
                "10:20:30.123456 http.c:715              == Info: SSL connection using TLSv1.3\n"
                "10:20:30.123456 http.c:662              => Send header, 0000000100 bytes\n"
                "10:20:30.123456 http.c:674              => Send header: GET /x HTTP/1.1\n"
                "10:20:30.123456 http.c:674              => Send header: Host: a.example\n"
                "10:20:30.123456 http.c:674              => Send header: Authorization: Basic "
                "<redacted>\n"
                "10:20:30.123456 http.c:674              => Send header:\n"
                "10:20:30.123456 http.c:662              <= Recv header, 0000000026 bytes\n"
                "10:20:30.123456 http.c:674              <= Recv header: HTTP/1.1 401 U\n"
                "10:20:30.123456 http.c:674              <= Recv header: WWW-Authenticate: NTLM\n"
                "10:20:30.123456 http.c:674              <= Recv header:\n"),
            "line 5 request \"GET /x HTTP/1.1\" method=GET target=/x host=a.example tls "
            "exchange=1\n"
            "  line 6 Host=\" a.example\"\n"
            "  line 7 Authorization=\" Basic <redacted>\" redacted\n"
            "line 10 response \"HTTP/1.1 401 U\" status=401 host=a.example tls exchange=1\n"
            "  line 11 WWW-Authenticate=\" NTLM\"\n");
}

TEST(Git, CurlVerbose) {
  EXPECT_EQ(read_in_pieces(format::git, "< HTTP/1.1 401 U\r\n< A: b\r\n< \r\n"),
            read_in_pieces(format::curl, "< HTTP/1.1 401 U\r\n< A: b\r\n< \r\n"));
}

TEST(Curl, ALineThatIsTooLong) {
  EXPECT_EQ(read_in_pieces(format::curl,
                           "< HTTP/1.1 401 U\n< A: " + std::string(99, 'x') + "\n" +
                               std::string(99, 'y') + "\n< B: c\n",
                           {.max_head = 40, .max_fields = 9}),
            "line 2 unreadable: a line of a trace that is too long\n"
            "line 1 response \"HTTP/1.1 401 U\" status=401\n"
            "  line 4 B=\" c\"\n");
}

}  // namespace
}  // namespace gauntlet::lint
