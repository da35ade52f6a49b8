#!/usr/bin/env python3
"""Every requirement that can be tested live is asked by a scenario, or says why not.

The kinds M, L, U, X and G of suite/requirements.json, against the scenarios of servers, the cases of
clients, what `gauntlet serve` and `gauntlet check` ask (which is code), and live/requirements.json.
"""

import json
import pathlib
import re
import unittest

CONFORMANCE = pathlib.Path(__file__).resolve().parents[2]
LIVE = CONFORMANCE / "live"


def asked():
    found = set()
    for path in [*(LIVE / "scenarios").glob("*.json"), *(LIVE / "clients/cases").glob("*.json")]:
        document = json.loads(path.read_text("utf-8"))
        for case in document.get("cases", []):
            found |= set({**document.get("defaults", {}), **case}.get("requirements", []))
    for path in [*(LIVE / "serve").glob("*.cc"), *(LIVE / "check").glob("*.cc")]:
        found |= set(re.findall(r'"(R[1-9][0-9]*)"', path.read_text("utf-8")))
    return found


def to_be_asked():
    document = json.loads((CONFORMANCE / "suite/requirements.json").read_text("utf-8"))
    return {one["id"] for one in document["requirements"] if set(one["tests"]) & set("MLUXG")}


class Requirements(unittest.TestCase):
    def test_each_has_a_scenario_or_a_reason(self):
        reasons = json.loads((LIVE / "requirements.json").read_text("utf-8"))["without_scenario"]
        self.assertEqual(to_be_asked() - asked() - reasons.keys(), set(), "neither a scenario nor a reason")
        self.assertEqual(reasons.keys() & asked(), set(), "a reason, though there is a scenario")
        self.assertEqual(reasons.keys() - to_be_asked(), set(), "a reason for what need not be asked")
        self.assertTrue(all(len(reason) > 20 for reason in reasons.values()))


if __name__ == "__main__":
    unittest.main()
