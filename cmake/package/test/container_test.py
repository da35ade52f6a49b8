#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Dockerfile: what it says; and, of the last commit, the image that podman builds of it, run as a user without rights, with
a read-only file system, without a network.

    container_test.py               all of it: ten minutes and more, as root
    container_test.py Dockerfile    what it says, without building anything

In place of the registry's Debian stands one that mmdebstrap makes, so no registry is asked. Exit status 77: the image was not
built, and why.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BASE, IMAGE = "localhost/debian:bookworm", "localhost/gauntlet"
# How much larger than its Debian the image may be.
LIMIT = 50_000_000
# What the registry's slim Debian leaves out as well.
SLIM = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "info", "locale", "man")]
SHELL = ("--entrypoint", "sh")

sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))

import bare_debian


def stages(text):
    """The stages of a Dockerfile, each a list of instructions with what stands behind them."""
    found = []
    for line in re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        if word:
            found[-1].append((word, rest))
    return found


def faults(text):
    """The sentences that have to be said of a Dockerfile. That an image is a digest workflows_test.py looks at."""
    named, last = [], dict(stages(text)[-1])
    for stage in stages(text):
        for word, rest in stage:
            source = re.match(r"--from=(\S+)", rest)
            if word == "FROM" and " AS " in rest:
                named.append(rest.split(" AS ")[1])
            elif word == "COPY" and source and source[1] not in named:
                yield f"no stage before is called {source[1]}"
            elif word == "COPY" and not source:
                yield from (f"there is no {name}" for name in rest.split()[:-1] if not (ROOT / name).exists())
            elif word == "ADD":
                yield "ADD takes archives apart and files from anywhere; COPY does not"
            if word == "RUN" and "apt-get install" in rest and "--no-install-recommends" not in rest:
                yield "apt-get installs what is only recommended"
    # A number, from which Kubernetes sees that it is not root.
    if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", last.get("USER", "")):
        yield "the program runs as root"
    if not last.get("ENTRYPOINT", "").startswith("["):
        yield "a shell starts the program, and keeps signals from it"
    if "rm -rf /debs /var/cache/apt/* /var/lib/apt/lists/*" not in last.get("RUN", ""):
        yield "the image keeps what apt has read"


class Dockerfile(unittest.TestCase):
    TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    def test_what_it_says(self):
        self.assertEqual(len(stages(self.TEXT)), 3)
        self.assertEqual(list(faults(self.TEXT)), [])

    def test_each_fault_is_found(self):
        for old, new in (("USER 65534:65534\n", ""), ("65534:65534", "0:0"), ('["gauntlet"]', "gauntlet"), ("run.txt", "ran.txt"),
                         ("--from=build", "--from=built"), ("COPY . .", "ADD . ."), ("--no-install-recommends", ""),
                         ("rm -rf /debs", "ls /debs")):
            self.assertIn(old, self.TEXT)
            self.assertNotEqual(list(faults(self.TEXT.replace(old, new))), [], new)

    def test_the_packages_are_those_of_a_release(self):
        """What making Debian packages takes stands in release.txt, with what only a release needs."""
        lines = (ROOT / "cmake/apt/release.txt").read_text(encoding="utf-8").splitlines()
        listed = {line.split()[0] for line in lines if line[:1] != "#"}
        _, build, _ = stages(self.TEXT)
        taken = next(rest for word, rest in build if word == "RUN").split("--no-install-recommends")[1].split()
        self.assertEqual(set(taken) - listed, {"git"})


class Image(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if why := bare_debian.obstacle("podman"):
            raise unittest.SkipTest(f"the image was not built: {why}")
        folder = bare_debian.folder("container")
        # All that podman keeps stands in this folder. It needs neither systemd nor a file system of the kernel's.
        cls.podman = ["podman", "--root", folder / "images", "--runroot", folder / "run", "--tmpdir", folder / "tmp",
                      "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--runtime", "runc"]
        bare_debian.make(folder / "debian.tar", *SLIM)
        cls.command("import", "--quiet", folder / "debian.tar", BASE)
        cls.size_of_base = cls.size(BASE)
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", ROOT.as_uri(), folder / "clone"], check=True)
        cls.command("build", "--quiet", "--isolation", "chroot", "--layers=false", "--from", BASE, "--tag", IMAGE,
                    folder / "clone")

    @classmethod
    def size(cls, name):
        return json.loads(cls.command("image", "inspect", name))[0]["Size"]

    @classmethod
    def command(cls, *words, expected=0, said=""):
        done = subprocess.run([*map(str, cls.podman), *map(str, words)], input=said, capture_output=True, text=True,
                              errors="replace")
        if done.returncode != expected:
            raise AssertionError(f"podman {' '.join(map(str, words))}\nended with {done.returncode}:\n"
                                 f"{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout + done.stderr

    def run_image(self, *words, options=(), **how):
        # Without the limits podman asks for more than a machine may grant.
        return self.command("run", "--rm", "--network", "none", "--read-only", "--ulimit", "nofile=1024:1024",
                            "--ulimit", "nproc=1024:1024", *options, IMAGE, *words, **how)

    def test_the_program_runs(self):
        self.assertIn("expected_comma", self.run_image("parse", "Basic abc/def=x", expected=1))
        commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        self.assertIn(f"commit    {commit},", self.run_image("--version"))

    def test_lint_reads_what_is_piped(self):
        said = self.run_image("lint", options=["-i"], expected=1,
                              said="HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=a Digest realm=b\r\n\r\n")
        self.assertIn("missing-comma", said)

    def test_an_adapter_of_the_folder(self):
        with tempfile.TemporaryDirectory() as name:
            adapter = pathlib.Path(name) / "my-adapter"
            adapter.write_text("#!/bin/sh\nexec gauntlet adapter\n", encoding="ascii")
            for path, mode in ((adapter, 0o755), (adapter.parent, 0o755)):
                path.chmod(mode)
            said = self.run_image("run", "--no-install", "--no-color", "--family", "rfc", "--out", "/tmp/out", "--", "./my-adapter",
                                  options=["-v", f"{name}:/workspace:ro", "--tmpfs", "/tmp"])
            self.assertRegex(said, r"conforms: (\d+) of \1 judged")

    def test_its_user_is_nobody_or_anybody_and_nothing_can_be_written(self):
        self.assertIn("uid=65534(nobody) gid=65534(nogroup)", self.run_image("-c", "id", options=SHELL))
        self.assertIn("1 challenge", self.run_image("parse", "Basic", options=["--user", "1234:5678", "--cap-drop", "all"]))
        for command in ("touch /usr/bin/x", "touch /workspace/x", "touch /x"):
            said = self.run_image("-c", command, options=[*SHELL, "--user", "0"], expected=1)
            self.assertIn("Read-only file system", said)

    def test_it_is_small_and_has_what_it_needs(self):
        size = self.size(IMAGE)
        print(f"{size:,} octets, of which {self.size_of_base:,} are Debian")
        self.assertLess(size - self.size_of_base, LIMIT)
        left = self.run_image("-c", "ls -A /debs /src /var/cache/apt /var/lib/apt/lists 2>&1; command -v c++ git python3",
                              options=SHELL, expected=127)
        self.assertNotRegex(left, r"_Packages|pkgcache|[.]deb")
        self.assertNotRegex(left, r"(?m)^/usr/bin")
        self.assertIn("BEGIN CERTIFICATE", self.run_image("-c", "head -n 1 /etc/ssl/certs/ca-certificates.crt", options=SHELL))


if __name__ == "__main__":
    ended = unittest.main(exit=False).result
    sys.exit(1 if not ended.wasSuccessful() else 77 if ended.skipped else 0)
