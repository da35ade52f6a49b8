# SPDX-License-Identifier: Apache-2.0
"""Edits of copies of the parser, shared by the mutants and the planted faults."""

import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PARSER = ROOT / "parser"
INCLUDE = PARSER / "include"
SUITE = ROOT / "conformance" / "suite"


class ToolError(Exception):
    pass


def apply_edit(tree, path, before, after):
    """Applies one edit to a file of a copied tree: `before`, which has to occur there exactly once, becomes `after`."""
    file = pathlib.Path(tree) / path
    text = file.read_text(encoding="ascii")
    if text.count(before) != 1:
        raise ToolError(f"{path}: {text.count(before)} places match, not one: {before!r}")
    file.write_text(text.replace(before, after), encoding="ascii")


def copy_of_parser(place):
    """What of parser/ is compiled, in `place`; an earlier copy is removed."""
    shutil.rmtree(place, ignore_errors=True)
    for part in ("include", "src"):
        shutil.copytree(PARSER / part, place / part)
    return place
