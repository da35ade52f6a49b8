#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What pages show of a console is what the program prints: console_test.py PROGRAM.

A ```console block has commands after `$ ` (a backslash at the end of a line: it goes on in the next), and under each what
it prints, both streams; a line of `...` stands for any number of lines. The commands of a page run one after the other in
one folder. GAUNTLET_UPDATE_PAGES=1 writes into the pages what has changed.
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
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def commands(text):
    """(command, expected lines) of each command of a page."""
    for block in BLOCK.findall(text):
        for command, expected in COMMAND.findall(block):
            yield command, expected.splitlines()


def matches(expected, printed):
    pattern = "\n".join("(?:.*\n)*.*" if line == "..." else re.escape(line) for line in expected)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


def printed(command, program, folder):
    tools = pathlib.Path(folder, ".bin")
    if not tools.exists():
        tools.mkdir()
        (tools / "gauntlet").symlink_to(program)
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "NO_COLOR": "1"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("ascii").splitlines()


def run_again(text, run):
    """The page with what its commands print today; what still matches stays as it is."""

    def session(found):
        command, expected = found.groups()
        now = run(command)
        said = expected if matches(expected.splitlines(), now) else "".join(line + "\n" for line in now)
        return f"$ {command}\n{said}"

    return BLOCK.sub(lambda block: COMMAND.sub(session, block.group()), text)


class Console(unittest.TestCase):
    program = ""
    maxDiff = None

    def test_pages_show_what_is_printed(self):
        count = 0
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            count += len(list(commands(text)))
            with self.subTest(page=page.name), tempfile.TemporaryDirectory() as folder:
                now = run_again(text, lambda command: printed(command, self.program, folder))
                if os.environ.get("GAUNTLET_UPDATE_PAGES") == "1":
                    page.write_text(now, encoding="utf-8")
                else:
                    self.assertEqual(text.splitlines(), now.splitlines())
        self.assertGreater(count, 20)

    def test_planted_mistakes_are_found(self):
        self.assertTrue(matches(["a", "...", "d"], ["a", "b", "c", "d"]))
        self.assertFalse(matches(["a", "...", "d"], ["a", "b", "c"]))
        self.assertFalse(matches(["a."], ["ab"]))
        page = "```console\n$ x \\\n  z\n1\n$ y\n```\n"
        self.assertEqual(list(commands(page)), [("x \\\n  z", ["1"]), ("y", [])])
        self.assertEqual(run_again(page, lambda command: ["1"] if command[0] == "x" else []), page)
        self.assertEqual(run_again(page, lambda _: ["2"]), page.replace("\n1\n", "\n2\n").replace("y\n", "y\n2\n"))


if __name__ == "__main__":
    Console.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
