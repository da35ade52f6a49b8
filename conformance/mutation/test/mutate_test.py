#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of mutate.py: tokens, mutants, scope, and that a planted mutant is killed and a planted equivalent is not."""

import contextlib
import io
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import mutate  # noqa: E402


def mutants(text, operator=None):
    found = mutate.Mutator("gauntlet/x.hpp", text).generate()
    return [m for m in found if operator in (None, m.operator)]


def results(text, operator):
    return sorted(m.apply(text) for m in mutants(text, operator))


class Tokens(unittest.TestCase):
    def test_comments_and_directives_are_left_out(self):
        text = '#include <a> // x\n// a == b\nint /* c == d */ e = 1;\n#define A \\\n  b == c\n'
        self.assertEqual([t.text for t in mutate.tokenize(text)], ["int", "e", "=", "1", ";"])

    def test_literals(self):
        text = "f('\\'', '\"', \"a\\\"b // c\", R\"(x\")\" , 0x80, 1'000, u8\"y\")"
        literals = [t.text for t in mutate.tokenize(text) if t.kind in ("char", "string", "number")]
        self.assertEqual(literals, ["'\\''", "'\"'", '"a\\"b // c"', 'R"(x")"', "0x80", "1'000", 'u8"y"'])

    def test_longest_operator_wins(self):
        self.assertEqual([t.text for t in mutate.tokenize("a<=>b->c::d++ <= e")], ["a", "<=>", "b", "->", "c", "::", "d", "++", "<=", "e"])

    def test_functions(self):
        text = "namespace n { struct s { int a() { if (x) { y(); } return 1; } int b = 2; bool operator==(s) { return c; } }; }"
        tokens = mutate.tokenize(text)
        owners = mutate.functions(tokens)
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
        self.assertEqual(len(mutants("int f() { a = state::stopped; }", "enumerator")), 4)
        self.assertIn('int f() { return "a"; }', results('int f() { return "ab"; }', "string"))

    def test_identity_survives_a_move_and_tells_equal_lines_apart(self):
        text = "bool f() {\n  return a == b;\n}\n"
        moved = "// more\n\nint z;\n" + text
        self.assertEqual([m.identity for m in mutants(text)], [m.identity for m in mutants(moved)])
        twice = mutants("void f() {\n  ++a;\n  ++a;\n}\n")
        self.assertEqual(len({m.identity for m in twice}), len(twice))

    def test_the_real_sources(self):
        found = mutate.mutants_of(everything=True)
        self.assertEqual(len({m.identity for m in found}), len(found))
        self.assertEqual({m.path for m in found}, set(mutate.Scope().files))
        for mutant in found:
            self.assertNotEqual(mutant.before, mutant.to, mutant.title())

    def test_every_rule_of_the_scope_leaves_something_out(self):
        scope = mutate.Scope()
        reasons = {scope.reason(m) for m in mutate.mutants_of(everything=True)}
        self.assertEqual({rule["reason"] for rule in scope.left_out} - reasons, set())


class Edits(unittest.TestCase):
    def test_apply_edit(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "a.hpp"
            file.write_text("a b b")
            mutate.apply_edit(folder, "a.hpp", "a", "c")
            self.assertEqual(file.read_text(), "c b b")
            for before in ("b", "x"):
                with self.assertRaises(mutate.ToolError):
                    mutate.apply_edit(folder, "a.hpp", before, "d")


class Running(unittest.TestCase):
    """The whole way, on a copy of the parser's headers with an edit or two."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.include = pathlib.Path(self.folder.name) / "source"
        shutil.copytree(mutate.INCLUDE, self.include)
        self.out = pathlib.Path(self.folder.name) / "out"
        self.equivalent = pathlib.Path(self.folder.name) / "equivalent.json"
        self.know([])

    def know(self, groups):
        self.equivalent.write_text(json.dumps({"equivalent": groups}))

    def run_tool(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        options = ["--out", str(self.out), "--include", str(self.include), "--equivalent", str(self.equivalent)]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = mutate.main([arguments[0], *options, *arguments[1:]])
        return code, out.getvalue() + err.getvalue()

    def mutant(self, function, before, to, source):
        found = [
            m
            for m in mutate.mutants_of(self.include, everything=True)
            if (m.function, m.before, m.to) == (function, before, to) and source in m.source
        ]
        self.assertEqual(len(found), 1, source)
        return found[0]

    def test_killed_survived_equivalent_and_stale(self):
        killed = self.mutant("read_separator", "!=", "==", "if (next != ',')")
        # A line that decides nothing: the octets of the buffer behind the value are nobody's business.
        mutate.apply_edit(
            self.include, "gauntlet/reader.hpp", "    const char* const dquote = at++;\n",
            "    const char* const dquote = at++;\n    quoted_pairs = 0;\n",
        )
        same = self.mutant("read_quoted_string", "quoted_pairs = 0;", ";", "quoted_pairs = 0;")
        code, text = self.run_tool("run", "--id", killed.identity, "--jobs", "1")
        self.assertEqual((code, "1 killed" in text), (0, True), text)
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "1 survived" in text), (1, True), text)
        code, text = self.run_tool("compare", same.identity, "--length", "3")
        self.assertEqual((code, "no difference" in text), (0, True), text)
        code, text = self.run_tool("compare", killed.identity, "--length", "3")
        self.assertEqual((code, "wanted" in text), (1, True), text)

        entry = {"id": same.identity, "line": same.source, "from": same.before, "to": same.to}
        self.know([{"reason": "the caller begins at 0", "mutants": [entry]}])
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "1 equivalent" in text), (0, True), text)
        code, text = self.run_tool("table")
        self.assertEqual(code, 0)
        self.assertRegex(text, r"all\*\* \| \*\*all\*\* .*\*\*1\*\* \| \*\*1\*\* \| \*\*0\*\*")

        wrong = {"id": killed.identity, "line": killed.source, "from": killed.before, "to": killed.to}
        self.know([{"reason": "a mistake", "mutants": [wrong]}])
        code, text = self.run_tool("run", "--id", killed.identity, "--jobs", "1")
        self.assertEqual((code, "said to be equivalent" in text), (1, True), text)

        self.know([{"reason": "long gone", "mutants": [{**entry, "line": "quoted_pairs = 1;"}]}])
        code, text = self.run_tool("run", "--id", same.identity, "--jobs", "1")
        self.assertEqual((code, "stale" in text), (1, True), text)

    def test_sources_that_fail_the_cases_are_a_tool_error(self):
        mutate.apply_edit(self.include, "gauntlet/chars.hpp", '"-._~+/"', '"-._~+"')
        code, text = self.run_tool("run", "--sample", "1")
        self.assertEqual((code, "the parser as it is fails the cases" in text), (2, True), text)

    def test_unknown_mutant(self):
        code, text = self.run_tool("show", "nobody.knows.0")
        self.assertEqual((code, "no such mutant" in text), (2, True), text)


if __name__ == "__main__":
    unittest.main()
