#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Tests of fuzz/scripts/corpus.py: drift is told, whatever drifts, and regressions stay."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
import corpus  # noqa: E402
import targets  # noqa: E402


class Drift(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Two seeds for each target are enough to see drift; which the real ones are, the test `regenerate` checks.
        names = targets.ALL
        cls.derived = corpus.derived_files
        corpus.derived_files = lambda: {f"{name}/{seed}": (seed.encode("ascii"), "a test") for name in names for seed in ("Foo", "Bar")}
        cls.made = pathlib.Path(tempfile.mkdtemp()) / "made"
        assert corpus.make(cls.made) == []

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.made.parent)
        corpus.derived_files = cls.derived

    def setUp(self):
        self.root = self.made.parent / "root"
        shutil.copytree(self.made, self.root)
        self.seed = next((self.root / "challenges").iterdir())

    def tearDown(self):
        shutil.rmtree(self.root)

    def told(self):
        return corpus.check(self.root)

    def test_what_was_made_is_what_is_expected(self):
        self.assertEqual(self.told(), [])

    def test_a_missing_seed_is_told(self):
        self.seed.unlink()
        self.assertIn(f"challenges/{self.seed.name}: missing", self.told())

    def test_other_octets_are_told(self):
        self.seed.write_bytes(self.seed.read_bytes() + b"!")
        self.assertIn(f"challenges/{self.seed.name}: other octets", self.told())

    def test_a_stray_file_is_told_and_make_removes_it(self):
        stray = self.root / "challenges" / "stray"
        stray.write_bytes(b"x")
        self.assertIn("challenges/stray: not in the MANIFEST", self.told())
        self.assertEqual(corpus.make(self.root), [])
        self.assertFalse(stray.exists())

    def test_another_manifest_is_told(self):
        manifest = self.root / "MANIFEST"
        manifest.write_text(manifest.read_text(encoding="ascii").replace("CC0-1.0", "MIT", 1), encoding="ascii")
        self.assertEqual(len(self.told()), 1)

    def test_a_regression_stays_when_the_corpus_is_made_anew(self):
        path = corpus.add_regression("limits", b"Foo ,,\x7f", "a test", self.root)
        self.assertEqual(self.told(), [])
        self.assertEqual(corpus.make(self.root), [])
        self.assertEqual(path.read_bytes(), b"Foo ,,\x7f")
        self.assertEqual(self.told(), [])

    def test_a_regression_that_is_gone_or_changed_is_told_and_not_made_good(self):
        path = corpus.add_regression("limits", b"Foo ,,\x7f", "a test", self.root)
        path.write_bytes(b"Foo")
        self.assertTrue(any("not the octets" in line for line in self.told()))
        path.unlink()
        self.assertTrue(any("to stay for ever" in line for line in corpus.make(self.root)))

    def test_a_regression_that_was_committed_cannot_be_forgotten_together_with_its_entry(self):
        def git(*arguments):
            identity = ["-c", "user.name=x", "-c", "user.email=x@localhost", "-c", "commit.gpgsign=false"]
            subprocess.run(["git", *identity, "-C", self.root.parent, *arguments], check=True, stdout=subprocess.DEVNULL)

        checkout = self.root.parent / "checkout"
        checkout.mkdir()
        self.root = self.root.rename(checkout / "corpus")
        git("init", "-q")
        path = corpus.add_regression("limits", b"Foo ,,\x7f", "a test", self.root)
        git("add", ".")
        git("commit", "-qm", "filed")
        self.assertEqual(self.told(), [])
        path.unlink()
        manifest = self.root / "MANIFEST"
        lines = manifest.read_text(encoding="ascii").splitlines(True)
        manifest.write_text("".join(line for line in lines if not line.startswith("regressions/")), encoding="ascii")
        self.assertEqual(self.told(), [f"regressions/limits/{path.name}: was filed, and is to stay for ever"])
        self.assertEqual(len(corpus.make(self.root)), 1)

    def test_the_same_regression_is_filed_once(self):
        first = corpus.add_regression("limits", b"same", "one", self.root)
        self.assertEqual(corpus.add_regression("limits", b"same", "two", self.root), first)
        self.assertEqual(self.told(), [])

    def test_a_regression_of_no_target_is_told(self):
        corpus.append("regressions/nobody/x", b"x", "fuzz: a test", self.root)
        self.assertIn("regressions/nobody/x: of no target", self.told())


if __name__ == "__main__":
    unittest.main()
