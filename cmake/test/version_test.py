#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The version stands in version.hpp; nothing that repeats it says another one. And CHANGELOG.md has the usual form.

    version_test.py               of the tree
    version_test.py --tag v0.1.0  whether that tag may be released: it is the version, and the changelog has its day
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# File, and where in it the version stands.
REPEATED = (("meson.build", r"version: '(\d+\.\d+\.\d+)', license"),
            ("CITATION.cff", r"(?m)^version: (\S+)$"))
# Those that are made: what stands there in the repository is no version.
MADE = (("parser/bindings/javascript/package.json", r'"version": "(.*?)"', "0.0.0"),)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def version():
    header = (ROOT / "parser/include/gauntlet/version.hpp").read_text(encoding="ascii")
    return ".".join(re.findall(r"#define GAUNTLET_VERSION_[A-Z]+ (\d+)", header))


def faults(text, now):
    """What is not as Keep a Changelog has it."""
    found = []
    titles = re.findall(r"(?m)^## (.*)$", text)
    if not titles or titles[0] != "[Unreleased]" and not titles[0].startswith(f"[{now}] - "):
        found.append(f"the first section is neither [Unreleased] nor [{now}] - DATE")
    for title in titles:
        if not re.fullmatch(r"\[Unreleased\]|\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", title):
            found.append(f"## {title}: neither [Unreleased] nor [VERSION] - DATE")
    found += [f"### {kind}: not one of {', '.join(sorted(KINDS))}" for kind in re.findall(r"(?m)^### (.*)$", text)
              if kind not in KINDS]
    return found


def faults_of_tag(tag, text, now):
    """Why a release may not have that tag."""
    found = [] if tag == f"v{now}" else [f"the tag is {ascii(tag)}, version.hpp says {now}"]
    if not re.search(rf"(?m)^## \[{re.escape(now)}\] - \d{{4}}-\d\d-\d\d$", text):
        found.append(f"CHANGELOG.md has no section '## [{now}] - DATE'")
    return found


class VersionTest(unittest.TestCase):
    def test_repeated(self):
        self.assertRegex(version(), r"^\d+\.\d+\.\d+$")
        for name, pattern in REPEATED:
            self.assertEqual(re.findall(pattern, (ROOT / name).read_text(encoding="utf-8")), [version()], name)

    def test_made(self):
        for name, pattern, nothing in MADE:
            self.assertEqual(re.findall(pattern, (ROOT / name).read_text(encoding="utf-8")), [nothing], name)
        for name in ("CMakeLists.txt", "parser/bindings/python/setup.py", "parser/bindings/python/pyproject.toml"):
            self.assertNotIn(version(), (ROOT / name).read_text(encoding="utf-8"), name)

    def test_changelog(self):
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        self.assertEqual(faults(text, version()), [])
        for old, new in (("## [Unreleased]", "## 0.1.0 (unreleased)"), ("### Added", "### New")):
            self.assertNotEqual(faults(text.replace(old, new, 1), version()), [], new)


    def test_tag(self):
        text = "## [Unreleased]\n## [1.2.3] - 2026-01-31\n"
        self.assertEqual(faults_of_tag("v1.2.3", text, "1.2.3"), [])
        self.assertEqual(len(faults_of_tag("1.2.3", text, "1.2.3")), 1)
        self.assertEqual(len(faults_of_tag("v1.2.4", text, "1.2.4")), 1)
        self.assertEqual(len(faults_of_tag("v1.2.3", text, "1.2.4")), 2)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tag"] and len(sys.argv) == 3:
        said = faults_of_tag(sys.argv[2], (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version())
        sys.exit("\n".join(said) or None)
    unittest.main()
