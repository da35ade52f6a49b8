#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the case files that are derived from tables: look-ups of every name, and whole values of the schemes that libraries
are bound to. The grammar engine says how each value reads.

    derive.py TOOL [DIRECTORY]       TOOL: the built program `gauntlet`; DIRECTORY: cases/generated
"""

import pathlib
import sys

import composing
import lookups
import sizes
import suite
import whole_values


def files(tool, known=()):
    """Path below cases/generated -> text. Lines that are a case already, one of `known` included, are not another one."""
    made, seen = {}, set(known)
    tables = [("lookups", lookups, "the names of {} where a search finds them and a reader must not"),
              ("whole-values", whole_values, "the shapes of the grammar inside whole values, {}"),
              ("sizes", sizes, "long values where they are sent, {}")]  # fmt: skip
    for folder, table, about in tables:
        for name, drafts in table.drafts().items():
            cases = [case for case in composing.cases(tool, drafts) if not (case["id"] in seen or seen.add(case["id"]))]
            description = f"Derived by scripts/{table.__name__}.py: {about.format(name)}."
            made[f"{folder}/{name.lower()}.json"] = composing.case_file(description, cases)
    return made


def main(arguments):
    root = pathlib.Path(arguments[1]) if len(arguments) > 1 else suite.ROOT / "cases" / "generated"
    for name, text in files(arguments[0]).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
