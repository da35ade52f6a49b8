#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_cases.py can fail: a small suite with one planted fault each, and the finding that has to come."""

import copy
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import check_cases
import suite

GOOD = {
    "suite": "gauntlet",
    "format": 1,
    "operation": "challenges",
    "defaults": {"since": "0.1.0"},
    "cases": [
        {
            "id": "list/accepted",
            "title": "a value of the grammar",
            "lines": ['Foo a="b, Bar"'],
            "parse": "must-accept",
            "generate": "valid",
            "expect": {
                "challenges": [
                    {"scheme": "Foo", "token68": None, "params": [{"name": "a", "value": "b, Bar", "quoted": True}]}
                ]
            },
            "decoys": ["Bar"],
            "requirements": ["R57"],
            "refs": [{"rfc": 9110, "section": "11.6.1", "level": "note"}],
            "flags": ["decoy"],
        },
        {
            "id": "list/rejected",
            "title": "a value that is not in the grammar",
            "lines": ["Foo a==b"],
            "parse": "may-accept",
            "generate": "must-not",
            "offset": 7,
            "requirements": ["R6"],
            "refs": [{"rfc": 9110, "section": "2.4", "level": "may"}],
        },
        {
            "id": "list/answer",
            "title": "credentials that answer another challenge",
            "operation": "credentials",
            "lines": ["Bearer abc"],
            "answers": ['Basic realm="x"'],
            "parse": "must-accept",
            "generate": "valid",
            "expect": {"credentials": {"scheme": "Bearer", "token68": "abc", "params": []}},
            "layer": "scheme",
            "findings": [{"rule": "answer-scheme", "level": "should", "range": [0, 6]}],
            "requirements": [],
            "refs": [{"rfc": 9110, "section": "11.4", "level": "prose"}],
        },
        {
            "id": "list/folded",
            "title": "a value that may not pass",
            "lines": ['Foo a="b\r\n c"'],
            "parse": "must-not-pass",
            "generate": "must-not",
            "offset": 8,
            "expect": {
                "challenges": [
                    {"scheme": "Foo", "token68": None, "params": [{"name": "a", "value": "b c", "quoted": True}]}
                ]
            },
            "layer": "message",
            "requirements": ["R18"],
            "refs": [{"rfc": 9110, "section": "5.5", "level": "must"}],
        },
        {
            "id": "list/repeated",
            "title": "a name that comes twice",
            "lines": ["Foo a=1, a=2"],
            "parse": "implementation-defined",
            "generate": "must-not",
            "alternatives": [
                {"name": "all", "expect": {"challenges": [{"scheme": "Foo", "token68": None, "params": [
                    {"name": "a", "value": "1", "quoted": False}, {"name": "a", "value": "2", "quoted": False}]}]}},
                {"name": "first", "expect": {"challenges": [{"scheme": "Foo", "token68": None, "params": [
                    {"name": "a", "value": "1", "quoted": False}]}]}},
                {"name": "last", "expect": {"challenges": [{"scheme": "Foo", "token68": None, "params": [
                    {"name": "a", "value": "2", "quoted": False}]}]}},
                {"name": "reject"},
            ],
            "requirements": ["R37"],
            "refs": [{"rfc": 9110, "section": "11.2", "level": "must"}],
        },
        {
            "id": "list/written",
            "title": "a structure that can be written",
            "serialize": {"challenges": [{"scheme": "Foo", "token68": None, "params": [{"name": "a", "value": "b c"}]}]},
            "octets": 'Foo a="b c"',
            "requirements": ["R1"],
            "refs": [{"rfc": 9110, "section": "2.2", "level": "must"}],
        },
        {
            "id": "list/refused",
            "title": "a structure that cannot be written",
            "serialize": {"challenges": [{"scheme": "Foo", "token68": None, "params": [{"name": "a", "value": "\n"}]}]},
            "refuse": True,
            "requirements": ["R1"],
            "refs": [{"rfc": 9110, "section": "2.2", "level": "must"}],
        },
        {
            "id": "list/grows",
            "title": "a value that grows",
            "cost": {"prefix": "Foo ", "repeat": "a,", "suffix": ""},
            "requirements": ["R3"],
            "refs": [{"rfc": 9110, "section": "2.3", "level": "should"}],
        },
    ],
}
SMALL = {
    "requirements.json": {
        "format": 1,
        "requirements": [
            {**r, "without_case": "none in this small suite"} if r["id"] not in ("R1", "R3", "R6", "R18", "R37", "R57") else r
            for r in suite.requirements()
        ],
    },
    "flags.json": {"format": 1, "flags": {"decoy": suite.flags()["decoy"]}},
    "released.json": {"format": 1, "releases": [{"version": "0.0.1", "ids": ["list/accepted"]}]},
    "withdrawn.json": {"format": 1, "rule": "Ids are for ever.", "withdrawn": []},
}


class SmallSuite(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.directory.name)
        shutil.copytree(ROOT / "schema", self.root / "schema")
        shutil.copytree(ROOT / "schemes", self.root / "schemes")
        self.document = copy.deepcopy(GOOD)
        self.data = copy.deepcopy(SMALL)
        self.folder = "list"
        self.raw = None

    def tearDown(self):
        self.directory.cleanup()

    def case(self, name):
        return next(c for c in self.document["cases"] if c["id"] == "list/" + name)

    def findings(self):
        path = self.root / "cases" / self.folder / "small.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.raw if self.raw is not None else json.dumps(self.document).encode("ascii"))
        for name, content in self.data.items():
            (self.root / name).write_text(json.dumps(content), encoding="ascii")
        return check_cases.Checker(self.root).run()

    def finds(self, *parts):
        findings = self.findings()
        self.assertTrue(any(all(p in f for p in parts) for f in findings), f"{parts} not among {findings}")


class CheckCases(SmallSuite):
    def test_the_small_suite_is_sound(self):
        self.assertEqual(self.findings(), [])

    def test_offset(self):
        self.case("rejected")["offset"] = 6
        self.finds("list/rejected", "offset is 6")

    def test_offset_of_a_value_that_may_not_pass(self):
        self.case("folded")["offset"] = 9
        self.finds("list/folded", "offset is 9")

    def test_expect(self):
        self.case("accepted")["expect"]["challenges"][0]["params"][0]["value"] = "b,Bar"
        self.finds("list/accepted", "expect is")

    def test_expect_quoted(self):
        self.case("accepted")["expect"]["challenges"][0]["params"][0]["quoted"] = False
        self.finds("list/accepted", "expect is")

    def test_expect_of_the_form_with_sp(self):
        self.case("folded")["expect"] = None
        self.finds("list/folded", "the form with SP")

    def test_invalid_value_as_must_accept(self):
        self.case("accepted")["lines"] = ["Foo a==b"]
        self.finds("list/accepted", "the text says may-accept")

    def test_valid_value_as_may_accept(self):
        self.case("rejected")["lines"] = ["Foo a=b"]
        self.finds("list/rejected", "the text says must-accept")

    def test_duplicate_as_must_accept(self):
        self.case("accepted")["lines"] = ["Foo a=b, A=c"]
        self.finds("list/accepted", "the text says implementation-defined")

    def test_sixty_five_empty_elements_as_must_accept(self):
        self.case("accepted")["lines"] = ["," * 66 + "Foo"]
        self.finds("list/accepted", "the text says implementation-defined")

    def test_line_break_as_may_accept(self):
        self.case("rejected")["lines"] = ["Foo\0"]
        self.finds("list/rejected", "the text says must-not-pass")

    def test_alternative_missing(self):
        del self.case("repeated")["alternatives"][2]
        self.finds("list/repeated", "alternative last is missing")

    def test_alternative_wrong(self):
        self.case("repeated")["alternatives"][1]["expect"]["challenges"][0]["params"][0]["value"] = "2"
        self.finds("list/repeated", "alternative first is")

    def test_alternative_unknown(self):
        self.case("repeated")["alternatives"].append({"name": "anything", "expect": {"challenges": []}})
        self.finds("list/repeated", "alternative anything")

    def test_generate(self):
        self.case("accepted")["generate"] = "must-not"
        self.finds("list/accepted", "generate is must-not")

    def test_findings(self):
        self.case("answer")["findings"][0]["range"] = [0, 5]
        self.finds("list/answer", "findings is")

    def test_findings_of_a_pair(self):
        self.case("answer")["answers"] = ["bearer realm=\"x\""]
        self.finds("list/answer", "findings is")

    def test_answers_that_are_no_challenge(self):
        self.case("answer")["answers"] = ["Basic realm=\"x"]
        self.finds("list/answer", "`answers` are not in the grammar")

    def test_layer_scheme_without_findings(self):
        del self.case("answer")["findings"]
        self.finds("list/answer", "without `findings`")

    def test_findings_of_another_layer(self):
        self.case("accepted")["findings"] = []
        self.finds("list/accepted", "schema")

    def test_answers_of_a_challenge(self):
        self.case("accepted").update(layer="scheme", findings=[], answers=["Basic"])
        self.finds("list/accepted", "schema")

    def test_generate_of_a_duplicate(self):
        self.case("repeated")["generate"] = "valid"
        self.finds("list/repeated", "R37")

    def test_decoy_outside_of_quotes(self):
        self.case("accepted")["decoys"] = ["Foo"]
        self.finds("list/accepted", "decoy Foo")

    def test_value_of_a_decoy_outside_of_quotes(self):
        self.case("accepted")["decoys"] = ["x=Foo"]
        self.finds("list/accepted", "the value of decoy x=Foo")

    def test_layer(self):
        del self.case("folded")["layer"]
        self.finds("list/folded", "layer")

    def test_id_twice(self):
        self.case("rejected")["id"] = "list/accepted"
        self.finds("list/accepted", "id used twice")

    def test_id_in_another_folder(self):
        self.folder = "other"
        self.finds("list/accepted", "is in folder other")

    def test_same_lines_twice(self):
        twin = {**copy.deepcopy(self.case("rejected")), "id": "list/twin"}
        self.document["cases"].append(twin)
        self.finds("list/twin", "same lines as list/rejected")

    def test_unknown_requirement(self):
        self.case("rejected")["requirements"] = ["R6", "R120"]
        self.finds("list/rejected", "R120 is not in requirements.json")

    def test_requirement_without_ref(self):
        self.case("rejected")["requirements"] = ["R6", "R57"]
        self.finds("list/rejected", "no ref to the text of R57")

    def test_unknown_flag(self):
        self.case("rejected")["flags"] = ["nonsense"]
        self.finds("list/rejected", "nonsense is not in flags.json")

    def test_unused_flag(self):
        del self.case("accepted")["flags"]
        self.finds("flags.json", "flag decoy")

    def test_octets(self):
        self.case("written")["octets"] = "Foo a=b"
        self.finds("list/written", "octets are")

    def test_octets_outside_of_grammar_sender(self):
        self.case("written")["octets"] = 'Foo a = "b c"'
        self.finds("list/written", "not in grammar `sender`")

    def test_refuse_what_can_be_written(self):
        self.case("refused")["serialize"]["challenges"][0]["params"][0]["value"] = "b"
        self.finds("list/refused", "can be written")

    def test_structure_of_another_operation(self):
        self.case("refused")["serialize"] = {"params": []}
        self.finds("list/refused", "structure without challenges")

    def test_schema_unknown_member(self):
        self.case("rejected")["verdict"] = "reject"
        self.finds("schema")

    def test_schema_missing_member(self):
        del self.case("rejected")["offset"]
        self.finds("list/rejected", "schema")

    def test_schema_title_missing(self):
        del self.case("grows")["title"]
        self.finds("list/grows", "schema")

    def test_schema_lines_and_cost(self):
        self.case("grows")["lines"] = ["Foo"]
        self.finds("list/grows", "schema")

    def test_schema_bad_id(self):
        self.case("grows")["id"] = "list/Grows Fast"
        self.finds("schema")

    def test_not_ascii(self):
        self.raw = json.dumps(self.document).replace("a value that grows", "a value th\u00e4t grows").encode("utf-8")
        self.finds("small.json", "not ASCII")

    def test_code_point_above_an_octet(self):
        self.case("rejected")["lines"] = ["Foo a==\u0100"]
        self.finds("list/rejected", "above U+00FF")

    def test_requirement_with_case_and_reason(self):
        self.data["requirements.json"]["requirements"][5]["without_case"] = "there is none at all"
        self.finds("R6", "a reason for having none")

    def test_requirement_without_case_and_reason(self):
        del self.data["requirements.json"]["requirements"][6]["without_case"]
        self.finds("R7", "neither a case nor a reason")

    def test_requirement_ids_in_order(self):
        del self.data["requirements.json"]["requirements"][10]
        self.finds("requirements.json", "in order")

    def test_requirement_schema(self):
        self.data["requirements.json"]["requirements"][0]["level"] = "MIGHT"
        self.finds("requirements.json", "schema")

    def test_released_id_is_gone(self):
        self.data["released.json"]["releases"][0]["ids"].append("list/gone")
        self.finds("list/gone", "ids are for ever")

    def test_released_id_was_withdrawn(self):
        self.data["released.json"]["releases"][0]["ids"].append("list/gone")
        self.data["withdrawn.json"]["withdrawn"] = [
            {"id": "list/gone", "since": "0.2.0", "reason": "it expected the wrong value"}
        ]
        self.assertEqual(self.findings(), [])

    def test_withdrawn_id_is_used_again(self):
        self.data["withdrawn.json"]["withdrawn"] = [
            {"id": "list/accepted", "since": "0.2.0", "reason": "it expected the wrong value"}
        ]
        self.finds("list/accepted", "must not be used again")

    def test_withdrawn_id_was_never_released(self):
        self.data["withdrawn.json"]["withdrawn"] = [
            {"id": "list/never", "since": "0.2.0", "reason": "it expected the wrong value"}
        ]
        self.finds("list/never", "no release had it")


class Schemes(SmallSuite):
    """One planted mistake each in the file of a scheme."""

    def planted(self, change, name="digest"):
        path = self.root / "schemes" / f"{name}.json"
        scheme = suite.read_json(path)
        change(scheme)
        path.write_text(json.dumps(scheme), encoding="ascii")

    def param(self, scheme, operation, name):
        return next(p for p in scheme[operation]["params"] if p["name"] == name)

    def test_another_name_than_the_file(self):
        self.planted(lambda scheme: scheme.update(scheme="Digester"))
        self.finds("digest.json", "the file of Digester")

    def test_unknown_member(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "qop").update(quoted=True))
        self.finds("digest.json", "schema")

    def test_a_name_that_is_not_a_token(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "qop").update(name="qop options"))
        self.finds("digest.json", "schema")

    def test_every_mistake_is_told(self):
        def change(scheme):
            for name in ("qop", "nonce"):
                self.param(scheme, "challenges", name).pop("quoting")

        self.planted(change)
        self.finds("digest.json", "challenges/params/2: ")
        self.finds("digest.json", "challenges/params/6: ")

    def test_a_field_of_another_operation(self):
        self.planted(lambda scheme: scheme["challenges"]["fields"].append("Authorization"))
        self.finds("digest.json", "schema")

    def test_a_scheme_in_the_authentication_info(self):
        self.planted(lambda scheme: scheme["auth-info"]["payloads"].append("token68"))
        self.finds("digest.json", "schema")

    def test_neither_challenges_nor_credentials(self):
        self.planted(lambda scheme: (scheme.pop("challenges"), scheme.pop("credentials")))
        self.finds("digest.json", "schema")

    def test_a_name_twice(self):
        self.planted(lambda scheme: self.param(scheme, "credentials", "opaque").update(name="QOP"))
        self.finds("digest.json: credentials", "a name occurs twice")

    def test_realm_as_a_token(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "realm").update(quoting="both"))
        self.finds("digest.json: challenges", "realm is generated as a quoted-string only")

    def test_a_reference_to_another_specification(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "nonce")["refs"][0].update(rfc=6750))
        self.finds("digest.json: challenges", "nonce cites RFC 6750")

    def test_parameters_without_the_payload(self):
        self.planted(lambda scheme: scheme["challenges"].update(payloads=["none"]))
        self.finds("digest.json: challenges", "no payload `params`")

    def test_token68_without_the_payload(self):
        self.planted(lambda scheme: scheme["credentials"].update(payloads=["none"]), "negotiate")
        self.finds("negotiate.json: credentials", "says what the token68 holds")

    def test_a_condition_on_what_is_no_parameter(self):
        self.planted(lambda scheme: self.param(scheme, "credentials", "nc").update(needs=["qops"]))
        self.finds("digest.json: credentials", "names qops, which is none of its parameters")
        self.planted(lambda scheme: self.param(scheme, "credentials", "username*").update(excludes=["userhsh=true"]))
        self.finds("digest.json: credentials", "names userhsh=true, which is none of its parameters")
        self.planted(lambda scheme: scheme["challenges"].update(distinct="algorithms"))
        self.finds("digest.json: challenges", "names algorithms, which is none of its parameters")

    def test_an_echo_in_a_challenge(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "nonce").update(echo="same"))
        self.finds("digest.json: challenges", "nonce answers nothing")

    def test_a_word_without_words(self):
        self.planted(lambda scheme: self.param(scheme, "challenges", "userhash").pop("words"))
        self.finds("digest.json: challenges", "userhash is a word, and there are no words")

    def test_a_form_that_nobody_checks(self):
        self.planted(lambda scheme: self.param(scheme, "credentials", "nc").update(form="9HEXDIG"))
        self.finds("digest.json", "schema")

    def test_a_part_that_cites_another_specification(self):
        self.planted(lambda scheme: scheme["challenges"]["refs"][0].update(rfc=6750))
        self.finds("digest.json: challenges", "cites RFC 6750")

    def test_not_ascii(self):
        path = self.root / "schemes" / "digest.json"
        path.write_bytes(path.read_bytes().replace(b"any text", "any t\u00e4xt".encode("utf-8")))
        self.finds("digest.json", "not ASCII")

    def test_no_files(self):
        shutil.rmtree(self.root / "schemes")
        self.finds("schemes", "no files")


if __name__ == "__main__":
    unittest.main()
