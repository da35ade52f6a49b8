#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages state the numbers that are counted in the tree, or that the pages of docs/figures have."""

import json
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "docs" / "scripts"))

import figures
import pages_test

# What of npm the adapters ask, and in which version.
PINNED = json.loads(figures.read("conformance/adapters/javascript/package.json"))["dependencies"]


def other_versions(text):
    """What a page says of packages of npm in a version that no adapter has."""
    for name, pinned in PINNED.items():
        for version in re.findall(rf"(?<![\w@/-]){re.escape(name)}(?: \(npm\))?\s(\d+\.\d+\.\d+)", text):
            if version != pinned:
                yield f"{name} {version}, and the adapters have {pinned}"


class Figures(unittest.TestCase):
    def test_pages_state_them(self):
        for name, text in figures.pages().items():
            self.assertEqual(figures.read(name), text, f"{name}: docs/scripts/figures.py writes the numbers")

    def test_packages_of_npm_are_those_of_the_adapters(self):
        for path in pages_test.pages():
            if pages_test.is_generated(path):  # of a run, which has its own
                continue
            with self.subTest(page=path.name):
                self.assertEqual(list(other_versions(path.read_text(encoding="utf-8"))), [])
        self.assertEqual(list(other_versions("| auth-header 1.0.0 | www-authenticate (npm) 0.6.3 | my-auth-header 9.9.9")), [])
        self.assertEqual(len(list(other_versions("auth-header 1.0.1, www-authenticate (npm) 0.6.2"))), 2)

    def test_a_wrong_number_is_found(self):
        values, sentences = {"cases": 3400, "faults": 33}, ["the {cases} cases find {faults} faults"]
        self.assertEqual(figures.with_numbers("page", "the 3,400\ncases find 33 faults", sentences, values),
                         "the 3,400\ncases find 33 faults")
        self.assertEqual(figures.with_numbers("page", "the 3,399 cases find 5 faults", sentences, values),
                         "the 3,400 cases find 33 faults")
        with self.assertRaises(figures.FigureError):
            figures.with_numbers("page", "the 3,400 cases are great", sentences, values)


if __name__ == "__main__":
    unittest.main()
