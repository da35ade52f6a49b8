#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Writes a WARC file as a crawl leaves it: requests and responses, a gzip member for each record.

    make_warc.py OUT RECORDS [--plain | --one-member] [--seed N]

Bodies are text with the frequencies of a language, so that they compress as pages do (about four to
one); one response in fifty is a 401, and one of those in eight has a challenge that a strict parser
refuses. The same arguments write the same octets.
"""

import argparse
import gzip
import itertools
import random

CHALLENGES = (
    'Basic realm="simple"',
    'Bearer realm="https://auth.example/token",service="registry.example",scope="pull"',
    'Digest realm="files", qop="auth", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c0", algorithm=SHA-256',
    "Negotiate",
    "NTLM",
    'Basic realm="a", Bearer realm="b"',
    'Basic realm="site", charset="UTF-8"',
    # The refused one: the quoted-string ends too early.
    'Basic realm="the "inner" realm"',
)


class Text:
    """Pages of made-up phrases, the rank of each as frequent as of words in a language."""

    def __init__(self, numbers):
        letters = "etaoinshrdlucmfwypvbgkqjxz"
        weights = [1 / (rank + 1) for rank in range(len(letters))]
        words = ["".join(numbers.choices(letters, weights, k=2 + int(numbers.expovariate(0.25)))) for _ in range(5000)]
        self.phrases = [" ".join(numbers.choices(words, k=4)) for _ in range(4000)]
        self.sums = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.phrases))))
        self.numbers = numbers

    def page(self):
        out = ["<!DOCTYPE html><html><head><title>page</title></head><body>"]
        for _ in range(int(self.numbers.expovariate(1 / 40)) + 1):
            phrases = self.numbers.choices(self.phrases, cum_weights=self.sums, k=15)
            out.append(f'<div class="entry" id="{self.numbers.randrange(10**6)}"><p>{", ".join(phrases)}</p></div>')
        out.append("</body></html>\n")
        return "\n".join(out).encode("ascii")


def record(kind, identity, concurrent, uri, block):
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {uri}",
        "WARC-Date: 2026-11-30T00:00:00Z",
        f"WARC-Record-ID: <urn:uuid:{identity:032x}>",
        f"WARC-Concurrent-To: <urn:uuid:{concurrent:032x}>",
        f"Content-Type: application/http; msgtype={kind}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode("ascii") + b"\r\n\r\n" + block + b"\r\n\r\n"


def records(count, seed):
    numbers = random.Random(seed)
    text = Text(numbers)
    for i in range(count):
        host = f"host{i % 23}.example"
        uri = f"https://{host}/page/{i}"
        request = f"GET /page/{i} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: crawler\r\nAccept: */*\r\n\r\n".encode("ascii")
        body = text.page()
        fields = ["Date: Mon, 30 Nov 2026 00:00:00 GMT", "Server: made-up", "Content-Type: text/html; charset=utf-8", "Cache-Control: max-age=600", 'ETag: "33a64df5"', "Vary: Accept-Encoding", "X-Frame-Options: DENY"]
        status = "200 OK"
        if i % 50 == 49:
            status = "401 Unauthorized"
            fields.append("WWW-Authenticate: " + CHALLENGES[i // 50 % len(CHALLENGES)])
        fields.append(f"Content-Length: {len(body)}")
        response = (f"HTTP/1.1 {status}\r\n" + "\r\n".join(fields) + "\r\n\r\n").encode("ascii") + body
        yield record("request", 2 * i, 2 * i + 1, uri, request)
        yield record("response", 2 * i + 1, 2 * i, uri, response)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("records", type=int, help="pairs of a request and a response")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true")
    how.add_argument("--one-member", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = records(options.records, options.seed)
    with open(options.out, "wb") as out:
        if options.plain:
            for one in made:
                out.write(one)
        elif options.one_member:
            with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0, filename="") as member:
                for one in made:
                    member.write(one)
        else:
            for one in made:
                out.write(gzip.compress(one, 6, mtime=0))


if __name__ == "__main__":
    main()
