#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Tests of fuzz/scripts/coverage.py: what counts as covered, and what a rule of coverage.json leaves out."""

import collections
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
import coverage  # noqa: E402

PARSER = pathlib.Path("/parser")


def function(name, first, last, calls, branches=(), conditions=()):
    file = "/parser/src/a.cc"
    return {
        "name": name,
        "count": calls,
        "filenames": [file],
        "regions": [[first, 1, last, 2, calls, 0, 0, 0]],
        "branches": [[line, 3, line, 9, taken, not_taken, 0, 0, 4] for line, taken, not_taken in branches],
        "mcdc_records": [[line, 3, line, 9, 0, 5, list(covered)] for line, covered in conditions],
    }


def measured(*functions, segments=()):
    files = collections.defaultdict(coverage.Measured)
    coverage.add(files, {"data": [{"functions": list(functions), "files": [{"filename": "/parser/src/a.cc", "segments": list(segments)}]}]}, PARSER)
    return files


class Counted(unittest.TestCase):
    def test_instances_of_a_template_are_one_function(self):
        files = measured(function("f_int", 1, 5, 1, [(2, 1, 0)]), function("f_char", 1, 5, 1, [(2, 0, 1)]))
        self.assertEqual(sorted(files["src/a.cc"].branches.values()), [1, 1])

    def test_a_side_that_no_instance_takes_is_none(self):
        files = measured(function("f_int", 1, 5, 1, [(2, 1, 0)]), function("f_char", 1, 5, 1, [(2, 3, 0)]))
        self.assertEqual(sorted(files["src/a.cc"].branches.values()), [0, 4])

    def test_a_condition_is_covered_once_any_program_covers_it(self):
        files = measured(function("f", 1, 5, 1, conditions=[(2, (True, False))]), function("f", 1, 5, 1, conditions=[(2, (False, False))]))
        self.assertEqual(sorted(files["src/a.cc"].conditions.values()), [False, True])

    def test_a_line_has_the_greatest_count_of_what_goes_on_or_begins_there(self):
        counts = coverage.line_counts([[1, 1, 7, True, True, False], [3, 5, 0, True, True, False], [4, 2, 7, True, False, False], [5, 2, 0, False, False, False]])
        self.assertEqual(counts, {1: 7, 2: 7, 3: 7, 4: 0, 5: 7})


class LeftOut(unittest.TestCase):
    def rules(self, *rules):
        made = coverage.Excluded.__new__(coverage.Excluded)
        made.rules, made.used = list(rules), set()
        return made

    def test_a_rule_for_functions_leaves_out_what_never_runs_and_nothing_else(self):
        rule = {"file": "src/.*", "function": "avx512", "kinds": ["line"], "reason": ""}
        for calls, expected in ((0, True), (3, False)):
            files = measured(function("N6avx5124loadE", 10, 20, calls), function("N4avx24loadE", 30, 40, 0))
            excluded = self.rules(rule)
            self.assertEqual(excluded.covers("src/a.cc", 15, "line", "", files["src/a.cc"]), expected)
            self.assertFalse(excluded.covers("src/a.cc", 35, "line", "", files["src/a.cc"]))
            self.assertFalse(excluded.covers("src/a.cc", 15, "branch", "", files["src/a.cc"]))
            self.assertEqual(excluded.stale(), [] if expected else [rule])

    def test_a_rule_for_lines_is_about_their_text(self):
        excluded = self.rules({"file": "src/a.cc", "line": "cpu_supports", "kinds": ["branch"], "reason": ""})
        nothing = coverage.Measured()
        self.assertTrue(excluded.covers("src/a.cc", 1, "branch", "return cpu_supports(1);", nothing))
        self.assertFalse(excluded.covers("src/a.cc", 1, "branch", "return true;", nothing))
        self.assertFalse(excluded.covers("src/b.cc", 1, "branch", "cpu_supports", nothing))

    def test_what_the_processor_chooses_is_left_out_whether_it_runs_or_not(self):
        rules = [
            {"file": "src/a.cc", "function": "avx512", "kinds": ["branch"], "processor": True, "reason": ""},
            {"file": "src/a.cc", "line": "cpu_supports", "kinds": ["mcdc"], "processor": True, "reason": ""},
        ]
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "src").mkdir()
            (pathlib.Path(folder) / "src" / "a.cc").write_text("\n" * 34 + "return cpu_supports(1);\n")
            for calls in (0, 3):
                files = measured(
                    function("N6avx5124loadE", 10, 20, calls, [(12, calls, 0)]),
                    function("N4avx24loadE", 30, 40, 1, [(32, 1, 1)], [(35, (calls > 0,))]),
                )
                excluded = self.rules(*rules)
                self.assertEqual(excluded.drop(files, folder), {"branch": 2, "mcdc": 1})
                self.assertEqual({key[0] for key in files["src/a.cc"].branches}, {32})
                self.assertEqual(files["src/a.cc"].conditions, {})
                self.assertEqual(excluded.stale(), [])

    def test_a_line_that_other_functions_share_is_not_left_out(self):
        rule = {"file": "src/a.cc", "function": "avx512", "kinds": ["branch"], "processor": True, "reason": ""}
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "src").mkdir()
            (pathlib.Path(folder) / "src" / "a.cc").write_text("\n" * 50)
            files = measured(function("N6avx5124loadE", 10, 20, 0, [(12, 0, 0)]), function("N4avx24loadE", 10, 20, 0, [(12, 0, 0)]))
            excluded = self.rules(rule)
            self.assertEqual(excluded.drop(files, folder), {})
            self.assertEqual(excluded.stale(), [rule])

    def test_the_rules_of_the_project_have_reasons(self):
        for rule in coverage.Excluded().rules:
            self.assertGreater(len(rule["reason"]), 20)
            self.assertTrue(("line" in rule) != ("function" in rule))


if __name__ == "__main__":
    unittest.main()
