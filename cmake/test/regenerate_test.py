#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Everything that is generated is current, and in a copy of the tree each stale file is found and written again.

    regenerate_test.py PROGRAM              the built gauntlet
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOL = pathlib.Path(sys.argv.pop(1)).resolve()

# For each entry what happens to one of its files.
STALE = {
    "tables": ("parser/test/generated/automata.hpp", b"another one\n"),
    "cases": ("conformance/suite/cases/generated/auth-info.json", None),
    "words": ("fuzz/gauntlet.dict", b""),
    "corpus": ("corpus/challenges/stray", b"Foo"),
    "coverage": ("docs/figures/coverage.md", b""),
    "pictures": ("docs/figures/automaton-auth-info.dot", b""),
    "rules": ("docs/rules.md", b""),
    "figures": ("docs/figures/README.md", b""),
}


def octets_of(tree):
    return {path.relative_to(tree): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def regenerate(tree, *arguments):
    done = subprocess.run([sys.executable, "-B", tree / "cmake" / "regenerate.py", "--tool", TOOL, *arguments],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class Regenerate(unittest.TestCase):
    def test_the_tree_is_current(self):
        code, told, errors = regenerate(ROOT, "--check")
        self.assertEqual((code, errors), (0, ""), told)
        self.assertEqual([line.split()[0] for line in told.splitlines()], list(STALE))

    def test_each_stale_file_is_found_and_written_again(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder) / "tree"
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns("build", ".git", "__pycache__"))
            before = octets_of(tree)
            for name, (path, octets) in STALE.items():
                with self.subTest(name):
                    if octets is None:
                        (tree / path).unlink()
                    else:
                        (tree / path).write_bytes(octets)
                    planted = octets_of(tree)
                    code, told, errors = regenerate(tree, "--check", name)
                    self.assertEqual((code, errors), (1, ""), told)
                    self.assertIn(path, told)
                    self.assertIn(f"./gauntlet regenerate {name}\n", told)
                    self.assertEqual(octets_of(tree), planted)
                    self.assertEqual(regenerate(tree, name), (0, f"{'removed' if name == 'corpus' else 'wrote'} {path}\n", ""))
                    self.assertEqual(octets_of(tree), before)

    def test_a_picture_of_another_graph_is_stale(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder) / "tree"
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns("build", ".git", "__pycache__", "corpus"))
            picture = tree / "docs" / "figures" / "automaton-auth-info.svg"
            picture.write_bytes(picture.read_bytes().replace(b"drawn from: ", b"drawn from: f", 1))
            code, told, _ = regenerate(tree, "--check", "pictures")
            self.assertEqual(code, 1)
            self.assertIn("automaton-auth-info.svg", told)

    def test_usage(self):
        code, told, _ = regenerate(ROOT, "--help")
        self.assertEqual(code, 0)
        self.assertTrue(told.startswith("Examples:\n\n    ./gauntlet regenerate "), told)
        code, told, _ = regenerate(ROOT, "--list")
        self.assertEqual(code, 0)
        for name in [*STALE, "mutation"]:
            self.assertIn(f"  {name} ", told)
        code, _, errors = regenerate(ROOT, "nothing")
        self.assertEqual(code, 2)
        self.assertIn("nothing", errors)


if __name__ == "__main__":
    unittest.main()
