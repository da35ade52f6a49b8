#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""conformance/lint/rules.json against its schema, and the flags and cases that it names against the suite."""

import json
import pathlib
import sys
import unittest

import jsonschema

LINT = pathlib.Path(__file__).resolve().parent.parent
SUITE = LINT.parent / "suite"
sys.dont_write_bytecode = True
sys.path.insert(0, str(SUITE / "scripts"))


def load(path):
    return json.loads(path.read_text(encoding="ascii"))


class Rules(unittest.TestCase):
    rules = load(LINT / "rules.json")["rules"]

    def test_the_file_is_what_its_schema_says(self):
        check = jsonschema.Draft7Validator(load(LINT / "rules.schema.json"))
        self.assertEqual([f"{list(e.path)}: {e.message[:200]}" for e in check.iter_errors(load(LINT / "rules.json"))], [])
        wrong = load(LINT / "rules.json")
        wrong["rules"][0]["level"] = "NOTE"
        del wrong["rules"][1]["examples"]["near"]
        self.assertEqual(len(list(check.iter_errors(wrong))), 2)

    def test_what_is_measured_is_there(self):
        flags = set(load(SUITE / "flags.json")["flags"])
        cases = {case["id"] for path in (SUITE / "cases").rglob("*.json") for case in load(path)["cases"]}
        for rule in self.rules:
            measured = rule.get("measured", {})
            self.assertLessEqual(set(measured.get("flags", ())), flags, rule["id"])
            self.assertLessEqual(set(measured.get("cases", ())), cases, rule["id"])

    def test_requirements_name_rules_that_are_there(self):
        requirements = load(SUITE / "requirements.json")["requirements"]
        named = {rule for one in requirements for rule in one.get("lint", ())}
        self.assertGreater(len(named), 10)
        self.assertLessEqual(named, {rule["id"] for rule in self.rules})

    def test_stumbles_are_those_of_rules_that_measure(self):
        measuring = {rule["id"] for rule in self.rules if "measured" in rule}
        self.assertLessEqual(set(load(LINT / "stumbles.json")["rules"]), measuring)

    def test_stumbles_are_counted(self):
        import stumbles

        sums = {"a 1": [1, 2], "b 1": [1, 3], "c 1": [2, 2]}
        self.assertEqual(stumbles.sentence("misread", sums), ["misread by 2 of the 3 asked: a 1, c 1"])
        self.assertTrue(stumbles.is_measured({"id": "x", "flags": ["bws", "quoted-string"]}, {"flags": ["bws"]}))
        self.assertFalse(stumbles.is_measured({"id": "x", "flags": ["bws", "case"]}, {"flags": ["bws"]}))
        self.assertTrue(stumbles.is_measured({"id": "x"}, {"cases": ["x"]}))


if __name__ == "__main__":
    unittest.main()
