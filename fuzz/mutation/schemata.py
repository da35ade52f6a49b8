# SPDX-License-Identifier: Apache-2.0
"""Many mutants in one program: each statement or condition with mutants becomes a choice between them, made at run time
by a number (schemata.hpp). One build takes the place of a thousand.

Only what is in the body of a function can be chosen at run time: the rest (members, initializers, declarations without a
value) is left to be built alone. So is what such a program cannot show: whatever is computed while compiling is always
computed by the source as it is. (The table of octet classes would be; here it is computed by subject_start().) A mutant that
survives here is therefore built alone before it counts as survived.
"""

import os
import re

from cpp_tokens import closing, functions, tokenize
from planting import ToolError

MARK = "/*mutant "
# The table of octet classes, which is computed while compiling, once more at run time.
TABLE = "inline constexpr octet_class_table octet_classes = make_octet_class_table();"
LIVE_TABLE = """
inline octet_class_table live_octet_classes = octet_classes;
[[gnu::always_inline]] constexpr const octet_class_table& octet_classes_now() noexcept {
  if (__builtin_is_constant_evaluated()) return octet_classes;
  return live_octet_classes;
}
"""


class Unit:
    """Tokens first..last that are replaced as a whole: a "statement", or an expression that becomes another one of its type
    (a "value") or one that is tested (a "condition")."""

    def __init__(self, kind, first, last):
        self.kind, self.first, self.last = kind, first, last
        self.inner = []  # units within, of statements that hold others
        self.mutants = []


class Statements:
    """The units of a function's body."""

    def __init__(self, tokens):
        self.tokens = tokens

    def text(self, i):
        return self.tokens[i].text if i < len(self.tokens) else ""

    def block(self, first):
        """Units of the block whose brace is at `first`."""
        units, i, last = [], first + 1, closing(self.tokens, first)
        while i < last:
            found, i = self.statement(i)
            units += found
        return units

    def statement(self, i):
        """(units of the statement at i, number of the token after it)"""
        text = self.text(i)
        if text == "[" and self.text(i + 1) == "[":
            return self.statement(closing(self.tokens, i) + 1)
        if text in ("case", "default"):
            while self.text(i) != ":":
                i += 1
            return self.statement(i + 1) if self.text(i + 1) != "}" else ([], i + 1)
        if text == ";":
            return [], i + 1
        if text == "{":
            return self.block(i), closing(self.tokens, i) + 1
        if text in ("if", "while", "switch", "for"):
            return self.compound(i)
        if text == "else":
            return self.statement(i + 1)
        return self.simple(i)

    def compound(self, i):
        word = self.text(i)
        opening = i + 1 if self.text(i + 1) == "(" else i + 2  # if constexpr
        last = closing(self.tokens, opening)
        inner, after = self.statement(last + 1)
        has_else = word == "if" and self.text(after) == "else"
        if has_else:
            more, after = self.statement(after)
            inner += more
        if word in ("if", "while") and opening == i + 1:
            inner.insert(0, Unit("condition", opening + 1, last - 1))
        if word == "for":
            ends = [j for j in range(opening + 1, last) if self.text(j) == ";"]
            if len(ends) == 2 and ends[1] > ends[0] + 1:
                inner.insert(0, Unit("condition", ends[0] + 1, ends[1] - 1))
            if len(ends) == 2 and last > ends[1] + 1:
                inner.insert(0, Unit("step", ends[1] + 1, last - 1))
        if word != "if" or has_else:
            return inner, after
        whole = Unit("statement", i, after - 1)
        whole.inner = inner
        return [whole], after

    def simple(self, i):
        last, depth = i, 0
        while self.text(last) != ";" or depth:
            depth += (self.text(last) in "([{") - (self.text(last) in ")]}")
            last += 1
        value = self.declared_value(i, last)
        if value:
            return [Unit("value", value, last - 1)], last + 1
        # What a declaration without a value declares has to stay.
        declares = re.match(r"(const )?\w+( :: \w+)*( < [\w ,:]* >)?( [&*])? \w+ [;({[]", one_line_of(self.tokens[i : last + 1]))
        is_declaration = declares and self.text(i) not in ("return", "delete")
        return [] if is_declaration else [Unit("statement", i, last)], last + 1

    def declared_value(self, first, last):
        """Where the value of the variable begins that the statement declares; None if it declares none."""
        if self.text(first) in ("return", "using", "break", "continue"):
            return None
        texts = [self.text(i) for i in range(first, last)]
        if "=" not in texts:
            return None
        head = [t for t in texts[: texts.index("=")] if t not in ("const", "constexpr", "static")]
        words = [t for t in head if re.match(r"[A-Za-z_]", t)]
        is_declaration = len(words) > 1 and all(t in ("::", "*", "&", "<", ">") or t in words for t in head)
        return first + texts.index("=") + 1 if is_declaration and "->" not in head and "." not in head else None


def one_line_of(tokens):
    return " ".join(token.text for token in tokens)


def one_line(text):
    return one_line_of(tokenize(text))


class Schemata:
    """A file with the choice between all of the mutants that allow it. `numbers`: mutant -> number, from 1."""

    def __init__(self, text, numbers):
        self.text, self.numbers = text, numbers
        self.tokens = tokenize(text)
        self.units = self.bodies()
        self.taken = []
        for mutant in numbers:
            unit = self.innermost(self.units, mutant)
            if unit:
                unit.mutants.append(mutant)
                self.taken.append(mutant)

    def of_values(self):
        """The mutants in values of declarations."""
        found, units = set(), list(self.units)
        for unit in units:
            units += unit.inner
            found |= set(unit.mutants) if unit.kind == "value" else set()
        return found

    def bodies(self):
        units, owners, i = [], functions(self.tokens), 0
        while i < len(self.tokens):
            is_body = self.tokens[i].text == "{" and owners[i] and not (i and owners[i - 1] == owners[i] and self.was_body(i, owners))
            if is_body and i + 1 < len(self.tokens) and owners[i + 1] == owners[i]:
                units += Statements(self.tokens).block(i)
                i = closing(self.tokens, i)
            i += 1
        return units

    def was_body(self, i, owners):
        """Whether the brace at i is inside the body of its function already."""
        return any(self.tokens[j].text == "{" for j in range(owners[i][1], i))

    def span(self, unit):
        return self.tokens[unit.first].begin, self.tokens[unit.last].end

    def innermost(self, units, mutant):
        for unit in units:
            begin, end = self.span(unit)
            if begin <= mutant.begin and mutant.end <= end:
                within = self.innermost(unit.inner, mutant)
                if within:
                    return within
                # Of a statement that holds others only the whole can be replaced.
                return unit if not unit.inner or (begin, end) == (mutant.begin, mutant.end) else None
        return None

    def mutated(self, unit, mutant):
        begin, end = self.span(unit)
        return one_line(self.text[begin : mutant.begin] + mutant.to + self.text[mutant.end : end])

    def rendered(self, unit):
        """The unit, with the choice."""
        begin, end = self.span(unit)
        whole = self.replaced(begin, end, unit.inner)
        if not unit.mutants:
            return whole
        numbers = [self.numbers[m] for m in unit.mutants]
        among = f"gauntlet_mutation::is_among({min(numbers)}, {max(numbers)})"
        lines = [(f"gauntlet_mutation::is_among({self.numbers[m]}, {self.numbers[m]})", f"{MARK}{self.numbers[m]}*/", self.mutated(unit, m)) for m in unit.mutants]
        if unit.kind == "statement":
            choice = "".join(f"\n{mark} if ({test}) {{ {text} }} else" for test, mark, text in lines)
            return f"{{ if ({among}) {{{choice}\n {{ {whole} }} }} else\n {{ {whole} }} }}"
        cast = {"condition": "static_cast<bool>", "value": "", "step": "static_cast<void>"}[unit.kind]
        choice = "".join(f"\n{mark} {test} ? {cast}({text}) :" for test, mark, text in lines)
        return f"({among} ? ({choice}\n {cast}({whole})) :\n {cast}({whole}))"

    def replaced(self, begin, end, units):
        parts = []
        for unit in sorted(units, key=lambda u: u.first):
            first, last = self.span(unit)
            parts += [self.text[begin:first], self.rendered(unit)]
            begin = last
        return "".join(parts) + self.text[begin:end]

    def source(self):
        made = self.replaced(0, len(self.text), self.units)
        made = re.sub(r"\boctet_classes ?\. ?bits\b", "octet_classes_now().bits", made)
        made = made.replace("consteval octet_class_table", "constexpr octet_class_table").replace(TABLE, TABLE + LIVE_TABLE)
        return '#include "schemata.hpp"\n' + made


def blamed(source_of, messages):
    """The numbers of the mutants on whose lines a compiler found errors. `source_of`: name of a file -> its text."""
    numbers = set()
    for name, line in re.findall(r"^(\S+?):(\d+):\d+: error: ", messages, re.MULTILINE):
        lines = source_of(name)
        mark = lines and re.match(re.escape(MARK) + r"(\d+)\*/", lines.split("\n")[int(line) - 1])
        if mark:
            numbers.add(int(mark.group(1)))
    return numbers


def write_together(numbers, original, folder, errors, base=""):
    """Writes the sources with all of the mutants that compile in one program into `folder`, a copy of `original`. `errors`
    compiles them, and returns what a compiler has against the program, and what against parts of it that may be built
    alone; file names in that may be relative to `base`. Returns the mutants taken, and those that compile nowhere."""
    left, wrong = dict(numbers), []
    while True:
        sources, taken, alone = {}, [], set()
        for path in sorted({mutant.path for mutant in numbers} | {"gauntlet/chars.hpp"}):
            text = (original / path).read_text(encoding="ascii")
            made = Schemata(text, {m: n for m, n in left.items() if m.path == path})
            sources[path] = made.source()
            taken += made.taken
            alone |= made.of_values()
            (folder / path).write_text(sources[path], encoding="ascii")
        messages = errors()
        if not any(messages):
            return taken, wrong
        refused, of_parts = (blamed(lambda name: sources.get(os.path.relpath(os.path.join(base, name), folder)), text) for text in messages)
        if not refused | of_parts:
            raise ToolError("the mutants do not compile in one program:\n" + "".join(messages)[:4000])
        # A value has to fit into the choice too: what does not may compile alone.
        wrong += [mutant for mutant, number in left.items() if number in refused and mutant not in alone]
        left = {mutant: number for mutant, number in left.items() if number not in refused | of_parts}
