#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Citations hold: for each requirement that has cases, a reader or writer that breaks just this rule is
found by a case which cites it. The mutants are the naive reading with one rule changed."""

import copy
import pathlib
import re
import sys
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))

import check_cases
import reading
import scheme_rules
import suite
import verdicts
import writing
from reading import alt, mark, octets, opt, plus, seq, star

# The shortest first: they find a fault as well, and sooner.
CASES = sorted(suite.cases(), key=lambda case: sum(map(len, case.get("lines", []))))
REQUIREMENTS = {r["id"]: r for r in suite.requirements()}
KNOWN_SCHEMES = {s.lower(): s for s in ("Basic", "Digest", "Bearer", "Negotiate", "NTLM", "vapid")}


def rename(result, change):
    """A copy of the result with `change` applied to each parameter; None drops the parameter."""

    def params(old):
        return [p for p in map(change, [dict(p) for p in old]) if p is not None]

    if "params" in result:
        return {"params": params(result["params"])}
    if "credentials" in result:
        return {"credentials": {**result["credentials"], "params": params(result["credentials"]["params"])}}
    return {"challenges": [{**c, "params": params(c["params"])} for c in result["challenges"]]}


class Mutant(reading.Recipient):
    """A reader with a fault. `finds`: the verdicts that show it; lenient only where the fault accepts more."""

    finds = verdicts.NON_CONFORMING

    def answer(self, case):
        outcome = self.parse(case["operation"], case["lines"])
        return None if outcome.result is None else self.after(case, outcome.result)

    def after(self, case, result):
        return result


class Lenient(Mutant):
    finds = verdicts.NON_CONFORMING + ("lenient",)


class R3(Lenient):
    """The end of the value closes a quoted-string."""

    def parse_value(self, operation, value):
        outcome = super().parse_value(operation, value)
        return outcome if outcome.result is not None else super().parse_value(operation, value + '"')


class R4(Mutant):
    """Refuses what is longer than a kilobyte."""

    def parse_value(self, operation, value):
        return reading.Outcome(value, None, 1024) if len(value) > 1024 else super().parse_value(operation, value)


class R5(Mutant):
    """Decodes percent signs that were not encoded."""

    def after(self, case, result):
        return rename(result, lambda p: {**p, "value": re.sub("%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), p["value"])})


class R6(Mutant):
    """Recovers by taking everything that looks like a parameter."""

    def answer(self, case):
        value = self.combine(case["lines"])
        outcome = self.parse_value(case["operation"], value)
        found = [{"name": n, "value": v} for n, v in re.findall(r"([0-9A-Za-z]+)=([0-9A-Za-z]+)", value)]
        if outcome.result is not None or not found:
            return outcome.result
        challenge = {"scheme": value.split(" ")[0], "token68": None, "params": found}
        return {
            "challenges": {"challenges": [challenge]},
            "credentials": {"credentials": challenge},
            "auth-info": {"params": found},
        }[case["operation"]]


class R9(Mutant):
    """Puts the last line first."""

    def combine(self, lines):
        return super().combine(lines[::-1])


class R10(Mutant):
    """Joins lines with SP."""

    def combine(self, lines):
        return " ".join(self.trim(line) for line in lines)


class R16(Mutant):
    """Trims nothing."""

    def trim(self, line):
        return line


class R17(Mutant):
    """Replaces octets above 127."""

    def after(self, case, result):
        return rename(result, lambda p: {**p, "value": re.sub("[\x80-\xff]", "?", p["value"])})


class R18(Mutant):
    """Takes CR, LF and NUL inside quoted-strings."""

    def qdtext(self):
        return super().qdtext() + "\r\n\0"


class R19(Lenient):
    """Takes any control octet inside quoted-strings and as white space."""

    CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 127]))

    def qdtext(self):
        return super().qdtext() + self.CONTROLS

    def ows(self):
        return star(octets(" \t" + self.CONTROLS))


class R20(Mutant):
    """Leaves the DQUOTEs in the value."""

    def after(self, case, result):
        return rename(result, lambda p: {**p, "value": '"' + p["value"] + '"'} if p["quoted"] else p)


class R21(Mutant):
    """Takes the first of several credentials."""

    def answer(self, case):
        lines = case["lines"][:1] if case["operation"] == "credentials" else case["lines"]
        return self.parse(case["operation"], lines).result


class R23(Mutant):
    """Knows the list of senders only, which has no empty elements."""

    def list_of(self, element):
        return opt(seq(element, star(seq(self.ows(), octets(","), self.ows(), element))))


class R24(Mutant):
    """Has the list rule of RFC 7230, which misses white space around a first empty element."""

    def list_of(self, element):
        rest = star(seq(self.ows(), octets(","), opt(seq(self.ows(), element))))
        return opt(seq(alt(octets(","), element), rest))


class R25(Mutant):
    """Counts an empty element as a challenge without a scheme, or a parameter without a name."""

    def counting(self, element, event):
        present = alt(element, mark(event))
        return seq(present, star(seq(self.ows(), octets(","), self.ows(), present)))

    def www_authenticate(self):
        return self.counting(self.challenge(), "challenge")

    def authentication_info(self):
        return self.counting(self.auth_param(), "param")


class R26(Mutant):
    """Wants at least one element."""

    def after(self, case, result):
        return None if result in ({"challenges": []}, {"params": []}) else result


class R30(Mutant):
    """Knows no BWS."""

    def bws(self):
        return mark(None)


class R31(Mutant):
    """Leaves the backslash in the value."""

    def quoted_pair(self):
        return seq(octets("\\", "value"), octets(self.HTAB + self.SP + self.VCHAR + self.OBS_TEXT, "value"))


class R33(Lenient):
    """Takes a semicolon for a comma."""

    def list_of(self, element):
        return seq(opt(element), star(seq(self.ows(), octets(",;"), self.ows(), opt(element))))


class R34(Mutant):
    """Knows schemes in their registered case only."""

    def after(self, case, result):
        schemes = [c["scheme"] for c in verdicts.challenges_of(result) if c["scheme"] is not None]
        return result if all(KNOWN_SCHEMES.get(s.lower(), s) == s for s in schemes) else None


class R35(Mutant):
    """Takes an equals sign at the end for a parameter with an empty value."""

    def token68(self):
        return seq(mark("token68"), plus(octets(self.ALPHA + self.DIGIT + "-._~+/", "token68")))

    def auth_param(self):
        value = alt(self.token("value"), self.quoted_string())
        return seq(mark("param"), self.token("name"), self.bws(), octets("="), opt(seq(self.bws(), value)))


class R36(Mutant):
    """Knows names in lower case only."""

    def after(self, case, result):
        params = [p for c in verdicts.challenges_of(result) for p in c["params"]]
        return result if all(p["name"] == p["name"].lower() for p in params) else None


class R37(Mutant):
    """Joins the values of a repeated name."""

    def after(self, case, result):
        for challenge in verdicts.challenges_of(result):
            merged = {}
            for param in challenge["params"]:
                first = merged.setdefault(param["name"].lower(), param)
                if first is not param:
                    first["value"] += ", " + param["value"]
            challenge["params"][:] = merged.values()
        return result


class R38(Mutant):
    """Wants Digest's and Bearer's parameters in the one form that their senders use."""

    TOKENS = {"algorithm", "stale", "qop", "nc", "charset"}
    QUOTED = {"nonce", "opaque", "domain", "nextnonce", "username", "error"}

    def after(self, case, result):
        for challenge in verdicts.challenges_of(result):
            for param in challenge["params"]:
                name = param["name"].lower()
                if (name in self.TOKENS and param["quoted"]) or (name in self.QUOTED and not param["quoted"]):
                    return None
        return result


class R49(Mutant):
    """Keeps challenges by scheme: a later one takes the place of an earlier one."""

    def after(self, case, result):
        if "challenges" not in result:
            return result
        return {"challenges": list({c["scheme"].lower(): c for c in result["challenges"]}.values())}


class R53(Mutant):
    """Wants realm quoted."""

    def after(self, case, result):
        params = [p for c in verdicts.challenges_of(result) for p in c["params"]]
        return None if any(p["name"].lower() == "realm" and not p["quoted"] for p in params) else result


class R57(Mutant):
    """Splits at every comma before it looks at quotes."""

    def parse_value(self, operation, value):
        parts = [super(R57, self).parse_value(operation, p.strip(" \t")) for p in value.split(",")]
        whole = super().parse_value(operation, value)
        return whole if all(p.result is not None for p in parts) else reading.Outcome(value, None, 0)


class R58(Mutant):
    """After scheme and SP it wants a parameter, even after a comma."""

    def after(self, case, result):
        value = self.combine(case["lines"])
        for challenge in verdicts.challenges_of(result):
            if challenge["scheme"] and not challenge["params"] and challenge["token68"] is None:
                if re.search(re.escape(challenge["scheme"]) + " +,", value):
                    return None
        return result


class R59(Lenient):
    """Takes the first of a list of credentials."""

    def answer(self, case):
        outcome = self.parse(case["operation"], case["lines"])
        if outcome.result is None and case["operation"] == "credentials":
            challenges = self.parse("challenges", case["lines"]).result
            if challenges and challenges["challenges"]:
                return {"credentials": challenges["challenges"][0]}
        return outcome.result


class R62(Mutant):
    """Wants a scheme in Authentication-Info."""

    def authentication_info(self):
        return seq(self.token(None), self.after_scheme(), self.list_of(self.auth_param()))


class R69(Mutant):
    """Wants a scheme in Proxy-Authentication-Info only."""

    def answer(self, case):
        parser = R62() if case.get("field") == "Proxy-Authentication-Info" else self
        return parser.parse(case["operation"], case["lines"]).result


class R77(Lenient):
    """Takes the first token68 and drops what follows it."""

    def token68(self):
        return seq(super().token68(), opt(seq(plus(octets(" ")), plus(octets(self.tchar() + "=/\"")))))


class R78(Mutant):
    """Gives Negotiate and unknown schemes all that is left of the value."""

    def after(self, case, result):
        for n, challenge in enumerate(result.get("challenges", [])):
            if challenge["scheme"] == "Negotiate":
                return {"challenges": result["challenges"][: n + 1]}
        return result


class R79(Mutant):
    """Refuses unknown parameters."""

    KNOWN = set("realm charset nonce qop algorithm opaque domain stale challenge token-key max-age".split())

    def after(self, case, result):
        params = [p for c in verdicts.challenges_of(result) for p in c["params"]]
        return result if all(p["name"] in self.KNOWN for p in params) else None


class R84(Mutant):
    """Trims SP only."""

    def trim(self, line):
        return line.strip(" ")


class R88(Mutant):
    """Unfolds without leaving a SP."""

    def trim(self, line):
        return super().trim(line.replace("\r\n ", ""))


class R89(Mutant):
    """Takes a bare CR inside quoted-strings."""

    def qdtext(self):
        return super().qdtext() + "\r"


class R98(R79):
    """Refuses unknown parameters of Basic."""


class R104(Mutant):
    """Refuses the whole value for an unknown algorithm."""

    def after(self, case, result):
        params = [p for c in verdicts.challenges_of(result) for p in c["params"]]
        return None if any(p["name"] == "algorithm" and p["value"] not in ("MD5", "SHA-256") for p in params) else result


class R105(Mutant):
    """Refuses unknown qop options."""

    def after(self, case, result):
        params = [p for c in verdicts.challenges_of(result) for p in c["params"]]
        return None if any(p["name"] == "qop" and "auth-x" in p["value"] for p in params) else result


READERS = {c.__name__: c for c in list(Mutant.__subclasses__()) + list(Lenient.__subclasses__()) if c is not Lenient}
READERS["R98"] = R98
READERS["R86"] = R88


# Writers with a fault.


class NoEscape(writing.Writer):
    def escape(self, value):
        return value


class EscapesAll(writing.Writer):
    def escape(self, value):
        return re.sub(r"(.)", r"\\\1", value)


class TrailingComma(writing.Writer):
    def write(self, structure):
        written = super().write(structure)
        return None if written is None else written + ","


class WritesBws(writing.Writer):
    equals = " = "


class RealmAsToken(writing.Writer):
    def is_quoted(self, param):
        return bool(param.get("quoted")) or not writing.TOKEN.match(param["value"])


class WritesTwoSpaces(writing.Writer):
    comma = "  ,  "


class Repeats(writing.Writer):
    def repeats(self, params):
        return False


class PassesLineBreaks(writing.Writer):
    def refuses_param(self, param):
        return False


# requirement -> (writer, whether only the exact octets show it)
WRITERS = {
    "R1": (NoEscape, False),
    "R18": (PassesLineBreaks, False),
    "R22": (TrailingComma, False),
    "R27": (WritesTwoSpaces, True),
    "R29": (WritesBws, False),
    "R32": (EscapesAll, True),
    "R37": (Repeats, False),
    "R52": (RealmAsToken, False),
}


# Judges of what a sender may generate, with a fault.


class SenderWithEmptyElements(reading.Sender):
    list_of = reading.Recipient.list_of


class SenderWithBws(reading.Sender):
    bws = reading.Recipient.bws


class SenderWithRealmToken(reading.Sender):
    auth_param = reading.Recipient.auth_param


def with_sender(sender):
    instance = sender()
    return lambda case: check_cases.generate_and_reason(case, instance)[0]


def with_patch(name, replacement):
    def judge(case):
        with unittest.mock.patch.object(check_cases, name, replacement):
            return check_cases.generate_and_reason(case)[0]

    return judge


def with_scheme(name, operation, change):
    """The file of a scheme with a rule changed."""
    schemes = copy.deepcopy(suite.schemes())
    part = next(scheme for scheme in schemes if scheme["scheme"] == name)[operation]
    change(part, {param["name"]: param for param in part.get("params", [])})
    parts = scheme_rules.read_parts(schemes)

    def judge(case):
        with unittest.mock.patch.object(scheme_rules, "PARTS", parts):
            return check_cases.generate_and_reason(case)[0]

    return judge


def takes_both(_, params):
    for param in params.values():
        param["quoting"] = "both"


def without(*members):
    def change(part, params):
        for owner in [part, *params.values()]:
            for member in members:
                owner.pop(member, None)

    return change


def without_param(name):
    return lambda _, params: params[name].update(required=False)


def with_fields_of_proxies(part, _):
    part["fields"] = [*part["fields"], "Proxy-Authenticate", "Proxy-Authorization"]


def without_rules_of_any_scheme(judge):
    """What RFC 9110 says of every scheme, the rules of schemes have as well."""

    def silent(case):
        with unittest.mock.patch.object(scheme_rules, "for_any_scheme", lambda *_: []):
            return judge(case)

    return silent


def unfolding(case):
    return check_cases.generate_and_reason({**case, "lines": verdicts.as_spaces(case["lines"])})[0]


JUDGES = {
    "R12": with_patch("several_lines_of_a_singleton", lambda *_: False),
    "R22": with_sender(SenderWithEmptyElements),
    "R27": with_patch("odd_ows", lambda _: False),
    "R29": with_sender(SenderWithBws),
    "R32": with_patch("needless_escape", lambda *_: False),
    "R37": without_rules_of_any_scheme(with_patch("has_duplicates", lambda _: False)),
    "R39": with_scheme("Digest", "challenges", takes_both),
    "R52": without_rules_of_any_scheme(with_sender(SenderWithRealmToken)),
    "R85": unfolding,
}
JUDGES.update({
    "R97": with_scheme("Basic", "challenges", without_param("realm")),
    "R98": with_scheme("Basic", "challenges", lambda part, _: part.update(unknown_params="refused")),
    "R99": with_scheme("Basic", "credentials", without("token68_form")),
    "R100": with_scheme("Digest", "challenges", takes_both),
    "R101": with_scheme("Digest", "credentials", takes_both),
    "R102": with_scheme("Digest", "auth-info", takes_both),
    "R103": with_scheme("Digest", "credentials", without("excludes")),
    "R110": with_scheme("Bearer", "challenges", without("form")),
    "R112": with_scheme("Mutual", "challenges", lambda part, _: part["payloads"].append("token68")),
    "R113": with_scheme("Mutual", "credentials", without("excludes", "never")),
    "R114": with_scheme("vapid", "challenges", with_fields_of_proxies),
    "R115": with_scheme("DPoP", "challenges", with_fields_of_proxies),
    "R116": with_scheme("PrivateToken", "challenges", without("form")),
    "R117": with_scheme("Concealed", "credentials", without_param("p")),
    "R118": with_scheme("HOBA", "challenges", without_param("max-age")),
    "R119": with_scheme("Bearer", "challenges", without("form")),
})  # fmt: skip


def citing(identity, member):
    return [c for c in CASES if identity in c["requirements"] and member in c]


class RequirementMutants(unittest.TestCase):
    def test_each_requirement_with_cases_has_a_mutant(self):
        cited = {r for case in CASES for r in case["requirements"]}
        without = cited - set(READERS) - set(WRITERS) - set(JUDGES)
        self.assertEqual(sorted(without), [])

    def test_each_field_line_requirement_has_a_reader(self):
        """P and C in the grammar layer: a reader, not only a judge of senders. R52 is the sender's half of R53."""
        for identity, requirement in REQUIREMENTS.items():
            if {"P", "C"} & set(requirement["tests"]) and "without_case" not in requirement and identity != "R52":
                self.assertIn(identity, READERS)

    def test_the_reading_itself_is_found_by_no_case(self):
        sound = Mutant()
        for case in CASES:
            if "lines" in case:
                self.assertNotIn(verdicts.verdict(case, sound.answer(case), message=True), Lenient.finds, case["id"])
            elif "serialize" in case:
                verdict = verdicts.serialize_verdict(case, writing.Writer().write(case["serialize"]), check_cases.SENDER)
                self.assertEqual(verdict, "pass", case["id"])

    def test_readers(self):
        for identity, reader in READERS.items():
            with self.subTest(identity, fault=reader.__doc__):
                mutant = reader()
                found = (c for c in citing(identity, "lines") if verdicts.verdict(c, mutant.answer(c), message=True) in mutant.finds)
                self.assertTrue(any(found), "no case that cites the requirement finds the fault")

    def test_writers(self):
        for identity, (writer, exact) in WRITERS.items():
            with self.subTest(identity, fault=writer.__name__):
                found = []
                for case in citing(identity, "serialize"):
                    written = writer().write(case["serialize"])
                    verdict = verdicts.serialize_verdict(case, written, check_cases.SENDER)
                    if verdict in verdicts.NON_CONFORMING or (exact and written != case.get("octets")):
                        found.append(case["id"])
                self.assertTrue(found, "no case that cites the requirement finds the fault")

    def test_rules_of_schemes_are_kept_and_broken(self):
        """Each requirement of a scheme has a case in which nothing is found, and one in which something is."""
        permissions = {"R34", "R38", "R39", "R79", "R98", "R104", "R105"}
        mine = {i for i, r in REQUIREMENTS.items() if "S" in r["tests"] and "without_case" not in r}
        for identity in sorted(mine):
            found = [bool(case["findings"]) for case in citing(identity, "findings")]
            self.assertIn(False, found, identity)
            if identity not in permissions:
                self.assertIn(True, found, identity)

    def test_judges_of_senders(self):
        for identity, judge in JUDGES.items():
            with self.subTest(identity):
                found = (c for c in citing(identity, "lines") if judge(c) != c["generate"])
                self.assertTrue(any(found), "no case that cites the requirement finds the fault")


if __name__ == "__main__":
    unittest.main()
