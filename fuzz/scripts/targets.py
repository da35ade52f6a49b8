# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""The table of the fuzz targets, fuzz/targets.txt."""

import collections
import pathlib

FUZZ = pathlib.Path(__file__).resolve().parent.parent
Target = collections.namedtuple("Target", "name max_len kind library source", defaults=("", ""))


def read():
    lines = (FUZZ / "targets.txt").read_text(encoding="ascii").splitlines()
    return {target.name: target for target in (Target(*line.split()) for line in lines if line and not line.startswith("#"))}


TABLE = read()
ALL = list(TABLE)
PARSER = [name for name in ALL if TABLE[name].kind == "parser"]
TOOLS = [name for name in ALL if TABLE[name].kind == "tools"]


def is_tool(name):
    return name in TOOLS


def source(name):
    return FUZZ / f"{name}_fuzzer.cc"


def dictionary(name):
    return FUZZ / ("tools.dict" if is_tool(name) else "gauntlet.dict")


def inputs(name, root=FUZZ.parent / "corpus"):
    """The folders of its corpus."""
    return [folder for folder in (root / name, root / "regressions" / name) if folder.is_dir()]
