#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The data around the cases: schemas of messages, the bundle, the released ids, the coverage table, the README's loop."""

import contextlib
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import bundle
import coverage
import release_ids
import suite


def output_of(function, *arguments):
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        status = function(list(arguments))
    return status, text.getvalue()


class Schemas(unittest.TestCase):
    def valid(self, name, document):
        schema = suite.read_json(ROOT / "schema" / f"{name}.schema.json")
        return jsonschema.Draft7Validator(schema).is_valid(document)

    def check(self, name, good, bad):
        for document in good:
            self.assertTrue(self.valid(name, document), document)
        for document in bad:
            self.assertFalse(self.valid(name, document), document)

    def test_requests(self):
        challenge = {"scheme": "Foo", "token68": None, "params": [{"name": "a", "value": "b"}]}
        self.check(
            "adapter-request",
            [
                {"cmd": "hello", "protocol": 1},
                {"cmd": "parse", "seq": 7, "operation": "challenges", "lines": ['Basic realm="simple"']},
                {"cmd": "parse", "seq": 7, "operation": "auth-info", "lines": []},
                {"cmd": "serialize", "seq": 8, "operation": "challenges", "challenges": [challenge]},
                {"cmd": "serialize", "seq": 8, "operation": "credentials", "credentials": challenge},
                {"cmd": "serialize", "seq": 8, "operation": "auth-info", "params": []},
                {"cmd": "stop"},
            ],
            [
                {"cmd": "hello"},
                {"cmd": "parse", "seq": 7, "operation": "challenge", "lines": []},
                {"cmd": "parse", "seq": -1, "operation": "challenges", "lines": []},
                {"cmd": "serialize", "seq": 8, "operation": "credentials", "challenges": [challenge]},
                {"cmd": "stop", "seq": 1},
            ],
        )

    def test_answers(self):
        challenge = {"scheme": "Basic", "token68": None, "params": [{"name": "realm", "value": "simple"}]}
        hello = {"protocol": 1, "implementation": {"name": "x"}, "operations": ["challenges"]}
        self.check(
            "adapter-answer",
            [
                hello,
                {**hello, "serializes": [], "observes": {"params": "map", "duplicates": "last", "only_params": ["realm"]}},
                {"protocol": 1, "error": "library not found"},
                {"seq": 7, "outcome": "accept", "challenges": [challenge]},
                {"seq": 7, "outcome": "accept", "credentials": challenge},
                {"seq": 7, "outcome": "accept", "params": []},
                {"seq": 8, "outcome": "accept", "lines": ["Foo"]},
                {"seq": 7, "outcome": "reject", "error": "free text", "offset": 12},
                {"seq": 7, "outcome": "reject"},
                {"seq": 7, "outcome": "fault", "error": "IndexError"},
                {"seq": 7, "outcome": "unsupported", "reason": "limit"},
            ],
            [
                {**hello, "protocol": 2},
                {**hello, "observes": {"params": "some"}},
                {**hello, "observes": {"parameters": "map"}},
                {"seq": 7, "outcome": "accept"},
                {"seq": 7, "outcome": "accept", "challenges": [], "params": []},
                {"seq": 7, "outcome": "accept", "challenges": [{"scheme": "Basic"}]},
                {"outcome": "reject"},
                {"seq": 7, "outcome": "refuse"},
            ],
        )

    def test_expectations(self):
        entry = {"match": {"id": "list/*", "flag": "empty-element"}, "verdict": "over-strict", "reason": "knows no empty elements"}
        document = {"implementation": "x", "versions": ">=1.0 <2", "entries": [entry]}
        hang = {"match": {"id": "cost/commas"}, "verdict": "hang", "reason": "quadratic", "do_not_run": True}
        self.check(
            "expectations",
            [document, {**document, "entries": [{**entry, "link": "https://example.org/1"}, hang]}],
            [
                {**document, "entries": [{**entry, "reason": ""}]},
                {**document, "entries": [{**entry, "do_not_run": True}]},
                {**document, "entries": [{**entry, "verdict": "pass"}]},
                {**document, "entries": [{**entry, "link": "issue 1"}]},
                {**document, "versions": "1.0"},
                {**document, "entries": [{**entry, "match": {}}]},
                {**document, "entries": [{**entry, "match": {"section": "9110"}}]},
            ],
        )

    def test_every_schema_has_its_own_id(self):
        for path in (ROOT / "schema").glob("*.schema.json"):
            schema = suite.read_json(path)
            self.assertEqual(schema["$id"], "urn:gauntlet:schema:1:" + path.name.removesuffix(".schema.json"))
            self.assertEqual(schema["$schema"], "http://json-schema.org/draft-07/schema#", path.name)
            jsonschema.Draft7Validator.check_schema(schema)


class Bundle(unittest.TestCase):
    def test_all_json(self):
        status, text = output_of(bundle.main)
        self.assertEqual(status, 0)
        self.assertTrue(text.isascii())
        document = json.loads(text)
        schema = suite.read_json(ROOT / "schema" / "case-file.schema.json")
        jsonschema.Draft7Validator(schema).validate(document)
        self.assertEqual(document["cases"], suite.cases())
        self.assertEqual(suite.complete(document), suite.cases())


class Releases(unittest.TestCase):
    def test_a_release_holds_what_is_new(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            shutil.copytree(ROOT / "cases" / "list", root / "cases" / "list")
            (root / "released.json").write_text('{"format": 1, "releases": []}')
            ids = sorted(c["id"] for c in suite.cases(root))
            self.assertEqual(output_of(release_ids.main, "0.1.0", directory)[0], 0)
            shutil.copytree(ROOT / "cases" / "realm", root / "cases" / "realm")
            self.assertEqual(output_of(release_ids.main, "0.2.0", directory)[0], 0)
            releases = suite.read_json(root / "released.json")["releases"]
            self.assertEqual([r["version"] for r in releases], ["0.1.0", "0.2.0"])
            self.assertEqual(releases[0]["ids"], ids)
            self.assertEqual({i.split("/")[0] for i in releases[1]["ids"]}, {"realm"})

    def test_a_version_is_released_once(self):
        with tempfile.TemporaryDirectory() as directory, contextlib.redirect_stderr(io.StringIO()):
            path = pathlib.Path(directory) / "released.json"
            path.write_text('{"format": 1, "releases": [{"version": "0.1.0", "ids": []}]}')
            self.assertEqual(output_of(release_ids.main, "0.1.0", directory)[0], 2)
            self.assertEqual(output_of(release_ids.main, "next", directory)[0], 2)


class Coverage(unittest.TestCase):
    def test_table(self):
        status, text = output_of(coverage.main)
        self.assertEqual(status, 0)
        for requirement in suite.requirements():
            self.assertEqual(len(re.findall(rf"^\| {requirement['id']} \|", text, re.M)), 1, requirement["id"])


class Examples(unittest.TestCase):
    """The examples of the RFCs that people look for first are there as printed."""

    def test_the_example_of_rfc_9110(self):
        case = next(c for c in suite.cases() if c["id"] == "rfc/9110/11.6.1-01")
        value = 'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""'
        self.assertEqual(case["lines"], [value])
        self.assertEqual(case["expect"]["challenges"][1]["params"][2]["value"], 'Login to "apps"')

    def test_every_example_is_there(self):
        examples = [c for c in suite.cases() if c["id"].split("/")[0] in ("rfc", "vendor")]
        self.assertEqual(len(examples), 140)
        self.assertEqual(sum(c["parse"] == "may-accept" for c in examples), 17)


class Readme(unittest.TestCase):
    def test_the_loop_runs_when_pasted(self):
        text = (ROOT / "README.md").read_text(encoding="ascii")
        (program,) = re.findall(r"```python\n(.*?)```", text, re.S)
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.stderr, "")
        counts = eval(done.stdout.splitlines()[-1])
        self.assertEqual(sum(counts.values()), sum("lines" in c for c in suite.cases()))
        self.assertGreater(counts["pass"], 20)

    def test_the_example_is_a_case(self):
        text = (ROOT / "README.md").read_text(encoding="ascii")
        (example,) = re.findall(r"```json\n(.*?)```", text, re.S)
        example = json.loads(example)
        case = next(c for c in suite.cases() if c["id"] == example["id"])
        self.assertEqual({k: case[k] for k in example}, example)


if __name__ == "__main__":
    unittest.main()
