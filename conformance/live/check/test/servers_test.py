#!/usr/bin/env python3
"""`gauntlet check` against real servers: HTTP/2, chains of proxies, and a proxy on another machine.

nginx and Apache with TLS and HTTP/2, Squid as a proxy and as a chain of two, Squid in a network
namespace of its own, and a server of Node that is wrong on purpose over HTTP/2 alone. What is not
installed is skipped; without any of them it exits with 77, which CTest takes for skipped.

    servers_test.py GAUNTLET
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = sys.argv[1]
PATHS = {"nginx": "/usr/sbin/nginx", "apache2": "/usr/sbin/apache2", "squid": "/usr/sbin/squid",
         "node": shutil.which("node") or ""}

# user:pass
HTPASSWD = "user:$apr1$iLlgFvYI$UVP9rvYaKIsDmmej9kKqh/\n"
HTDIGEST = "user:closed site:e8f028c6fb3112d89eb9e598180a4448\n"

NGINX = """daemon off; master_process off; pid {dir}/pid; error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
  uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {dir}/cert.pem; ssl_certificate_key {dir}/key.pem;
    location / {{ root {dir}/www; auth_basic "closed site"; auth_basic_user_file {dir}/htpasswd; }}
  }}
}}
"""

APACHE = """ServerRoot {dir}
ServerName 127.0.0.1
PidFile {dir}/pid
ErrorLog {dir}/error.log
Mutex file:{dir} default
ScoreBoardFile {dir}/scoreboard
{modules}
Protocols h2 http/1.1
Listen 127.0.0.1:{port}
SSLEngine on
SSLCertificateFile {dir}/cert.pem
SSLCertificateKeyFile {dir}/key.pem
DocumentRoot {dir}/www
<Location />
  AuthType Digest
  AuthName "closed site"
  AuthDigestProvider file
  AuthUserFile {dir}/htdigest
  Require valid-user
</Location>
"""
APACHE_MODULES = ("mpm_event authn_core authn_file authz_core authz_user auth_digest dir http2 ssl "
                  "socache_shmcb").split()

SQUID = """http_port {address}:{port}
pid_filename {dir}/pid
cache_log {dir}/cache.log
access_log none
coredump_dir {dir}
pinger_enable off
cache deny all
shutdown_lifetime 0 seconds
visible_hostname localhost
auth_param basic program /usr/lib/squid/basic_ncsa_auth {dir}/htpasswd
auth_param basic children 1 startup=1
auth_param basic realm closed proxy
acl people proxy_auth REQUIRED
http_access allow people
http_access deny all
"""

# Over HTTP/1.1 all is well. Over HTTP/2 it asks without a challenge, ends the stream, or takes any
# password, as its first argument says.
NODE = """
const http2 = require('http2'), fs = require('fs');
const [dir, port, how] = process.argv.slice(1);
const ask = {'www-authenticate': 'Basic realm="files"'};
http2.createSecureServer({allowHTTP1: true, key: fs.readFileSync(dir + '/key.pem'),
    cert: fs.readFileSync(dir + '/cert.pem')}, (request, response) => {
  const sent = request.headers.authorization || '';
  let good = /^basic +dXNlcjpwYXNz$/i.test(sent);
  let fields = ask;
  if (request.httpVersion === '2.0') {
    if (how === 'resets') return request.stream.close(http2.constants.NGHTTP2_PROTOCOL_ERROR);
    if (how === 'silent') fields = {};
    if (how === 'open') good = sent !== '';
  }
  response.writeHead(good ? 200 : 401, good ? {} : fields);
  response.end('x');
}).listen(Number(port), '127.0.0.1');
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def has(program):
    return pathlib.Path(PATHS[program]).is_file()


class Servers(unittest.TestCase):
    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.dir = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.dir.chmod(0o777)  # Squid changes its user
        (self.dir / "www").mkdir()
        (self.dir / "www/index.html").write_text("the protected page\n")
        (self.dir / "htpasswd").write_text(HTPASSWD)
        (self.dir / "htdigest").write_text(HTDIGEST)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                        "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", self.dir / "key.pem",
                        "-out", self.dir / "cert.pem"], check=True, capture_output=True)
        (self.dir / "key.pem").chmod(0o644)

    def start(self, command, port, address="127.0.0.1"):
        with open(self.dir / f"log{port}", "wb") as log:
            server = subprocess.Popen([str(word) for word in command], cwd=self.dir,
                                      stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
                return
            if server.poll() is not None or time.monotonic() > deadline:
                self.fail((self.dir / f"log{port}").read_text("utf-8", "replace"))
            time.sleep(0.05)

    def check(self, *words):
        """Verdicts by id."""
        out = self.dir / "out"
        run = subprocess.run([PROGRAM, "check", "--no-color", "--quiet", "--out", out, *words],
                             capture_output=True, text=True, check=False)
        self.assertIn(run.returncode, (0, 1), run.stdout + run.stderr)
        self.assertNotIn("dXNlcjpwYXNz", run.stdout)
        self.said = run.stdout
        cases, judgements, found = [], [], {}
        for line in (out / "results.ndjson").read_text("ascii").splitlines():
            record = json.loads(line)
            if isinstance(record, list):
                for offset, judgement in enumerate(record[2:]):
                    found[cases[record[1] + offset]] = judgements[judgement]
            elif "case" in record:
                cases.append(record["case"]["id"])
            elif "judgement" in record:
                judgements.append(record["judgement"]["verdict"])
        return found

    @unittest.skipUnless(has("nginx"), "nginx is not installed")
    def test_nginx_over_http2(self):
        port = free_port()
        (self.dir / "nginx.conf").write_text(NGINX.format(dir=self.dir, port=port))
        self.start([PATHS["nginx"], "-p", self.dir, "-c", self.dir / "nginx.conf", "-e", "stderr"], port)
        found = self.check(f"https://127.0.0.1:{port}/", "--insecure", "--user", "user:pass")
        for one in ("refusal/over-http2", "refusal/ill-formed-over-http2", "basic/login",
                    "basic/http2-login", "basic/http2-wrong-secret", "refusal/post-100-continue"):
            self.assertEqual(found["origin/" + one], "pass", self.said)

    @unittest.skipUnless(has("apache2"), "Apache is not installed")
    def test_apache_over_http2(self):
        port = free_port()
        modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
                            for name in APACHE_MODULES)
        (self.dir / "httpd.conf").write_text(APACHE.format(dir=self.dir, port=port, modules=modules))
        self.start([PATHS["apache2"], "-d", self.dir, "-f", self.dir / "httpd.conf", "-DFOREGROUND"], port)
        found = self.check(f"https://127.0.0.1:{port}/", "--insecure", "--user", "user:pass")
        for one in ("refusal/over-http2", "digest-md5/login", "digest-md5/rspauth", "digest-md5/http2-login",
                    "digest-md5/http2-wrong-secret", "digest-md5/forged-nonce", "digest-md5/other-uri"):
            self.assertEqual(found["origin/" + one], "pass", self.said)

    def squid(self, address="127.0.0.1", prefix=()):
        port = free_port()
        folder = self.dir / f"squid{port}"
        folder.mkdir()
        folder.chmod(0o777)
        shutil.copy(self.dir / "htpasswd", folder)
        (folder / "squid.conf").write_text(SQUID.format(dir=folder, port=port, address=address))
        self.start([*prefix, PATHS["squid"], "-N", "-n", f"check{port}", "-f", folder / "squid.conf"], port,
                   address)
        return f"http://{address}:{port}"

    @unittest.skipUnless(has("squid"), "Squid is not installed")
    def test_squid_and_a_chain_of_two(self):
        first, second = self.squid(), self.squid()
        for more in ((), ("--via", first, "--via-user", "user:pass")):
            found = self.check(second, "--proxy", "--user", "user:pass", *more)
            for one in ("basic/login", "refusal/get", "refusal/connect", "relay/proxy-authorization",
                        "relay/authorization", "chain/tunnel", "chain/next-asks", "chain/both-logins"):
                self.assertEqual(found["proxy/" + one], "pass", self.said)
        refused = subprocess.run([PROGRAM, "check", second, "--proxy", "--via", first, "--out", self.dir / "no"],
                                 capture_output=True, text=True, check=False)
        self.assertEqual(refused.returncode, 3, refused.stderr)

    @unittest.skipUnless(has("squid") and os.getuid() == 0 and shutil.which("ip"), "needs root, ip and Squid")
    def test_a_proxy_on_another_machine(self):
        space = f"gauntlet{os.getpid()}"
        made = subprocess.run(["ip", "netns", "add", space], capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no network namespaces here")
        self.addCleanup(subprocess.run, ["ip", "netns", "del", space], check=False)
        inside = ["ip", "netns", "exec", space]
        for words in (["ip", "link", "add", "gauntlet0", "type", "veth", "peer", "name", "gauntlet1", "netns", space],
                      ["ip", "addr", "add", "198.51.100.1/30", "dev", "gauntlet0"],
                      ["ip", "link", "set", "gauntlet0", "up"],
                      [*inside, "ip", "addr", "add", "198.51.100.2/30", "dev", "gauntlet1"],
                      [*inside, "ip", "link", "set", "gauntlet1", "up"],
                      [*inside, "ip", "link", "set", "lo", "up"]):
            subprocess.run(words, check=True, capture_output=True)
        proxy = self.squid("198.51.100.2", inside)
        # It reaches no loopback of ours, and nothing ill-formed goes to it.
        found = self.check(proxy, "--proxy", "--user", "user:pass")
        self.assertEqual(found["proxy/relay/proxy-authorization"], "not-observable", self.said)
        self.assertNotIn("proxy/basic/tab-after-scheme", found)
        found = self.check(proxy, "--proxy", "--user", "user:pass", "--listen", "198.51.100.1")
        for one in ("basic/login", "relay/proxy-authorization", "relay/authorization", "chain/tunnel"):
            self.assertEqual(found["proxy/" + one], "pass", self.said)

    @unittest.skipUnless(has("node"), "Node is not installed")
    def test_what_is_wrong_over_http2_alone(self):
        for how, faults in (("silent", ["refusal/over-http2", "basic/http2-wrong-secret"]),
                            ("resets", ["refusal/over-http2"]), ("open", ["basic/http2-wrong-secret"]),
                            ("good", [])):
            with self.subTest(how):
                port = free_port()
                self.start([PATHS["node"], "-e", NODE, self.dir, port, how], port)
                found = self.check(f"https://127.0.0.1:{port}/", "--insecure", "--user", "user:pass")
                self.assertEqual(found["origin/refusal/get"], "pass", self.said)
                self.assertEqual(found["origin/basic/login"], "pass", self.said)
                for one in ("refusal/over-http2", "basic/http2-wrong-secret"):
                    is_wrong = found["origin/" + one] == "wrong-result"
                    self.assertEqual(is_wrong, one in faults, f"{how} {one}\n{self.said}")


if __name__ == "__main__":
    if not any(has(one) for one in PATHS):
        print("none of these is installed:", *PATHS)
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
