#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The parser as one file, and as a subproject of Meson, as their users take them.

    headers_test.py CXX
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PARSER = ROOT / "parser"
CXX = "c++"
EXPECTED = "Digest\n  realm = a, b\n  qop = auth\nNegotiate\nexpected_comma at octet 14\n"
WARNINGS = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-pedantic", "-Werror")

sys.path.insert(0, str(HERE.parent))

import amalgamate


def run(*command, cwd=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace")
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class InAFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet "))
        self.addCleanup(shutil.rmtree, self.folder)


class OneFile(InAFolder):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "gauntlet.hpp"
        run(sys.executable, "-B", HERE.parent / "amalgamate.py", self.file)

    def compile_and_run(self, source, *options):
        program = self.folder / "program"
        run(CXX, "-std=c++20", *WARNINGS, *options, source, "-o", program, cwd=self.folder)
        return run(program)

    def test_a_program_of_ten_lines_beside_it(self):
        shutil.copy(PARSER / "test" / "consume" / "one_file" / "ten_lines.cc", self.folder)
        self.assertEqual(self.compile_and_run("ten_lines.cc"), EXPECTED)

    def test_it_is_the_headers(self):
        """Preprocessed, it is what the headers are, line for line: so whatever their tests show holds for it."""
        source = self.folder / "every.cc"
        source.write_text("#include <gauntlet/gauntlet.hpp>\n")
        (self.folder / "one" / "gauntlet").mkdir(parents=True)
        shutil.copy(self.file, self.folder / "one" / "gauntlet")
        preprocess = (CXX, "-std=c++20", "-E", "-P", source)
        one = run(*preprocess, f"-I{self.folder / 'one'}").splitlines()
        tree = run(*preprocess, f"-I{PARSER / 'include'}", "-DGAUNTLET_KERNEL_HPP_").splitlines()
        # Clang leaves empty lines where an include was.
        self.assertEqual(list(filter(None, one)), list(filter(None, tree)))
        self.assertIn("class basic_reader {", one)
        self.assertEqual(run(CXX, "-std=c++20", "-dM", "-E", source, f"-I{self.folder / 'one'}").count("_HPP_ "),
                         len(self.headers()))

    @staticmethod
    def headers():
        return [path for path in (PARSER / "include").rglob("*.hpp") if path.name != "kernel.hpp"]

    def test_each_header_is_in_it_once(self):
        text = self.file.read_text(encoding="ascii")
        for header in self.headers():
            guard = re.search(r"#ifndef (GAUNTLET_\w+_HPP_)", header.read_text(encoding="ascii")).group(1)
            self.assertEqual(text.count(f"#define {guard}\n"), 1, header)
        self.assertNotIn('#include "', text)
        self.assertLess(len(text), 130_000)

    def test_the_examples_of_the_page(self):
        (self.folder / "gauntlet").mkdir()
        shutil.copy(self.file, self.folder / "gauntlet")
        page = (PARSER / "README.md").read_text(encoding="utf-8")
        examples = re.findall(r"<!-- example: (\w+\.cc) -->\n```cpp\n(.*?)\n```\n```text\n(.*?)```", page, re.DOTALL)
        self.assertGreaterEqual(len(examples), 5)
        for name, code, expected in examples:
            with self.subTest(name=name):
                (self.folder / name).write_text(code + "\n", encoding="utf-8")
                self.assertEqual(self.compile_and_run(name, f"-I{self.folder}"), expected)

    def test_beside_the_headers_of_the_same_version(self):
        (self.folder / "both.cc").write_text('#include "gauntlet.hpp"\n#include <gauntlet/reader.hpp>\nint main() {}\n')
        self.compile_and_run("both.cc", f"-I{PARSER / 'include'}")


class Meson(InAFolder):
    """With a wrap, whose repository is one in this folder: nothing is downloaded."""

    def setUp(self):
        super().setUp()
        if not shutil.which("meson") or not shutil.which("git") or not shutil.which("ninja"):
            self.skipTest("no meson, git or ninja here")
        source = self.folder / "repository"
        for name in ("meson.build", "LICENSE", "parser/include", "parser/src"):
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
        git = ("git", "-C", source, "-c", "user.name=test", "-c", "user.email=test@example.org")
        run("git", "init", "-q", "-b", "main", source)
        run(*git, "add", "-A")
        run(*git, "commit", "-q", "-m", "test")
        self.consumer = self.folder / "consumer"
        shutil.copytree(HERE / "meson", self.consumer)
        for name in ("cxx/main.cc", "cxx/kernel.cc", "c/main.c"):
            shutil.copy(PARSER / "test" / "consume" / name, self.consumer)
        wrap = (HERE.parent / "gauntlet.wrap").read_text(encoding="ascii")
        wrap = wrap.replace("URL", source.as_uri().replace("%20", " ")).replace("REVISION", "main")
        (self.consumer / "subprojects").mkdir()
        (self.consumer / "subprojects" / "gauntlet.wrap").write_text(wrap)

    def test_three_dependencies(self):
        for kind in ("shared", "static"):
            with self.subTest(kind=kind):
                build = self.folder / kind
                run("meson", "setup", f"-Ddefault_library={kind}", build, self.consumer)
                run("meson", "compile", "-C", build, "-j", "1")
                run("meson", "test", "-C", build, "--no-rebuild", "--num-processes", "1")
                for program in ("cxx", "c"):
                    self.assertTrue(run(build / program).startswith("gauntlet 0.1"))

    def test_the_version_is_held_against_the_header(self):
        copy = self.folder / "other"
        shutil.copytree(self.folder / "repository", copy)
        build_file = copy / "meson.build"
        build_file.write_text(build_file.read_text().replace("version: '0.1.0'", "version: '0.2.0'"))
        with self.assertRaisesRegex(AssertionError, "version.hpp says 0.1.0, project.. says 0.2.0"):
            run("meson", "setup", self.folder / "wrong", copy)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        CXX = sys.argv.pop(1)
    unittest.main()
