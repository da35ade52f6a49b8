#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`gauntlet lint` on what real programs wrote: traffic_test.py PROGRAM [CLASS...]

Curl asks a server of this test on loopback. Warc is a file of several hundred MB. Tshark (not among the tests of every
build: the nightly gate `traffic` has the program) reads packets that this test writes. Har is what Chromium saved, made
by har.mjs and named by GAUNTLET_HAR (gate `pages`).
"""

import collections
import gzip
import json
import os
import pathlib
import resource
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "readers" / "test"))
import make_warc  # noqa: E402

# The field lines of the 401 that every program here gets to see, and the rules that they break.
CHALLENGES = ('Basic realm=My App', 'Bearer realm="a "b" c"')
RULES = {"unquoted-value", "dquote-in-quoted-string"}
ANSWER = ("HTTP/1.1 401 Unauthorized\r\n" + "".join(f"WWW-Authenticate: {one}\r\n" for one in CHALLENGES) +
          "Content-Length: 6\r\nConnection: close\r\n\r\nno way").encode("ascii")
REQUEST = b"GET /secret HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer a,b\r\n\r\n"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    class RequestHandlerClass(socketserver.StreamRequestHandler):
        def handle(self):
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
            self.wfile.write(ANSWER)

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.RequestHandlerClass)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"


class Traffic(unittest.TestCase):
    program = ""

    def lint(self, data, *arguments):
        """The documents of lint's JSON without the last, which sums."""
        done = subprocess.run([self.program, "lint", "--output", "json", *arguments], input=data, capture_output=True, timeout=300)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()][:-1]

    def assert_rules(self, documents, rules=frozenset(RULES)):
        found = {finding["rule"] for document in documents for finding in document["findings"] if finding["level"] == "MUST"}
        self.assertEqual(found, set(rules))


class Curl(Traffic):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def curl(self, *arguments):
        done = subprocess.run(["curl", "--noproxy", "*", *arguments, self.server.url], capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout + done.stderr

    def test_head_and_body(self):
        self.assert_rules(self.lint(self.curl("-si")))

    def test_head_alone(self):
        self.assert_rules(self.lint(self.curl("-s", "-D", "-", "-o", "/dev/null")))

    def test_both_directions(self):
        self.assert_rules(self.lint(self.curl("-sv", "-H", "Authorization: Bearer a,b")), RULES | {"list-of-credentials"})

    def test_trace(self):
        self.assert_rules(self.lint(self.curl("-s", "--trace-ascii", "-")))


class Warc(Traffic):
    def test_several_hundred_megabytes(self):
        records, times = list(make_warc.records(400, seed=1)), 50
        members = b"".join(gzip.compress(one, 1, mtime=0) for one in records)
        size = sum(map(len, records)) * times
        self.assertGreater(size, 300 << 20)
        once = self.lint(members)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "big.warc.gz"
            with path.open("wb") as file:
                for _ in range(times):
                    file.write(members)
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            many = self.lint(b"", str(path))
            after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        count = [collections.Counter(f["rule"] for d in documents for f in d["findings"]) for documents in (once, many)]
        self.assertEqual(count[1], {rule: n * times for rule, n in count[0].items()})
        self.assertIn("dquote-in-quoted-string", count[0])
        # Children are told by the largest so far: what the small file took, or this one.
        self.assertLess(after, max(before, 64 << 10))


def segment(source, target, sequence, acknowledged, flags, data):
    """A packet of IPv4 and TCP without checksums, which tshark does not ask for."""
    tcp = struct.pack("!HHIIBBHHH", source[1], target[1], sequence, acknowledged, 5 << 4, flags, 65535, 0, 0) + data
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, source[0], target[0]) + tcp


def capture():
    """One connection, in the format of libpcap: the request and the answer, cut in the middle of a field line."""
    client, server = (bytes([127, 0, 0, 1]), 40000), (bytes([127, 0, 0, 2]), 80)
    middle = ANSWER.index(b"Basic") + 3
    syn, ack, push = 2, 16, 24
    packets = [segment(client, server, 0, 0, syn, b""), segment(server, client, 0, 1, syn | ack, b""), segment(client, server, 1, 1, push, REQUEST)]
    at = 1
    for part in (ANSWER[:middle], ANSWER[middle:]):
        packets.append(segment(server, client, at, 1 + len(REQUEST), push, part))
        at += len(part)
    linktype_ipv4 = 228
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, linktype_ipv4)
    return out + b"".join(struct.pack("<IIII", 1780000000, i, len(p), len(p)) + p for i, p in enumerate(packets))


class Tshark(Traffic):
    def tshark(self, *arguments):
        with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
            file.write(capture())
            file.flush()
            done = subprocess.run(["tshark", "-r", file.name, "-T", "ek", *arguments], capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_all_layers(self):
        self.assert_rules(self.lint(self.tshark()), RULES | {"list-of-credentials"})

    def test_chosen_fields(self):
        fields = ("tcp.stream", "http.request.method", "http.response.code", "http.www_authenticate", "http.authorization")
        self.assert_rules(self.lint(self.tshark(*(word for name in fields for word in ("-e", name)))), RULES | {"list-of-credentials"})


class Har(Traffic):
    def test_saved_by_chromium(self):
        self.assert_rules(self.lint(pathlib.Path(os.environ["GAUNTLET_HAR"]).read_bytes()))


if __name__ == "__main__":
    Traffic.program = sys.argv.pop(1)
    unittest.main(argv=[sys.argv[0], *(sys.argv[1:] or ["Curl", "Warc"])])
