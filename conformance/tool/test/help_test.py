#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Help, topics, manual pages and completions: made from one description of the commands, and fit to be read.

    help_test.py PROGRAM
"""

import json
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
COMPLETION = HERE.parent / "completion"
PROGRAM = None
SCREEN = (80, 23)  # columns, and lines without that of the next prompt


def run(*words, program=None):
    return subprocess.run([str(program or PROGRAM), *words], capture_output=True, text=True, timeout=60)


def listed(*command):
    """The commands that --help lists below one."""
    names = re.findall(r"(?m)^  (\S+) ", run(*command, "--help").stdout.partition("\nUsage:")[2])
    return [name for name in names if not name.startswith("-") and name.islower()]


def every_command():
    for name in listed():
        yield (name,)
        if name == "generate":
            for below in listed(name):
                yield name, below
    for hidden in ("complete", "manual"):
        yield (hidden,)


class Help(unittest.TestCase):
    def test_short_help_fits_a_screen_and_begins_with_an_example(self):
        commands = [(), *every_command()]
        self.assertGreater(len(commands), 25)
        for command in commands:
            with self.subTest(command=command):
                said = run(*command, "-h")
                self.assertEqual((said.returncode, said.stderr), (0, ""))
                lines = said.stdout.splitlines()
                self.assertLessEqual(len(lines), SCREEN[1], said.stdout)
                for line in lines:
                    self.assertLessEqual(len(line), SCREEN[0], line)
                first = " ".join(lines[:3])
                self.assertTrue(lines[0].startswith("  "), lines[0])
                self.assertIn(" ".join(("gauntlet", *command)), re.sub(" +", " ", first))
                self.assertIn("\nUsage: " + " ".join(("gauntlet", *command)), said.stdout)

    def test_long_help_has_each_option_and_no_long_line(self):
        for command in every_command():
            with self.subTest(command=command):
                said = run(*command, "--help").stdout
                for line in said.splitlines():
                    self.assertLessEqual(len(line), 100, line)
                for name in re.findall(r"(?<![\w-])--[a-z-]+", run(*command, "-h").stdout.partition("Usage:")[2]):
                    self.assertIn(name, said)

    def test_version(self):
        first, *facts = run("--version").stdout.splitlines()
        as_json = json.loads(run("--version", "--json").stdout)
        self.assertEqual(first, f"gauntlet {as_json['version']}")
        self.assertRegex(as_json["commit"], r"^([0-9a-f]{40}(\+changes)?|unknown)$")
        self.assertRegex(as_json["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertIn(as_json["kernel"], as_json["kernels"])
        self.assertIn("portable", as_json["kernels"])
        for name in ("commit", "compiler", "kernel"):
            self.assertTrue(any(as_json[name] in line for line in facts), name)
        self.assertEqual(run("--json").returncode, 2)

    def test_every_topic(self):
        topics = re.findall(r"(?m)^  ([a-z-]+) ", run("help").stdout)
        self.assertGreater(len(topics), 15)
        self.assertEqual(set(topics) & set(listed()), set())
        for topic in topics:
            with self.subTest(topic=topic):
                said = run("help", topic)
                self.assertEqual((said.returncode, said.stderr), (0, ""))
                self.assertGreater(said.stdout.count("\n"), 4)
                outside = re.sub(r"(?m)^    .*$", "", said.stdout)
                self.assertNotRegex(outside, r"\]\(|\*\*|(?m:^#|^\|)")
        self.assertIn("  `over-strict`\n      rejected what has to be accepted\n", run("help", "verdicts").stdout)
        self.assertEqual(run("help", "run").stdout, run("run", "--help").stdout)
        wrong = run("help", "verdict")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("did you mean verdicts", wrong.stderr)


class Manual(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet-manual-"))
        self.addCleanup(shutil.rmtree, self.folder)
        made = run("manual", "--out", str(self.folder))
        self.assertEqual((made.returncode, made.stdout, made.stderr), (0, "", ""))
        self.pages = sorted(self.folder.iterdir())

    def test_a_page_for_each_command(self):
        self.assertEqual([page.name for page in self.pages],
                         sorted(["gauntlet.1", *(f"gauntlet-{name}.1" for name in listed())]))
        for page in self.pages:
            text = page.read_text(encoding="ascii").replace("\\-", "-")
            command = page.stem.replace("gauntlet-", "")
            words = () if page.stem == "gauntlet" else (command,)
            for name in re.findall(r"(?<![\w-])--[a-z-]+", run(*words, "--help").stdout.partition("Usage:")[2]):
                self.assertIn(name, text, page.name)

    def test_man_has_nothing_to_say(self):
        if not shutil.which("man"):
            self.skipTest("no man here")
        for page in self.pages:
            done = subprocess.run(["man", "-l", "--warnings", "--pager=cat", str(page)], capture_output=True, text=True,
                                  env={**os.environ, "LC_ALL": "C", "MANWIDTH": "80"})
            self.assertEqual((done.returncode, done.stderr), (0, ""), page.name)
            self.assertIn("EXAMPLES", done.stdout)

    def test_mandoc_has_nothing_to_say(self):
        if not shutil.which("mandoc"):
            self.skipTest("no mandoc here")
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *map(str, self.pages)], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


class Completion(unittest.TestCase):
    def asks(self, *words):
        return [line.split("\t")[0] for line in run("complete", "--", *words).stdout.splitlines()]

    def test_words(self):
        self.assertEqual(set(listed()), set(self.asks("")))
        self.assertEqual(self.asks("gen"), ["generate"])
        self.assertEqual(self.asks("generate", "ra"), ["random"])
        self.assertEqual(self.asks("run", "--fam"), ["--family"])
        self.assertIn("--json", self.asks("list", "--"))
        self.assertEqual(self.asks("run", "--", "x", ""), [])

    def test_values(self):
        self.assertEqual(self.asks("parse", "--operation", "c"), ["challenges", "credentials"])
        self.assertEqual(self.asks("diff", "--among", ""), ["all", "accepted", "valid"])
        self.assertEqual(self.asks("generate", "complete", "--format", ""), ["cases", "strings"])
        self.assertIn("quoted-string", self.asks("run", "--family", ""))
        self.assertIn("bare-scheme", self.asks("run", "--flag", "b"))
        self.assertIn("R23", self.asks("run", "--requirement", "R2"))
        self.assertIn("werkzeug", self.asks("run", "--quiet", "wer"))
        self.assertIn("Python", self.asks("list", "--language", "P"))
        self.assertIn("junit", self.asks("report", "--format", ""))
        self.assertIn("warc", self.asks("lint", "--format", "w"))
        self.assertIn("missing-comma", self.asks("lint", "--explain", "miss"))
        self.assertIn("verdicts", self.asks("help", "v"))
        self.assertIn("python", self.asks("new-adapter", "p"))
        self.assertEqual(self.asks("run", "--out", ""), [])


class Shells(unittest.TestCase):
    """In the shells themselves: what stands on the line after the tabulator key."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gauntlet-shell-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "gauntlet").symlink_to(PROGRAM)
        self.environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "HOME": str(self.folder),
                            "TERM": "dumb", "LC_ALL": "C", "PS1": "$ "}

    def types(self, *shell, lines, then):
        """What a terminal shows once `then` was typed and is answered."""
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(self.folder)
            os.execvpe(shell[0], list(shell), self.environment)
        try:
            os.write(terminal, "".join(line + "\n" for line in [*lines, "echo re''ady"]).encode())
            self.read_until(terminal, "\nready")
            os.write(terminal, then.encode())
            return self.read_until(terminal, "--family ")
        finally:
            os.kill(process, 9)
            os.waitpid(process, 0)
            os.close(terminal)

    def read_until(self, terminal, wanted, seconds=240):
        seen, end = "", time.monotonic() + seconds
        while wanted not in seen and time.monotonic() < end:
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 4096).decode("utf-8", "replace").replace("\r", "")
        self.assertIn(wanted, seen)
        return seen

    def test_bash(self):
        self.types("bash", "--norc", "--noprofile", "-i", lines=[f"source {str(COMPLETION / 'gauntlet.bash')!r}"],
                   then="gauntlet run --fam\t")

    def test_zsh(self):
        if not shutil.which("zsh"):
            self.skipTest("no zsh here")
        self.types("zsh", "-f", "-i", lines=[f"fpath=({str(COMPLETION)!r} $fpath); autoload -U compinit; compinit -u -D"],
                   then="gauntlet run --fam\t")

    def test_fish(self):
        if not shutil.which("fish"):
            self.skipTest("no fish here")
        done = subprocess.run(["fish", "--no-config", "-c", f"source {COMPLETION / 'gauntlet.fish'}; complete -C 'gauntlet run --fam'"],
                              capture_output=True, text=True, env=self.environment, timeout=60)
        self.assertEqual([line.split("\t")[0] for line in done.stdout.splitlines()], ["--family"], done.stderr)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
