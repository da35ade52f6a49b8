#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A release: what is in it, and that it is made twice with the same octets.

    release_test.py             the parts that take seconds, made twice in folders of their own
    release_test.py FIRST AGAIN two whole ones that were made already
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SCRIPT = HERE.parent / "release.py"
QUICK = "source,ports,header,suite,seeds"
MADE = []
WHOLE = {".deb": 4, ".whl": 1, ".tgz": 1, "-site.tar.gz": 1}


def make(out, *words):
    return subprocess.run([sys.executable, "-B", SCRIPT, out, *words], capture_output=True, text=True)


class ReleaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.is_whole = bool(MADE)
        if cls.is_whole:
            cls.first, cls.again = map(pathlib.Path, MADE)
            return
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet release "))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.first, cls.again = cls.folder / "first", cls.folder / "again"
        for out in (cls.first, cls.again):
            done = make(out, "--only", QUICK)
            if done.returncode != 0:
                raise AssertionError(done.stderr)

    def names(self, suffix):
        return [path for path in sorted(self.first.iterdir()) if path.name.endswith(suffix)]

    def test_the_same_octets_again(self):
        names = sorted(path.name for path in self.first.iterdir())
        self.assertEqual(names, sorted(path.name for path in self.again.iterdir()))
        different = [name for name in names if (self.first / name).read_bytes() != (self.again / name).read_bytes()]
        self.assertEqual(different, [])
        self.assertGreaterEqual(len(names), 7)

    def test_the_sums(self):
        lines = (self.first / "SHA256SUMS").read_text(encoding="ascii").splitlines()
        self.assertEqual([line.split("  ")[1] for line in lines],
                         sorted(path.name for path in self.first.iterdir() if path.name != "SHA256SUMS"))
        for line in lines:
            digest, name = line.split("  ")
            self.assertEqual(digest, hashlib.sha256((self.first / name).read_bytes()).hexdigest(), name)

    def test_the_archives(self):
        parser = self.names("-parser.tar.gz")[0]
        for path in self.names(".tar.gz"):
            with tarfile.open(path) as archive:
                for entry in archive:
                    self.assertTrue(entry.isfile() and entry.uid == entry.gid == 0 and not entry.uname, entry.name)
                    self.assertNotIn("..", entry.name)
        whole = next(path for path in self.names(".tar.gz") if re.fullmatch(r"gauntlet-[\d.]+\.tar\.gz", path.name))
        with tarfile.open(whole) as archive:
            inside = {name.partition("/")[2] for name in archive.getnames()}
            commit = archive.extractfile(f"{archive.getnames()[0].split('/')[0]}/cmake/commit.txt").read()
        self.assertRegex(commit, rb"^[0-9a-f]{40} \d{4}-\d\d-\d\d\n$")
        self.assertIn("conformance/suite/requirements.json", inside)
        self.assertFalse([name for name in inside if name.startswith("corpus/")])
        with tarfile.open(parser) as archive:
            inside = {name.partition("/")[2] for name in archive.getnames()}
        self.assertIn("parser/include/gauntlet/gauntlet.hpp", inside)
        self.assertFalse([name for name in inside if "test" in name.split("/") or name.startswith("conformance/")])
        self.assertLess(parser.stat().st_size, 100_000)

    def test_the_seeds(self):
        with zipfile.ZipFile(self.first / "seed_corpus.zip") as archive:
            self.assertIsNone(archive.testzip())
            self.assertGreater(len(archive.namelist()), 1000)
        self.assertIn("CC0-1.0", (self.first / "gauntlet.dict").read_text(encoding="ascii"))

    def test_the_suite(self):
        cases = json.loads((self.first / "all.json").read_text(encoding="ascii"))["cases"]
        self.assertGreater(len(cases), 10_000)

    def test_the_sbom(self):
        text = (self.first / "sbom.spdx.json").read_text(encoding="ascii")
        document = json.loads(text)
        self.assertEqual((document["spdxVersion"], document["dataLicense"]), ("SPDX-2.3", "CC0-1.0"))
        ids = [one["SPDXID"] for one in (document, *document["packages"], *document["files"])]
        self.assertEqual(len(ids), len(set(ids)))
        for one in ids:
            self.assertRegex(one, r"^SPDXRef-[A-Za-z0-9.-]+$")
        for relation in document["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, set(ids))
        self.assertEqual({one["fileName"] for one in document["files"]},
                         {f"./{path.name}" for path in self.first.iterdir()} - {"./sbom.spdx.json", "./SHA256SUMS"})
        for one in document["files"]:
            sums = {of["algorithm"]: of["checksumValue"] for of in one["checksums"]}
            self.assertEqual(sums["SHA256"], hashlib.sha256((self.first / one["fileName"]).read_bytes()).hexdigest())

    def test_a_whole_one_has_everything(self):
        if not self.is_whole:
            self.skipTest("only some parts were made here")
        for suffix, count in WHOLE.items():
            self.assertEqual(len(self.names(suffix)), count, suffix)

    def test_nothing_tells_where_it_was_made(self):
        for path in self.first.iterdir():
            octets = path.read_bytes()
            if path.name.endswith(".deb"):
                octets = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout
            self.assertNotIn(b"gauntlet-release-", octets, path.name)
            self.assertNotIn(os.fsencode(ROOT), octets, path.name)

    def test_the_parser_is_fetched_with_cmake(self):
        with tempfile.TemporaryDirectory(prefix="gauntlet-fetch-") as name:
            folder = pathlib.Path(name)
            archive = pathlib.Path(shutil.copy(self.names("-parser.tar.gz")[0], folder))  # a URL knows no spaces
            digest = hashlib.sha256(archive.read_bytes()).hexdigest()
            (folder / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(consumer LANGUAGES C CXX)\ninclude(FetchContent)\n"
                f"FetchContent_Declare(gauntlet URL {archive.as_uri()} URL_HASH SHA256={digest})\n"
                "FetchContent_MakeAvailable(gauntlet)\nadd_executable(ten ten_lines.cc)\n"
                "target_link_libraries(ten PRIVATE gauntlet::gauntlet)\n")
            ten = (ROOT / "parser/test/consume/one_file/ten_lines.cc").read_text(encoding="ascii")
            (folder / "ten_lines.cc").write_text(ten.replace('"gauntlet.hpp"', "<gauntlet/gauntlet.hpp>"))
            for command in (["cmake", "-S", folder, "-B", folder / "build", "-DCMAKE_BUILD_TYPE=Release"],
                            ["cmake", "--build", folder / "build", "--target", "ten"]):
                ended = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
            said = subprocess.run([folder / "build" / "ten"], capture_output=True, text=True)
            self.assertIn("expected_comma at octet 14", said.stdout)

    def test_wrong_use(self):
        for words, said in (((self.first, "--only", "header"), "is not empty"), ((self.first / "new", "--only", "deb,rpm"), "no part 'rpm'"),
                            ((self.first / "new",), "--results FILE"), ((self.first / "new", "--only", "ports"), "make source"),
                            ((self.first / "new", "--only", "header", "--commit", "no-such-commit"), "rev-parse")):
            done = make(*words)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(said, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        shutil.rmtree(self.first / "new", ignore_errors=True)


if __name__ == "__main__":
    while len(sys.argv) > 1 and not sys.argv[1].startswith("-") and pathlib.Path(sys.argv[1]).is_dir():
        MADE.append(sys.argv.pop(1))
    unittest.main()
