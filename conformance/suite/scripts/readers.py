#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Readers with a single fault, as people write them: how many of them the cases find is the strength of the suite.

    readers.py [FAMILY ...]      how many of the readers the cases (of these families) find, and which they miss

`Reader` is a plain reading of RFC 9110, section 11, in the way of a hand-written parser, and passes every case. Each fault
changes one thing of it, or stands for it altogether (a regular expression, a search, a split). Each names the flags or
requirements of which a case that cites one has to find it.
"""

import collections
import re
import sys
import urllib.parse

import suite
import verdicts

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
TOKEN68 = re.compile(r"[0-9A-Za-z._~+/-]+=*")
QUOTED = re.compile(r'"((?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*)"')
WHITE = re.compile(r"[ \t]*")


class Invalid(Exception):
    pass


class Reader:
    """The reading without a fault. What a fault may change is a member."""

    token, token68, quoted, bws, ows = TOKEN, TOKEN68, QUOTED, WHITE, WHITE
    sp = re.compile(" +")
    comma = re.compile(",")

    def trim(self, line):
        return line.strip(" \t")

    def combine(self, lines):
        return ", ".join(self.trim(line) for line in lines)

    def unquote(self, text):
        return re.sub(r"\\(.)", r"\1", text, flags=re.S)

    def value(self, value, quoted, name):
        return value

    def scheme(self, scheme):
        return scheme

    def name(self, name):
        return name

    def after(self, result, case):
        return result

    def answer(self, case):
        """The result, or None for a rejection."""
        try:
            result = self.read(case["operation"], self.combine(case["lines"]))
        except Invalid:
            return None
        return self.after(result, case)

    def read(self, operation, text):
        self.text, self.at = text, 0
        result = {"challenges": self.challenges, "credentials": self.credentials, "auth-info": self.info}[operation]()
        if self.at != len(text):
            raise Invalid
        return result

    def take(self, pattern):
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    def need(self, pattern):
        found = self.take(pattern)
        if found is None:
            raise Invalid
        return found

    def separator(self):
        """OWS and commas; whether there was a comma."""
        start, found = self.at, False
        self.take(self.ows)
        while self.take(self.comma) is not None:
            found = True
            start = self.at
            self.take(self.ows)
        if not found:
            self.at = start
        return found

    def is_param(self):
        found = self.token.match(self.text, self.at)
        if not found:
            return False
        return self.text.startswith("=", self.bws.match(self.text, found.end()).end())

    def param(self):
        name = self.need(self.token)
        self.take(self.bws)
        self.need(re.compile("="))
        self.take(self.bws)
        quoted = self.text.startswith('"', self.at)
        value = self.unquote(self.need(self.quoted)[1:-1]) if quoted else self.need(self.token)
        return {"name": self.name(name), "value": self.value(value, quoted, name), "quoted": quoted}

    def challenge(self):
        scheme = self.need(self.token)
        challenge = {"scheme": self.scheme(scheme), "token68": None, "params": []}
        self.is_open = self.take(self.sp) is not None
        if not self.is_open:
            return challenge
        found = self.token68.match(self.text, self.at)
        rest = found and self.ows.match(self.text, found.end()).end()
        if found and (rest == len(self.text) or self.text[rest] == ","):
            challenge["token68"] = found.group()
            self.at = found.end()
            return challenge
        mark = self.at
        if self.is_param():
            challenge["params"].append(self.param())
            mark = self.at
        while self.separator() and self.is_param():
            challenge["params"].append(self.param())
            mark = self.at
        self.at = mark
        return challenge

    def challenges(self):
        found = []
        self.separator()
        while self.at < len(self.text):
            found.append(self.challenge())
            if self.at < len(self.text) and not self.separator():
                raise Invalid
        return {"challenges": found}

    def credentials(self):
        found = self.challenge()
        # Empty elements belong to the list of parameters, which the SP after the scheme opens.
        if found["token68"] is None and self.is_open:
            self.separator()
        return {"credentials": found}

    def info(self):
        found = []
        self.separator()
        while self.at < len(self.text):
            found.append(self.param())
            if self.at < len(self.text) and not self.separator():
                raise Invalid
        return {"params": found}


Fault = collections.namedtuple("Fault", "name cites reader")
FAULTS = []


def fault(cites, title=None, /, **members):
    """Adds a reader with these members in place of those of Reader; as a decorator, with those of a class."""

    def add(members, name):
        FAULTS.append(Fault(name, frozenset(cites.split()), type("Faulty", (Reader,), members)))

    if members:
        add(members, title)
        return None
    return lambda cls: add({k: v for k, v in vars(cls).items() if not k.startswith("__")}, cls.__doc__)


def values(cites, name, change, only_quoted=False, names=None):
    """A fault in what becomes of the value of a parameter."""

    def value(self, value, quoted, param):
        wanted = (quoted or not only_quoted) and (names is None or param.lower() in names)
        return change(value) if wanted else value

    fault(cites, name, value=value)


def results(cites, name, change):
    fault(cites, name, after=lambda self, result, case: change(result))


def parts(result):
    return verdicts.challenges_of(result)


def each_list(change):
    """A change of every list of parameters."""

    def apply(result):
        found = parts(result)
        for part in found:
            part["params"] = change(part["params"])
        return {"params": found[0]["params"]} if "params" in result else result

    return apply


def challenges(change):
    return lambda result: {"challenges": change(result["challenges"])} if "challenges" in result else result


# Quoted-strings: where a value ends, and what becomes of its octets.
for stop, what in (
    (" ", "SP"), (",", "a comma"), (", ", "a comma and SP"), ("=", "an equals sign"), (";", "a semicolon"), ("'", "an apostrophe"),
    ('"', "an escaped DQUOTE"), ("(", "a bracket"), (":", "a colon"), ("/", "a slash"), ("?", "a question mark"), ("#", "a hash"),
    ("%", "a percent sign"), ("&", "an ampersand"), ("@", "an at sign"), ("<", "an angle bracket"), ("[", "a square bracket"),
    ("{", "a brace"), ("+", "a plus sign"), ("\\", "a backslash"), ("\t", "HTAB"), ("-", "a dash"), ("_", "a low line"), (".", "a full stop"),
    ("~", "a tilde"), ("|", "a bar"), ("$", "a dollar sign"), ("!", "an exclamation mark"), ("*", "an asterisk"), ("`", "a backtick"),
):  # fmt: skip
    values("quoted-string quoted-pair decoy htab R20", f"a quoted value ends at {what}", lambda v, s=stop: v.split(s)[0], True)
for name in ("realm", "nonce", "opaque", "qop", "domain", "uri", "username", "scope", "error_description"):
    values("quoted-string decoy quoted-pair R20", f"{name} ends at a comma", lambda v: v.split(",")[0], True, [name])
    values("quoted-string decoy quoted-pair R20 R78", f"{name} ends at an escaped DQUOTE", lambda v: v.split('"')[0], True, [name])
for name in ("realm", "nonce", "opaque"):
    values("quoted-string decoy quoted-pair R20", f"{name} ends at SP", lambda v: v.split(" ")[0], True, [name])
    values("quoted-string decoy quoted-pair R20", f"{name} ends at an equals sign", lambda v: v.split("=")[0], True, [name])
values("quoted-pair", "DQUOTEs are taken off at both ends, those that were escaped too", lambda v: v.strip('"'), True)
values("quoted-string ows R20", "white space is taken off inside of DQUOTEs", str.strip, True)
values("quoted-string R20", "white space inside of DQUOTEs is made one SP", lambda v: re.sub(r"\s+", " ", v), True)
values("quoted-string R20", "white space inside of DQUOTEs is left out", lambda v: re.sub(r"\s+", "", v), True)
values("quoted-string R20", "apostrophes are taken off as if they were DQUOTEs", lambda v: v.strip("'"))
values("scheme-quoting R20", "apostrophes are taken off a token", lambda v: v[1:-1] if v[:1] == v[-1:] == "'" else v)
values("quoted-string R20", "percent-encoding is undone", lambda v: urllib.parse.unquote(v, "latin-1"))
values("quoted-string R20", "a plus sign becomes SP", lambda v: v.replace("+", " "))
values("case R5 quoted-string", "values are made lower case", str.lower)
values("case R5 quoted-string", "values are made upper case", str.upper)
values("obs-text", "octets from 128 on are left out", lambda v: re.sub("[\x80-\xff]", "", v))
values("obs-text", "octets from 128 on become question marks", lambda v: re.sub("[\x80-\xff]", "?", v))
values("obs-text", "the value is decoded as UTF-8 with replacement", lambda v: v.encode("latin-1").decode("utf-8", "replace").encode("latin-1", "replace").decode("latin-1"))
values("obs-text", "the value is decoded as UTF-8, bad octets left out", lambda v: v.encode("latin-1").decode("utf-8", "ignore").encode("utf-8").decode("latin-1"))
values("obs-text", "octet A0 counts as white space", lambda v: v.strip("\xa0"))
values("obs-text", "octet 85 ends the line", lambda v: v.split("\x85")[0])
values("obs-text", "the eighth bit is taken off", lambda v: "".join(chr(ord(c) & 127) for c in v))
values("htab", "HTAB becomes SP", lambda v: v.replace("\t", " "))
values("quoted-string R20", "a value of nothing becomes null", lambda v: v or "null", True)
values("prototype-name", "the word null becomes nothing", lambda v: "" if v == "null" else v)
values("quoted-string R20", "markup is escaped", lambda v: v.replace("&", "&amp;").replace("<", "&lt;"))
values("quoted-string R20", "a trailing comma is taken off", lambda v: v.rstrip(","), True)
values("quoted-string R20", "commas are taken off at both ends", lambda v: v.strip(","), True)
values("quoted-string R20", "padding is taken off", lambda v: v.rstrip("="), True)
values("quoted-string R20", "base64 padding is filled up", lambda v: v + "=" * (-len(v) % 4) if v.endswith("=") is False and len(v) > 8 else v, True)
values("quoted-string R20", "a trailing slash is taken off", lambda v: v.rstrip("/"))
values("quoted-string R20", "a fragment is taken off", lambda v: re.sub("#.*", "", v))
values("quoted-string R20", "brackets are left out", lambda v: re.sub(r"[()\[\]{}]", "", v))
for length in (16, 32, 64, 128, 255, 256, 512, 1023, 1024, 2048, 4095, 4096, 8191, 8192, 16384, 32768):
    values("long-value", f"values are cut at {length} octets", lambda v, n=length: v[:n])
    fault("long-value", f"fields above {length} octets are cut", combine=lambda self, lines, n=length: Reader.combine(self, lines)[:n])

# Quoted-pairs.
for name, change in (
    ("the backslash stays", lambda t: t),
    ("only an escaped DQUOTE is undone", lambda t: t.replace('\\"', '"')),
    ("only an escaped backslash is undone", lambda t: t.replace("\\\\", "\\")),
    ("all backslashes are left out", lambda t: t.replace("\\", "")),
    ("backslashes are undone twice", lambda t: re.sub(r"\\(.)", r"\1", re.sub(r"\\(.)", r"\1", t))),
    ("an escaped backslash is undone before an escaped DQUOTE", lambda t: t.replace("\\\\", "\\").replace('\\"', '"')),
    ("an escaped DQUOTE is undone before an escaped backslash", lambda t: t.replace('\\"', '"').replace("\\\\", "\\")),
    ("the octet after a backslash is left out", lambda t: re.sub(r"\\.", "", t, flags=re.S)),
    ("escapes are read as a programming language has them", lambda t: re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r", "a": "\x07", "b": "\b"}.get(m[1], m[1]), t)),
    ("a backslash before a letter stays", lambda t: re.sub(r"\\([^0-9A-Za-z])", r"\1", t)),
    ("a backslash before SP stays", lambda t: re.sub(r"\\([^ ])", r"\1", t)),
    ("a backslash before obs-text stays", lambda t: re.sub(r"\\([^\x80-\xff])", r"\1", t)),
):  # fmt: skip
    fault("quoted-pair R31", name, unquote=lambda self, text, c=change: c(text))
fault("quoted-pair R31", "a DQUOTE ends a quoted-string, escaped or not", quoted=re.compile(r'"([^"]*)"'))
fault("quoted-pair R31", "a backslash is refused", quoted=re.compile(r'"([^"\\]*)"'))
fault("quoted-pair R31", "only DQUOTE and backslash may be escaped", quoted=re.compile(r'"([^"\\]|\\["\\])*"'))
fault("quoted-pair R31", "a DQUOTE after any backslash is escaped", quoted=re.compile(r'"(.*?)(?<!\\)"', re.S))
fault("quoted-string R20", "a quoted-string of nothing is refused", quoted=re.compile(r'"((?:[^"\\]|\\.)+)"', re.S))
fault("quoted-string R20", "a quoted-string goes on to the last DQUOTE", quoted=re.compile(r'"(.*)"', re.S))
for octets, what, cites in (
    (r"\x80-\xff", "obs-text", "obs-text"), (r"\t", "HTAB", "htab"), (" ", "SP", "quoted-string"), (",", "a comma", "quoted-string decoy"),
    ("=", "an equals sign", "quoted-string"), ("()", "brackets", "quoted-string"), (":", "a colon", "quoted-string"), ("/", "a slash", "quoted-string"),
    ("'", "an apostrophe", "quoted-string"), ("<>", "angle brackets", "quoted-string"), ("@", "an at sign", "quoted-string"),
    ("{}", "braces", "quoted-string quoted-pair"), (r"\[\]", "square brackets", "quoted-string quoted-pair"), (";", "a semicolon", "quoted-string"),
    ("%", "a percent sign", "quoted-string"), ("~", "a tilde", "quoted-string"), ("&", "an ampersand", "quoted-string"), (r"\-", "a dash", "quoted-string"),
):  # fmt: skip
    fault(f"{cites} R20 R78", f"{what} inside of DQUOTEs is refused", quoted=re.compile(rf'"((?:[^"\\{octets}]|\\.)*)"', re.S))

# Tokens and names.
for members, what, cites in (
    (r"[0-9A-Za-z_]+", "letters, digits and low line", "R36 R34 scheme-quoting quoted-string"),
    (r"[0-9A-Za-z-]+", "letters, digits and dash", "R36 R34 scheme-quoting"),
    (r"[0-9A-Za-z_-]+", "letters, digits, dash and low line", "R36 R34 scheme-quoting quoted-string"),
    (r"[A-Za-z][!#$%&'*+.^_`|~0-9A-Za-z-]*", "what begins with a letter", "R36 R34"),
    (r"[!#$%&*+.^_`|~0-9A-Za-z-]+", "no apostrophe", "R36 R34 R20"),
    (r"[!#$%&'+.^_`|~0-9A-Za-z-]+", "no asterisk", "R36 R34 R20"),
    (r"[!#$%&'*+.^_`|~A-Za-z-]+", "no digits", "R36 R34 R20"),
    (r"[!#$%&'*+^_`|~0-9A-Za-z-]+", "no full stop", "R36 R34 R20"),
):  # fmt: skip
    fault(cites, f"a token is {what}", token=re.compile(members))
fault("R36 R34 R20", "a token is what is no delimiter, obs-text included", token=re.compile(r'[^\x00-\x20"(),/:;<=>?@\[\\\]{}\x7f]+'), finds_lenient=True)
fault("case R36", "names are compared with case: others are unknown and dropped", after=lambda self, result, case: each_list(lambda ps: [p for p in ps if p["name"] == p["name"].lower()])(result))
fault("name-place R36", "only the first parameter is read", after=lambda self, result, case: each_list(lambda ps: ps[:1])(result))
results("name-place R36", "the last parameter is lost", each_list(lambda ps: ps[:-1]))
results("name-place R36", "the first parameter is lost", each_list(lambda ps: ps[1:]))
results("R36", "a name takes the scheme with it", lambda r: {"challenges": [{**c, "params": [{**p, "name": (c["scheme"] + " " if i == 0 else "") + p["name"]} for i, p in enumerate(c["params"])]} for c in r["challenges"]]} if "challenges" in r else r)
results("R79 R36", "unknown parameters end the list", each_list(lambda ps: ps[: next((i for i, p in enumerate(ps) if p["name"].lower() not in {n.lower() for n in suite.param_names()}), len(ps))]))
results("R79 R36", "unknown parameters are dropped", each_list(lambda ps: [p for p in ps if p["name"].lower() in {n.lower() for n in suite.param_names()}]))
results("many-elements R4", "no more than ten parameters", each_list(lambda ps: ps[:10]))
results("many-elements R4", "no more than thirty-two parameters", each_list(lambda ps: ps[:32]))
results("duplicate-parameter R37", "values of a name twice are joined", each_list(lambda ps: [{**p, "value": ",".join(q["value"] for q in ps if q["name"].lower() == p["name"].lower())} for p in ps]))
results("duplicate-parameter R37", "a name twice is dropped", each_list(lambda ps: [p for p in ps if sum(q["name"].lower() == p["name"].lower() for q in ps) == 1]))
results("R20 scheme-quoting", "tokens are refused where others are quoted", lambda r: None if any(p["quoted"] is False for c in parts(r) for p in c["params"]) else r)
results("realm-token R53", "realm as a token is refused", lambda r: None if any(p["name"].lower() == "realm" and not p["quoted"] for c in parts(r) for p in c["params"]) else r)
results("R20", "a value of nothing drops the parameter", each_list(lambda ps: [p for p in ps if p["value"]]))
results("R20", "a value of nothing ends the list", each_list(lambda ps: ps[: next((i for i, p in enumerate(ps) if not p["value"]), len(ps))]))
fault("similar-name R36", "x- is taken off names", name=lambda self, name: name[2:] if name.startswith("x-") else name)
fault("R36", "names are cut at an asterisk", name=lambda self, name: name.split("*")[0])
fault("R36", "low lines in names become dashes", name=lambda self, name: name.replace("_", "-"))
fault("R36", "dashes in names become low lines", name=lambda self, name: name.replace("-", "_"))
for names in (["nonce", "cnonce"], ["realm", "x-realm"], ["qop", "qopx"], ["uri", "error_uri"], ["nonce", "nextnonce"]):
    results("similar-name name-place R36", f"{names[1]} is taken for {names[0]}", each_list(lambda ps, n=names: [{**p, "name": n[0]} if p["name"].lower() == n[1] else p for p in ps]))

# White space, commas and empty elements.
fault("bws R30", "no white space around the equals sign", bws=re.compile(""))
fault("bws htab R30", "only SP around the equals sign", bws=re.compile(" *"))
fault("bws R30", "at most one SP around the equals sign", bws=re.compile("[ \t]?"))
fault("ows htab R24", "only SP around commas", ows=re.compile(" *"))
fault("ows R24", "at most one SP around commas", ows=re.compile(" ?"))
fault("ows R24", "no SP is needed or allowed around commas", ows=re.compile(""))
fault("ows R24", "a comma needs a SP after it", comma=re.compile(r",(?=[ \t])"))
fault("ows R24", "SP before a comma is refused", separator=lambda self: Reader.separator(self) if self.text.startswith(",", self.at) or not Reader.ows.match(self.text, self.at).group() else False)
fault("ows R35", "exactly one SP after the scheme", sp=re.compile(" (?! )"))
fault("ows R16 htab", "only SP around a line is taken off", trim=lambda self, line: line.strip(" "))
fault("ows R16", "white space around a line stays", trim=lambda self, line: line)
fault("ows R16", "white space is taken off the front only", trim=lambda self, line: line.lstrip(" \t"))
fault("ows R16", "white space is taken off the end only", trim=lambda self, line: line.rstrip(" \t"))


@fault("empty-element R23")
class _:
    """one comma between elements, no more"""

    def separator(self):
        found = re.compile(r"[ \t]*,[ \t]*").match(self.text, self.at)
        self.at = found.end() if found else self.at
        return bool(found)


@fault("empty-element R23")
class _:
    """at most two commas in a row"""

    def separator(self):
        found = re.compile(r"[ \t]*,[ \t]*(,[ \t]*)?").match(self.text, self.at)
        self.at = found.end() if found else self.at
        return bool(found)


fault("empty-element R23 R24", "a comma in front is refused", combine=lambda self, lines: ('"' if Reader.combine(self, lines).startswith(",") else "") + Reader.combine(self, lines))
fault("empty-element R23 R24", "a comma at the end is refused", combine=lambda self, lines: Reader.combine(self, lines) + ('"' if Reader.combine(self, lines).endswith(",") else ""))
fault("empty-element R23 R24", "a comma after the scheme is refused", combine=lambda self, lines: re.sub(r"^([A-Za-z]+ +),", r'\1",', Reader.combine(self, lines)))
fault("empty-element R23 R24", "the list ends at an empty element", combine=lambda self, lines: re.split(r",[ \t]*,", Reader.combine(self, lines))[0])

# Schemes and challenges.
for known in (["Basic"], ["Digest"], ["Bearer"], ["Basic", "Digest", "Bearer", "Negotiate", "NTLM"]):
    same = {k.lower(): k for k in known}
    fault("case R34", f"{known[-1]} is known in this case only: others are dropped", after=lambda self, result, case, same=same: challenges(lambda cs: [c for c in cs if same.get(c["scheme"].lower(), c["scheme"]) == c["scheme"]])(result) if "challenges" in result else (result if "params" in result or same.get(result["credentials"]["scheme"].lower(), result["credentials"]["scheme"]) == result["credentials"]["scheme"] else None))
    fault("case R34", f"{known[-1]} in lower case only is refused", after=lambda self, result, case, same=same: None if any((c["scheme"] or "") in same and c["scheme"].islower() for c in parts(result)) or any(c["scheme"] == (c["scheme"] or "").lower() and (c["scheme"] or "") in same for c in parts(result)) else result)
for wanted in ("Basic", "Digest", "Bearer", "Negotiate", "NTLM", "OAuth", "DPoP", "Hawk"):
    fault("similar-name R34", f"a scheme that begins with {wanted} is {wanted}", scheme=lambda self, s, w=wanted: w if s.lower().startswith(w.lower()) else s)
    fault("similar-name R34", f"a scheme that ends with {wanted} is {wanted}", scheme=lambda self, s, w=wanted: w if s.lower().endswith(w.lower()) else s)
results("challenge-split R57", "only the first challenge is read", challenges(lambda cs: cs[:1]))
results("challenge-split R57", "only the last challenge is read", challenges(lambda cs: cs[-1:]))
results("challenge-split R57", "only the first two challenges are read", challenges(lambda cs: cs[:2]))
results("challenge-split R57", "challenges come the other way round", challenges(lambda cs: cs[::-1]))
results("same-scheme R49", "of one scheme the last challenge stays", challenges(lambda cs: list({c["scheme"].lower(): c for c in cs}.values())))
results("same-scheme R49", "of one scheme the first challenge stays", challenges(lambda cs: list({c["scheme"].lower(): c for c in cs[::-1]}.values())[::-1]))
results("same-scheme R49", "challenges of one scheme are merged", challenges(lambda cs: [{**c, "params": [p for d in cs if d["scheme"].lower() == c["scheme"].lower() for p in d["params"]]} for i, c in enumerate(cs) if c["scheme"].lower() not in [d["scheme"].lower() for d in cs[:i]]]))
results("challenge-split R57", "the parameters of all challenges go to the first", challenges(lambda cs: [{**c, "params": [p for d in cs for p in d["params"]] if i == 0 else []} for i, c in enumerate(cs)]))
results("challenge-split R57 name-place", "the first realm is that of every challenge", challenges(lambda cs: [{**c, "params": [{**p, "value": next(q["value"] for d in cs for q in d["params"] if q["name"].lower() == "realm")} if p["name"].lower() == "realm" else p for p in c["params"]]} for c in cs]))
results("bare-scheme R34 R57", "a scheme alone is dropped", challenges(lambda cs: [c for c in cs if c["params"] or c["token68"]]))
results("bare-scheme R34 R57", "a scheme alone takes the parameters of the next one", challenges(lambda cs: [{**c, "params": cs[i + 1]["params"] if not c["params"] and not c["token68"] and i + 1 < len(cs) else c["params"]} for i, c in enumerate(cs)]))
results("bare-scheme R34", "a scheme alone is refused", lambda r: None if any(c["scheme"] and not c["params"] and not c["token68"] for c in parts(r)) else r)
results("many-elements R4", "no more than sixteen challenges", challenges(lambda cs: cs[:16]))
fault("challenge-split R57", "every comma begins a challenge", is_param=lambda self: Reader.is_param(self) and not self.text[: self.at].rstrip().endswith(","))
fault("challenge-split R57", "no comma begins a challenge but after a quoted-string", separator=lambda self: Reader.separator(self) if '"' in self.text[max(0, self.at - 1) : self.at] or self.at == 0 or self.is_param_next() else False, is_param_next=lambda self: "=" in self.text[self.at :].split(",")[1] if "," in self.text[self.at :] else True)

# token68.
for name, change, cites in (
    ("padding is taken off a token68", lambda t: t.rstrip("="), "token68 R35"),
    ("a token68 has at most two equals signs", lambda t: re.sub("={3,}$", "==", t), "token68 R35"),
    ("a token68 is made lower case", str.lower, "token68 R35"),
    ("a plus sign in a token68 becomes SP", lambda t: t.replace("+", " "), "token68 R35"),
    ("a token68 ends at a slash", lambda t: t.split("/")[0], "token68 R35"),
    ("a token68 ends at a full stop", lambda t: t.split(".")[0], "token68 R35"),
    ("a token68 ends at a tilde", lambda t: t.split("~")[0], "token68 R35"),
    ("a token68 ends at a dash", lambda t: t.split("-")[0], "token68 R35"),
    ("base64url is made base64", lambda t: t.replace("-", "+").replace("_", "/"), "token68 R35"),
):  # fmt: skip
    results(cites, name, lambda r, c=change: [p.update(token68=c(p["token68"])) for p in parts(r) if p["token68"]] and r or r)
for length in (64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384):
    results("long-value token68", f"a token68 is cut at {length} octets", lambda r, n=length: [p.update(token68=p["token68"][:n]) for p in parts(r) if p["token68"]] and r or r)
results("token68 R35", "a token68 is dropped", lambda r: [p.update(token68=None) for p in parts(r)] and r)
results("token68 R35", "a token68 in a list of challenges is dropped", challenges(lambda cs: [{**c, "token68": None} if len(cs) > 1 else c for c in cs]))
results("token68 R35", "a token68 becomes a name without a value", lambda r: [p.update(token68=None, params=[{"name": p["token68"].rstrip("="), "value": "", "quoted": False}]) for p in parts(r) if p["token68"]] and r or r)
for members, what in ((r"[0-9A-Za-z+/]+={0,2}", "base64"), (r"[0-9A-Za-z_-]+", "base64url"), (r"[0-9A-Za-z._~+/-]+", "no equals sign"), (r"[0-9A-Za-z._-]+={0,2}", "what a JWT has"), (r"(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?(?![0-9A-Za-z._~+/=-])(?<=.)", "base64 of whole groups")):
    fault("token68 R35", f"a token68 is {what}", token68=re.compile(members))
results("token68 R99 R35", "Basic without a colon, or with two, is refused", lambda r: None if any(p["token68"] and (p["scheme"] or "").lower() == "basic" and basic_text(p["token68"]).count(":") != 1 for p in parts(r)) else r)


def basic_text(token68):
    import base64

    try:
        return base64.b64decode(token68).decode("latin-1")
    except ValueError:
        return ""


# Several lines.
fault("several-lines R9", "only the first line is read", combine=lambda self, lines: self.trim(lines[0]))
fault("several-lines R9", "only the last line is read", combine=lambda self, lines: self.trim(lines[-1]))
fault("several-lines R9 R10", "lines are joined with SP", combine=lambda self, lines: " ".join(map(self.trim, lines)))
fault("several-lines R9 R10", "lines are joined with nothing", combine=lambda self, lines: "".join(map(self.trim, lines)))
fault("several-lines R9 R10", "lines are joined with a semicolon", combine=lambda self, lines: "; ".join(map(self.trim, lines)))
fault("several-lines R9 R10", "lines are joined with LF", combine=lambda self, lines: "\n".join(map(self.trim, lines)))
fault("several-lines R9", "lines come the other way round", combine=lambda self, lines: Reader.combine(self, lines[::-1]))
fault("several-lines R9", "lines come in alphabetical order", combine=lambda self, lines: Reader.combine(self, sorted(lines)))
fault("several-lines R9", "equal lines count once", combine=lambda self, lines: Reader.combine(self, list(dict.fromkeys(lines))))
fault("several-lines R9", "no more than two lines are read", combine=lambda self, lines: Reader.combine(self, lines[:2]))

# The whole text is changed before it is read.
for name, change, cites in (
    ("the text is made lower case", str.lower, "case R5 quoted-string"),
    ("DQUOTEs are left out", lambda t: t.replace('"', ""), "quoted-string R20"),
    ("apostrophes count as DQUOTEs", lambda t: t.replace("'", '"'), "quoted-string R20 scheme-quoting"),
    ("SP is left out", lambda t: t.replace(" ", ""), "quoted-string ows R35"),
    ("white space is made one SP", lambda t: re.sub(r"\s+", " ", t), "quoted-string htab ows"),
    ("percent-encoding is undone in the text", lambda t: urllib.parse.unquote(t, "latin-1"), "quoted-string R20"),
    ("semicolons count as commas", lambda t: t.replace(";", ","), "quoted-string R33"),
    ("commas count as semicolons", lambda t: t.replace(",", ";"), "quoted-string R24 challenge-split"),
    ("backslashes are left out of the text", lambda t: t.replace("\\", ""), "quoted-pair R31"),
    ("a pair of DQUOTEs is left out", lambda t: t.replace('""', ""), "quoted-string R20"),
    ("the text is cut at the first semicolon", lambda t: t.split(";")[0], "quoted-string R20"),
    ("the text is cut at the first hash", lambda t: t.split("#")[0], "quoted-string R20"),
    ("octets from 128 on are left out of the text", lambda t: re.sub("[\x80-\xff]", "", t), "obs-text"),
):  # fmt: skip
    fault(cites, name, combine=lambda self, lines, c=change: c(Reader.combine(self, lines)))


# Readers of another making: no grammar at all.


def whole(operation, scheme, params, token68=None):
    found = {"scheme": scheme, "token68": token68, "params": [{"name": n, "value": v} for n, v in params]}
    return {"challenges": {"challenges": [found]}, "credentials": {"credentials": found}, "auth-info": {"params": found["params"]}}[operation]


def searching(cites, name, read, splits=False):
    """read(text after the scheme) -> pairs; with `splits` the text is cut where a scheme seems to begin."""

    def answer(self, case):
        operation, text = case["operation"], self.combine(case["lines"])
        if operation == "auth-info":
            return whole(operation, None, read(text))
        pieces = re.split(r",\s*(?=[\w-]+(?: |$))", text) if splits and operation == "challenges" else [text]
        found = []
        for piece in pieces:
            scheme, _, rest = piece.strip().partition(" ")
            pairs = read(rest)
            token68 = rest.strip() if rest.strip() and not pairs else None
            found.append(whole("challenges", scheme, pairs, token68)["challenges"][0])
        return {"challenges": found} if operation == "challenges" else {"credentials": found[0]}

    FAULTS.append(Fault(name, frozenset(cites.split()), type("Searching", (Reader,), {"answer": answer})))


def first_of(groups):
    return next((g for g in groups if g), "")


PATTERNS = [
    (r'(\w+)="([^"]*)"', "decoy quoted-pair"), (r'(\w+)="(.*?)"', "quoted-pair"), (r'(\w+)="?([^",]*)"?', "quoted-string"), (r'(\w+)=(?:"([^"]*)"|([^\s,]*))', "quoted-pair bws"),
    (r'([\w-]+)\s*=\s*"([^"]*)"', "quoted-pair R20"), (r'(\w+)[:=] ?"?([^" ,]+)"?', "quoted-string"), (r"(\w+)=(?:'([^']+)'|\"([^\"]+)\"|([^\s,]+))", "quoted-pair R20"),
    (r'(\w+)=(?:"((?:\\.|[^"\\])*)"|([\w]+))', "quoted-pair R36"), (r'(\w+)="([\w .:/-]+)"', "quoted-string"), (r'(\w+)="?(\w+)"?', "quoted-string"), (r'(\w+)="([^"\\]+)"', "quoted-pair R20"),
    (r"(\w+)=([^,]+)", "quoted-string R20"), (r'([a-z]+)="([^"]*)"', "case R36"), (r"([a-zA-Z]+)=[\"']?([^\"',]+)[\"']?", "quoted-string"), (r'(?:^|, )(\w+)="([^"]*)"', "quoted-pair ows"),
    (r'(?:^|[\s,])(\w+)="([^"]*)"', "quoted-pair decoy"), (r'\b(\w+)\b=\s*"?((?<=")[^"]*(?=")|[^\s,]*)"?', "quoted-pair"), (r'(\S+?)="(\S+?)"', "quoted-string"), (r'(\w+)="([^,]*)"', "quoted-string"),
]  # fmt: skip
for pattern, cites in PATTERNS:
    for splits in (False, True):
        find = lambda text, p=re.compile(pattern): [(m[1], first_of(m.groups()[1:])) for m in p.finditer(text)]
        # One of them cuts where a scheme seems to begin, the other takes all for one challenge.
        searching(cites if splits else cites + " challenge-split", f"the pattern {pattern}" + (", challenge by challenge" if splits else ""), find, splits)


def split_at(comma, equals, strip):
    def read(text):
        pairs = [piece.split(equals, 1) for piece in (comma.split(text) if hasattr(comma, "split") else text.split(comma))]
        return [(p[0].strip(), strip(p[1].strip())) for p in pairs if len(p) == 2]

    return read


def pairs_only(strip):
    """Splits at every equals sign, and takes the first two pieces."""
    return lambda text: [(p[0].strip(), strip(p[1].strip())) for p in (piece.split("=") for piece in text.split(",")) if len(p) > 1]


bare = lambda v: v.strip('"')
cut = lambda v: v[1:-1] if v[:1] == '"' else v
for cites, name, read in (
    ("quoted-string decoy", "split at commas and at =, DQUOTEs stripped", split_at(",", "=", bare)),
    ("quoted-string decoy", "split at commas and at =, the ends cut off", split_at(",", "=", cut)),
    ("ows quoted-string", "split at comma and SP", split_at(", ", "=", bare)),
    ("quoted-string ows", "split at SP, commas taken off", lambda t: [(p.split("=", 1)[0], bare(p.split("=", 1)[1].rstrip(","))) for p in t.split() if "=" in p]),
    ("quoted-string R20", "split at commas and at every =", pairs_only(bare)),
    ("quoted-pair", "split at commas outside of DQUOTEs, escapes not seen", split_at(re.compile(r',(?=(?:[^"]*"[^"]*")*[^"]*$)'), "=", cut)),
    ("quoted-string R20", "split at commas after a DQUOTE", split_at(re.compile(r'(?<="),'), "=", bare)),
    ("quoted-string decoy", "split at commas before a name and =", split_at(re.compile(r",(?=\s*\w+=)"), "=", cut)),
    ("quoted-string R33", "split at commas and semicolons", split_at(re.compile("[,;]"), "=", bare)),
    ("quoted-string", "split at commas, HTABs and semicolons", split_at(re.compile("[,;\t]"), "=", bare)),
    ("R20 quoted-string", "split at =, in turns name and value", lambda t: list(zip(re.findall(r"(\w+)\s*=", t), [bare(v.rsplit(",", 1)[0].strip()) for v in t.split("=")[1:]]))),
    ("decoy quoted-string", "pairs joined by = in the text as a query string", lambda t: [(n.strip(), bare(v)) for n, v in urllib.parse.parse_qsl(t.replace(",", "&"), keep_blank_values=True)]),
):  # fmt: skip
    searching(cites, name, read, splits=True)


def look_ups(cites, name, pattern, names=("realm", "nonce", "qop", "opaque", "algorithm", "uri", "username", "response", "cnonce", "nc", "stale", "domain")):
    """The values of some names are searched in the text, one after the other; the rest is read as it should be."""

    def after(self, result, case):
        text = Reader.combine(self, case["lines"])
        for part in parts(result):
            for param in part["params"]:
                if param["name"].lower() in names:
                    found = re.search(pattern.replace("NAME", re.escape(param["name"])), text)
                    param["value"] = first_of(found.groups()) if found else ""
        return result

    fault(cites, name, after=after)


for pattern in (
    r'NAME="([^"]*)"', r'NAME="?([^",]*)"?', r'NAME=([^,]*)', r'[ ,]NAME="([^"]*)"', r'\bNAME\s*=\s*"([^"]*)"', r'(?i)NAME="([^"]*)"', r'NAME=\W?([^",]+)\W?',
    r'(?:^|,)\s*NAME="([^"]*)"', r'.*NAME="([^"]*)"', r'NAME.*?="([^"]*)"', r'NAME[^=]*=\s*"?([^",]*)', r'(?<![\w-])NAME\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))',
):  # fmt: skip
    look_ups("decoy name-place similar-name", f"searched with {pattern}", pattern)
for one in ("realm", "nonce", "qop", "opaque", "algorithm", "uri", "username", "response", "scope", "error"):
    look_ups("decoy name-place similar-name", f"{one} is searched in the text", r'NAME=(?:"([^"]*)"|([^\s,]*))', (one,))


def verdict_of(reader, case):
    """The verdict, or `crash` where the reader falls over."""
    try:
        return verdicts.verdict(case, reader.answer(case), message=True)
    except Exception:  # noqa: BLE001: whatever a faulty reader raises
        return "crash"


def finds(case, reader, one):
    wrong = set(verdicts.NON_CONFORMING) | {"crash"} | ({"lenient"} if getattr(reader, "finds_lenient", False) else set())
    cited = one.cites & {*case.get("flags", []), *case["requirements"]}
    return bool(cited) and verdict_of(reader, case) in wrong


def finder(one, cases):
    """The id of the first case that finds the fault, or None."""
    reader = one.reader()
    return next((case["id"] for case in cases if finds(case, reader, one)), None)


def parse_cases(families=()):
    """The cases with lines, the shortest first."""
    chosen = [c for c in suite.cases() if "lines" in c and (not families or c["id"].split("/")[0] in families)]
    return sorted(chosen, key=lambda case: sum(map(len, case["lines"])))


def main(arguments):
    cases = parse_cases(arguments)
    missed = [one.name for one in FAULTS if finder(one, cases) is None]
    for name in missed:
        print(f"missed: {name}")
    print(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} readers with a single fault are found by {len(cases)} cases")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
