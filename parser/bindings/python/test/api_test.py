#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The installed package: values, octets, lines, errors, limits, writing, and all cases of the suite."""

import ctypes
import os
import pickle
import subprocess
import sys
import threading
import unittest

import gauntlet_http_auth as auth
from gauntlet_http_auth import _errors, _native, suite
from gauntlet_http_auth import AuthParam, Challenge, LimitError, Limits, ParseError, SerializeError


class Reading(unittest.TestCase):
    def refused(self, call, *arguments, **named):
        with self.assertRaises(ParseError) as caught:
            call(*arguments, **named)
        return caught.exception

    def test_every_case_of_the_suite(self):
        for operation, parse in (("challenges", auth.parse_challenges), ("credentials", auth.parse_credentials),
                                 ("auth-info", auth.parse_authentication_info)):
            for how in ({}, {"lines": "all", "octets": "bytes"}):
                report = suite.run_suite(lambda value: parse(value, limits=auth.NO_LIMITS), operation,
                                         rejects=(ParseError,), **how)
                self.assertEqual([str(failure) for failure in report.failures[:3]], [])
                left = {verdict for verdict in report.verdicts if not verdict.startswith("alternative:")}
                self.assertEqual(left, {"pass"}, (operation, how))
                self.assertGreater(report.verdicts["pass"], 500)

    def test_every_offset_of_the_suite(self):
        parse = {"challenges": auth.parse_challenges, "credentials": auth.parse_credentials,
                 "auth-info": auth.parse_authentication_info}
        compared = 0
        for case in suite.cases():
            if case.data.get("offset") is None:
                continue
            for lines in (list(case.lines), [line.encode("latin-1") for line in case.lines]):
                error = self.refused(parse[case.operation], lines, limits=auth.NO_LIMITS)
                self.assertEqual(error.offset, case.data["offset"], case)
                self.assertEqual(len(error.value), len(case.value))
            compared += 1
        self.assertGreater(compared, 2000)

    def test_more_elements_than_there_is_room_for_at_first(self):
        for count in (31, 32, 33, 64, 1000):
            value = "Foo " + ", ".join(f'a{i}="\\{i % 10}"' for i in range(count))
            (found,) = auth.parse_challenges(value, limits=auth.NO_LIMITS)
            self.assertEqual([param.value for param in found.params], [str(i % 10) for i in range(count)])

    def test_str_and_bytes_come_back_as_they_went_in(self):
        for value in ('Foo a="\xe4\\"\xff", b=c, Bar d/=', b'Foo a="\xe4\\"\xff", b=c, Bar d/='):
            kind = type(value)
            foo, bar = auth.parse_challenges(value)
            for each in (foo.scheme, foo.params[0].name, foo.params[0].value, bar.token68):
                self.assertIs(type(each), kind)
        self.assertEqual(foo.params[0].value, b'\xe4"\xff')
        self.assertEqual(foo.params, ((b"a", b'\xe4"\xff', True), (b"b", b"c", False)))

    def test_lines(self):
        lines = [" Foo a=b\t", "", "Bar"]
        self.assertEqual(auth.parse_challenges(lines), auth.parse_challenges("Foo a=b, , Bar"))
        self.assertEqual(auth.parse_challenges(tuple(lines)), auth.parse_challenges(iter(lines)))
        self.assertEqual(auth.parse_challenges([]), [])
        error = self.refused(auth.parse_challenges, [" Foo a=b\t", " =x"])
        self.assertEqual((error.offset, error.line, error.line_offset, error.value), (9, 1, 1, "Foo a=b, =x"))
        # A quoted-string crosses the lines.
        self.assertEqual(auth.parse_challenges(['Foo a="b', 'c"'])[0].get("a"), "b, c")

    def test_errors_say_what_was_expected_and_where(self):
        error = self.refused(auth.parse_challenges, "  Basic realm=x y")
        self.assertEqual((error.code, error.offset, error.line, error.line_offset), ("expected_comma", 14, 0, 16))
        self.assertEqual(str(error), "expected_comma at octet 14: expected a comma or the end; found 0x79")
        self.assertEqual(error.explain().splitlines()[:2], ["Basic realm=x y", " " * 14 + "^ 14"])
        error = self.refused(auth.parse_challenges, b'Basic realm="')
        self.assertIn("the value ends", str(error))
        self.assertIsInstance(error, ValueError)
        self.assertNotIsInstance(error, LimitError)
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(again), str(again), again.value), (ParseError, str(error), error.value))

    def test_the_text_of_an_error_holds_no_credentials(self):
        error = self.refused(auth.parse_credentials, "Basic c2VjcmV0OnNlY3JldA==, x")
        self.assertNotIn("c2Vj", str(error) + repr(error))
        self.assertIn("c2Vj", error.explain())

    def test_each_code_of_the_library_has_words(self):
        codes = {_native.identifier(number) for number in range(1, 256)} - {"unknown"}
        self.assertEqual(len(codes), 31)
        self.assertEqual(set(_errors.EXPECTED), codes | {"not_octets"})

    def test_what_is_no_octets(self):
        error = self.refused(auth.parse_challenges, ["Foo", 'Bar a="\u20ac"'])
        self.assertEqual((error.code, error.offset, error.line, error.line_offset), ("not_octets", 12, 1, 7))
        for wrong in (5, None, ["a", b"b"], [1], bytearray(b"a")):
            with self.assertRaises(TypeError):
                auth.parse_challenges(wrong)

    def test_limits(self):
        for value, limits, code, offset in (
            ("Foo a=b", Limits(max_length=6), "limit_length", 6), ("Foo, Bar", Limits(max_challenges=1), "limit_challenges", 5),
            ("Foo a=b, c=d", Limits(max_auth_params=1), "limit_auth_params", 9),
            ("Foo, , , Bar", Limits(max_empty_elements=1), "limit_empty_elements", 9),
        ):  # fmt: skip
            error = self.refused(auth.parse_challenges, value, limits=limits)
            self.assertEqual((type(error), error.code), (LimitError, code))
            self.assertLessEqual(error.offset, offset + 1)
            auth.parse_challenges(value)
        self.refused(auth.parse_challenges, "Foo " + "a=b," * 65)
        self.assertEqual(len(auth.parse_challenges("Foo " + "a=b," * 65, limits=auth.NO_LIMITS)[0].params), 65)
        for wrong in (-1, 2**64):
            with self.assertRaisesRegex(ValueError, "max_length"):
                auth.parse_challenges("a", limits=Limits(max_length=wrong))
        # The library's defaults are those of this package.
        made = _native.Options()
        _native.options_init(made, ctypes.sizeof(made))
        self.assertEqual((made.max_length, made.max_challenges, made.max_auth_params, made.max_empty_elements), Limits())

    def test_grammar(self):
        self.refused(auth.parse_challenges, "Foo a =b", grammar="sender")
        with self.assertRaisesRegex(ValueError, "recipient"):
            auth.parse_challenges("Foo", grammar="strict")

    def test_challenges(self):
        first, second, third = auth.parse_challenges('basic Realm="a", b=c, B=d, Digest realm=b, Negotiate YQ==')
        self.assertTrue(first.is_scheme("BASIC"))
        self.assertFalse(first.is_scheme("Digest"))
        self.assertEqual((first.get("REALM"), first.get("b"), first.get("x"), first.get("x", "y")), ("a", "c", None, "y"))
        self.assertEqual((first.repeated(), second.repeated()), (["B"], []))
        self.assertIs(auth.select([first, second, third], ["NEGOTIATE", "basic"]), third)
        self.assertIs(auth.select([first, second, first], ["digest", "basic"]), second)
        self.assertIsNone(auth.select([first], ["Bearer"]))
        self.assertEqual(len({first, first}), 1)

    def test_threads(self):
        value, wrong = 'Foo a="\\b", c=d, Bar e/=', []
        expected = auth.parse_challenges(value)

        def read():
            wrong.extend(found for _ in range(500) if (found := auth.parse_challenges(value)) != expected)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Writing(unittest.TestCase):
    def refused(self, call, given):
        with self.assertRaises(SerializeError) as caught:
            call(given)
        return caught.exception.code

    def test_what_was_written_reads_as_what_was_given(self):
        given = [Challenge("Digest", (AuthParam("realm", 'a "b" \\ \xff', True), AuthParam("nc", "00000001", False))),
                 Challenge("Negotiate", (), "YQ=="), Challenge("Basic")]
        value = auth.serialize_challenges(given)
        self.assertEqual(value, 'Digest realm="a \\"b\\" \\\\ \xff", nc=00000001, Negotiate YQ==, Basic')
        self.assertEqual(auth.parse_challenges(value, grammar="sender"), given)
        self.assertEqual(auth.serialize_credentials(Challenge(b"Bearer", (), b"x")), b"Bearer x")
        self.assertEqual(auth.serialize_authentication_info([AuthParam("a", ""), AuthParam("b", "c")]), 'a="", b=c')
        self.assertEqual(auth.serialize_challenges([]), "")

    def test_nothing_is_injected(self):
        for octet in map(chr, range(256)):
            value = f"x{octet}, y=z"
            try:
                written = auth.serialize_challenges([Challenge("Foo", (AuthParam("a", value),))])
            except SerializeError as error:
                self.assertEqual(error.code, "invalid_auth_param_value")
                self.assertTrue(octet < " " and octet != "\t" or octet == "\x7f")
            else:
                self.assertEqual(auth.parse_challenges(written), [Challenge("Foo", (AuthParam("a", value, True),))])

    def test_refusals(self):
        self.assertEqual(self.refused(auth.serialize_challenges, [Challenge("a b")]), "invalid_auth_scheme")
        self.assertEqual(self.refused(auth.serialize_challenges, [Challenge("a", (), "?")]), "invalid_token68")
        both = [Challenge("a", (AuthParam("b", "c"),), "d")]
        self.assertEqual(self.refused(auth.serialize_challenges, both), "unexpected_auth_param")
        twice = [AuthParam("a", "b"), AuthParam("A", "c")]
        self.assertEqual(self.refused(auth.serialize_authentication_info, twice), "repeated_auth_param")
        self.assertEqual(self.refused(auth.serialize_authentication_info, [AuthParam("a", "b c", False)]), "expected_token")
        self.assertEqual(self.refused(auth.serialize_authentication_info, [AuthParam("a", "\u20ac")]), "not_octets")
        with self.assertRaises(TypeError):
            auth.serialize_authentication_info([AuthParam("a", 5)])


class Command(unittest.TestCase):
    def run_command(self, *arguments):
        done = subprocess.run([sys.executable, "-m", "gauntlet_http_auth", *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def test_parse(self):
        status, out, _ = self.run_command("parse", "Basic realm=x")
        self.assertEqual(status, 0)
        self.assertIn('"scheme": "Basic"', out)
        status, out, error = self.run_command("parse", "--credentials", os.fsdecode(b"Basic a=b=\xff"))
        self.assertEqual((status, out), (1, ""))
        self.assertIn("expected_", error)
        self.assertEqual(self.run_command("parse", "--auth-info", "a=b")[0], 0)


class Suite(unittest.TestCase):
    def test_what_fails_is_told(self):
        for parse, verdict in ((lambda value: [], "wrong-result"), (lambda value: None, "over-strict"),
                               (lambda value: 1 / 0, "crash")):
            report = suite.run_suite(parse)
            self.assertFalse(report.conforms)
            self.assertIn(verdict, report.verdicts)
            self.assertIn(report.failures[0].case.id, str(report.failures[0]))

    def test_words_that_are_none(self):
        for wrong in ({"params": "dict"}, {"token68": "no"}, {"only_schemes": "Basic"}):
            with self.assertRaisesRegex(ValueError, "has to be"):
                suite.Observes(**wrong)


if __name__ == "__main__":
    unittest.main()
