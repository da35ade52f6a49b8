# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Seeds for the readers of lint: a small input of each format and form. The first octet chooses the format."""

import base64
import json

FORMATS = ["head", "curl", "git", "git_credential", "fields", "har", "warc", "ndjson", "tshark"]

GIT = "10:20:30.123456 http.c:715              "
HEADERS = [{"name": "WWW-Authenticate", "value": 'Basic realm="\u00e9"'}]

# Members of gzip, as they are: another zlib would write other octets.
REQUEST_MEMBER = (
    "H4sIAAAAAAACAz2NQQrCMBRE94Hc4V8gjUVwEUSoVWzBhZRIcRn00wY0ickvVE9vCyqzGYY3M23RlDLPFpy1kxP6FVBBxOeAiX6ZiR2SODe1gp"
    "4oJCWlyXA0j3BHOX6pBq8+3kS9U7DON5yV3hE6Ekd0HfUKVkvOODvsNcgRKq1P02vOWeUTKfjPcVYM1Pto34asdwq2JtkrXHSwc33WB3DZa3my"
    "AAAA"
)
RESPONSE_MEMBER = (
    "H4sIAAAAAAACA2WOMQvCMBSEZwP5D6F7TAMFJahQuyg4SEnJHOujLbRJSFJo/70p6OT0jo+7e6fKumJ8n2OkkqJydSCIh+CsCfCD2ncQaVPfBe"
    "ljdEEwpvew6MmNwJavq7Kmnb0HE6m0gpz4BaPE4gYeYLrYC3I4YoTRTcpn+slJkXPSpLhStJxjn5xDq2MacNVhaDHaedDjdM6W7L+q2Jpe9r1u"
    "9wOOudQtxgAAAA=="
)
BOTH_MEMBER = (
    "H4sIAAAAAAACA5WOTUsDMRCGzwbyH4be03SxqAQVahVb8CBLSvAYt0M30CYxmYWtv94EWi/qQeYww/B+PGbRLmUznXFmyiX0MaKChB8DZjr/bN"
    "ohiU27VtATxayktFMc7SHuUY4nVYtdSFuxflRw29xztgye0JN4Qb+jXsHVJWecPT9pkCOstH4trQ1nq5BJwXccZ4uB+pDcpyUXvIIHm10Hbzq6"
    "aq9jfifOMfiM/0IuiN2QUqXU4Q/s65vaeeaF+ayBTbEbIypoUbrOEp44ObtIaPeHu8k4+Rk1r0nvYXus+wsJrA+3eAEAAA=="
)
HEAD_MEMBER = (
    "H4sIAAAAAAACA/MICQnQN9QzVDAxMFQI5eUKDw/XdSwtyUjNK8lMTixJtVJwSizOTObl4ixKTczJtVWqUOLlcs7PKwEq0PVJzUsvybBSMOHl4u"
    "UCAHVTMJZKAAAA"
)


def record(kind, block, more=""):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/x\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    return (head + block + "\r\n\r\n").encode("latin-1")


def document(value):
    return json.dumps(value, separators=(",", ":")) + "\n"


REQUEST = "GET /x HTTP/1.1\r\nHost: a.example\r\nAuthorization: Basic YTpi\r\n\r\n"
RESPONSE = 'HTTP/1.1 401 U\r\nWWW-Authenticate: Basic\r\n\trealm="x"\r\nContent-Length: 4\r\n\r\n'

TEXTS = {
    ("head", "one"): RESPONSE,
    ("head", "several"): "HTTP/1.1 100 C\r\n\r\n" + RESPONSE + "bodyHTTP/2 200\r\n\r\n",
    ("head", "both"): REQUEST + RESPONSE + "body" + REQUEST.replace("\r", ""),
    ("head", "glued"): "HTTP/1.1 401 U\r\n\r\n<p>\r\n</p>HTTP/1.1 200 OK\r\nA:b\r\n\r\n",
    ("head", "prose"): "\u00ef\u00bb\u00bf$ curl\nHTTP/1.1 401 U\nA : b\nno\n",
    ("curl", "verbose"): "* Trying 1\n* SSL connection using x\n> GET /x HTTP/2\r\n> Host: a\r\n>\r\n< HTTP/2 401\r\n<  x\r\n< A: b\r\n<\r\nbody\n",
    ("curl", "ascii"): "=> Send header, 9 bytes\n0000: GET / HTTP/1.1\n0010: A: " + "x" * 61 + "\n0050: x\n0053: \n<= Recv data, 1 bytes\n0000: A\n",
    ("curl", "hex"): "<= Recv header, 16 bytes\n0000: 48 54 54 50 2f 31 2e 31 20 34 30 31 20 55 0d 0a HTTP\n<= Recv header, 4\n0000: 41 3a 0d 0a                                     A:..\n",
    ("curl", "ids"): "10:20:30.123456 [0-0] == Info: Re-using existing connection #1\n10:20:30.123456 [0-0] < HTTP/1.1 401\n",
    ("git", "trace"): f"{GIT}=> Send header: GET / HTTP/1.1\n{GIT}=> Send header: Authorization: Basic <redacted>\n{GIT}=> Send header:\n{GIT}<= Recv header: HTTP/1.1 401\n",
    ("git_credential", "get"): "protocol=https\nhost=a.example\nwwwauth[]=Basic\nauthtype=Bearer\ncredential=x\n\nurl=http://u:p@b\n",
    ("fields", "lines"): ":status: 401\nWWW-Authenticate: Basic\n x\n\nA: b\nno\n",
    ("har", "entry"): document({"log": {"entries": [{"request": {"method": "GET", "url": "http://u@a/x", "headers": []}, "response": {"status": 401, "headers": HEADERS}}]}}),
    ("har", "broken"): '{"log":{"x":[{"y":"\\"]}"}],"entries":[{"request":7},{},nothing]}}',
    ("ndjson", "pairs"): document([["A", "b"], ["A", ["c", "d"]]]) + document(HEADERS) + document(["A: b", "C:d\r\n"]),
    ("ndjson", "flat"): document(["A", "b"]) + document({"A": ["b", "c"], "www_authenticate": "d"}) + document({"name": ["A"], "value": ["b"]}),
    ("ndjson", "messages"): document({"status": 401, "url": "https://a/", "headers": {"A": "\u201c"}}) + document({"request": {"method": "GET", "headers": []}, "response": {"statusCode": "401", "headers": "A: b\r\n"}}),
    ("tshark", "layers"): document({"index": {"_index": "p"}}) + document({"layers": {"tcp": {"tcp_tcp_stream": "1"}, "http": {"http_http_request_method": "GET", "http_http_request_line": ["A: b\r\n"]}}}) + document({"layers": {"tcp_stream": ["1"], "http_response_code": ["401"], "http_www_authenticate": ["NTLM"]}}),
    ("tshark", "http2"): document({"layers": {"http2": [{"http2_http2_header_name": [":status", "a"], "http2_http2_header_value": ["401", "b"], "http2_http2_streamid": "3"}]}}),
}


def octets():
    for (form, name), text in TEXTS.items():
        yield form, name, text.encode("utf-8" if form in ("ndjson", "har", "tshark") else "latin-1")
    first, second = record("request", REQUEST, "WARC-Record-ID: <1>\r\n"), record("response", RESPONSE + "body", "WARC-Concurrent-To: <1>\r\n")
    yield "warc", "plain", record("warcinfo", "x: y\r\n") + first + second
    yield "warc", "lost", b"lost\r\n" + record("response", "HTTP/1.1 401 U\r\nA: b") + b"WARC/1.0\r\n\r\n" + first[:80]
    members = [base64.b64decode(one) for one in (REQUEST_MEMBER, RESPONSE_MEMBER)]
    yield "warc", "members", b"".join(members)
    yield "warc", "one-member", base64.b64decode(BOTH_MEMBER)
    yield "warc", "broken", members[0][:-3] + members[1] + b"\0" * 8
    yield "head", "gzip", base64.b64decode(HEAD_MEMBER)


def seeds():
    """Each in pieces of another size, which the first octet chooses, too."""
    for number, (form, name, text) in enumerate(octets()):
        choice = FORMATS.index(form) + len(FORMATS) * (number * 5 % 28)
        yield f"{form}.{name}", bytes([choice]) + text
