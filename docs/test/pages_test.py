#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Markdown pages: their lines can be read in a terminal, and their links lead somewhere."""

import functools
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WIDTH = 110
LINK = re.compile(r"!?\[((?:[^][]|\[[^][]*\])*)\]\(([^()\s]+)\)")
# The text of a link may begin on the line before.
TARGET = re.compile(r"\]\(([^()\s]+)\)")


def pages(root=ROOT):
    names = subprocess.run(["git", "-C", root, "ls-files", "-z", "*.md"], check=True, capture_output=True, text=True)
    found = [root / name for name in filter(None, names.stdout.split("\0"))]
    # What a test compares octet for octet is output, not a page.
    return [path for path in found if "golden" not in path.parts and path.is_file()]


def is_generated(path):
    return (ROOT / "docs" / "figures") in path.parents


def prose(text):
    """The lines outside of code blocks, with their numbers."""
    fence = None
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and fence is None:
            fence = mark.group(1)
        elif mark and mark.group(1).startswith(fence) and line.strip() == mark.group(1):
            fence = None
        elif fence is None and not line.startswith("    "):
            yield number, line


def too_long(text):
    """The numbers of lines that are too long. A table's row cannot be broken, nor can a link."""
    return [number for number, line in prose(text)
            if not line.startswith("|") and len(LINK.sub(r"\1", line)) > WIDTH]


def slug(heading):
    """The anchor that GitHub gives to a heading."""
    text = LINK.sub(r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


@functools.lru_cache(maxsize=None)
def anchors(path):
    found = set()
    for _, line in prose(path.read_text(encoding="utf-8")):
        heading = re.match(r"#+ (.*)", line)
        if heading:
            anchor, count = slug(heading.group(1)), 0
            while anchor in found:
                count += 1
                anchor = f"{slug(heading.group(1))}-{count}"
            found.add(anchor)
        found.update(re.findall(r'<a (?:name|id)="([^"]+)"', line))
    return found


def dead_links(path):
    """Relative links of a page that lead nowhere."""
    for number, line in prose(path.read_text(encoding="utf-8")):
        for target in TARGET.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            to = (path.parent / name).resolve() if name else path
            if not to.exists():
                yield f"{number}: {target}: no such file"
            elif anchor and (to.suffix != ".md" or anchor not in anchors(to)):
                yield f"{number}: {target}: no such heading"


class Pages(unittest.TestCase):
    def test_lines_are_not_too_long(self):
        for path in pages():
            if is_generated(path):
                continue
            self.assertEqual(too_long(path.read_text(encoding="utf-8")), [], f"{path.relative_to(ROOT)}: over {WIDTH} characters")

    def test_links_lead_somewhere(self):
        for path in pages():
            self.assertEqual(list(dead_links(path)), [], path.relative_to(ROOT))

    def test_every_page_of_docs_is_in_its_index(self):
        index = ROOT / "docs" / "README.md"
        linked = {(index.parent / target).resolve() for target in TARGET.findall(index.read_text())}
        for path in pages():
            if (ROOT / "docs") in path.parents and path != index:
                self.assertIn(path, linked, path.relative_to(ROOT))

    def test_planted_mistakes_are_found(self):
        long, row = "x " * 60, "| " + "x" * 200 + " |"
        self.assertEqual(too_long(f"{long}\n\n```\n{long}\n```\n{row}\n    {long}\n"), [1])
        self.assertEqual(too_long(f"{'x' * 100} [y]({'z' * 50})"), [])
        with tempfile.TemporaryDirectory() as folder:
            page, other = pathlib.Path(folder) / "page.md", pathlib.Path(folder) / "other.md"
            other.write_text("# 3. A heading, `code`\n\n## Twice\n\n## Twice\n")
            page.write_text("# Here\n[a](other.md) [b](other.md#3-a-heading-code) [c](#here) [d](other.md#twice-1)\n"
                            "[e](https://example.org/) `[f](none.md)`\n```\n[g](none.md)\n```\n")
            self.assertEqual(list(dead_links(page)), [])
            page.write_text("# Here\n[a](none.md) [b](other.md#3-heading) [c](#there) ![d](none.svg) [e](other.md#twice-2)\n")
            self.assertEqual(len(list(dead_links(page))), 5)


if __name__ == "__main__":
    unittest.main()
