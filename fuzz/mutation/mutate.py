#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mutates the parser's sources, operator by operator, and asks whether the shipped cases notice.

    mutate.py list                      the mutants, one a line
    mutate.py show ID                   one of them as a diff
    mutate.py run [--sample N --seed S] [--file F] [--id ID] [--jobs J] [--out DIR]
    mutate.py page [--out DIR]          what `run` found, as docs/figures/mutation.md
    mutate.py compare ID... [--length N] [--values OPERATION=FILE]
                                        mutants against the original on all short inputs
    mutate.py apply ID --into DIR       a copy of the include tree with a fault planted: a mutant,
    mutate.py apply --file F --from TEXT --to TEXT --into DIR
                                        or an edit of one's own

Works on copies in the directories --out and --into only. Exit 0: every mutant that was run and compiles is killed, or known to be
equivalent; 1: one survived, or an entry of equivalent.json is stale; 2: usage or tool error; 130: interrupted, and what
was found until then is kept.
"""

import argparse
import collections
import concurrent.futures
import difflib
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from cpp_tokens import CLOSING, CONTROL, OPENING, closing, functions, tokenize  # noqa: E402
import schemata  # noqa: E402

ROOT = HERE.parent.parent
INCLUDE = ROOT / "parser" / "include"
SUITE = ROOT / "conformance" / "suite"

# Mutants


class Mutant:
    """One edit: the octets [begin, end) of a file become `to`."""

    def __init__(self, path, function, line, source, operator, begin, end, before, to):
        self.path, self.function, self.line, self.source = path, function, line, source
        self.operator, self.begin, self.end, self.before, self.to = operator, begin, end, before, to
        self.identity = None

    @property
    def key(self):
        """What identifies it however far its line moves."""
        return "\0".join([self.path, self.function, self.source, self.operator, self.before, self.to])

    def title(self):
        before, to = (" ".join(text.split()) for text in (self.before, self.to))
        return f"{self.path}:{self.line} {self.function} {self.operator} `{before}` -> `{to}`"

    def apply(self, text):
        return text[: self.begin] + self.to + text[self.end :]


RELATION = {
    "==": ["!="],
    "!=": ["=="],
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
}
ARITHMETIC = {
    "+": ["-"],
    "-": ["+"],
    "/": ["*"],
    "+=": ["-=", "="],
    "-=": ["+=", "="],
    "++": ["--"],
    "--": ["++"],
    "|=": ["="],
    "&=": ["="],
}
CLASSES = ["class_tchar", "class_token68", "class_ambiguous", "class_qdtext", "class_quoted_pair", "class_ows"]
PREDICATES = [
    ["is_tchar", "is_token68_char", "is_qdtext", "is_quoted_pair_char", "is_ows"],
    ["is_token", "is_token68"],
    ["is_alpha", "is_digit"],
    ["is_ows", "is_vchar", "is_obs_text"],
    ["to_lower", "as_it_is"],
]
SKIPS = ["skip_ows", "skip_sp", "skip_tchar", "skip_token68_char", "skip_tchar_and_token68_char", "skip_qdtext"]
SKIPS_OR_NOT = SKIPS + ["skip_equals", "skip_bws"]
# The enumerations whose members are exchanged; the members are read from the sources.
ENUMERATIONS = {"state", "event", "operation", "grammar", "payload", "quoting"}
DELIMITERS = {",": "=", "=": ",", '"': "\\", "\\": '"', " ": "\t", "\t": " ", "/": "="}
ESCAPES = {"\\": "\\\\", "'": "\\'", "\t": "\\t", "\0": "\\0"}


def char_literal(octet):
    if octet in ESCAPES:
        return "'" + ESCAPES[octet] + "'"
    return f"'{octet}'" if 0x20 <= ord(octet) < 0x7F else f"'\\x{ord(octet):02x}'"


def char_value(literal):
    inner = literal[literal.index("'") + 1 : -1]
    if not inner.startswith("\\"):
        return inner
    named = {"\\t": "\t", "\\\\": "\\", "\\'": "'", '\\"': '"', "\\n": "\n", "\\r": "\r", "\\0": "\0"}
    return named[inner] if inner in named else chr(int(inner[2:], 16))


def enumerations(texts):
    """The members of the enumerations, by name."""
    found = {}
    for text in texts:
        tokens = tokenize(text)
        for i, token in enumerate(tokens[:-3]):
            if (token.text, tokens[i + 1].text) != ("enum", "class") or tokens[i + 2].text not in ENUMERATIONS:
                continue
            brace = next(j for j in range(i, len(tokens)) if tokens[j].text in "{;")
            inside = tokens[brace : closing(tokens, brace)] if tokens[brace].text == "{" else []
            members = [b.text for a, b in zip(inside, inside[1:]) if a.text in ("{", ",") and b.kind == "name"]
            if members:
                found[tokens[i + 2].text] = members
    return found


class Mutator:
    def __init__(self, path, text, enumerators=None):
        self.path, self.text = path, text
        self.enumerators = enumerators or {}
        self.tokens = tokenize(text)
        self.owners = functions(self.tokens)
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.mutants = []
        self.pointers = self.find_pointers()

    def find_pointers(self):
        """The names that each function declares as const char*."""
        found = collections.defaultdict(list)
        for i, token in enumerate(self.tokens[:-4]):
            if token.text == "char" and self.tokens[i + 1].text == "*":
                j = i + 2
                while self.tokens[j].text in ("const", "&"):
                    j += 1
                if self.tokens[j].kind == "name" and self.owners[i]:
                    found[self.owners[i]].append(self.tokens[j].text)
        return found

    def line_of(self, place):
        low, high = 0, len(self.lines)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= place else (low, middle)
        return low

    def add(self, operator, first, last, to):
        """Tokens first..last become `to`."""
        begin, end = self.tokens[first].begin, self.tokens[last].end
        self.add_text(operator, first, begin, end, to)

    def add_text(self, operator, token, begin, end, to):
        number = self.line_of(begin)
        owner = self.owners[token]
        before = self.text[begin:end]
        source = " ".join(self.lines[number].split("//")[0].split())
        self.mutants.append(
            Mutant(self.path, owner[0] if owner else "", number + 1, source, operator, begin, end, before, to)
        )

    def spaced(self, i):
        """A binary operator, as clang-format writes it: with white space on both sides."""
        token = self.tokens[i]
        return self.text[token.begin - 1 : token.begin].isspace() and self.text[token.end : token.end + 1].isspace()

    def text_at(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def generate(self):
        for i, token in enumerate(self.tokens):
            owner = self.owners[i]
            if token.kind == "operator" and owner:
                self.operator(i, token)
            elif token.kind == "number":
                self.number(i, token)
            elif token.kind == "char" and owner:
                value = char_value(token.text)
                swaps = {DELIMITERS.get(value, ""), chr((ord(value) + 1) % 256), chr((ord(value) - 1) % 256)} - {"", value}
                for swap in sorted(swaps):
                    self.add("character", i, i, char_literal(swap))
            elif token.kind == "string" and len(token.text) > 2 and not token.text.startswith("R"):
                self.string(i, token)
            elif token.kind == "name":
                self.name(i, token, owner)
        self.statements()
        seen = collections.Counter()
        for mutant in self.mutants:
            seen[mutant.key] += 1
            number = f"{mutant.key}\0{seen[mutant.key]}"
            digest = hashlib.sha256(number.encode()).hexdigest()[:8]
            stem = pathlib.PurePath(self.path).stem
            mutant.identity = f"{stem}.{mutant.function.replace(' ', '_') or '-'}.{mutant.operator}.{digest}"
        return self.mutants

    def operator(self, i, token):
        if token.text in RELATION and self.spaced(i):
            for to in RELATION[token.text]:
                self.add("relation", i, i, to)
        elif token.text in ("&&", "||") and self.spaced(i):
            self.add("logical", i, i, "||" if token.text == "&&" else "&&")
            self.negate_operand(i + 1)
        elif token.text == "!":
            self.add("negation", i, i, "")
        elif token.text in ARITHMETIC and (token.text in ("++", "--") or self.spaced(i)):
            for to in ARITHMETIC[token.text]:
                self.add("arithmetic", i, i, to)
            if token.text in ("++", "--") and self.text_at(i + 1) not in (";", ")"):
                self.add("arithmetic", i, i, "")
            if token.text in ("++", "--") and self.text_at(i + 1) in (";", ")") and self.text_at(i - 1) not in (";",):
                self.add("arithmetic", i, i, "")
        elif token.text in ("&", "|") and self.spaced(i):
            self.add("bits", i, i, "|" if token.text == "&" else "&")
        elif token.text == "?":
            self.swap_branches(i)

    def negate_operand(self, i):
        """Puts `!` in front of an operand of && or || that is a name or a call."""
        if self.tokens[i].kind != "name":
            return
        j = i
        while True:
            j += 1
            if self.text_at(j) in ("::", ".", "->"):
                j += 1
            elif self.text_at(j) in ("(", "["):
                j = closing(self.tokens, j)
            else:
                break
        if self.text_at(j) in ("&&", "||", ")", ";", "?"):
            self.add("negation", i, j - 1, "!" + self.text[self.tokens[i].begin : self.tokens[j - 1].end])

    def swap_branches(self, i):
        depth, colon = 0, None
        for j in range(i + 1, len(self.tokens)):
            text = self.tokens[j].text
            if text in OPENING:
                depth += 1
            elif text in CLOSING:
                if depth == 0:
                    break
                depth -= 1
            elif text == "?" and depth == 0 and colon is None:
                return
            elif text == ":" and depth == 0 and colon is None:
                colon = j
            elif text in (";", ",") and depth == 0:
                break
        if colon is None or any(t.text == "?" for t in self.tokens[colon:j]):
            return
        yes = self.text[self.tokens[i + 1].begin : self.tokens[colon - 1].end]
        no = self.text[self.tokens[colon + 1].begin : self.tokens[j - 1].end]
        self.add("branches", i + 1, j - 1, f"{no} : {yes}")

    def number(self, i, token):
        if self.text_at(i - 1) == "-" or not re.fullmatch(r"0[xX][0-9a-fA-F]+|[0-9']+", token.text):
            return
        value = int(token.text.replace("'", ""), 0)
        self.add("constant", i, i, str(value + 1))
        if value > 0:
            self.add("constant", i, i, str(value - 1))

    def string(self, i, token):
        inner = re.findall(r"\\.|.", token.text[1:-1])
        for j in range(len(inner)):
            self.add("string", i, i, '"' + "".join(inner[:j] + inner[j + 1 :]) + '"')
        self.add("string", i, i, '"' + "".join(inner) + ';"')

    def name(self, i, token, owner):
        text = token.text
        if text in ("true", "false"):
            self.add("boolean", i, i, "false" if text == "true" else "true")
        if not owner:
            return
        if text in CLASSES and self.text_at(i + 1) != "=":
            for to in CLASSES:
                if to != text:
                    self.add("class", i, i, to)
        is_own_name = text == owner[0] and self.tokens[i].begin < self.tokens[owner[1]].begin + 200
        called = self.text_at(i + 1) == "("
        for group in PREDICATES:
            if text in group and (called or text in ("to_lower", "as_it_is")) and not is_own_name:
                for to in group:
                    if to != text:
                        self.add("class", i, i, to)
        if text in SKIPS_OR_NOT and called and text != owner[0]:
            if text in SKIPS:
                for to in SKIPS:
                    if to != text:
                        self.add("call", i, i, to)
            first, last = i, closing(self.tokens, i + 1)
            while self.text_at(first - 1) in (".", "::"):
                first -= 2
            self.add("call", first, last, self.text[self.tokens[i + 1].end : self.tokens[last].begin])
        if self.text_at(i + 1) == "::" and text in self.enumerators and self.text_at(i - 1) != "case":
            value = self.text_at(i + 2)
            if value in self.enumerators[text]:
                for to in self.enumerators[text]:
                    if to != value:
                        self.add("enumerator", i, i + 2, f"{text}::{to}")
        pointers = self.pointers.get(owner, [])
        if text in pointers and self.text_at(i - 1) in ("(", ",") and self.text_at(i + 1) in (",", ")"):
            for to in sorted(set(pointers) - {text, self.declared_by(i)}):
                self.add("pointer", i, i, to)
            self.add("pointer", i, i, f"{text} + 1")
            self.add("pointer", i, i, f"{text} - 1")
        if text in ("if", "while") and called:
            last = closing(self.tokens, i + 1)
            inner = self.text[self.tokens[i + 2].begin : self.tokens[last - 1].end]
            self.add("negation", i + 2, last - 1, f"!({inner})")
            if text == "if":
                self.negate_operand(i + 2)

    def statements(self):
        """Drops each statement that is an expression, and each `if` without else."""
        for i, token in enumerate(self.tokens):
            if token.text not in ("{", "}", ";") and not (token.text == ":" and self.text_at(i - 2) == "case"):
                continue
            first = i + 1
            if not self.owners[i] or first >= len(self.tokens) or self.owners[first] != self.owners[i]:
                continue
            if token.text == ";" and self.inside_parens(i):
                continue
            self.drop(first)
        for i, token in enumerate(self.tokens):
            if token.text == "if" and self.owners[i] and self.text_at(i - 1) != "else":
                body = closing(self.tokens, i + 1) + 1
                if self.text_at(body) == "{":
                    last = closing(self.tokens, body)
                else:
                    last = body
                    while self.text_at(last) != ";":
                        last += 1
                if self.text_at(last + 1) != "else":
                    self.add("statement", i, last, ";")
                if self.text_at(body) not in ("{", "return", "break", "continue"):
                    self.drop(body)

    def declared_by(self, i):
        """The variable that the statement around token i declares: its own value is not yet there to be used."""
        first = i
        while first and self.text_at(first - 1) not in (";", "{", "}"):
            first -= 1
        while first < i and self.text_at(first) != "=":
            first += 1
        return self.text_at(first - 1) if first < i else None

    def inside_parens(self, i):
        depth = 0
        for j in range(i, self.owners[i][1], -1):
            if self.tokens[j].text == ")":
                depth += 1
            elif self.tokens[j].text == "(":
                depth -= 1
                if depth < 0:
                    return True
            elif self.tokens[j].text in "{}":
                return False
        return False

    def drop(self, first):
        if self.tokens[first].kind not in ("name", "operator") or self.text_at(first) in CONTROL | {";"}:
            return
        if self.text_at(first) in ("constexpr", "const", "using", "static", "break", "continue", "case", "default", "}", "{"):
            return
        last, depth = first, 0
        while self.text_at(last) != ";" or depth:
            text = self.text_at(last)
            depth += text in OPENING
            depth -= text in CLOSING
            if depth < 0 or (text == "{" and depth == 1):
                return
            last += 1
            if last >= len(self.tokens):
                return
        # Two names in a row are a declaration.
        names = [t.kind == "name" for t in self.tokens[first : first + 2]]
        if all(names) or re.match(r"[\w:<>]+ ?[*&]? +\w+ *[={;]", self.text[self.tokens[first].begin : self.tokens[last].end]):
            if not re.match(r"[\w.\[\]+-]+ *[|+-]?= ", self.text[self.tokens[first].begin : self.tokens[last].end]):
                return
        self.add("statement", first, last, ";")


class Scope:
    """What is mutated (scope.json): files, and what of them is not, each with the reason."""

    def __init__(self, path=HERE / "scope.json"):
        document = json.loads(pathlib.Path(path).read_text(encoding="ascii"))
        self.files = document["files"]
        self.left_out = document["left_out"]

    def reason(self, mutant):
        """Why the mutant is out of scope, or None."""
        for rule in self.left_out:
            if rule.get("file", mutant.path) != mutant.path:
                continue
            if mutant.function not in rule.get("functions", [mutant.function]):
                continue
            if mutant.operator not in rule.get("operators", [mutant.operator]):
                continue
            if "lines" in rule and not re.search(rule["lines"], mutant.source):
                continue
            return rule["reason"]
        return None


def mutants_of(include=INCLUDE, scope=None, everything=False):
    scope = scope or Scope()
    found = []
    enumerators = enumerations(p.read_text(encoding="ascii") for p in sorted(pathlib.Path(include).rglob("*.hpp")))
    for path in scope.files:
        text = (pathlib.Path(include) / path).read_text(encoding="ascii")
        found += [m for m in Mutator(path, text, enumerators).generate() if everything or not scope.reason(m)]
    return found


class Equivalents:
    """The mutants that change nothing, with reasons (equivalent.json)."""

    def __init__(self, path=HERE / "equivalent.json"):
        document = json.loads(pathlib.Path(path).read_text(encoding="ascii"))
        self.reasons = {}
        self.groups = [(group["reason"], group["mutants"]) for group in document["equivalent"]]
        for group in document["equivalent"]:
            for entry in group["mutants"]:
                if entry["id"] in self.reasons:
                    raise ToolError(f"equivalent.json: {entry['id']} occurs twice")
                self.reasons[entry["id"]] = (group["reason"], entry)

    def stale(self, mutants):
        """Entries of which there is no mutant, or another one than the entry says."""
        by_id = {m.identity: m for m in mutants}
        for identity, (_, entry) in self.reasons.items():
            mutant = by_id.get(identity)
            if not mutant:
                yield f"{identity}: no such mutant any more; it was {entry['from']!r} -> {entry['to']!r} in {entry['line']!r}"
            elif (mutant.source, mutant.before, mutant.to) != (entry["line"], entry["from"], entry["to"]):
                yield f"{identity}: the entry describes another mutant than {mutant.title()}"


class ToolError(Exception):
    pass


# Cases


def number(value):
    return struct.pack("<I", value)


def octets(text):
    data = text.encode("latin-1")
    return number(len(data)) + data


def rendered(operation, lines, outcome):
    """What a subject writes down for this outcome (subject.hpp)."""

    def item(what, text):
        return f"{what}{len(text)}:{text}"

    def params(items):
        return "".join(item("N", p["name"]) + item("Q" if p["quoted"] else "V", p["value"]) for p in items)

    trimmed = [line.strip(" \t") for line in lines]
    value = ", ".join(trimmed)
    offset = len(value)
    if outcome.result is None:
        offset = outcome.offset
        text = f"R{offset}"
    elif operation == "auth-info":
        text = "A" + params(outcome.result["params"])
    else:
        single = operation == "credentials"
        text = "A"
        for challenge in [outcome.result["credentials"]] if single else outcome.result["challenges"]:
            text += item("S", challenge["scheme"])
            if challenge["token68"] is not None:
                text += item("T", challenge["token68"])
            text += params(challenge["params"])
    # Where the offset stands: ", " belongs to the end of the line in front of it.
    line, place = 0, 0
    for line, content in enumerate(trimmed):
        shift = len(lines[line]) - len(lines[line].lstrip(" \t")) if content else len(lines[line])
        place = shift + min(offset, len(content))
        if line + 1 == len(lines) or offset < len(content) + 2:
            break
        offset -= len(content) + 2
    first = lines[0] if lines else ""
    return f"{text}@{line}.{place}+{len(first) - len(first.lstrip(chr(32) + chr(9)))}"


OPERATIONS = {"challenges": 0, "credentials": 1, "auth-info": 2}
FORMS = {None: 0, True: 1, False: 2}


def calls_of(structure):
    """The calls of a writer for a structure: (kind, form, text, text)."""
    challenges = structure.get("challenges", [structure["credentials"]] if "credentials" in structure else [])
    for challenge in challenges:
        yield 0, 0, challenge["scheme"], ""
        if challenge["token68"] is not None:
            yield 1, 0, challenge["token68"], ""
        for param in challenge["params"]:
            yield 2, FORMS[param.get("quoted")], param["name"], param["value"]
    for param in structure.get("params", []):
        yield 2, FORMS[param.get("quoted")], param["name"], param["value"]


def case_data(root, report=None):
    """All shipped cases in the driver's rendering, id -> octets: serialize cases, which are quick, then hand-written ones first. What they have to come to is not
    taken from the parser but from the naive reading of the RFC, which check_cases.py holds against each case."""
    sys.path.insert(0, str(SUITE / "scripts"))
    import reading
    import suite

    readings = [reading.Recipient(), reading.Sender()]
    rendering, counts = {}, collections.Counter()
    cases = sorted(suite.cases(root), key=lambda case: ("serialize" not in case, case["id"].startswith("generated/")))
    for case in cases:
        operation = case["operation"]
        if "cost" in case:
            counts["cost (time, not outcome)"] += 1
            continue
        if "serialize" in case:
            calls = list(calls_of(case["serialize"]))
            parts = [number(1), octets(case["id"]), number(OPERATIONS[operation]), number(len(calls))]
            parts += [number(c[0]) + number(c[1]) + octets(c[2]) + octets(c[3]) for c in calls]
            parts.append(number(int(bool(case.get("refuse")))) + octets(case.get("octets", "")))
            counts["serialize"] += 1
        else:
            lines = case["lines"]
            parts = [number(0), octets(case["id"]), number(OPERATIONS[operation]), number(len(lines))]
            parts += [octets(line) for line in lines]
            for judge in readings:
                outcome = judge.parse(operation, lines)
                if judge is readings[0] and "offset" in case and outcome.offset != case["offset"]:
                    raise ToolError(f"{case['id']}: the offset is not that of reading.py")
                parts.append(octets(rendered(operation, lines, outcome)))
            counts["parse"] += 1
        rendering[case["id"]] = b"".join(parts)
    if report is not None:
        report.update(counts)
    return rendering


def value_data(sources):
    """OPERATION=FILE with a JSON string on each line (gauntlet generate complete --format strings), for the driver."""
    blocks = []
    for source in sources:
        operation, _, path = source.partition("=")
        if operation not in OPERATIONS or not path:
            raise ToolError(f"--values takes OPERATION=FILE, not {source!r}")
        texts = [octets(json.loads(line)) for line in pathlib.Path(path).read_text(encoding="ascii").splitlines()]
        for first in range(0, len(texts), 4096):
            block = texts[first : first + 4096]
            blocks.append(number(OPERATIONS[operation]) + number(len(block)) + b"".join(block))
    return b"".join(blocks)


# Building and running


def apply_edit(tree, path, before, after):
    """Applies one edit to a file of a copied tree: `before`, which has to stand there exactly once, becomes `after`."""
    file = pathlib.Path(tree) / path
    text = file.read_text(encoding="ascii")
    if text.count(before) != 1:
        raise ToolError(f"{path}: {text.count(before)} places match, not one: {before!r}")
    file.write_text(text.replace(before, after), encoding="ascii")


# The parts of subject.cc, and the one in which mutants of a file show.
ALL_PARTS = 15
PARTS = {"challenges.hpp": 2, "parse.hpp": 4, "writer.hpp": 8}
PARTS_OF_PROGRAMS = ["driver.cc", "subject.cc", "digest.cc", "subject.hpp", "far_sighted.hpp", "std.hpp", "schemata.hpp"]
PATIENCE = 3600  # seconds, for one child


class Workshop:
    """A directory with a copy of the include tree, the driver and the subject of the original."""

    FLAGS = ["-std=c++20", "-fPIC", "-w", "-fvisibility=default", "-fno-gnu-unique"]

    def __init__(self, out, include=INCLUDE, cases=SUITE, compiler=None):
        self.out = pathlib.Path(out).absolute()
        self.compiler = compiler or os.environ.get("CXX", "g++")
        self.include, self.cases = pathlib.Path(include), pathlib.Path(cases)
        self.children, self.lock, self.stopped = set(), threading.Lock(), False
        self.counts, self.digests = collections.Counter(), {}
        self.alive = set()  # what was in the program with the others

    def flags(self):
        return [f for f in self.FLAGS if "clang" not in self.compiler or f != "-fno-gnu-unique"]

    def prepare(self, level="-O0"):
        """Copies the sources and builds what every mutant needs: at -O0 to run the cases, at -O2 to compare."""
        if not (self.include / "gauntlet").is_dir():
            raise ToolError(f"no folder gauntlet in {self.include}")
        copy = self.out / "include"
        shutil.rmtree(copy, ignore_errors=True)
        self.out.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.include, copy)
        for name in PARTS_OF_PROGRAMS:
            shutil.copy(HERE / name, self.out / name)
        own = [HERE / name for name in PARTS_OF_PROGRAMS]
        self.once(f"pch{level}", own, lambda: self.build_precompiled(level))
        self.once("driver", own, lambda: self.must([self.compiler, "-std=c++20", "-O1", "-o", "driver", "driver.cc", "-ldl"]))
        self.once("original" + level, own + sorted(copy.rglob("*.hpp")), lambda: self.build_original(copy, level))
        if level == "-O0":
            rendering = case_data(self.cases, self.counts)
            self.digests = {identity: digest(data) for identity, data in rendering.items()}
            (self.out / "cases.bin").write_bytes(b"".join(rendering.values()))
            verdict, detail = self.judge(self.out / "original-O0.so")
            if verdict != "survived":
                raise ToolError(f"the parser as it is fails the cases: {verdict}\n{detail}")

    def once(self, name, inputs, build):
        """Calls `build` unless it was done here with these inputs."""
        key = digest(b"".join([self.compiler.encode(), *[path.read_bytes() for path in inputs]]))
        done = self.out / f"{name}.done"
        if not done.exists() or done.read_text(encoding="ascii") != key:
            done.unlink(missing_ok=True)
            build()
            done.write_text(key, encoding="ascii")

    def build_original(self, include, level):
        built, errors = self.compile("original" + level, [include], level)
        if not built:
            raise ToolError("the sources as they are do not compile:\n" + errors)

    def build_precompiled(self, level):
        (self.out / f"pch{level}").mkdir(exist_ok=True)
        shutil.copy(HERE / "std.hpp", self.out / f"pch{level}" / "std.hpp")
        if "clang" not in self.compiler:
            self.must([self.compiler, *self.flags(), level, "-x", "c++-header", f"pch{level}/std.hpp", "-o", f"pch{level}/std.hpp.gch"])

    def must(self, command):
        code, output = self.run(command, PATIENCE)
        if code != 0:
            raise ToolError(" ".join(command) + "\n" + output)

    def run(self, command, timeout):
        with self.lock:
            if self.stopped:
                raise KeyboardInterrupt
            child = subprocess.Popen(
                [str(c) for c in command],
                cwd=self.out,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.children.add(child)
        try:
            output = child.communicate(timeout=timeout)[0]
            return child.returncode, output.decode("latin-1")
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            return None, "no end"
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
            raise
        finally:
            with self.lock:
                self.children.discard(child)

    def stop(self):
        with self.lock:
            self.stopped = True
            for child in self.children:
                if child.poll() is None:
                    os.killpg(child.pid, signal.SIGKILL)

    def compile(self, name, includes, level="-O0", parts=ALL_PARTS):
        library = self.out / f"{name}.so"
        paths = [f for path in includes for f in ("-I", path)]
        warm = ["-include", f"pch{level}/std.hpp"]
        sources = ["subject.cc"] if level == "-O0" else ["subject.cc", "digest.cc"]
        command = [self.compiler, *self.flags(), level, *warm, f"-DGAUNTLET_MUTATION_PARTS={parts}", *paths, "-I", ".", "-shared", "-o", library, *sources]
        code, output = self.run(command, PATIENCE)
        if code is None:
            raise ToolError(f"the compiler did not end within {PATIENCE} s")
        return (library if code == 0 else None), output

    def build(self, mutant, level="-O0", parts=ALL_PARTS):
        """The subject with the mutant: (path or None, messages of the compiler)."""
        overlay = self.out / "mutants" / mutant.identity
        target = overlay / mutant.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(mutant.apply((self.out / "include" / mutant.path).read_text(encoding="ascii")), encoding="ascii")
        return self.compile(f"mutants/{mutant.identity}/subject", [overlay, self.out / "include"], level, parts)

    def judge(self, library, parts=ALL_PARTS):
        """(killed or survived, what killed it): the cases have the say."""
        # The driver limits its own time on the processor; on a busy machine the clock on the wall says nothing.
        code, output = self.run(["./driver", "cases", library, "cases.bin", parts], PATIENCE)
        if code == 0:
            return "survived", ""
        if code == 2:
            raise ToolError(output)
        if code is None:
            raise ToolError(f"the driver did not end within {PATIENCE} s: the machine is too busy")
        if code < 0:
            return "killed", reason_of(-code)
        return "killed", output.split("\n")[0]

    def verdict(self, mutant):
        try:
            # Most mutants die in the part that they are in, which compiles in half the time; what lives on among the others
            # hardly dies alone.
            own = PARTS.get(pathlib.PurePath(mutant.path).name, 1)
            for parts in (ALL_PARTS,) if mutant in self.alive else (own, ALL_PARTS):
                library, _ = self.build(mutant, parts=parts)
                verdict, by = self.judge(library, parts) if library else ("does not compile", "")
                if verdict != "survived":
                    break
            return verdict, by
        finally:
            shutil.rmtree(self.out / "mutants" / mutant.identity, ignore_errors=True)

    def schemata(self, mutants, jobs, report):
        """Runs what can stand in one program together. `report` is called with (verdict, what killed it) of some mutants, as
        soon as they are known; those of which it does not hear remain to be built alone."""
        numbers = {mutant: number for number, mutant in enumerate(mutants, 1)}
        chosen, wrong = self.build_schemata(numbers)
        report({mutant: ("does not compile", "") for mutant in wrong})
        self.alive = set(chosen)
        batches = [chosen[i : i + 40] for i in range(0, len(chosen), 40)]
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            running = [pool.submit(self.judge_schemata, batch, numbers) for batch in batches]
            try:
                for future in concurrent.futures.as_completed(running):
                    report(future.result())
            except BaseException:
                for future in running:
                    future.cancel()
                self.stop()
                raise

    def build_schemata(self, numbers, level="-O0"):
        """Builds the program with these mutants. Returns those that are in it, and those that compile nowhere."""
        folder = self.out / "schemata"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.out / "include", folder)
        left, wrong = dict(numbers), []
        while True:
            sources, taken, alone = {}, [], set()
            for path in sorted({mutant.path for mutant in left} | {"gauntlet/chars.hpp"}):
                text = (self.out / "include" / path).read_text(encoding="ascii")
                made = schemata.Schemata(text, {m: n for m, n in left.items() if m.path == path})
                sources[path] = made.source()
                taken += made.taken
                alone |= made.of_values()
                (folder / path).write_text(sources[path], encoding="ascii")
            path = self.out / f"schemata{level}.so"
            options = ["-fmax-errors=0"] if "clang" not in self.compiler else ["-ferror-limit=0"]
            options += ["-DGAUNTLET_MUTATION_SCHEMATA", "-include", "std.hpp", "-I", folder, "-I", ".", "-shared", "-o", path]
            command = [self.compiler, *self.flags(), level, *options, *(["digest.cc"] if level != "-O0" else [])]
            code, output = self.run([*command, "subject.cc"], PATIENCE)
            if code == 0:
                break
            refused = schemata.blamed(lambda name: sources.get(os.path.relpath(self.out / name, folder)), output)
            if code is None or not refused:
                raise ToolError("the mutants do not compile in one program:\n" + output[:4000])
            # A value has to fit into the choice too: what does not may compile alone.
            wrong += [mutant for mutant, number in left.items() if number in refused and mutant not in alone]
            left = {mutant: number for mutant, number in left.items() if number not in refused}
        if level == "-O0":
            _, output = self.run(["./driver", "schemata", path, "cases.bin", 0], PATIENCE)
            if not re.fullmatch(r"0 \d+ cases\n", output):
                raise ToolError("the program with all mutants fails the cases when none is chosen:\n" + output)
        return taken, wrong

    def judge_schemata(self, mutants, numbers):
        """mutant -> its verdict, of those that are killed."""
        by_number = {numbers[mutant]: mutant for mutant in mutants}
        code, output = self.run(["./driver", "schemata", self.out / "schemata-O0.so", "cases.bin", *by_number], PATIENCE)
        found = re.findall(r"^(\d+) (?:(\d+) cases|signal (\d+)|(\S+))$", output, re.MULTILINE)
        if code != 0 or len(found) != len(mutants):
            raise ToolError(f"the driver ends with {code}\n{output}")
        killed = {}
        for number, survived, by_signal, case in found:
            if not survived:
                killed[by_number[int(number)]] = "killed", reason_of(int(by_signal)) if by_signal else case
        return killed

    def differences(self, mutants, what, length, values=None):
        """For each mutant: None, or how it differs from the original; and the summary of the driver. `what`: read, write
        or all."""
        try:
            together = {m: n for n, m in enumerate(mutants, 1)}
            taken = self.build_schemata(together, "-O2")[0] if len(together) > 2 else []
            libraries = []
            for mutant in mutants:
                library, errors = self.out / "schemata-O2.so", ""
                if mutant in taken:
                    library = f"{together[mutant]}={library}"
                else:
                    library, errors = self.build(mutant, "-O2")
                if not library:
                    raise ToolError(f"{mutant.identity}\n{errors}")
                libraries.append(library)
            command = ["./driver", "compare", what, length, values or "-", self.out / "original-O2.so", *libraries]
            code, output = self.run(command, None)
            if code not in (0, 1):
                raise ToolError(f"the driver ends with {code}\n{output}")
            verdicts = dict(re.findall(r"^(\d+): (same|different)$", output, re.MULTILINE))
            details = re.split(r"^\d+: (?:\d+=)?/.*\n", output, flags=re.MULTILINE)[1:]
            found = [None if verdicts[str(i)] == "same" else details[i] for i in range(len(mutants))]
            return found, output.splitlines()[-1]
        finally:
            for mutant in mutants:
                shutil.rmtree(self.out / "mutants" / mutant.identity, ignore_errors=True)


def reason_of(number):
    return "timeout" if number in (signal.SIGVTALRM, signal.SIGXCPU, signal.SIGKILL) else f"signal {number}"


# Commands


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def fingerprints(workshop):
    """What results depend on: the sources and tools, and the cases."""
    paths = sorted((workshop.out / "include").rglob("*.hpp")) + [HERE / name for name in ("subject.cc", "far_sighted.hpp", "driver.cc", "schemata.py")]
    return digest(b"".join(path.read_bytes() for path in paths)), digest((workshop.out / "cases.bin").read_bytes())


def still_good(document, sources, cases, digests):
    """The earlier results that hold: with the same sources, all if the cases are the same, else what does not compile and
    what a case killed that is as it was."""
    if document.get("sources") != sources:
        return {}
    return {
        identity: found
        for identity, found in document["results"].items()
        if document["state of cases"] == cases
        or found["verdict"] == "does not compile"
        or (found["verdict"] == "killed" and found.get("case") and digests.get(found["by"]) == found["case"])
    }


def choose(mutants, arguments):
    if arguments.file:
        mutants = [m for m in mutants if pathlib.PurePath(m.path).name in arguments.file or m.path in arguments.file]
        if not mutants:
            raise ToolError("no mutants in " + ", ".join(arguments.file))
    if arguments.id:
        chosen = [m for m in mutants if m.identity in arguments.id]
        unknown = set(arguments.id) - {m.identity for m in chosen}
        if unknown:
            raise ToolError("no such mutant: " + ", ".join(sorted(unknown)))
        return chosen
    if arguments.sample is not None and arguments.sample < len(mutants):
        # By a hash and not by their number, so that a change of one line leaves most of the sample as it is.
        def lot(mutant):
            return hashlib.sha256(f"{arguments.seed} {mutant.identity}".encode()).hexdigest()

        chosen = sorted(mutants, key=lot)[: arguments.sample]
        return sorted(chosen, key=lambda m: (m.path, m.begin, m.identity))
    return mutants


def complain(equivalents, mutants):
    """Names what is stale in equivalent.json, and tells whether anything is."""
    stale = list(equivalents.stale(mutants))
    for what in stale:
        print(f"equivalent.json: stale: {what}", file=sys.stderr)
    return bool(stale)


def command_run(arguments):
    everything = mutants_of(arguments.include)
    equivalents = Equivalents(arguments.equivalent)
    if complain(equivalents, everything):
        return 1
    mutants = choose(everything, arguments)
    workshop = Workshop(arguments.out, arguments.include, arguments.suite)
    workshop.prepare()
    sources, cases = fingerprints(workshop)
    path = workshop.out / "results.json"
    results = {}
    if path.exists() and not arguments.again:
        results = still_good(json.loads(path.read_text(encoding="ascii")), sources, cases, workshop.digests)
    pending = [m for m in mutants if m.identity not in results]
    start = shown = time.monotonic()
    interrupted, done, futures = False, 0, {}
    pool = concurrent.futures.ThreadPoolExecutor(arguments.jobs)

    def save():
        partial = path.with_suffix(".partial")
        document = {"sources": sources, "state of cases": cases, "cases": dict(workshop.counts), "results": results}
        partial.write_text(json.dumps(document, indent=1), encoding="ascii")
        partial.replace(path)

    def note(mutant, verdict, detail):
        nonlocal done, shown
        done += 1
        results[mutant.identity] = {"verdict": verdict, "by": detail}
        if detail in workshop.digests:
            results[mutant.identity]["case"] = workshop.digests[detail]
        if verdict == "survived" and mutant.identity not in equivalents.reasons:
            print(f"survived {mutant.identity}\n  {mutant.title()}\n  {mutant.source}", flush=True)
        now = time.monotonic()
        if now - shown > arguments.every or done == len(pending):
            print(f"{done} of {len(pending)} mutants in {now - start:.0f} s", file=sys.stderr, flush=True)
            shown = now
            save()

    def note_all(found):
        for mutant, verdict in found.items():
            note(mutant, *verdict)

    try:
        if len(pending) > 2 and not arguments.alone:
            workshop.schemata(pending, arguments.jobs, note_all)
            # These were compared with care: nothing is to be learned from building them alone.
            note_all({m: ("survived", "") for m in workshop.alive if m.identity in equivalents.reasons and m.identity not in results})
        futures = {pool.submit(workshop.verdict, m): m for m in pending if m.identity not in results}
        for future in concurrent.futures.as_completed(futures):
            note(futures[future], *future.result())
    except KeyboardInterrupt:
        interrupted = True
    finally:
        for future in futures:
            future.cancel()
        workshop.stop()
        pool.shutdown(wait=True)
        save()
    found = collections.Counter()
    for mutant in mutants:
        verdict = results.get(mutant.identity, {"verdict": "not run"})["verdict"]
        if mutant.identity in equivalents.reasons:
            if verdict == "killed":
                print(f"{mutant.identity} is said to be equivalent, but is killed by {results[mutant.identity]['by']}")
                found["wrongly equivalent"] += 1
            verdict = "equivalent" if verdict == "survived" else verdict
        found[verdict] += 1
    print(", ".join(f"{n} {what}" for what, n in sorted(found.items())))
    if interrupted:
        return 130
    return 1 if found["survived"] or found["wrongly equivalent"] else 0


def command_list(arguments):
    scope = Scope()
    for mutant in mutants_of(arguments.include, scope, everything=arguments.everything):
        reason = scope.reason(mutant)
        print(f"{mutant.identity}  {mutant.title()}" + (f"  [out of scope: {reason}]" if reason else ""))
    return 0


def find(arguments):
    for mutant in mutants_of(arguments.include, everything=True):
        if mutant.identity == arguments.mutant:
            return mutant
    raise ToolError(f"no such mutant: {arguments.mutant}")


def command_show(arguments):
    mutant = find(arguments)
    text = (pathlib.Path(arguments.include) / mutant.path).read_text(encoding="ascii")
    before, after = text.splitlines(True), mutant.apply(text).splitlines(True)
    sys.stdout.writelines(difflib.unified_diff(before, after, "a/" + mutant.path, "b/" + mutant.path))
    return 0


def command_apply(arguments):
    into = pathlib.Path(arguments.into)
    if into.exists():
        raise ToolError(f"{into} is there already")
    own = (arguments.file, arguments.before, arguments.to)
    if (arguments.mutant is None) == (None in own) or (arguments.mutant and own != (None, None, None)):
        raise ToolError("apply takes either ID, or --file, --from and --to")
    mutant = find(arguments) if arguments.mutant else None
    shutil.copytree(arguments.include, into)
    try:
        if mutant:
            target = into / mutant.path
            target.write_text(mutant.apply(target.read_text(encoding="ascii")), encoding="ascii")
        else:
            apply_edit(into, arguments.file, arguments.before, arguments.to)
    except BaseException:
        shutil.rmtree(into)
        raise
    return 0


def command_compare(arguments):
    workshop = Workshop(arguments.out, arguments.include)
    workshop.prepare("-O2")
    values = None
    if arguments.values:
        values = workshop.out / "values.bin"
        values.write_bytes(value_data(arguments.values))
    known = {m.identity: m for m in mutants_of(arguments.include, everything=True)}
    identities = []
    for identity in arguments.mutant:
        identities += Equivalents(arguments.equivalent).reasons if identity == "equivalent" else [identity]
    unknown = [identity for identity in identities if identity not in known]
    if unknown:
        raise ToolError("no such mutant: " + ", ".join(unknown))
    differences = 0
    groups = collections.defaultdict(list)
    for identity in identities:
        file = pathlib.PurePath(known[identity].path).name
        groups[{"writer.hpp": "write", "chars.hpp": "all"}.get(file, "read")].append(identity)
    for what, members in sorted(groups.items()):
        found, summary = workshop.differences([known[i] for i in members], what, arguments.length, values)
        for identity, difference in zip(members, found):
            print(f"{identity}: " + (difference.strip() if difference else "no difference"), flush=True)
            differences += difference is not None
        print(f"{what}: {summary}", flush=True)
    return 1 if differences else 0


OPERATORS = {
    "arithmetic": "`+` and `-`, `/` to `*`, `++` and `--` (also left out), `+=`, `|=`, `&=` to `=` and so on",
    "bits": "`&` to `|`, `|` to `&`",
    "boolean": "`true` to `false` and back",
    "branches": "`a ? b : c` to `a ? c : b`",
    "call": "a run of octets taken by another set, or not at all",
    "character": "`','` to `'='`, `'\"'` to `'\\\\'` and so on, and each to its neighbours in ASCII",
    "class": "one octet set, or one predicate, for another",
    "constant": "a number one up, one down",
    "enumerator": "another state, event, operation, mode or kind of payload",
    "logical": "`&&` to `||` and back",
    "negation": "a condition, or an operand of one, negated",
    "pointer": "a place one to the left or right, or that of something else",
    "relation": "`<` to `<=` and to `>=` and so on; `==` to `!=` and back",
    "statement": "an assignment, call, `return` under `if`, or a whole `if` dropped",
    "string": "an octet of a set left out, or one added",
}
COLUMNS = ["mutants", "do not compile", "equivalent", "killed", "survived", "not run"]


def counted(mutants, results, equivalents):
    """Rows of the tables: (operator or path or all) -> Counter of COLUMNS."""
    rows = collections.defaultdict(collections.Counter)
    for mutant in mutants:
        verdict = results.get(mutant.identity, {}).get("verdict", "not run")
        if verdict == "survived" and mutant.identity in equivalents.reasons:
            verdict = "equivalent"
        verdict = "do not compile" if verdict == "does not compile" else verdict
        for key in (mutant.operator, mutant.path, "all"):
            rows[key]["mutants"] += 1
            rows[key][verdict] += 1
    return rows


def share(row):
    rest = row["killed"] + row["survived"]
    return f"{100 * row['killed'] / rest:.2f} %" if rest else "-"


def table(rows, heads, label):
    shown = [c for c in COLUMNS if c != "not run" or rows["all"][c]]
    yield "| " + " | ".join([*heads, *shown, "killed of the rest"]) + " |"
    yield "|" + "---|" * len(heads) + "---:|" * (len(shown) + 1)
    for key in [*label, "all"]:
        cells = [*label.get(key, [key] + [""] * (len(heads) - 1)), *[str(rows[key][c]) for c in shown], share(rows[key])]
        yield "| " + " | ".join(f"**{cell}**" if key == "all" and cell else cell for cell in cells) + " |"


def quoted_code(text):
    text = " ".join(text.split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def page(mutants, document, date, equivalents, scope, everything):
    """docs/figures/mutation.md."""
    results, cases = document["results"], document["cases"]
    rows = counted(mutants, results, equivalents)
    text = (HERE / "page.md.in").read_text(encoding="ascii")
    operators = {name: [f"`{name}`", what] for name, what in OPERATORS.items() if name in rows}
    files = {path: [f"`{path}`"] for path in sorted({m.path for m in mutants})}
    left_out = collections.Counter(scope.reason(m) for m in everything if scope.reason(m))
    by_identity = {m.identity: m for m in mutants}
    reasons = []
    for reason, entries in equivalents.groups:
        reasons += ["", reason, ""]
        for entry in entries:
            mutant = by_identity[entry["id"]]
            change = f"{quoted_code(mutant.before)} to {quoted_code(mutant.to)}"
            reasons.append(f"* `{mutant.path}`, `{mutant.function or '-'}`: {quoted_code(mutant.source)}: {change}")
    survived = [m for m in mutants if results.get(m.identity, {}).get("verdict") == "survived"]
    survived = [m for m in survived if m.identity not in equivalents.reasons]
    values = {
        "cases": f"{cases.get('parse', 0):,} parse cases and {cases.get('serialize', 0)} serialize cases",
        "killed": f"{rows['all']['killed']:,}",
        "equivalent": f"{rows['all']['equivalent']:,}",
        "others": f"{rows['all']['killed'] + rows['all']['survived']:,}",
        "share": share(rows["all"]),
        "date": date,
        "operators": "\n".join(table(rows, ["operator", "does"], operators)),
        "files": "\n".join(table(rows, ["file"], files)),
        "left_out": "\n".join(f"* {count}: {reason}" for reason, count in left_out.items()),
        "survivors": "\n".join(f"* `{m.identity}`: {quoted_code(m.source)}" for m in survived) or "None.",
        "equivalents": "\n".join(reasons).strip() or "None yet.",
    }
    for name, value in values.items():
        if "{" + name + "}" not in text:
            raise ToolError(f"page.md.in does not use {name}")
        text = text.replace("{" + name + "}", value)
    return text


def command_page(arguments):
    path = pathlib.Path(arguments.out) / "results.json"
    if not path.exists():
        raise ToolError(f"{path} is not there: mutate.py run comes first")
    document = json.loads(path.read_text(encoding="ascii"))
    scope, equivalents = Scope(), Equivalents(arguments.equivalent)
    everything = mutants_of(arguments.include, scope, everything=True)
    mutants = [m for m in everything if not scope.reason(m)]
    if complain(equivalents, everything):
        return 1
    date = time.strftime("%Y-%m-%d", time.gmtime(path.stat().st_mtime))
    sys.stdout.write(page(mutants, document, date, equivalents, scope, everything))
    return 0


def interrupt(*_):
    raise KeyboardInterrupt


def main(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--out", default=str(ROOT / "build" / "mutation"), help="directory to work in (default: build/mutation)")
    common.add_argument("--include", default=str(INCLUDE), help=argparse.SUPPRESS)
    common.add_argument("--suite", default=str(SUITE), help=argparse.SUPPRESS)
    common.add_argument("--equivalent", default=str(HERE / "equivalent.json"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", parents=[common], help="builds mutants and runs the cases through them")
    run.add_argument("--sample", type=int, help="only so many, chosen by the seed")
    run.add_argument("--seed", type=int, default=1)
    run.add_argument("--file", action="append", default=[], help="only mutants of this file")
    run.add_argument("--id", action="append", default=[], help="only this mutant")
    run.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    run.add_argument("--every", type=float, default=5, help="seconds between lines of progress")
    run.add_argument("--alone", action="store_true", help="build each mutant alone: slow")
    run.add_argument("--again", action="store_true", help="forget earlier results")
    run.set_defaults(call=command_run)
    listing = commands.add_parser("list", parents=[common], help="lists the mutants")
    listing.add_argument("--everything", action="store_true", help="those out of scope too, with the reason")
    listing.set_defaults(call=command_list)
    show = commands.add_parser("show", parents=[common], help="shows a mutant as a diff")
    show.add_argument("mutant", metavar="ID")
    show.set_defaults(call=command_show)
    compare = commands.add_parser("compare", parents=[common], help="compares mutants with the original on all short inputs")
    compare.add_argument("mutant", metavar="ID", nargs="+", help="or `equivalent`: all of equivalent.json")
    compare.add_argument("--length", type=int, default=7, help="symbols: octet classes, and the word realm")
    compare.add_argument("--values", action="append", default=[], metavar="OPERATION=FILE",
                         help="more values, a JSON string on each line (gauntlet generate complete --format strings)")
    compare.set_defaults(call=command_compare)
    apply = commands.add_parser("apply", parents=[common], help="plants a fault in a copy of the include tree")
    apply.add_argument("mutant", metavar="ID", nargs="?")
    apply.add_argument("--into", required=True, help="the directory of the copy, to be given to a compiler with -I; must not exist")
    apply.add_argument("--file", help="the file to edit, such as gauntlet/reader.hpp")
    apply.add_argument("--from", dest="before", help="text that occurs there exactly once")
    apply.add_argument("--to", help="what becomes of it")
    apply.set_defaults(call=command_apply)
    commands.add_parser("page", parents=[common], help="the results, as docs/figures/mutation.md").set_defaults(call=command_page)
    arguments = parser.parse_args(argv)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)
    try:
        return arguments.call(arguments)
    except (ToolError, OSError, ValueError, KeyError) as error:
        print(f"mutate: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
