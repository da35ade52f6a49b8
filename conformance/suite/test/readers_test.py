#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The reader without a fault passes every case; each reader with a single fault fails a case that cites what it broke; and
whoever reads one scheme only is judged on enough."""

import pathlib
import sys
import unittest

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))

import readers
import suite
import verdicts

CASES = readers.parse_cases()


def judged(operation, scheme):
    """Must-accept cases of which something is left for a reader that knows this scheme only."""
    of = (c for c in CASES if c["operation"] == operation and c["parse"] == "must-accept")
    return sum(any((p["scheme"] or "").lower() == scheme.lower() for p in verdicts.challenges_of(c["expect"])) for c in of)


class Readers(unittest.TestCase):
    def test_the_reader_without_a_fault_passes_every_case(self):
        reader = readers.Reader()
        wrong = {*verdicts.NON_CONFORMING, "lenient", "crash"}
        self.assertEqual([c["id"] for c in CASES if readers.verdict_of(reader, c) in wrong], [])

    def test_every_single_fault_is_found_by_a_case_that_cites_it(self):
        self.assertGreater(len(readers.FAULTS), 150)
        known = {*suite.flags(), *(r["id"] for r in suite.requirements())}
        self.assertEqual(sorted({c for one in readers.FAULTS for c in one.cites} - known), [])
        self.assertEqual([one.name for one in readers.FAULTS if readers.finder(one, CASES) is None], [])

    def test_no_fault_stands_there_twice(self):
        names = [one.name for one in readers.FAULTS]
        self.assertEqual(sorted({n for n in names if names.count(n) > 1}), [])

    def test_readers_of_one_scheme_are_judged_on_enough(self):
        for operation, scheme, least in (
            ("challenges", "Digest", 300), ("challenges", "Basic", 300), ("challenges", "Bearer", 300),
            ("credentials", "Digest", 300), ("credentials", "Basic", 100), ("credentials", "Bearer", 100),
        ):  # fmt: skip
            with self.subTest(operation, scheme=scheme):
                self.assertGreaterEqual(judged(operation, scheme), least)


class Reports(unittest.TestCase):
    def test_every_report_is_a_case(self):
        document = suite.read_json(suite.ROOT / "reported.json")
        jsonschema.Draft7Validator(suite.read_json(suite.ROOT / "schema" / "reported.schema.json")).validate(document)
        reports = document["reports"]
        self.assertEqual(len({r["report"] for r in reports}), 71)
        self.assertEqual(len(reports), 71)
        self.assertEqual(sorted({r["case"] for r in reports} - {c["id"] for c in CASES}), [])


if __name__ == "__main__":
    unittest.main()
