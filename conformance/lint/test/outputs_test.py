#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `gauntlet lint` writes, read by parsers that are not ours, and its exit codes: outputs_test.py PROGRAM.

SARIF is held against the official schema where GAUNTLET_SARIF_SCHEMA names that file (the gate `pages` of .ci/run has it
from an npm package), and always against the demands of the schema that our logs meet with (`trimmed_sarif`).
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import jsonschema

SECRET = "hunter2secret"
BAD = (b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=My App\r\nSet-Cookie: sid=hunter2secret\r\n\r\n"
       b"HTTP/1.1 200 OK\r\nAuthorization: Bearer hunter2secret\r\n\r\n")
TRACE = (b"> GET /a?key=hunter2secret HTTP/1.1\r\n> Host: a.example\r\n> Authorization: Bearer hunter2secret|x\r\n> \r\n"
         b"< HTTP/1.1 401 Unauthorized\r\n< WWW-Authenticate: Bearer realm=\"a\r\n< \r\n")
GOOD = b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"simple\", charset=\"UTF-8\"\r\n\r\n"
OUTPUTS = ("terminal", "json", "sarif", "github", "junit")

region = {"oneOf": [{"required": ["startLine"]}, {"required": ["byteOffset"]}],
          "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endColumn")}}
message = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
trimmed_sarif = {
    "type": "object", "required": ["version", "runs"], "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {"required": ["tool", "results"], "properties": {
            "tool": {"required": ["driver"], "properties": {"driver": {"required": ["name", "rules"], "properties": {
                "rules": {"type": "array", "uniqueItems": True, "items": {
                    "required": ["id"], "properties": {"shortDescription": message, "fullDescription": message}}}}}}},
            "results": {"type": "array", "items": {"required": ["message", "ruleId", "locations"], "properties": {
                "level": {"enum": ["none", "note", "warning", "error"]}, "message": message,
                "locations": {"type": "array", "minItems": 1, "items": {"properties": {"physicalLocation": {
                    "required": ["artifactLocation"], "properties": {
                        "artifactLocation": {"required": ["uri"]}, "region": region}}}}}}}}}}}}}


class Outputs(unittest.TestCase):
    program = ""

    def run_tool(self, *arguments, data=b""):
        return subprocess.run([self.program, *arguments], input=data, capture_output=True, timeout=60)

    def lint(self, *arguments, data=BAD, status=1):
        done = self.run_tool("lint", *arguments, data=data)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout.decode("ascii")

    def test_json_is_a_document_a_line(self):
        first, second, last = map(json.loads, self.lint("--output", "json").splitlines())
        self.assertEqual([one["rule"] for one in first["findings"]], ["unquoted-value"])
        self.assertEqual((first["line"], first["findings"][0]["line"], first["findings"][0]["column"]), (1, 2, 34))
        self.assertEqual(first["fix"], ['WWW-Authenticate: Basic realm="My App"'])
        self.assertEqual(second["findings"][0]["rule"], "credentials-in-response")
        self.assertEqual(last["summary"]["messages"], 2)

    def test_reports_of_a_parameter_are_shown_for_that_one(self):
        def stumbles(value):
            line = self.lint("--output", "json", "--field", "WWW-Authenticate", value).splitlines()[0]
            return [text for one in json.loads(line)["findings"] for text in one.get("stumbles", ())]

        self.assertTrue(any("realm" in text for text in stumbles('Basic charset="UTF-8"')))
        self.assertEqual([text for text in stumbles('Digest realm="a", qop="auth"') if "realm" in text], [])

    def test_sarif_is_valid(self):
        for data in (BAD, TRACE, GOOD):
            log = json.loads(self.lint("--output", "sarif", data=data, status=0 if data == GOOD else 1))
            jsonschema.validate(log, trimmed_sarif)
            rules = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
            self.assertLessEqual({result["ruleId"] for result in log["runs"][0]["results"]}, rules)
            if schema := os.environ.get("GAUNTLET_SARIF_SCHEMA"):
                jsonschema.validate(log, json.loads(pathlib.Path(schema).read_text(encoding="utf-8")))
        with self.assertRaises(jsonschema.ValidationError):
            del log["runs"][0]["results"]
            jsonschema.validate(log, trimmed_sarif)

    def test_junit_is_xml_with_the_right_sums(self):
        root = xml.etree.ElementTree.fromstring(self.lint("--output", "junit", data=BAD + GOOD))
        suite = root.find("testsuite")
        self.assertEqual(len(suite.findall("testcase")), int(suite.get("tests")))
        self.assertEqual(len(suite.findall("testcase/failure")), int(suite.get("failures")))
        self.assertEqual(suite.find("testcase/failure").get("type"), "unquoted-value")

    def test_github_annotations_are_commands(self):
        *annotations, _ = self.lint("--output", "github").splitlines()
        for line in annotations:
            self.assertRegex(line, r"^::(error|warning|notice) file=[^:]+,line=\d+,col=\d+,title=[^:]+::.+")

    def test_exit_codes(self):
        self.lint(data=GOOD, status=0)
        self.lint(data=BAD, status=1)
        interop = b'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: BASIC realm="x"\n\n'
        self.lint(data=interop, status=0)
        self.lint("--fail-on", "interop", data=interop, status=1)
        self.lint("no-such-file", status=2)
        self.lint(data=b"\x00\x01", status=2)
        self.lint("--explain", "no-such-rule", status=2)
        self.lint("--user", "u", "--password-stdin", status=2)
        self.lint("--fix", data=GOOD, status=0)
        self.lint("--fix", data=TRACE, status=1)
        self.lint("--demo", status=0)

    def test_what_is_fixed_is_clean(self):
        fixed = self.lint("--fix", data=b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic, realm=My App\r\n\r\n", status=0)
        self.lint(data=fixed.encode("ascii"), status=0)

    def test_no_output_of_any_command_has_a_planted_secret(self):
        values = (b"hunter2secret\nBearer hunter2secret|x\nBasic hunter2secret, Basic hunter2secret\n"
                  b"Foo hunter2secret=hunter2secret\nkey=hunter2secret\nDigest username=\"hunter2secret\nBearer hunter2secret\n")
        runs = [("lint", "--output", output) for output in OUTPUTS] + [("lint", "--fix"), ("lint", "--format", "head")]
        told = b""
        for data in (BAD, TRACE):
            for arguments in runs:
                done = self.run_tool(*arguments, data=data)
                told += done.stdout + done.stderr
        for name in ("Authorization", "X-Authorization", "Proxy-Authorization"):
            for value in values.decode("ascii").splitlines():
                for output in OUTPUTS:
                    done = self.run_tool("lint", "--output", output, "--field", name, value)
                    told += done.stdout + done.stderr
        with tempfile.TemporaryDirectory() as folder:
            rejects = pathlib.Path(folder, "rejects")
            credentials = ("--operation", "credentials")
            for arguments in (("scan", *credentials, "--json", "--rejects", str(rejects)), ("scan", *credentials, "--text"),
                              ("scan", *credentials, "--format", "ndjson"),
                              ("parse", *credentials), ("parse", *credentials, "--json")):
                done = self.run_tool(*arguments, data=values)
                told += done.stdout + done.stderr
            told += rejects.read_bytes()
        self.assertGreater(len(told), 10000)
        found = re.search(rb".{0,80}hunter2.{0,80}", told)
        self.assertIsNone(found, found)
        # The secrets are there when they are asked for.
        for arguments in (("lint", "--show-secrets"), ("scan", "--show-secrets", *credentials), ("parse", "--show-secrets", *credentials)):
            done = self.run_tool(*arguments, data=BAD if arguments[0] == "lint" else values)
            self.assertIn(SECRET.encode("ascii"), done.stdout, arguments)

    def test_parse_points_to_lint_and_takes_names_off(self):
        done = self.run_tool("parse", data=GOOD)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"gauntlet lint", done.stderr)
        done = self.run_tool("parse", "--json", "Authorization: Negotiate")
        self.assertIn(b'"credentials":{"scheme":"Negotiate"', done.stdout)
        self.assertIn(b"name of the field", done.stderr)
        done = self.run_tool("parse", "--json", "--line", "Negotiate", "--line", 'WWW-Authenticate: Basic realm="x"')
        self.assertIn(b'"value":"Negotiate, Basic realm=\\"x\\""', done.stdout)
        self.assertEqual(self.run_tool("parse", "--crlf", data=b"Negotiate\r\n").returncode, 0)
        self.assertEqual(self.run_tool("parse", data=b"Negotiate\r\n").returncode, 1)


if __name__ == "__main__":
    Outputs.program = sys.argv.pop(1)
    unittest.main()
