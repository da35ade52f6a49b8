#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The cases find a reader whose octet classes are off by one octet: each member of a class taken away, and each visible
octet, white space octet or boundary control octet put in."""

import functools
import pathlib
import string
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))

import reading
import suite
import verdicts

# What was written for octets first, and the shortest: they find a fault soonest.
CASES = sorted(
    (c for c in suite.cases() if "lines" in c),
    key=lambda case: (not case["id"].startswith("octets/"), sum(map(len, case["lines"]))),
)
SOUND = functools.lru_cache(None)(lambda operation, *lines: reading.Recipient.parse(READING, operation, lines).result)
READING = reading.Recipient()
VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
BOUNDARIES = "\x01\x08\t\x0b\x0c\x0e\x1f \x7f\x80\x85\xa0\xff"


class Token68Class(reading.Recipient):
    def characters(self):
        return string.ascii_letters + string.digits + "-._~+/"

    def token68(self):
        body = reading.plus(reading.octets(self.characters(), "token68"))
        return reading.seq(reading.mark("token68"), body, reading.star(reading.octets("=", "token68")))


class QuotedPairClass(reading.Recipient):
    def escapable(self):
        return self.HTAB + self.SP + self.VCHAR + self.OBS_TEXT

    def quoted_pair(self):
        return reading.seq(reading.octets("\\"), reading.octets(self.escapable(), "value"))


CLASSES = {
    "tchar": (reading.Recipient, "tchar"),
    "token68": (Token68Class, "characters"),
    "qdtext": (reading.Recipient, "qdtext"),
    "quoted-pair": (QuotedPairClass, "escapable"),
}


def flipped(base, method, octet):
    members = getattr(base(), method)()
    changed = members.replace(octet, "") if octet in members else members + octet
    return type("Flipped", (base,), {method: lambda self: changed})()


def finds(case, mutant):
    operation, lines = case["operation"], case["lines"]
    sound = SOUND(operation, *lines)
    broken = mutant.parse(operation, lines).result
    if broken == sound:
        return False
    return verdicts.verdict(case, broken, message=True) in verdicts.NON_CONFORMING + ("lenient",)


class OctetMutants(unittest.TestCase):
    def check(self, name):
        base, method = CLASSES[name]
        members = getattr(base(), method)()
        # A DQUOTE, backslash, SP, comma or equals sign in a class makes another grammar altogether; they are structure.
        added = set(VISIBLE + BOUNDARIES) - set(members) - set('"\\ ,=')
        missed = []
        for octet in sorted(set(members) | added):
            mutant = flipped(base, method, octet)
            holding = [c for c in CASES if any(octet in line for line in c["lines"])]
            if not any(finds(c, mutant) for c in holding):
                missed.append(octet)
        self.assertEqual(missed, [])

    def test_tchar(self):
        self.check("tchar")

    def test_token68(self):
        self.check("token68")

    def test_qdtext(self):
        self.check("qdtext")

    def test_quoted_pair(self):
        self.check("quoted-pair")


if __name__ == "__main__":
    unittest.main()
