#!/usr/bin/env python3
"""C++ and Python find the same in every value of the suite, in pairs of a challenge and credentials, and in values that
are changed at random: rule, level and range; and both let a recipient refuse the same.

    agreement_test.py PROGRAM

PROGRAM is findings_of.
"""

import json
import pathlib
import random
import re
import subprocess
import sys
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "suite" / "scripts"
sys.path.insert(0, str(SCRIPTS))

import reading
import scheme_rules
import suite

RECIPIENT = reading.Recipient()
CASES = [case for case in suite.cases() if "lines" in case]


def result_of(case):
    """The reading of a case in the grammar, None of another one. Most cases say it, and that is checked elsewhere."""
    if case["parse"] != "implementation-defined":
        return case["expect"] if case["parse"] == "must-accept" else None
    return RECIPIENT.parse(case["operation"], case["lines"]).result


class Request:
    def __init__(self, operation, value, result, field="", challenges=None):
        self.operation, self.value, self.result, self.field, self.challenges = operation, value, result, field, challenges

    def text(self):
        document = {"operation": self.operation, "value": self.value, "field": self.field}
        if self.challenges:
            document["answers"] = self.challenges[0]
        return json.dumps(document)

    def answer(self):
        if self.result is None:
            return {"findings": None}
        found = scheme_rules.check(self.operation, self.value, self.result, self.field)
        if self.challenges:
            found += scheme_rules.check_answer(self.challenges[1], self.value, self.result)
        refusable = scheme_rules.is_forbidden(self.operation, self.result)
        return {"findings": [[f.rule, f.level, *f.at] for f in found], "refusable": refusable}


def ask(requests):
    text = "".join(request.text() + "\n" for request in requests)
    done = subprocess.run([PROGRAM], input=text.encode("ascii"), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_cases():
    for case in CASES:
        yield Request(case["operation"], RECIPIENT.combine(case["lines"]), result_of(case), case.get("field", ""))


def of_pairs(count):
    """Credentials of the suite and challenges of the suite, mostly of one scheme."""
    chance = random.Random(9110)
    short = [case for case in CASES if case["parse"] == "must-accept" and len("".join(case["lines"])) < 2000]
    valid = [(case, RECIPIENT.combine(case["lines"]), case["expect"]) for case in short]
    by_scheme = {}
    for case, value, result in valid:
        if case["operation"] == "challenges":
            for challenge in result["challenges"]:
                by_scheme.setdefault(challenge["scheme"].lower(), []).append((value, result))
    everything = [entry for entries in by_scheme.values() for entry in entries]
    credentials = [(value, result) for case, value, result in valid if case["operation"] == "credentials"]
    digest = [entry for entry in credentials if entry[1]["credentials"]["scheme"].lower() == "digest"]
    for _ in range(count):
        value, result = chance.choice(chance.choice([credentials, digest]))
        alike = by_scheme.get(result["credentials"]["scheme"].lower(), everything)
        yield Request("credentials", value, result, "", chance.choice(alike if chance.random() < 0.9 else everything))
    for case in CASES:
        if "answers" in case:
            challenges = RECIPIENT.combine(case["answers"])
            asked = RECIPIENT.parse("challenges", case["answers"]).result
            yield Request("credentials", RECIPIENT.combine(case["lines"]), result_of(case), "", (challenges, asked))


VALUES = [
    "", "a", "0", "00", "01", "1", "60", "65535", "65536", "0000000f", "0123456789abcdef" * 2, "0123456789ABCDEF" * 2,
    "0123456789abcdef" * 4, "UTF-8", "utf-8", "UTF-8''a%20b", "utf-8'en'x", "UTF-8''%", "iso-8859-1''%a3", "true", "FALSE",
    "auth", "auth,auth-int", ", auth ,", "a b", "a  b", " a", "https://a.example/b?c=d", "AAEC_w==", "AAEC_w", "AA+/", "AAA=",
    "A===", "a.b.c", "a.b.c.d", "a=.b.c.d", "a..c", "ab", "abc", "MD5", "sha-256", "%41", "%4", "a%zz", "...", "x...y", "\t",
    "\x80", "a,b", "r=foo", "2000-01-01T00:00:00Z",
]  # fmt: skip


def of_changed_values(count):
    """Values of the schemes with another value, another name or another form in one place."""
    chance = random.Random(7616)
    names = suite.param_names()
    for _ in range(count):
        operation = chance.choice(suite.OPERATIONS)
        field = chance.choice(["", "WWW-Authenticate", "proxy-authenticate", "Proxy-Authorization", "Authentication-Info"])
        scheme = chance.choice([scheme for scheme in suite.schemes() if operation in scheme])
        params = []
        known = [rule["name"] for rule in scheme[operation].get("params", [])]
        for name in chance.sample(known, chance.randint(0, len(known))) + chance.choices(names, k=chance.randint(0, 1)):
            text = chance.choice(VALUES)
            rule = next((r for r in scheme[operation].get("params", []) if r["name"] == name), {})
            text = chance.choice([text, *rule.get("words", [])])
            token = re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", text) and chance.random() < 0.5
            params.append({"name": chance.choice([name, name.upper()]), "value": text, "quoted": not token})
        written = ", ".join(f"{p['name']}={p['value']}" if not p["quoted"] else f'{p["name"]}="{p["value"]}"' for p in params)
        if operation == "auth-info":
            yield Request(operation, written, {"params": params}, field)
            continue
        spelling = chance.choice([scheme["scheme"], *scheme.get("spellings", [])])
        one = {"scheme": spelling, "token68": None, "params": params}
        if chance.random() < 0.2:
            one = {"scheme": spelling, "token68": chance.choice(["YTpi", "YTp", "abc", "YQ==", "OmFi", "A/+="]), "params": []}
            written = one["token68"]
        value = f"{spelling} {written}".rstrip(" ")
        if operation == "challenges":
            yield Request(operation, f"{value}, {value}", {"challenges": [one, one]}, field)
        else:
            yield Request(operation, value, {"credentials": one}, field)


class Agreement(unittest.TestCase):
    maxDiff = None

    def agree(self, requests):
        requests = list(requests)
        found = 0
        for request, answered in zip(requests, ask(requests)):
            expected = request.answer()
            if request.result is None:
                del answered["refusable"]
            self.assertEqual(answered, expected, request.text())
            found += bool(expected["findings"])
        return len(requests), found

    def test_every_case(self):
        requests, found = self.agree(of_cases())
        self.assertGreaterEqual(requests, len(CASES))
        self.assertGreater(found, 1000)

    def test_pairs(self):
        self.assertGreater(self.agree(of_pairs(1500))[1], 1000)

    def test_changed_values(self):
        self.assertGreater(self.agree(of_changed_values(3000))[1], 2000)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(argv=sys.argv)
