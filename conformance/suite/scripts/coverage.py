#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the coverage table as Markdown: each requirement, its cases, or why it has none and what lint sees of it.

    coverage.py [DIRECTORY]
"""

import collections
import pathlib
import sys

import suite

SHOWN = 3


def escape(text):
    return text.replace("|", "\\|")


def table(root):
    cases = collections.defaultdict(list)
    for case in suite.cases(root):
        for requirement in case["requirements"]:
            cases[requirement].append(case["id"])
    requirements = suite.requirements(root)
    without = [r for r in requirements if r["id"] not in cases]
    yield "# Coverage of the requirements"
    yield ""
    linted = sum("lint" in r for r in without)
    yield f"{len(requirements)} requirements, {len(requirements) - len(without)} with cases, {len(without)} without."
    yield f"`gauntlet lint` sees {linted} of those in messages and traces."
    yield ""
    yield "| id | section | level | requirement | cases |"
    yield "|---|---|---|---|---|"
    for requirement in requirements:
        ids = cases.get(requirement["id"])
        if not ids:
            continue
        sections = ", ".join(f"{s['rfc']} {s['section']}" for s in requirement["sections"])
        shown = ", ".join(f"`{i}`" for i in ids[:SHOWN]) + (" ..." if len(ids) > SHOWN else "")
        statement = escape(requirement["statement"])
        yield f"| {requirement['id']} | {sections} | {requirement['level']} | {statement} | {len(ids)}: {shown} |"
    yield ""
    yield "## Without a case"
    yield ""
    yield "| id | section | level | requirement | why | rules of lint |"
    yield "|---|---|---|---|---|---|"
    for requirement in without:
        sections = ", ".join(f"{s['rfc']} {s['section']}" for s in requirement["sections"])
        statement = escape(requirement["statement"])
        why = escape(requirement["without_case"])
        rules = ", ".join(f"`{rule}`" for rule in requirement.get("lint", ()))
        yield f"| {requirement['id']} | {sections} | {requirement['level']} | {statement} | {why} | {rules} |"


def main(arguments):
    root = pathlib.Path(arguments[0]) if arguments else suite.ROOT
    print("\n".join(table(root)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
