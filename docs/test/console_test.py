#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What pages show of a console is what the program prints: console_test.py PROGRAM.

A ```console block has commands after `$ `, and under each what it prints, both streams; a line of `...` stands for any
number of lines.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))


def blocks(text):
    """(command, expected lines) of each command of a page."""
    for block in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            yield command, expected


def matches(expected, printed):
    pattern = "\n".join("(?:.*\n)*.*" if line == "..." else re.escape(line) for line in expected)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


def printed(command, program):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "gauntlet").symlink_to(program)
        environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "NO_COLOR": "1"}
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("ascii").rstrip("\n").split("\n")


class Console(unittest.TestCase):
    program = ""

    def test_pages_show_what_is_printed(self):
        count = 0
        for page in PAGES:
            for command, expected in blocks(page.read_text(encoding="utf-8")):
                count += 1
                got = printed(command, self.program)
                self.assertTrue(matches(expected, got), f"{page.name}: $ {command}\n" + "\n".join(got))
        self.assertGreater(count, 4)

    def test_planted_mistakes_are_found(self):
        self.assertTrue(matches(["a", "...", "d"], ["a", "b", "c", "d"]))
        self.assertFalse(matches(["a", "...", "d"], ["a", "b", "c"]))
        self.assertFalse(matches(["a."], ["ab"]))
        self.assertEqual(list(blocks("```console\n$ x\n1\n$ y\n```\n")), [("x", ["1"]), ("y", [])])


if __name__ == "__main__":
    Console.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
