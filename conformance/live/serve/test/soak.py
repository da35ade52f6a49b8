#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Broken clients for a long time: soak.py GAUNTLET [SECONDS].

Honest clients ask on and on, and each of their requests has to be answered and told. Beside them are clients that are idle,
slow, send half requests, garbage or heads without end, never read, or reset their connections. Neither an exchange nor memory
may be lost.
"""

import pathlib
import random
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request

CASE = "/case/live/long-body"
GET = b"GET /case/live/known-basic HTTP/1.1\r\nHost: a\r\n\r\n"
GARBAGE = [b"\x16\x03\x01\x00\n\n", b"GET\r\n\r\n", b"\x00" * 500 + b"\n\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"]
GROWTH = 64  # MiB, from a tenth of the time on


class Soak:
    def __init__(self, program, seconds):
        self.program, self.seconds = program, seconds
        self.honest = self.faults = 0
        self.lock = threading.Lock()
        self.is_over = threading.Event()
        self.errors = []

    def connect(self):
        made = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return made

    def answer(self, client):
        """One response with its Content-Length."""
        got = b""
        while b"\r\n\r\n" not in got:
            some = client.recv(65536)
            if not some:
                raise OSError(f"the connection ended in a response: {got!r}")
            got += some
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
        while len(body) < length:
            body += client.recv(65536)

    def ask(self):
        count = 0
        while not self.is_over.is_set():
            with self.connect() as client:
                for _ in range(100):
                    client.sendall(GET)
                    self.answer(client)
                    count += 1
            time.sleep(0.01)
        with self.lock:
            self.honest += count

    def idle(self):
        clients = []
        while not self.is_over.wait(0.05):
            clients.append(self.connect())
            if len(clients) > 500:
                clients.pop(random.randrange(len(clients))).close()

    def half(self):
        with self.connect() as client:
            client.sendall(GET[: random.randrange(5, len(GET) - 4)])
            client.shutdown(socket.SHUT_WR)
            client.recv(1000)

    def garbage(self):
        with self.connect() as client:
            client.sendall(random.choice(GARBAGE))
            client.recv(1000)

    def endless(self):
        with self.connect() as client:
            client.sendall(b"GET / HTTP/1.1\r\n")
            for _ in range(400):
                client.sendall(b"X: " + b"x" * 1000 + b"\r\n")

    def never_reads(self):
        with self.connect() as client:
            for _ in range(8):
                client.sendall(f"GET {CASE} HTTP/1.1\r\n\r\n".encode())
            time.sleep(random.random() * 2)

    def resets(self):
        client = self.connect()
        client.sendall(GET)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()

    def drips(self):
        with self.connect() as client:
            for octet in GET:
                client.sendall(bytes([octet]))
                if self.is_over.wait(0.02):
                    return

    def again_and_again(self, what):
        while not self.is_over.is_set():
            try:
                what()
            except OSError:
                pass  # the server lets go of it: that is what it is there for
            time.sleep(0.005)

    def guarded(self, what):
        try:
            what()
        except Exception as error:  # an honest client must not fail
            self.errors.append(f"{what.__name__}: {error!r}")

    def resident(self):
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def counts(self):
        import json

        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/known.json") as answer:
            return json.load(answer)

    def run(self):
        self.server = subprocess.Popen([self.program, "serve", "--port", "0"], stdout=subprocess.PIPE, encoding="ascii")
        try:
            self.port = int(re.search(r":(\d+)/", self.server.stdout.readline()).group(1))
            while "Ctrl-C" not in self.server.stdout.readline():
                pass
            threads = [threading.Thread(target=self.guarded, args=(what,)) for what in [self.ask] * 4 + [self.idle]]
            broken = [self.half, self.garbage, self.endless, self.never_reads, self.never_reads, self.resets, self.drips]
            threads += [threading.Thread(target=self.again_and_again, args=(what,)) for what in broken]
            for one in threads:
                one.start()
            time.sleep(self.seconds / 10)
            before = self.resident()
            time.sleep(self.seconds * 9 / 10)
            self.is_over.set()
            for one in threads:
                one.join()
            after = self.resident()
            told = self.counts()
        finally:
            self.server.terminate()
            self.server.wait()
        print(f"{self.honest} honest requests, {told['exchanges']} exchanges told, {told['broken']} of them broken; "
              f"{before:.0f} MiB, later {after:.0f} MiB")
        if self.honest == 0:
            self.errors.append("nothing was asked")
        if told["exchanges"] - told["broken"] < self.honest:
            self.errors.append("exchanges were lost")
        if after - before > GROWTH:
            self.errors.append(f"memory grew by {after - before:.0f} MiB")
        if self.server.returncode != 0:
            self.errors.append(f"the server ended with {self.server.returncode}")
        for one in self.errors:
            print(one, file=sys.stderr)
        return 1 if self.errors else 0


if __name__ == "__main__":
    sys.exit(Soak(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 600).run())
