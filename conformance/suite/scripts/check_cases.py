#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks every case of the suite against its schema and against the naive reading of the RFC (reading.py), and the files
of the auth-schemes.

    check_cases.py [DIRECTORY]

DIRECTORY holds cases/, schemes/, schema/, requirements.json, flags.json, released.json and withdrawn.json (default: the folder
above this script). Needs Python 3.9, jsonschema and fastjsonschema. Exit 0: nothing found. Exit 1: findings, one a line. Exit 2: a file
could not be read.
"""

import functools
import json
import pathlib
import re
import sys

import fastjsonschema
import jsonschema

import reading
import scheme_rules
import suite
import verdicts
import writing

RECIPIENT = reading.Recipient()
SENDER = reading.Sender()
WRITER = writing.Writer()
STRENGTH = {"MUST": "must", "MUST NOT": "must", "REQUIRED": "must", "SHOULD": "should", "SHOULD NOT": "should", "MAY": "may"}


def accepts(operation, lines):
    return RECIPIENT.parse(operation, lines).result


def params_of(result):
    return [c["params"] for c in verdicts.challenges_of(result)]


def has_duplicates(result):
    return any(len({p["name"].lower() for p in params}) < len(params) for params in params_of(result))


def one_of_each(result, keep):
    """The result with the first or the last parameter of each name."""

    def choose(params):
        order = params if keep == "first" else params[::-1]
        seen = set()
        kept = [p for p in order if not (p["name"].lower() in seen or seen.add(p["name"].lower()))]
        return kept if keep == "first" else kept[::-1]

    if "params" in result:
        return {"params": choose(result["params"])}
    if "credentials" in result:
        return {"credentials": {**result["credentials"], "params": choose(result["credentials"]["params"])}}
    return {"challenges": [{**c, "params": choose(c["params"])} for c in result["challenges"]]}


def empty_run(value):
    """The most empty list elements in a row."""
    outside = re.sub(r'"(\\.|[^"\\])*"', "q", value)
    runs = re.findall(r"(?:[ \t]*,)+", outside)
    return max((run.count(",") - 1 for run in runs), default=0)


def valid_lines(operation, lines):
    """What remains when every invalid line is left out."""
    results = [r for r in (accepts(operation, [line]) for line in lines) if r is not None]
    member = {"challenges": "challenges", "auth-info": "params"}[operation]
    return {member: [item for result in results for item in result[member]]}


def alternatives(case, result):
    """(names that have to be there, all that may be there): name -> expected result, None for a rejection."""
    operation, lines = case["operation"], case["lines"]
    if operation == "credentials" and len(lines) > 1:
        required = {"reject": None} if result is None else {"combined": result, "reject": None}
        return required, required
    if len(lines) > 1 and any(accepts(operation, [line]) is None for line in lines):
        required = {"combined": result, "reject": None}
        comma_only = RECIPIENT.parse_value(operation, ",".join(RECIPIENT.trim(line) for line in lines)).result
        return required, {**required, "combined-comma": comma_only, "valid-lines": valid_lines(operation, lines)}
    if has_duplicates(result):
        required = {
            "all": result,
            "first": one_of_each(result, "first"),
            "last": one_of_each(result, "last"),
            "reject": None,
        }
        return required, required
    required = {"accept": result, "reject": None}
    return required, required


def expected_parse(case, result):
    operation, lines = case["operation"], case["lines"]
    if forbidden_octets(lines):
        return "must-not-pass"
    if operation == "credentials" and len(lines) > 1:
        return "implementation-defined"
    if result is None:
        return "may-accept"
    crosses = len(lines) > 1 and any(accepts(operation, [line]) is None for line in lines)
    if crosses or has_duplicates(result) or empty_run(RECIPIENT.combine(lines)) > 64:
        return "implementation-defined"
    return "must-accept"


def several_lines_of_a_singleton(operation, lines):  # R12, RFC 9110, section 5.3
    return operation == "credentials" and len(lines) > 1


def needless_escape(operation, value):  # R32, RFC 9110, section 5.6.4
    return any(re.search(r'\\[^"\\]', re.sub(r'\\["\\]', "", value[b:e])) for b, e in verdicts.quoted_spans(operation, value))


def odd_ows(value):  # R27, RFC 9110, section 5.6.3
    outside = re.sub(r'"(\\.|[^"\\])*"', "q", value)
    return any(ows not in ("", " ") for pair in re.findall(r"([ \t]*),([ \t]*)", outside) for ows in pair)


def forbidden_octets(lines):
    return any(set(line) & set("\r\n\0") for line in lines)


def generate_and_reason(case, sender=SENDER):
    """(valid, should-not or must-not; why): RFC 9110 for every field, then the rules of the scheme."""
    operation, lines = case["operation"], case["lines"]
    value = RECIPIENT.combine(lines)
    if forbidden_octets(lines):
        return "must-not", "CR, LF or NUL"
    if several_lines_of_a_singleton(operation, lines):
        return "must-not", "several lines of a singleton field (R12)"
    result = sender.parse(operation, lines).result
    if result is None:
        return "must-not", "not in grammar `sender`"
    if operation == "challenges" and has_duplicates(result):
        return "must-not", "a name twice in a challenge (R37)"
    findings = scheme_rules.check(operation, value, result, case.get("field"))
    rules = ", ".join(sorted({finding.rule for finding in findings}))
    if scheme_rules.generate(findings) == "must-not":
        return "must-not", f"scheme rules {rules}"
    if has_duplicates(result):
        return "should-not", "a name twice (R37, by analogy)"
    if findings:
        return "should-not", f"scheme rules {rules}"
    if needless_escape(operation, value):
        return "should-not", "a quoted-pair that is not needed (R32)"
    if odd_ows(value):
        return "should-not", "OWS that is not one SP (R27)"
    if len(lines) > 1 and any(sender.parse(operation, [line]).result is None for line in lines):
        return "should-not", "an element crosses a line"
    return "valid", ""


def wide_strings(value, where=""):
    if isinstance(value, str):
        if any(ord(c) > 0xFF for c in value):
            yield where
    elif isinstance(value, list):
        for item in value:
            yield from wide_strings(item, where)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from wide_strings(item, where + "/" + key)


def normal_form(cases):
    return {"suite": "gauntlet", "format": 1, "cases": cases}


@functools.cache
def validators(schema):
    """Of a schema's text: a compiled one that decides, twenty times as fast, and one that says what is wrong."""
    document = json.loads(schema)
    jsonschema.Draft7Validator.check_schema(document)
    return fastjsonschema.compile(document), jsonschema.Draft7Validator(document)


class Checker:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.findings = []
        self.requirements = {r["id"]: r for r in suite.requirements(root)}
        self.flags = suite.flags(root)

    def find(self, where, what):
        self.findings.append(f"{where}: {what}")

    def validate(self, where, document, schema):
        """Whether it is valid; else at most ten errors are told."""
        decides, explains = validators((self.root / "schema" / f"{schema}.schema.json").read_text(encoding="ascii"))
        try:
            decides(document)
            return True
        except fastjsonschema.JsonSchemaException as refusal:
            errors = sorted(explains.iter_errors(document), key=str)
            for error in errors[:10]:
                best = jsonschema.exceptions.best_match([error])
                path = "/".join(str(p) for p in best.absolute_path)
                self.find(where, f"schema: {path}: {best.message[:200]}")
            if not errors:
                self.find(where, f"schema: {refusal.message[:200]}")
            return False

    def run(self):
        for schema in sorted((self.root / "schema").glob("*.schema.json")):
            try:
                validators(schema.read_text(encoding="ascii"))
            except jsonschema.SchemaError as error:
                self.find(schema.name, f"schema: {error.message}")
        self.check_lists()
        self.check_schemes()
        ids, values, used = {}, {}, {"requirements": set(), "flags": set()}
        for path in suite.case_paths(self.root):
            name = str(path.relative_to(self.root))
            self.check_text(name, path)
            document = suite.read_json(path)
            if not self.validate(name, {**document, "cases": document["cases"][:1]}, "case-file"):
                continue
            for case in suite.complete(document):
                self.check_place(case, path, ids, values)
                if self.validate(case.get("id", name), normal_form([case]), "case-file"):
                    self.check_case(case)
                for kind in used:
                    used[kind].update(case.get(kind, []))
        self.check_coverage(used)
        self.check_released(set(ids))
        return self.findings

    def check_lists(self):
        for name in ("requirements", "flags", "released", "withdrawn"):
            self.check_text(name + ".json", self.root / f"{name}.json")
            self.validate(name + ".json", suite.read_json(self.root / f"{name}.json"), name)
        numbers = [int(i[1:]) for i in self.requirements]
        if numbers != list(range(1, len(numbers) + 1)) or len(numbers) != len(suite.requirements(self.root)):
            self.find("requirements.json", "ids are not R1, R2, ... each once and in order")

    def check_schemes(self):
        for path in suite.scheme_paths(self.root):
            name = str(path.relative_to(self.root))
            self.check_text(name, path)
            scheme = suite.read_json(path)
            if not self.validate(name, scheme, "scheme"):
                continue
            if path.stem != scheme["scheme"].lower():
                self.find(name, f"the file of {scheme['scheme']} is {scheme['scheme'].lower()}.json")
            for operation in suite.OPERATIONS:
                if operation in scheme:
                    self.check_scheme_part(f"{name}: {operation}", scheme, scheme[operation])
        if not suite.scheme_paths(self.root):
            self.find("schemes", "no files")

    @staticmethod
    def cited(scheme):
        return {reference.get("rfc") for reference in scheme["references"]} | {7235, 9110}

    def check_scheme_part(self, where, scheme, part):
        params, payloads = part.get("params", []), part["payloads"]
        names = [param["name"].lower() for param in params]
        if len(set(names)) < len(names):
            self.find(where, "a name occurs twice")
        if "token68" in part and "token68" not in payloads:
            self.find(where, "says what the token68 holds, and has none")
        if params and not {"params", "other"} & set(payloads):
            self.find(where, "has parameters, and no payload `params`")
        for name in [n for param in params for n in param.get("needs", [])] + [part[m] for m in ("distinct",) if m in part]:
            if name.lower() not in names:
                self.find(where, f"names {name}, which is none of its parameters")
        for condition in [c for param in params for m in ("unless", "excludes") for c in param.get(m, [])]:
            if condition.partition("=")[0].lower() not in names:
                self.find(where, f"names {condition}, which is none of its parameters")
        for rfc in sorted({ref["rfc"] for ref in part.get("refs", [])} - self.cited(scheme)):
            self.find(where, f"cites RFC {rfc}, which is not among the references")
        for param in params:
            if param["name"].lower() == "realm" and param["quoting"] != "quoted":
                self.find(where, "realm is generated as a quoted-string only (RFC 9110, section 11.5)")
            if "echo" in param and not where.endswith("credentials"):
                self.find(where, f"{param['name']} answers nothing: echo is for credentials")
            if param.get("form") == "word" and "words" not in param:
                self.find(where, f"{param['name']} is a word, and there are no words")
            for rfc in sorted({ref["rfc"] for ref in param.get("refs", [])} - self.cited(scheme)):
                self.find(where, f"{param['name']} cites RFC {rfc}, which is not among the references")

    def check_text(self, name, path):
        data = path.read_bytes()
        if any(octet > 0x7F for octet in data):
            self.find(name, "not ASCII")

    def check_place(self, case, path, ids, values):
        identity = case.get("id", "?")
        if identity in ids:
            self.find(identity, f"id used twice ({ids[identity]} and {path.name})")
        ids[identity] = path.name
        family = path.relative_to(self.root / "cases").parts[0]
        if identity.split("/")[0] != family:
            self.find(identity, f"is in folder {family}")
        if "lines" in case and family not in ("rfc", "vendor", "generated"):
            key = json.dumps([case.get("operation"), case.get("field"), case["lines"], case.get("answers")])
            if key in values:
                self.find(identity, f"same lines as {values[key]}")
            values[key] = identity

    def check_case(self, case):
        identity = case["id"]
        for member in ("lines", "cost", "serialize", "octets", "expect", "alternatives", "decoys", "answers"):
            for where in wide_strings(case.get(member)):
                self.find(identity, f"code point above U+00FF in {member}{where}")
        for requirement in case["requirements"]:
            if requirement not in self.requirements:
                self.find(identity, f"{requirement} is not in requirements.json")
                continue
            statement = self.requirements[requirement]
            places = {(s.get("rfc"), s["section"]) for s in statement["sections"]}
            if not any((r.get("rfc"), r.get("section")) in places for r in case["refs"]):
                self.find(identity, f"no ref to the text of {requirement}")
        for flag in case.get("flags", []):
            if flag not in self.flags:
                self.find(identity, f"{flag} is not in flags.json")
        if "lines" in case:
            self.check_parse(case)
        elif "serialize" in case:
            self.check_serialize(case)

    def check_parse(self, case):
        identity, operation, lines = case["id"], case["operation"], case["lines"]
        outcome = RECIPIENT.parse(operation, lines)
        parse = expected_parse(case, outcome.result)
        if case["parse"] != parse:
            self.find(identity, f"parse is {case['parse']}, but the text says {parse}")
            return
        if outcome.result is None and "offset" in case and case["offset"] != outcome.offset:
            self.find(identity, f"offset is {case['offset']}, but {outcome.offset} octets are viable")
        if outcome.result is None and "offset" not in case:
            self.find(identity, f"not in the grammar, and no offset ({outcome.offset})")
        if outcome.result is not None and "offset" in case:
            self.find(identity, "an offset, but the value is in the grammar")
        if parse == "must-accept":
            self.check_result(identity, "expect", case["expect"], outcome.result)
        elif parse == "must-not-pass":
            spaces = accepts(operation, verdicts.as_spaces(lines))
            self.check_result(identity, "expect (the form with SP)", case["expect"], spaces)
        elif parse == "implementation-defined":
            required, permitted = alternatives(case, outcome.result)
            self.check_alternatives(case, required, permitted)
        elif "alternatives" in case:
            permitted = {"valid-lines": valid_lines(operation, lines)} if len(lines) > 1 else {}
            self.check_alternatives(case, {}, permitted)
        generate, reason = generate_and_reason(case)
        if case["generate"] != generate:
            self.find(identity, f"generate is {case['generate']}, but should be {generate} ({reason})")
        self.check_decoys(case)
        if "findings" in case:
            self.check_findings(case, outcome)
        elif case.get("layer") == "scheme":
            self.find(identity, "layer `scheme` without `findings`")
        message = len(lines) > 1 or parse == "must-not-pass"
        if message != (case.get("layer", "grammar") == "message"):
            self.find(identity, "layer `message` is for several lines and for CR, LF, NUL")
        if case["parse"] != "may-accept" or "alternatives" not in case:
            self.check_first(case, outcome)

    def check_findings(self, case, outcome):
        found = []
        if outcome.result is not None:
            found = scheme_rules.check(case["operation"], outcome.value, outcome.result, case.get("field"))
        if "answers" in case and outcome.result is not None:
            challenges = accepts("challenges", case["answers"])
            if challenges is None:
                self.find(case["id"], "`answers` are not in the grammar")
                return
            found = scheme_rules.in_order(found + scheme_rules.check_answer(challenges, outcome.value, outcome.result))
        text = [{"rule": f.rule, "level": f.level, "range": list(f.at)} for f in found]
        self.check_result(case["id"], "findings", case["findings"], text)

    def check_first(self, case, outcome):
        """The reading itself gets the best verdict, or the case would judge the RFC."""
        verdict = verdicts.verdict(case, outcome.result)
        first = "alternative:" + case["alternatives"][0]["name"] if "alternatives" in case else "pass"
        if verdict not in ("pass", first):
            self.find(case["id"], f"the reading of the RFC itself gets {verdict}")

    def check_decoys(self, case):
        value = verdicts.Divided(case["operation"], [verdicts.combined(verdicts.as_spaces(case["lines"]))], cautious=False)
        for decoy in case.get("decoys", []):
            name, equals, offered = decoy.partition("=")
            if not equals and name.lower() not in value.only_inside:
                self.find(case["id"], f"decoy {decoy} does not occur only inside quoted-strings")
            if equals and (not offered or offered in value.outside or offered not in "".join(value.inside)):
                self.find(case["id"], f"the value of decoy {decoy} does not occur only inside quoted-strings")

    def check_result(self, identity, what, stated, found):
        if stated != found:
            self.find(identity, f"{what} is {json.dumps(stated)}, but the text gives {json.dumps(found)}")

    def check_alternatives(self, case, required, permitted):
        identity = case["id"]
        stated = {a["name"]: a.get("expect") for a in case["alternatives"]}
        if len(stated) < len(case["alternatives"]):
            self.find(identity, "an alternative named twice")
        for name in sorted(set(required) - set(stated)):
            self.find(identity, f"alternative {name} is missing")
        for name, expect in stated.items():
            if name not in permitted:
                self.find(identity, f"alternative {name} is not one that the text permits here")
            else:
                self.check_result(identity, f"alternative {name}", expect, permitted[name])

    def check_serialize(self, case):
        identity, operation, structure = case["id"], case["operation"], case["serialize"]
        member = {"challenges": "challenges", "credentials": "credentials", "auth-info": "params"}[operation]
        if member not in structure:
            self.find(identity, f"structure without {member}")
            return
        written = WRITER.write(structure)
        if case.get("refuse"):
            if written is not None:
                self.find(identity, f"can be written: {json.dumps(written)}")
            return
        octets = case["octets"]
        if written != octets:
            self.find(identity, f"octets are {json.dumps(octets)}, but the writer's rules give {json.dumps(written)}")
        back = SENDER.parse_value(operation, octets).result
        if back is None:
            self.find(identity, "octets are not in grammar `sender`")
        elif verdicts.comparable(back) != verdicts.comparable(structure):
            self.find(identity, f"octets parse back to {json.dumps(back)}")

    def check_coverage(self, used):
        for identity, statement in self.requirements.items():
            if identity in used["requirements"] and "without_case" in statement:
                self.find(identity, "has cases, and a reason for having none")
            if identity not in used["requirements"] and "without_case" not in statement:
                self.find(identity, "has neither a case nor a reason for having none")
        for flag in self.flags:
            if flag not in used["flags"]:
                self.find("flags.json", f"flag {flag} is used by no case")

    def check_released(self, ids):
        """Ids are for ever: what a release had is still there, or stands on the list of withdrawn ids."""
        withdrawn = {w["id"] for w in suite.read_json(self.root / "withdrawn.json")["withdrawn"]}
        released = {i for r in suite.read_json(self.root / "released.json")["releases"] for i in r["ids"]}
        for identity in sorted(released - ids - withdrawn):
            self.find(identity, "was released and is gone: ids are for ever")
        for identity in sorted(ids & withdrawn):
            self.find(identity, "is withdrawn and must not be used again")
        for identity in sorted(withdrawn - released):
            self.find(identity, "is withdrawn, but no release had it")


def main(arguments):
    root = pathlib.Path(arguments[0]) if arguments else suite.ROOT
    try:
        findings = Checker(root).run()
        count, schemes = len(suite.cases(root)), len(suite.schemes(root))
    except (OSError, ValueError, KeyError) as error:
        print(f"check_cases: {error}", file=sys.stderr)
        return 2
    for finding in findings:
        print(finding)
    print(f"{count} cases, {schemes} schemes, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
