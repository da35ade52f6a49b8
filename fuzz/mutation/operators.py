# SPDX-License-Identifier: Apache-2.0
"""The mutants of a file: one small edit each, made operator by operator."""

import collections
import hashlib
import pathlib
import re

from cpp_tokens import CLOSING, CONTROL, OPENING, closing, functions, tokenize

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
        """Puts `!` before an operand of && or || that is a name or a call."""
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
