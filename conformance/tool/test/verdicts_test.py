#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`gauntlet run` and verdicts.py say the same of every case of the suite, and so do the figures: two judges that share
no code.

The readers that are judged are this file itself, called as an adapter: `verdicts_test.py READER OBSERVES`.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

CONFORMANCE = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(CONFORMANCE / "suite" / "scripts"))

import reading
import results_file
import suite
import verdicts

RECIPIENT = reading.Recipient()


def of(operation, challenges):
    """A result of the operation that holds these challenges, as far as it can."""
    first = (challenges or [{"scheme": "Fake", "token68": None, "params": []}])[0]
    params = [p for c in challenges for p in c["params"]]
    return {
        "challenges": {"challenges": challenges},
        "credentials": {"credentials": first},
        "auth-info": {"params": params},
    }[operation]


def nothing(operation, lines):
    return of(operation, [])


def refusal(operation, lines):
    return None


def echo(operation, lines):
    params = [{"name": "realm", "value": ", ".join(lines)}]
    return of(operation, [{"scheme": "Basic", "token68": None, "params": params}])


def splitter(operation, lines):
    """Splits at commas, quoted ones included, and reads each part alone."""
    challenges = []
    for part in ", ".join(lines).split(","):
        words = part.strip(' \t"').split(" ")
        if "=" not in words[0]:
            challenges.append({"scheme": words.pop(0) or "Fake", "token68": None, "params": []})
        for name, equals, value in (word.partition("=") for word in words):
            if equals and challenges:
                challenges[-1]["params"].append({"name": name, "value": value.strip('"')})
    return of(operation, challenges)


def line_reader(operation, lines):
    """The reading of RFC 9110 of what is before a line feed. It is slow, so long values are refused."""
    if sum(map(len, lines)) > 1000:
        return None
    return RECIPIENT.parse(operation, [verdicts.before_line_end(line) for line in lines]).result


# Cost takes its time, and is no verdict.
FAMILIES = [f"--family={f}" for f in sorted({c["id"].split("/")[0] for c in suite.cases()} - {"cost", "serialize"})]
READERS = {reader.__name__: reader for reader in (nothing, refusal, echo, splitter, line_reader)}


def serve(reader, observes):
    implementation = {"name": reader.__name__}
    hello = {"protocol": 1, "implementation": implementation, "operations": suite.OPERATIONS, "observes": observes}
    for query in map(json.loads, sys.stdin):
        answer = hello
        if query["cmd"] == "stop":
            return
        if query["cmd"] == "parse":
            result = reader(query["operation"], query["lines"])
            answer = {"seq": query["seq"], "outcome": "reject" if result is None else "accept", **(result or {})}
        print(json.dumps(answer), flush=True)


class Agreement(unittest.TestCase):
    def run_and_compare(self, reader, observes):
        command = [sys.executable, "-B", __file__, reader.__name__, json.dumps(observes)]
        with tempfile.TemporaryDirectory() as folder:
            formats = ["--format=markdown", "--format=badge"]
            run = [PROGRAM, "run", "--quiet", *formats, "--out", folder, *FAMILIES, "--", *command]
            terminal = subprocess.run(run, check=False, stdout=subprocess.PIPE, text=True).stdout
            files = pathlib.Path(folder)
            seen = {case["id"]: judged["verdict"] for _, case, judged in results_file.rows(files / "results.ndjson")}
            (shown,) = json.loads((files / "summary.json").read_text())["implementations"]
            markdown = (files / "report.md").read_text()
            (badge,) = (file.read_text() for file in (files / "badges").glob("*.json"))
        message = observes.get("input") == "message"
        kinds = set()
        right, judged = 0, 0
        for case in suite.cases():
            if "lines" not in case:
                continue
            sent = case["lines"] if message else [line.strip(" \t") for line in case["lines"]]
            result = reader(case["operation"], sent)
            expected = verdicts.verdict(case, result, observes.get("checks", "grammar"), message)
            self.assertEqual(seen[case["id"]], expected, f"{case['id']} {case['lines']} {result}")
            kinds.add(expected)
            if case["parse"] == "must-accept" and expected in ("pass", *verdicts.NON_CONFORMING):
                right, judged = right + (expected == "pass"), judged + 1

        # The figures say the same wherever they are shown.
        figures = shown["figures"]
        parts = [figures["sent"], figures["tolerated"]]
        self.assertEqual((sum(part["n"] for part in parts), sum(part["of"] for part in parts)), (right, judged))
        for part in parts:
            self.assertIn(f"{part['n']:,}/{part['of']:,}", terminal)
            self.assertIn(f"{part['n']:,}/{part['of']:,}", markdown)
        smuggled = figures["smuggled"]
        self.assertIn(f"{smuggled:,} smuggled" if smuggled else f"reads right {right:,}/{judged:,}", badge)
        # Who reads nothing must not look like one who reads something right (PROTOCOL.md, section 5.3).
        self.assertGreater(judged, 1000)
        self.assertEqual(right < 0.02 * judged, reader in (refusal, nothing, echo), f"{right} of {judged}")
        return kinds

    def test_refusal_by_a_reader_that_checks_schemes(self):
        kinds = self.run_and_compare(refusal, {"checks": "scheme"})
        self.assertLessEqual({"alternative:scheme-rule", "over-strict", "pass"}, kinds)

    def test_nothing(self):
        self.assertLessEqual({"control-octet", "lenient", "wrong-result"}, self.run_and_compare(nothing, {}))

    def test_echo_by_a_reader_of_messages(self):
        self.run_and_compare(echo, {"input": "message"})

    def test_splitter(self):
        self.assertIn("smuggled", self.run_and_compare(splitter, {}))

    def test_line_reader_by_a_reader_of_messages(self):
        self.assertIn("alternative:line-end", self.run_and_compare(line_reader, {"input": "message"}))


if __name__ == "__main__":
    if sys.argv[1] in READERS:
        serve(READERS[sys.argv[1]], json.loads(sys.argv[2]))
    else:
        PROGRAM = sys.argv.pop(1)
        unittest.main()
