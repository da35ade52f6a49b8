#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Packs a seed corpus.

    seeds.py ZIP           every different field value of corpus/, named by its SHA-256: seed_corpus.zip of a release
    seeds.py ZIP TARGET    the inputs of a fuzz target and what once broke it: what fuzz/build.sh makes for OSS-Fuzz

The same files make the same octets, wherever and whenever. Exit status: 0 done, 2 wrong usage.
"""

import pathlib
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
LICENCE = b"CC0-1.0: take them without asking."
# What the tools read is something else, and a line of field_lines is a line.
NO_FIELD_VALUES = {"field_lines", "case_file", "adapter_message", "wire_message", "lint_input", "scheme_values"}


def target_of(path):
    """The fuzz target of a path of the MANIFEST."""
    parts = path.split("/")
    return parts[1] if parts[0] == "regressions" else parts[0]


def listed():
    """Path and SHA-256 of every file, as the MANIFEST has them."""
    for line in (CORPUS / "MANIFEST").read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")[:2]


def values():
    """A path for each different field value, by its SHA-256."""
    return {digest: path for path, digest in listed() if target_of(path) not in NO_FIELD_VALUES}


def inputs(target):
    """The paths of a target's files, by their names."""
    return {path.rpartition("/")[2]: path for path, _ in listed() if target_of(path) == target}


def pack(archive, files):
    with zipfile.ZipFile(archive, "w") as packed:
        packed.comment = LICENCE
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)  # with the first day that an archive can hold
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, (CORPUS / files[name]).read_bytes(), zipfile.ZIP_DEFLATED, 9)


def main(arguments):
    if len(arguments) not in (1, 2) or not arguments[0].endswith(".zip"):
        print(__doc__)
        return 2
    files = inputs(arguments[1]) if len(arguments) == 2 else values()
    if not files:
        print(f"seeds.py: corpus/ has nothing of a target {arguments[1]!r}; fuzz/targets.txt names them", file=sys.stderr)
        return 2
    pack(arguments[0], files)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
