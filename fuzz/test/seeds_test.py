#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Tests of fuzz/scripts/seeds.py: what is in the archives, and that they are the same whenever they are made."""

import hashlib
import pathlib
import re
import sys
import tempfile
import unittest
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
import seeds  # noqa: E402
import targets  # noqa: E402


class Seeds(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.archive = pathlib.Path(folder.name) / "seeds.zip"

    def made(self, *target):
        self.assertEqual(seeds.main([str(self.archive), *target]), 0)
        return self.archive.read_bytes()

    def test_a_release_has_each_field_value_once(self):
        self.made()
        with zipfile.ZipFile(self.archive) as archive:
            names = archive.namelist()
            self.assertGreater(len(names), 1000)
            for name in names:
                self.assertEqual(hashlib.sha256(archive.read(name)).hexdigest(), name)
            self.assertIn(hashlib.sha256(b'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""').hexdigest(), names)
            self.assertFalse([name for name in names if archive.read(name).startswith((b"{", b"HTTP/"))])
            self.assertIn(b"CC0-1.0", archive.comment)

    def test_a_target_has_its_inputs_and_what_broke_it(self):
        for name in targets.ALL:
            self.made(name)
            with zipfile.ZipFile(self.archive) as archive:
                packed = sorted(archive.read(one) for one in archive.namelist())
            folders = (seeds.CORPUS / name, seeds.CORPUS / "regressions" / name)
            self.assertEqual(packed, sorted(path.read_bytes() for folder in folders if folder.is_dir() for path in folder.iterdir()))

    def test_the_same_files_make_the_same_octets(self):
        before = self.made("token68")
        self.assertEqual(self.made("token68"), before)
        # A checkout has the dates of its day; the archive has none of them.
        with zipfile.ZipFile(self.archive) as archive:
            self.assertEqual({entry.date_time for entry in archive.infolist()}, {(1980, 1, 1, 0, 0, 0)})
            self.assertEqual([entry.filename for entry in archive.infolist()], sorted(archive.namelist()))

    def test_wrong_usage_is_told(self):
        self.assertEqual(seeds.main([str(self.archive), "no_such_target"]), 2)
        self.assertEqual(seeds.main(["seeds.tar"]), 2)
        self.assertFalse(self.archive.exists())

    def test_the_licence_is_that_of_the_whole_corpus(self):
        licence = (seeds.CORPUS / "LICENSE").read_text(encoding="ascii")
        self.assertTrue(licence.startswith("SPDX-License-Identifier: CC0-1.0\n"))
        listed = (seeds.CORPUS / "MANIFEST").read_text(encoding="ascii").splitlines()[1:]
        self.assertEqual({line.split("\t")[2] for line in listed}, {"CC0-1.0"})
        for name in re.findall(r"fuzz/\w+\.dict", licence):
            self.assertIn("SPDX-License-Identifier: CC0-1.0", (seeds.ROOT / name).read_text(encoding="ascii").splitlines()[0])


if __name__ == "__main__":
    unittest.main()
