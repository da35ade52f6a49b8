#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which software stumbles over what `gauntlet lint` finds, from a run of the suite: conformance/lint/stumbles.json.

    stumbles.py RESULTS.NDJSON      writes the file

A rule of conformance/lint/rules.json names flags or cases as `measured`. Of a flag, the cases count that have no other one
(but quoted-string, which nearly all have). An implementation misreads what a rule finds if it fails on half of the cases
that have to be accepted, and refuses it if it rejects half of those that are not in the grammar; `what` says which of the
two is asked.
"""

import argparse
import json
import pathlib
import sys

sys.dont_write_bytecode = True
LINT = pathlib.Path(__file__).resolve().parents[2] / "lint"

from results_file import rows  # noqa: E402

FAILURES = {"hang", "crash", "resource-limit", "protocol-error", "smuggled", "wrong-result", "over-strict"}
JUDGED = FAILURES | {"pass", "lenient", "control-octet"}
SHARE = 0.5
MOST = 8  # names; the rest is a number


def is_measured(case, measured):
    if case["id"] in measured.get("cases", ()):
        return True
    flags = set(case.get("flags", ()))
    return any(flags - {"quoted-string"} == {flag} for flag in measured.get("flags", ()))


def started(file):
    with open(file, encoding="ascii") as lines:
        return json.loads(next(lines))["header"]["started"]


def tally(file, rules):
    """{rule: {implementation: [how often, of how many]}}"""
    counts = {rule["id"]: {} for rule in rules}
    wanted = {}
    for implementation, case, judgement in rows(file):
        if implementation.get("reference"):
            continue
        if case["id"] not in wanted:
            what = "misread" if case.get("parse") == "must-accept" else "refused"
            wanted[case["id"]] = [rule["id"] for rule in rules
                                  if rule["measured"]["what"] == what and is_measured(case, rule["measured"])]
        verdict = judgement["verdict"].split(":")[0]
        if verdict not in JUDGED:
            continue
        is_hit = verdict in FAILURES if case.get("parse") == "must-accept" else verdict == "pass"
        # "Werkzeug, Authorization" is Werkzeug.
        name = f"{implementation['name'].split(',')[0]} {implementation['version']}"
        for rule in wanted[case["id"]]:
            sums = counts[rule].setdefault(name, [0, 0])
            sums[0] += is_hit
            sums[1] += 1
    return counts


def sentence(what, sums):
    names = sorted((name for name, (hits, all_) in sums.items() if hits >= all_ * SHARE), key=str.casefold)
    if not names:
        return []
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return [f"{what} by {len(names)} of the {len(sums)} asked: {', '.join(names[:MOST])}{more}"]


def stumbles(file):
    rules = [rule for rule in json.loads((LINT / "rules.json").read_text())["rules"] if "measured" in rule]
    counts = tally(file, rules)
    made = {}
    for rule in rules:
        if line := sentence(rule["measured"]["what"], counts[rule["id"]]):
            made[rule["id"]] = line
    return {"format": 1, "measured": started(file)[:10], "rules": made}


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.NDJSON", help="of a whole run of the suite")
    text = json.dumps(stumbles(parser.parse_args(argv).results), indent=2) + "\n"
    (LINT / "stumbles.json").write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
