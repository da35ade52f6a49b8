#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pages state the numbers that are counted in the tree, or that the pages of docs/figures have."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "docs" / "scripts"))

import figures


class Figures(unittest.TestCase):
    def test_pages_state_them(self):
        for name, text in figures.pages().items():
            self.assertEqual(figures.read(name), text, f"{name}: docs/scripts/figures.py writes the numbers")

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
