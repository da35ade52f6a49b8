#include <gtest/gtest.h>

#include "conformance/lint/readers/test/recording.hpp"

namespace gauntlet::lint {
namespace {

TEST(Har, Entries) {
  EXPECT_EQ(
      read_in_pieces(
          format::har,
          "\xEF\xBB\xBF{\"log\": {\"version\": \"1.2\", \"pages\": [{\"entries\": [{}]}],\n"
          "\"entries\": [\n"
          "{\"request\": {\"method\": \"GET\", \"url\": \"https://me:pw@a.example:8443/x?y\",\n"
          "  \"headers\": [{\"name\": \"Host\", \"value\": \"a.example\"}]},\n"
          " \"response\": {\"status\": 401, \"headers\": [\n"
          "  {\"name\": \"www-authenticate\", \"value\": \"Basic realm=\\\"}]\\\"\"},\n"
          "  {\"name\": \"WWW-Authenticate\", \"value\": \"NTLM\"}],\n"
          "  \"content\": {\"text\": \"\\\\\\\"{[\"}}},\n"
          "{\"request\": {\"method\": \"GET\", \"url\": \"http://b.example\", \"headers\": []},\n"
          " \"response\": {\"status\": 0, \"headers\": []}}\n"
          "]}}\n"),
      "record 1 request method=GET target=https://me:pw@a.example:8443/x?y host=a.example:8443 tls "
      "exchange=1\n"
      "  record 1 Host=\"a.example\" elsewhere\n"
      "record 1 response status=401 host=a.example:8443 tls exchange=1\n"
      "  record 1 www-authenticate=\"Basic realm=\"}]\"\" elsewhere\n"
      "  record 1 WWW-Authenticate=\"NTLM\" elsewhere\n"
      "record 2 request method=GET target=http://b.example host=b.example cleartext exchange=2\n"
      "record 2 response host=b.example cleartext exchange=2\n");
}

TEST(Har, WhatCannotBeReadIsTold) {
  EXPECT_EQ(read_in_pieces(format::har,
                           "{\"log\":{\"entries\":[{},{\"request\":nothing},"
                           "{\"request\":{\"headers\":[{\"name\":1,\"value\":2}]}}]}}"),
            "record 1 unreadable: an entry without a message\n"
            "record 2 unreadable: an entry that is no JSON\n"
            "record 3 request exchange=3\n"
            "record 3 unreadable: an entry without a message\n");
  EXPECT_EQ(read_in_pieces(format::har, "{\"log\":{\"entries\":[{\"request\":"),
            "record 1 unreadable: the HAR ends too early\n");
  EXPECT_EQ(read_in_pieces(format::har, "{\"log\":{}}"),
            "octet 0 unreadable: no HAR: there is no log.entries\n");
  EXPECT_EQ(read_in_pieces(format::har, ""),
            "octet 0 unreadable: no HAR: there is no log.entries\n");
}

TEST(Har, AnEntryHasABound) {
  EXPECT_EQ(read_in_pieces(format::har,
                           "{\"log\":{\"entries\":[{\"request\":{\"headers\":[],\"x\":\"" +
                               std::string(100, 'x') + "\"}},{\"request\":{\"headers\":[]}}]}}",
                           {.max_document = 60}),
            "record 1 unreadable: an entry that is too long\n"
            "record 2 request exchange=2\n");
}

TEST(Ndjson, EveryShapeOfFieldLines) {
  const auto one = [](std::string_view document) {
    return read_in_pieces(format::ndjson, document);
  };
  const std::string two =
      "line 1 fields\n"
      "  line 1 A=\"b\" elsewhere\n"
      "  line 1 A=\"c\" elsewhere\n";
  EXPECT_EQ(one(R"([["A","b"],["A","c"]])"), two);
  EXPECT_EQ(one(R"([["A",["b","c"]]])"), two);
  EXPECT_EQ(one(R"([{"name":"A","value":"b"},{"name":"A","value":"c"}])"), two);
  EXPECT_EQ(one(R"(["A:b","A:c\r\n"])"), two);
  EXPECT_EQ(one(R"(["A","b","A","c"])"), two);
  EXPECT_EQ(one(R"({"A":["b","c"]})"), two);
  EXPECT_EQ(one(R"({"name":["A","A"],"value":["b","c"]})"), two);
  EXPECT_EQ(one(R"("A:b\r\nA:c\r\n")"), two);
  EXPECT_EQ(one(R"({"www_authenticate":"x","other_name":"y"})"),
            "line 1 fields\n"
            "  line 1 WWW-Authenticate=\"x\" elsewhere\n"
            "  line 1 other_name=\"y\" elsewhere\n");
}

TEST(Ndjson, MessagesAndExchanges) {
  EXPECT_EQ(read_in_pieces(
                format::ndjson,
                R"({"status":401,"url":"https://a.example/x","headers":{"A":"b"}})"
                "\n\n"
                R"({"method":"GET","host":"a.example","tls":false,"headers":[]})"
                "\r\n"
                R"({"url":"http://b.example","request":{"method":"GET","headers":{}},)"
                R"("response":{"statusCode":"407","headers":"HTTP/1.1 407 P\r\nA: b\r\n\r\n"}})"),
            "line 1 response status=401 host=a.example tls\n"
            "  line 1 A=\"b\" elsewhere\n"
            "line 3 request method=GET host=a.example cleartext\n"
            "line 4 request method=GET host=b.example cleartext exchange=3\n"
            "line 4 response status=407 host=b.example cleartext exchange=3\n"
            "  line 4 A=\" b\" elsewhere\n");
}

TEST(Ndjson, CodePointsAreOctets) {
  EXPECT_EQ(read_in_pieces(format::ndjson,
                           "{\"A\":\"\\u00e9\\u0000\\u00ff\"}\n"
                           "{\"A\":\"\xC3\xA9\"}\n"
                           "{\"A\":\"\\u00e9\\u201c\"}\n"),
            "line 1 fields\n  line 1 A=\"\\xe9\\x00\\xff\" elsewhere\n"
            "line 2 fields\n  line 2 A=\"\\xe9\" elsewhere\n"
            "line 3 fields\n  line 3 A=\"\\xc3\\xa9\\xe2\\x80\\x9c\" elsewhere\n");
}

TEST(Ndjson, WhatCannotBeReadIsTold) {
  EXPECT_EQ(read_in_pieces(format::ndjson,
                           "{\"A\":\n"
                           "7\n"
                           "{\"A\":7,\"B\":\"c\"}\n"
                           "[[\"A\"]]\n"
                           "{\"name\":[\"A\"],\"value\":[]}\n"
                           "{\"request\":7}\n"
                           "{\"headers\":7}\n"
                           "{\"A\":\"\xE9\"}\n"
                           "{\"B\":\"" +
                               std::string(100, 'x') + "\"}\n[]\n",
                           {.max_document = 80}),
            "line 1 unreadable: a line that is no JSON\n"
            "line 2 unreadable: a document without field lines\n"
            "line 3 fields\n  line 3 B=\"c\" elsewhere\n"
            "line 3 unreadable: a member that is no field line\n"
            "line 4 unreadable: a document without field lines\n"
            "line 5 unreadable: a document without field lines\n"
            "line 6 unreadable: a request and a response without headers\n"
            "line 7 fields\n"
            "line 7 unreadable: headers in a shape that is not known\n"
            "line 8 unreadable: a line that is no JSON\n"
            "line 9 unreadable: a document that is too long\n"
            "line 10 fields\n");
}

TEST(Ndjson, DepthIsBounded) {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(read(format::ndjson, deep), "line 1 unreadable: a line that is no JSON\n");
}

TEST(Tshark, AllLayers) {
  EXPECT_EQ(
      read_in_pieces(
          format::tshark,
          R"({"index":{"_index":"packets-2026-11-30","_type":"doc"}})"
          "\n"
          R"({"timestamp":"1","layers":{"frame":{},"tcp":{"tcp_tcp_stream":"4"},"http":{)"
          R"("http_http_request_method":"GET","http_http_request_uri":"/x",)"
          R"("http_http_host":"a.example","http_http_request_line":)"
          R"(["Host: a.example\r\n","Authorization: Basic x\r\n"]}}})"
          "\n"
          R"({"timestamp":"2","layers":{"tcp":{"tcp_tcp_stream":"5"},"http":{)"
          R"("http_http_response_code":"200","http_http_response_line":"A: b\r\n"}}})"
          "\n"
          R"({"timestamp":"3","layers":{"tcp":{"tcp_tcp_stream":"4"},"tls":{},"http":[{)"
          R"("http_http_response_code":"401","http_http_www_authenticate":["NTLM","Basic"]}]}})"
          "\n"),
      "line 2 request method=GET target=/x host=a.example cleartext exchange=1\n"
      "  line 2 Host=\" a.example\" elsewhere\n"
      "  line 2 Authorization=\" Basic x\" elsewhere\n"
      "line 3 response status=200 cleartext\n"
      "  line 3 A=\" b\" elsewhere\n"
      "line 4 response status=401 host=a.example tls exchange=1\n"
      "  line 4 WWW-Authenticate=\"NTLM\" elsewhere\n"
      "  line 4 WWW-Authenticate=\"Basic\" elsewhere\n");
}

TEST(Tshark, ChosenFields) {
  EXPECT_EQ(read_in_pieces(
                format::tshark,
                R"({"timestamp":"1","layers":{"tcp_stream":["1"],"http_request_method":["GET"],)"
                R"("http_authorization":["Basic x"]}})"
                "\n"
                R"({"timestamp":"1","layers":{"tcp_stream":["1"],"http_response_code":["401"],)"
                R"("http_www_authenticate":["NTLM"]}})"
                "\n"
                R"({"timestamp":"1","layers":{"tcp_stream":["1"]}})"
                "\n"),
            "line 1 request method=GET exchange=1\n"
            "  line 1 Authorization=\"Basic x\" elsewhere\n"
            "line 2 response status=401 exchange=1\n"
            "  line 2 WWW-Authenticate=\"NTLM\" elsewhere\n");
}

TEST(Tshark, Http2) {
  EXPECT_EQ(
      read_in_pieces(
          format::tshark,
          R"({"layers":{"tcp":{"tcp_tcp_stream":"1"},"http2":{"http2_http2_streamid":["3"],)"
          R"("http2_http2_header_name":[":method",":path",":authority",":scheme","authorization"],)"
          R"("http2_http2_header_value":["GET","/x","a.example","https","Basic x"]}}})"
          "\n"
          R"({"layers":{"tcp":{"tcp_tcp_stream":"1"},"http2":{"http2_http2_streamid":"3",)"
          R"("http2_http2_header_name":[":status","a",":status"],)"
          R"("http2_http2_header_value":["100","b","401"]}}})"
          "\n"
          R"({"layers":{"http2":{"http2_http2_header_name":["a"]}}})"
          "\n"),
      "line 1 request method=GET target=/x host=a.example tls exchange=1\n"
      "  line 1 authorization=\"Basic x\" elsewhere\n"
      "line 2 response status=100 host=a.example cleartext exchange=1\n"
      "  line 2 a=\"b\" elsewhere\n"
      "line 2 response status=401 host=a.example cleartext exchange=1\n"
      "line 3 unreadable: as many names of fields as values are not there\n");
}

TEST(Tshark, WhatCannotBeReadIsTold) {
  EXPECT_EQ(read_in_pieces(format::tshark,
                           "{\"layers\":\n{}\n"
                           R"({"layers":{"http":{"http_http_response_code":"401",)"
                           R"("http_http_response_line":["nothing"]}}})"
                           "\n"),
            "line 1 unreadable: a line that is no JSON\n"
            "line 2 unreadable: a line that is no packet of tshark\n"
            "line 3 unreadable: a line of a head that is no field line\n"
            "line 3 response status=401\n");
}

}  // namespace
}  // namespace gauntlet::lint
