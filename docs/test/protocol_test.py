#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""conformance/PROTOCOL.md against the rest of the tree: who cites it cites a section that exists, its examples are valid
against the schemas, and its tables name what the schemas name."""

import json
import pathlib
import re
import subprocess
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROTOCOL = ROOT / "conformance" / "PROTOCOL.md"
SCHEMAS = ROOT / "conformance" / "suite" / "schema"

NUMBER = r"\d+(?:\.\d+)*"
CITATION = re.compile(rf"PROTOCOL\.md,? sections? ({NUMBER}(?:(?:, (?:and )?| and | to | or ){NUMBER})*)")
# The page was called a contract before it was in the repository; so cited, nobody finds it.
OLD_NAME = re.compile(r"\b(?:the contract\b(?! of )|contract,? \(?sections?\b)|TheContract", re.IGNORECASE)


def sections(page):
    """The numbers of the page's headings."""
    return set(re.findall(rf"^##+ ({NUMBER})\.? ", page, re.MULTILINE))


def joined(text):
    """The text with its lines joined, without the comment leaders in between: a citation may be broken anywhere."""
    return re.sub(r"[ \t]*\n[ \t]*(?://+|\*+(?!/)|#+|--+|>)?[ \t]*", " ", text)


def wrong_citations(text, known):
    """What is wrong with the citations in a file, one sentence each."""
    flat = joined(text)
    wrong = [f"section {number} does not exist" for cited in CITATION.findall(flat)
             for number in re.findall(NUMBER, cited) if number not in known]
    return wrong + [f"'{name}' is cited; the page is PROTOCOL.md" for name in OLD_NAME.findall(flat)]


def examples(page):
    return [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", page, re.DOTALL | re.MULTILINE)]


def table(page, section):
    """The first cells of the table in a section, the words in backquotes only."""
    body = re.split(r"^##", page.split(f"\n### {section} ")[1], flags=re.MULTILINE)[0]
    return [name for row in re.findall(r"^\|([^|]*)\|", body, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)]


def not_built(page, section):
    """The words in backquotes of the lines that say what does not exist today."""
    body = re.split(r"^##", page.split(f"\n### {section} ")[1], flags=re.MULTILINE)[0]
    return {name for note in re.findall(r"\*\*Today:\*\* ([^;.]*)do not exist", body)
            for name in re.findall(r"`([^`]+)`", note)}


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


def validator(name, definition=None):
    document = schema(name)
    if definition:
        document = {"definitions": document["definitions"], "$ref": f"#/definitions/{definition}"}
    return jsonschema.Draft7Validator(document)


class Citations(unittest.TestCase):
    def test_every_cited_section_exists(self):
        known = sections(PROTOCOL.read_text())
        files = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], check=True, capture_output=True, text=True)
        cited = 0
        for name in filter(None, files.stdout.split("\0")):
            path = ROOT / name
            # Raw octets, and what others wrote.
            if name.startswith("corpus/") or path.name.startswith("LICENSE") or not path.is_file():
                continue
            if path == pathlib.Path(__file__).resolve():
                continue
            text = path.read_bytes().decode("utf-8", "replace")
            self.assertEqual(wrong_citations(text, known), [], name)
            cited += len(CITATION.findall(joined(text)))
        self.assertGreater(cited, 20)

    def test_planted_mistakes_are_found(self):
        known = {"3", "3.1", "5"}
        right = ["PROTOCOL.md, section 3", "(PROTOCOL.md, sections 3.1 and 5)", "a caller's contract", "the contract of next()", "// PROTOCOL.md,\n// section 5."]
        for text in right:
            self.assertEqual(wrong_citations(text, known), [], text)
        wrong = ["PROTOCOL.md, section 4", "(PROTOCOL.md, sections 3 and 7)", "see PROTOCOL.md,\n  // section 3.9", "# PROTOCOL.md,\n# sections 3,\n# 5 and 6",
                 "(contract, section 3)", "as the contract says", "the\n * contract", "NamesOfTheContract"]
        for text in wrong:
            self.assertEqual(len(wrong_citations(text, known)), 1, text)


class Page(unittest.TestCase):
    def setUp(self):
        self.page = PROTOCOL.read_text()

    def test_examples_are_valid(self):
        seen = set()
        for example in examples(self.page):
            if "cmd" in example:
                kind, check = "request", validator("adapter-request")
            elif "protocol" in example or "outcome" in example:
                kind, check = "answer", validator("adapter-answer")
            elif "suite" in example:
                kind, check = "case file", validator("case-file")
            elif "scheme" in example:
                kind, check = "challenge", validator("case-file", "challenge")
            elif "prefix" in example:
                kind, check = "cost", validator("case-file", "cost")
            else:
                kind, check = "members", validator("case-file", "case_members")
            seen.add(kind)
            self.assertEqual([error.message for error in check.iter_errors(example)], [], example)
        self.assertEqual(seen, {"request", "answer", "case file", "challenge", "cost", "members"})

    def test_the_table_of_observes_is_that_of_the_schema(self):
        built = schema("adapter-answer")["definitions"]["observes"]["properties"]
        rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \|", self.page.split("\n### 3.3 ")[1].split("\n### ")[0], re.MULTILINE)
        table_of = {name: re.findall(r"`([^`]+)`", values) for name, values in rows}
        missing = not_built(self.page, "3.3")
        self.assertEqual(set(table_of) - missing, set(built))
        for name, member in built.items():
            if "enum" in member:
                self.assertEqual([v for v in table_of[name] if v not in missing], member["enum"], name)

    def test_verdicts_of_today_are_those_of_the_schema(self):
        built = schema("results")["definitions"]["verdict_name"]["enum"]
        note = re.search(r"The order is ([^.]*)\.", joined(self.page))
        told = re.findall(r"`([^`:]+)(?::NAME)?`", note.group(1) if note else "")
        if not note:
            told = [name.split(":")[0] for name in table(self.page, "5.1")]
        self.assertEqual(told, built)

    def test_members_of_a_case_are_those_of_the_schema(self):
        built = set(schema("case-file")["definitions"]["case_members"]["properties"])
        other = set(table(self.page, "4.2")) | {"expect", "offset", "alternatives", "parse", "generate", "octets", "refuse"}
        told = set(table(self.page, "4.1"))
        self.assertEqual(built - told - other, set())
        self.assertEqual(told - built, set())

    def test_rules_of_the_scheme_layer_are_those_of_the_cases(self):
        paths = (ROOT / "conformance" / "suite" / "cases" / "schemes").rglob("*.json")
        cases = [case for path in paths for case in json.loads(path.read_text(encoding="ascii"))["cases"]]
        used = {finding["rule"] for case in cases for finding in case.get("findings", [])}
        self.assertEqual(set(table(self.page, "4.5")) - {"rule"}, used)


if __name__ == "__main__":
    unittest.main()
