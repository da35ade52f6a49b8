#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No look-up by search passes the derived cases: for every name of every scheme, and every way of searching below, a case
shows a wrong value, judged on nothing but that one value. The same for the names of the schemes."""

import collections
import itertools
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))

import suite
import verdicts

CASES = [c for c in suite.cases() if c.get("parse") == "must-accept" and "lines" in c]

# A search is: from where in the text, the first or the last place, what stands before the name, between it and the value,
# and how the value is cut; with or without regard to case.
SCOPES = {
    "in the whole field": lambda text, scheme: text,
    "after the first place of the scheme's name": lambda text, scheme: text[max(0, text.lower().find(scheme.lower())) :] if scheme else text,
}
BEFORE = ["", r"\b", r"(?:^|[\s,])", r"(?<![\w-])"]
BETWEEN = [r"\s*=\s*", "[^=]*="]
CUT = ['"([^"]*)"', '"?([^",]*)"?', r'(?:"((?:\\.|[^"\\])*)"|([^\s,"]+))']


def searches():
    for scope, before, between, cut, last, flags in itertools.product(SCOPES, BEFORE, BETWEEN, CUT, (False, True), (0, re.IGNORECASE)):
        yield scope, before, between, cut, last, flags


def expected_values(case, scheme, name):
    """The value of the parameter in each challenge of the scheme; None where it is missing."""
    found = []
    for part in verdicts.challenges_of(case["expect"]):
        if (part["scheme"] or "").lower() == (scheme or "").lower():
            found.append(next((p["value"] for p in part["params"] if p["name"].lower() == name.lower()), None))
    return found


def slots():
    """(operation, scheme, name) -> [(text, permitted values)]: the cases with one challenge of the scheme, or several alike."""
    judged = collections.defaultdict(list)
    texts = {case["id"]: verdicts.combined(case["lines"]) for case in CASES}
    lower = {identity: text.lower() for identity, text in texts.items()}
    for scheme in suite.schemes():
        for operation in suite.OPERATIONS:
            mine = [c for c in CASES if c["operation"] == operation]
            own = None if operation == "auth-info" else scheme["scheme"]
            for param in scheme.get(operation, {}).get("params", []):
                for case in mine:
                    text = texts[case["id"]]
                    if len(text) > 600 or param["name"].lower() not in lower[case["id"]]:
                        continue
                    if own and own.lower() not in lower[case["id"]]:
                        continue
                    values = set(expected_values(case, own, param["name"]))
                    if len(values) == 1:
                        judged[operation, own, param["name"]].append((text, values.pop()))
    return judged


class LookUps(unittest.TestCase):
    def test_no_search_for_a_name_passes(self):
        judged = slots()
        survivors, count = [], 0
        names = {(o, s, p["name"]) for x in suite.schemes() for o in suite.OPERATIONS if o in x
                 for s in [None if o == "auth-info" else x["scheme"]] for p in x[o].get("params", [])}  # fmt: skip
        self.assertEqual(set(judged), names)
        for (operation, scheme, name), cases in judged.items():
            patterns = {}
            scoped = [{how: view(text, scheme) for how, view in SCOPES.items()} for text, _ in cases]
            for scope, before, between, cut, last, flags in searches():
                key = before, between, cut, flags
                if key not in patterns:
                    patterns[key] = re.compile(before + re.escape(name) + between + cut, flags)
                pattern = patterns[key]
                count += 1
                for views, (_, wanted) in zip(scoped, cases):
                    found = None
                    for found in pattern.finditer(views[scope]):
                        if not last:
                            break
                    got = found and next((g for g in found.groups() if g is not None), "")
                    if got != wanted:
                        break
                else:
                    survivors.append((operation, scheme, name, scope, pattern.pattern, last))
        self.assertEqual(survivors, [])
        self.assertGreater(count, 10_000)

    def test_no_search_for_a_scheme_passes(self):
        """Is there a challenge of the scheme? As a search in the text answers."""
        ways = {
            "anywhere": lambda s: re.escape(s), "as a word": lambda s: rf"\b{re.escape(s)}\b", "before SP": lambda s: re.escape(s) + " ",
            "in front": lambda s: "^" + re.escape(s), "in front, as a word": lambda s: rf"^{re.escape(s)}\b", "in front, before SP": lambda s: rf"^{re.escape(s)} ",
            "after a comma or in front": lambda s: rf"(?:^|,)\s*{re.escape(s)}\b", "after a comma or in front, before SP or the end": lambda s: rf"(?:^|,)\s*{re.escape(s)}(?: |,|$)",
            "the whole text": lambda s: f"^{re.escape(s)}$", "between white space": lambda s: rf"(?<!\S){re.escape(s)}(?!\S)",
        }  # fmt: skip
        survivors = []
        for scheme in suite.schemes():
            name = scheme["scheme"]
            for operation in ("challenges", "credentials"):
                if operation not in scheme:
                    continue
                mine = [c for c in CASES if c["operation"] == operation and name.lower() in verdicts.combined(c["lines"]).lower()]
                mine = [c for c in mine if len(c["lines"][0]) < 600]
                for (how, form), flags in itertools.product(ways.items(), (0, re.IGNORECASE)):
                    # Of credentials the place alone decides: there is one scheme, and it stands in front.
                    if operation == "credentials" and "in front" in how and flags and how != "in front" and "word" not in how:
                        continue
                    pattern = re.compile(form(name), flags)
                    sound = lambda c: any(p["scheme"].lower() == name.lower() for p in verdicts.challenges_of(c["expect"]))
                    if all(bool(pattern.search(verdicts.combined(c["lines"]))) == sound(c) for c in mine):
                        survivors.append((operation, name, how, flags))
        self.assertEqual(survivors, [])


if __name__ == "__main__":
    unittest.main()
