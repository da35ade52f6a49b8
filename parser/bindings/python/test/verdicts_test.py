#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""suite.judge() says what the gauntlet program says, of parsers with usual faults.

    verdicts_test.py GAUNTLET SITE

GAUNTLET is the program, SITE a folder with the package. Exit status: 0 they agree on every case, 1 they do not. The one
difference that there may be is the one that suite.py tells of.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
sys.path[:0] = [str(HERE), sys.argv[2], str(ROOT / "conformance" / "suite" / "scripts")]

import parsers
import results_file
from gauntlet_http_auth import suite


def told_by_the_program(name, out):
    subprocess.run([sys.argv[1], "run", "--no-install", "--no-color", "--quiet", "--without", "cost", "--out", out,
                    "--env", f"PYTHONPATH={sys.argv[2]}", "--", sys.executable, "-B", HERE / "parsers.py", name],
                   stdout=subprocess.DEVNULL, check=False)
    rows = results_file.rows(os.path.join(out, "results.ndjson"))
    return {case["id"]: judgement["verdict"] for _, case, judgement in rows}


def main():
    wrong, seen = 0, Counter()
    for name, (parse, observes) in parsers.PARSERS.items():
        with tempfile.TemporaryDirectory() as out:
            told = told_by_the_program(name, out)
        counts = Counter()
        for case in suite.cases("challenges"):
            verdict = suite.judge(case, parse, suite.Observes(**observes)).verdict
            counts[verdict] += 1
            if told[case.id] != verdict and (told[case.id], verdict) != ("alternative:scheme-rule", "over-strict"):
                wrong += 1
                if wrong <= 20:
                    print(f"{name}: {case.id}: the program says {told[case.id]}, suite.judge() {verdict}: {case.value[:200]!r}")
        seen.update(counts)
        print(name, dict(counts))
    # A comparison of a few verdicts only would say little.
    missing = {"pass", "wrong-result", "over-strict", "smuggled", "crash", "lenient", "control-octet", "not-observable",
               "alternative:reject", "alternative:sp"} - set(seen)
    if missing:
        print("never said:", missing)
    return 1 if wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main())
