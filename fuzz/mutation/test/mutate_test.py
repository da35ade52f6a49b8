#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of mutate.py: tokens, mutants, scope, and that a planted mutant is killed and a planted equivalent is not."""

import argparse
import contextlib
import io
import json
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import mutate  # noqa: E402
import schemata  # noqa: E402
from cpp_tokens import functions, tokenize  # noqa: E402
from operators import Mutator, enumerations  # noqa: E402
from planting import INCLUDE, SUITE, ToolError, apply_edit  # noqa: E402
from selection import Scope, choose, mutants_of  # noqa: E402
from workshop import still_good  # noqa: E402


def mutants(text, operator=None):
    found = Mutator("gauntlet/x.hpp", text, enumerations([text])).generate()
    return [m for m in found if operator in (None, m.operator)]


def results(text, operator):
    return sorted(m.apply(text) for m in mutants(text, operator))


class Tokens(unittest.TestCase):
    def test_comments_and_directives_are_left_out(self):
        text = '#include <a> // x\n// a == b\nint /* c == d */ e = 1;\n#define A \\\n  b == c\n'
        self.assertEqual([t.text for t in tokenize(text)], ["int", "e", "=", "1", ";"])

    def test_literals(self):
        text = "f('\\'', '\"', \"a\\\"b // c\", R\"(x\")\" , 0x80, 1'000, u8\"y\")"
        literals = [t.text for t in tokenize(text) if t.kind in ("char", "string", "number")]
        self.assertEqual(literals, ["'\\''", "'\"'", '"a\\"b // c"', 'R"(x")"', "0x80", "1'000", 'u8"y"'])

    def test_longest_operator_wins(self):
        self.assertEqual([t.text for t in tokenize("a<=>b->c::d++ <= e")], ["a", "<=>", "b", "->", "c", "::", "d", "++", "<=", "e"])

    def test_functions(self):
        text = "namespace n { struct s { int a() { if (x) { y(); } return 1; } int b = 2; bool operator==(s) { return c; } }; }"
        tokens = tokenize(text)
        owners = functions(tokens)
        where = {t.text: owners[i][0] if owners[i] else None for i, t in enumerate(tokens)}
        self.assertEqual((where["y"], where["1"], where["2"], where["c"]), ("a", "a", None, "operator =="))


class Mutants(unittest.TestCase):
    def test_relation(self):
        self.assertEqual(
            results("bool f(int a) { return a < 3; }", "relation"),
            ["bool f(int a) { return a <= 3; }", "bool f(int a) { return a >= 3; }"],
        )

    def test_templates_are_no_relations(self):
        self.assertEqual(mutants("void f() { g<int>(static_cast<char>(a)); }", "relation"), [])

    def test_logical(self):
        self.assertEqual(results("bool f() { return a && b; }", "logical"), ["bool f() { return a || b; }"])

    def test_references_are_no_conjunctions(self):
        self.assertEqual(mutants("void f(T&& a) { g(); }", "logical"), [])

    def test_negation(self):
        found = results("void f() { if (!a) g(); }", "negation")
        self.assertEqual(found, ["void f() { if (!(!a)) g(); }", "void f() { if (a) g(); }"])
        self.assertIn("bool f() { return a && !b(1); }", results("bool f() { return a && b(1); }", "negation"))

    def test_constant(self):
        self.assertEqual(
            results("int f() { return at + 1; }", "constant"), ["int f() { return at + 0; }", "int f() { return at + 2; }"]
        )

    def test_character(self):
        self.assertEqual(
            results("bool f(char c) { return c == '='; }", "character"),
            [f"bool f(char c) {{ return c == '{c}'; }}" for c in ",<>"],
        )
        self.assertIn("f('\\\\')", " ".join(results("void g() { f('\"'); }", "character")))

    def test_statement(self):
        self.assertEqual(
            results("void f() { int a = 1; ++a; if (a) return; g(a); }", "statement"),
            [
                "void f() { int a = 1; ++a; ; g(a); }",
                "void f() { int a = 1; ++a; if (a) return; ; }",
                "void f() { int a = 1; ; if (a) return; g(a); }",
            ],
        )

    def test_class_and_call(self):
        self.assertEqual(len(mutants("void f() { g(class_tchar); }", "class")), 5)
        found = results("void f() { a = scanner_.skip_ows(at); }", "call")
        self.assertIn("void f() { a = at; }", found)
        self.assertIn("void f() { a = scanner_.skip_sp(at); }", found)

    def test_pointer_of_an_error(self):
        text = "event f(const char* first) { const char* at = g(); return fail(code, at); }"
        found = results(text, "pointer")
        self.assertIn(text.replace("code, at", "code, first"), found)
        self.assertIn(text.replace("code, at", "code, at + 1"), found)

    def test_branches_booleans_enumerators_strings(self):
        self.assertEqual(results("int f() { return a ? 1 : g(2); }", "branches"), ["int f() { return a ? g(2) : 1; }"])
        self.assertEqual(results("int f() { a = true; }", "boolean"), ["int f() { a = false; }"])
        text = "enum class state : int { x, y = 3, stopped, };\nint f() { a = state::stopped; }"
        self.assertEqual(results(text, "enumerator"), [text.replace("state::stopped", f"state::{to}") for to in "xy"])
        self.assertIn('int f() { return "a"; }', results('int f() { return "ab"; }', "string"))

    def test_identity_survives_a_move_and_tells_equal_lines_apart(self):
        text = "bool f() {\n  return a == b;\n}\n"
        moved = "// more\n\nint z;\n" + text
        self.assertEqual([m.identity for m in mutants(text)], [m.identity for m in mutants(moved)])
        twice = mutants("void f() {\n  ++a;\n  ++a;\n}\n")
        self.assertEqual(len({m.identity for m in twice}), len(twice))

    def test_the_real_sources(self):
        found = mutants_of(everything=True)
        self.assertEqual(len({m.identity for m in found}), len(found))
        self.assertEqual({m.path for m in found}, set(Scope().files))
        for mutant in found:
            self.assertNotEqual(mutant.before, mutant.to, mutant.title())

    def test_every_rule_of_the_scope_leaves_something_out(self):
        scope = Scope()
        reasons = {scope.reason(m) for m in mutants_of(everything=True)}
        self.assertEqual({rule["reason"] for rule in scope.left_out} - reasons, set())


class Together(unittest.TestCase):
    """The rewriting for many mutants in one program."""

    def source(self, text):
        found = mutants(text)
        made = schemata.Schemata(text, {m: number for number, m in enumerate(found, 1)})
        return found, made

    def test_statements_conditions_and_values(self):
        text = "int f(int a) {\n  const int b = a + 1;\n  if (a < b) return 2;\n  for (; a != b; ++a) g(a);\n  return b;\n}\n"
        found, made = self.source(text)
        self.assertEqual(set(made.taken), set(found))
        source = made.source()
        for mutant in ("( a - 1 )", "static_cast<bool>(a <= b)", "{ return 3 ; }", "static_cast<bool>(a == b)", "static_cast<void>(-- a)"):
            self.assertIn(mutant.replace("( a - 1 )", "(a - 1)"), source)
        numbers = {int(n) for n in re.findall(r"/\*mutant (\d+)\*/", source)}
        self.assertEqual(numbers, set(range(1, len(found) + 1)))

    def test_what_is_outside_of_functions_is_left_out(self):
        found, made = self.source("struct s { int a = 1; s() : a(2) {} };")
        self.assertEqual((len(found) > 1, made.taken), (True, []))

    def test_errors_are_blamed_on_the_mutant_of_the_line(self):
        source = "int a;\n/*mutant 7*/ nonsense\nint b;"
        errors = "x.hpp:2:3: error: no\nx.hpp:3:1: error: no\ny.hpp:2:1: error: no\n"
        self.assertEqual(schemata.blamed({"x.hpp": source}.get, errors), {7})


class Choosing(unittest.TestCase):
    ALL = staticmethod(lambda: mutants("int f(int a) { return a < 1 && a != 2 ? 3 : a + 4; }"))

    def sample(self, mutants, size, seed):
        arguments = argparse.Namespace(file=[], id=[], sample=size, seed=seed)
        return {m.identity for m in choose(mutants, arguments)}

    def test_a_sample_is_fixed_by_its_seed_and_little_moved_by_a_change(self):
        found = self.ALL()
        first = self.sample(found, 5, 1)
        self.assertEqual((len(first), self.sample(found, 5, 1)), (5, first))
        self.assertNotEqual(self.sample(found, 5, 2), first)
        gone = next(m for m in found if m.identity not in first)
        self.assertEqual(self.sample([m for m in found if m is not gone], 5, 1), first)

    def test_results_hold_as_long_as_what_they_rest_on(self):
        results = {
            "a": {"verdict": "killed", "by": "x/y", "case": "1"},
            "b": {"verdict": "killed", "by": "x/z", "case": "2"},
            "c": {"verdict": "killed", "by": "timeout"},
            "d": {"verdict": "survived", "by": ""},
            "e": {"verdict": "does not compile", "by": ""},
        }
        document = {"sources": "s", "state of cases": "c", "results": results}
        self.assertEqual(still_good(document, "s", "c", {}), results)
        self.assertEqual(set(still_good(document, "s", "other", {"x/y": "1", "x/z": "3"})), {"a", "e"})
        self.assertEqual(still_good(document, "other", "c", {}), {})


class Edits(unittest.TestCase):
    def test_apply_edit(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "a.hpp"
            file.write_text("a b b")
            apply_edit(folder, "a.hpp", "a", "c")
            self.assertEqual(file.read_text(), "c b b")
            for before in ("b", "x"):
                with self.assertRaises(ToolError):
                    apply_edit(folder, "a.hpp", before, "d")


class Running(unittest.TestCase):
    """The whole way, on a copy of the parser's headers with an edit or two."""

    @classmethod
    def setUpClass(cls):
        # Few cases, and one place to build in, so that nothing is built twice.
        cls.shared = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.shared.cleanup)
        cls.out = pathlib.Path(cls.shared.name) / "out"
        cls.suite = pathlib.Path(cls.shared.name) / "suite"
        for family in ("auth-param", "token68"):
            shutil.copytree(SUITE / "cases" / family, cls.suite / "cases" / family)

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.include = pathlib.Path(self.folder.name) / "source"
        shutil.copytree(INCLUDE, self.include)
        (self.out / "results.json").unlink(missing_ok=True)
        self.equivalent = pathlib.Path(self.folder.name) / "equivalent.json"
        self.know([])

    def know(self, groups):
        self.equivalent.write_text(json.dumps({"equivalent": groups}))

    def run_tool(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        options = ["--out", str(self.out), "--include", str(self.include), "--equivalent", str(self.equivalent)]
        options += ["--suite", str(self.suite)]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = mutate.main([arguments[0], *options, *arguments[1:]])
        return code, out.getvalue() + err.getvalue()

    def mutant(self, function, before, to, source):
        found = [
            m
            for m in mutants_of(self.include, everything=True)
            if (m.function, m.before, m.to) == (function, before, to) and source in m.source
        ]
        self.assertEqual(len(found), 1, source)
        return found[0]

    def test_killed_survived_equivalent_and_stale(self):
        killed = self.mutant("is_one_of", "==", "!=", "if (octet == member)")
        # A line that decides nothing: a value without anything in it has no quoted-pairs.
        apply_edit(
            self.include, "gauntlet/value.hpp", "    value.raw_ = token;\n",
            "    value.raw_ = token;\n    value.quoted_pairs_ = 0;\n",
        )
        same = self.mutant("from_token", "value.quoted_pairs_ = 0;", ";", "value.quoted_pairs_ = 0;")
        code, text = self.run_tool("run", "--id", killed.identity, "--jobs", "1")
        self.assertEqual((code, "1 killed" in text), (0, True), text)
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "1 survived" in text), (1, True), text)
        code, text = self.run_tool("compare", same.identity, "--length", "3")
        self.assertEqual((code, "no difference" in text), (0, True), text)
        code, text = self.run_tool("compare", killed.identity, "--length", "3")
        self.assertEqual((code, "wanted" in text), (1, True), text)

        entry = {"id": same.identity, "line": same.source, "from": same.before, "to": same.to}
        self.know([{"reason": "a new value has none", "mutants": [entry]}])
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "1 equivalent" in text), (0, True), text)
        code, text = self.run_tool("page")
        self.assertEqual(code, 0, text)
        self.assertIn("**1 of the 1 mutants that are not equivalent are killed: 100.00 %**", text)
        self.assertIn("a new value has none\n\n* `gauntlet/value.hpp`, `from_token`: `value.quoted_pairs_ = 0;`", text)

        wrong = {"id": killed.identity, "line": killed.source, "from": killed.before, "to": killed.to}
        self.know([{"reason": "a mistake", "mutants": [wrong]}])
        code, text = self.run_tool("run", "--id", killed.identity, "--jobs", "1")
        self.assertEqual((code, "said to be equivalent" in text), (1, True), text)

        self.know([{"reason": "long gone", "mutants": [{**entry, "line": "value.quoted_pairs_ = 1;"}]}])
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "stale" in text), (1, True), text)

    def test_together_as_alone(self):
        planted = [
            ("found_token68", "output_.put_token68(view(first, last));", ";", "output_.put_token68", "killed"),
            ("find_comma", "','", "'+'", "if (symbol(at_)", "survived"),
            ("is_digit", "'0'", "'1'", "octet >= '0'", "killed"),  # computed while compiling
        ]
        found = {self.mutant(*what).identity: verdict for *what, verdict in planted}
        options = [option for identity in found for option in ("--id", identity)]
        for more in ([], ["--alone", "--again"]):
            code, text = self.run_tool("run", *options, *more, "--jobs", "1")
            self.assertEqual((code, "2 killed, 1 survived" in text), (1, True), text)
            results = json.loads((self.out / "results.json").read_text())["results"]
            self.assertEqual({identity: result["verdict"] for identity, result in results.items()}, found)

    def test_compare_takes_more_values(self):
        killed = self.mutant("found_token68", "output_.put_token68(view(first, last));", ";", "output_.put_token68")
        values = pathlib.Path(self.folder.name) / "values.txt"
        values.write_text('"Foo abc"\n')
        code, text = self.run_tool("compare", killed.identity, "--length", "0", "--values", f"challenges={values}")
        self.assertEqual((code, "other events or error on Foo abc" in text), (1, True), text)
        code, text = self.run_tool("compare", killed.identity, "--length", "0", "--values", str(values))
        self.assertEqual((code, "OPERATION=FILE" in text), (2, True), text)

    def test_apply(self):
        mutant = self.mutant("is_one_of", "==", "!=", "if (octet == member)")
        into = pathlib.Path(self.folder.name) / "into"
        code, text = self.run_tool("apply", mutant.identity, "--into", str(into))
        self.assertEqual(code, 0, text)
        self.assertIn("if (octet != member)", (into / "gauntlet" / "chars.hpp").read_text())
        self.assertEqual((into / "gauntlet" / "scan.hpp").read_text(), (self.include / "gauntlet" / "scan.hpp").read_text())
        code, text = self.run_tool("apply", mutant.identity, "--into", str(into))
        self.assertEqual((code, "is there already" in text), (2, True), text)
        into = into.with_name("second")
        own = ["--file", "gauntlet/chars.hpp", "--from", '"-._~+/"', "--to", '"-._~+"']
        code, text = self.run_tool("apply", *own, "--into", str(into))
        self.assertEqual(code, 0, text)
        self.assertIn('is_one_of(octet, "-._~+")', (into / "gauntlet" / "chars.hpp").read_text())
        for bad in (own[:4], [*own, mutant.identity], [], ["--file", "gauntlet/chars.hpp", "--from", "bits", "--to", "x"]):
            third = into.with_name("third")
            code, text = self.run_tool("apply", *bad, "--into", str(third))
            self.assertEqual((code, third.exists()), (2, False), text)

    def test_sources_that_fail_the_cases_are_a_tool_error(self):
        apply_edit(self.include, "gauntlet/chars.hpp", '"-._~+/"', '"-._~+"')
        code, text = self.run_tool("run", "--sample", "1")
        self.assertEqual((code, "the parser as it is fails the cases" in text), (2, True), text)

    def test_unknown_mutant(self):
        code, text = self.run_tool("show", "nobody.knows.0")
        self.assertEqual((code, "no such mutant" in text), (2, True), text)


if __name__ == "__main__":
    unittest.main()
