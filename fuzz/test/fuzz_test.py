#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Tests of fuzz/scripts/fuzz.py, as far as they need no compiler: what is typed, and what engines tell."""

import argparse
import contextlib
import io
import pathlib
import sys
import tempfile
import time
import unittest
import unittest.mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
import fuzz  # noqa: E402
import targets  # noqa: E402


class Typed(unittest.TestCase):
    def refused(self, *words):
        with self.assertRaises(fuzz.Failure) as caught, contextlib.redirect_stderr(io.StringIO()):
            fuzz.main(list(words))
        self.assertEqual(caught.exception.code, 2)
        return str(caught.exception)

    def test_times(self):
        self.assertEqual([fuzz.seconds(text) for text in ("7", "30s", "10m", "2h", "1d")], [7, 30, 600, 7200, 86400])
        for text in ("", "0", "0s", "-1", "1.5h", "ten"):
            with self.assertRaises(argparse.ArgumentTypeError, msg=text):
                fuzz.seconds(text)

    def test_a_target_that_is_none(self):
        self.assertRegex(self.refused("chalenges"), "no target chalenges; there are: token68 .*adapter_message")

    def test_what_cannot_be_run_with_memory_sanitizer(self):
        self.assertIn("no target is left", self.refused("case_file", "--sanitizer", "memory"))

    def test_no_jobs(self):
        self.assertIn("--jobs", self.refused("--jobs", "0"))

    def test_every_target_is_described_and_has_its_options(self):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(fuzz.main(["--list"]), 0)
        for target in targets.ALL:
            self.assertRegex(out.getvalue(), rf"(?m)^{target}\n    \w")
            arguments, environment = fuzz.options(target)
            self.assertIn(f"-max_len={targets.TABLE[target].max_len}", arguments)
            self.assertIn("quarantine_size_mb", environment["ASAN_OPTIONS"])
            self.assertTrue(targets.dictionary(target).exists())


class Told(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.run_of = fuzz.Run.__new__(fuzz.Run)
        self.run_of.executions = self.run_of.rate = self.run_of.coverage = self.run_of.collected = 0
        self.run_of.work = self.run_of.finds = pathlib.Path(self.folder.name)
        self.run_of.log = self.run_of.work / "log"

    def tearDown(self):
        self.folder.cleanup()

    def figures(self):
        self.run_of.look()
        return self.run_of.executions, self.run_of.rate, self.run_of.coverage, self.run_of.collected

    def test_by_libfuzzer_while_it_runs_and_at_the_end(self):
        self.run_of.engine = "libfuzzer"
        self.run_of.log.write_text("INFO: Seed: 7\n#4096\tpulse  cov: 282 ft: 1670 corp: 501/14Kb lim: 128 exec/s: 2048 rss: 65Mb\n")
        self.assertEqual(self.figures(), (4096, 2048, 282, 501))
        self.run_of.log.write_text("#9\tDONE   cov: 9 ft: 9 corp: 3/14b lim: 128 exec/s: 4 rss: 65Mb\nstat::number_of_executed_units: 10\nstat::average_exec_per_sec:     5\n")
        self.assertEqual(self.figures(), (10, 5, 9, 3))

    def test_by_afl_which_knows_no_rate_at_first(self):
        self.run_of.engine = "afl"
        self.assertEqual(self.figures(), (0, 0, 0, 0))
        stats = self.run_of.work / "default" / "fuzzer_stats"
        stats.parent.mkdir()
        for rate, meant in (("inf", 0), ("nan", 0), ("1234.56", 1234)):
            stats.write_text(f"execs_done        : 77\nexecs_per_sec     : {rate}\nedges_found       : 5\ncorpus_count      : 6\n")
            self.assertEqual(self.figures(), (77, meant, 5, 6))

    def test_why_a_target_stopped(self):
        self.assertEqual(fuzz.reason("x.cc:1: property broken: values stay\nSUMMARY: libFuzzer: deadly signal"), "values stay")
        self.assertEqual(fuzz.reason("==1==ERROR: A: b\nSUMMARY: AddressSanitizer: stack-overflow x.cc:1 in f"), "AddressSanitizer: stack-overflow x.cc:1 in f")
        self.assertEqual(
            fuzz.reason("SUMMARY: AddressSanitizer: use-after-poison /home/me/fuzz/parser/include/gauntlet/writer.hpp:271:32 in f"),
            "AddressSanitizer: use-after-poison parser/include/gauntlet/writer.hpp:271:32 in f",
        )
        self.assertEqual(fuzz.reason("SUMMARY: AddressSanitizer: SEGV (/home/me/writer_fuzzer+0x11) in a/b"), "AddressSanitizer: SEGV (writer_fuzzer+0x11) in a/b")
        self.assertEqual(fuzz.printable(b'a"\\\x7f\xe9'), 'a"\\x5c\\x7f\\xe9')


class Built(unittest.TestCase):
    def test_by_another_compiler_is_not_used(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "out"
            fuzz.start_anew_if_changed(out, "clang++-19", "-g")
            (out / "program").write_text("")
            fuzz.start_anew_if_changed(out, "clang++-19", "-g")
            self.assertTrue((out / "program").exists())
            fuzz.start_anew_if_changed(out, "clang++-14", "-g")
            self.assertFalse((out / "program").exists())


class AtWork(unittest.TestCase):
    """Two commands at a time: the fuzzer is a program that waits."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        patch = unittest.mock.patch.object(fuzz, "BUILD", pathlib.Path(self.folder.name))
        patch.start()
        self.addCleanup(patch.stop)
        self.runs = []

    def tearDown(self):
        for run in self.runs:
            run.child.kill()
            run.child.wait()
        self.folder.cleanup()

    def start(self, sanitizer):
        program = fuzz.program("token68", sanitizer, "libfuzzer")
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\nexec sleep 60\n")
        program.chmod(0o755)
        self.runs.append(fuzz.Run("token68", argparse.Namespace(engine="libfuzzer", sanitizer=sanitizer, time=60, seed=0)))
        return self.runs[-1]

    def test_the_same_fuzzer_runs_once(self):
        first = self.start("address")
        with self.assertRaisesRegex(fuzz.Failure, "token68 is being fuzzed already"):
            self.start("address")
        first.child.kill()
        first.child.wait()
        self.start("address")

    def test_a_find_is_of_the_fuzzer_that_made_it(self):
        one, other = self.start("address"), self.start("memory")
        (one.finds / (one.mark + "crash-1")).write_bytes(b"x")
        self.assertEqual(([find.name for find in one.found()], other.found()), (["address-crash-1"], []))

    def test_what_is_found_again_is_found(self):
        first = self.start("address")
        find = first.finds / (first.mark + "crash-1")
        find.write_bytes(b"x")
        first.child.kill()
        first.child.wait()
        second = self.start("address")
        self.assertEqual(second.found(), [])
        time.sleep(0.01)
        find.write_bytes(b"x")
        self.assertEqual(second.found(), [find])


if __name__ == "__main__":
    unittest.main()
