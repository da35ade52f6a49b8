#!/usr/bin/env python3
"""`gauntlet fingerprint --of` asks live servers of known libraries, as their users write them.

Servers of Werkzeug and aiohttp, and one that reads as nobody does. What is not installed is skipped;
without any of them it exits with 77, which CTest takes for skipped.

    fingerprint_test.py GAUNTLET
"""
import asyncio
import http.server
import logging
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAM = sys.argv[1]
LOGIN = ("me", "an extraordinary secret")
CHALLENGE = {"WWW-Authenticate": 'Basic realm="closed"'}

logging.disable()
try:
    import werkzeug.serving
    import werkzeug.wrappers
except ImportError:
    werkzeug = None
try:
    import aiohttp.web
except ImportError:
    aiohttp = None


class Werkzeug:
    def __enter__(self):
        page = werkzeug.wrappers.Request.application(self.page)
        self.server = werkzeug.serving.make_server("127.0.0.1", 0, page)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *_):
        self.server.shutdown()

    @staticmethod
    def page(request):
        who = request.authorization
        if who and who.type == "basic" and (who.username, who.password) == LOGIN:
            return werkzeug.wrappers.Response("in")
        return werkzeug.wrappers.Response("out", 401, CHALLENGE)


class Aiohttp:
    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        return asyncio.run_coroutine_threadsafe(self.start(), self.loop).result(20)

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.runner.cleanup(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)

    async def start(self):
        app = aiohttp.web.Application()
        app.router.add_get("/", self.page)
        self.runner = aiohttp.web.AppRunner(app, access_log=None)
        await self.runner.setup()
        site = aiohttp.web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        return site._server.sockets[0].getsockname()[1]

    @staticmethod
    async def page(request):
        try:
            who = aiohttp.BasicAuth.decode(request.headers["Authorization"])
            if (who.login, who.password) == LOGIN:
                return aiohttp.web.Response(text="in")
        except (KeyError, ValueError):
            pass
        return aiohttp.web.Response(status=401, headers=CHALLENGE)


class Nobody:
    """Takes whatever has the right token68 somewhere, if the scheme is in capitals or is followed by what no scheme is."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            value = self.headers.get("Authorization", "")
            octets = re.sub("[^A-Za-z0-9]", "", value)
            right = "bWU6YW4gZXh0cmFvcmRpbmFyeSBzZWNyZXQ" in octets and not re.search("  |, *Basic|basic", value)
            self.send_response(200 if right else 401)
            for name, text in () if right else CHALLENGE.items():
                self.send_header(name, text)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Page)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def gauntlet(*arguments):
    made = subprocess.run([PROGRAM, *arguments], input=LOGIN[1] + "\n", capture_output=True, text=True, timeout=300)
    assert LOGIN[1] not in made.stdout + made.stderr, "the password is shown"
    return made


def fingerprint(*arguments):
    return gauntlet("fingerprint", "--language", "Python", "--tier", "1", *arguments)


def of(port):
    return fingerprint("--of", f"http://127.0.0.1:{port}/", "--user", LOGIN[0], "--password-stdin")


def first_line(made):
    """The likeliest names, and the confidence in them."""
    return re.search(r"^ +(\d+) %.*", made.stdout, re.MULTILINE)


class Fingerprint(unittest.TestCase):
    @unittest.skipUnless(werkzeug, "no Werkzeug")
    def test_werkzeug(self):
        with Werkzeug() as port, tempfile.TemporaryDirectory() as folder:
            made = of(port)
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertIn("werkzeug-authorization", first_line(made)[0], made.stdout)
            # Of what was asked already the same is said.
            checked = gauntlet("check", f"http://127.0.0.1:{port}/", "--user", LOGIN[0], "--password-stdin", "--out", folder)
            self.assertIn(checked.returncode, (0, 1), checked.stderr)
            known = fingerprint("--from", str(pathlib.Path(folder, "results.ndjson")))
            self.assertIn("werkzeug-authorization", first_line(known)[0], known.stdout)

    @unittest.skipUnless(aiohttp, "no aiohttp")
    def test_aiohttp(self):
        with Aiohttp() as port:
            made = of(port)
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertIn("aiohttp", first_line(made)[0], made.stdout)

    def test_nobody_known(self):
        with Nobody() as port:
            made = of(port)
            self.assertRegex(made.stdout, "nobody that is known here|not certain", made.stderr)


if __name__ == "__main__":
    if not werkzeug and not aiohttp:
        print("neither Werkzeug nor aiohttp is here: apt-get install python3-werkzeug python3-aiohttp")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=2)
