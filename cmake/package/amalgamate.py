#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the parser's headers as one file, for projects that copy one.

    amalgamate.py OUT     writes OUT, such as gauntlet.hpp; - is standard output

Each header stands where it is included first, with its include guard: a program that sees the one file and the headers of
the same version sees each once. kernel.hpp is left out, because it is no use without the library that it declares.
"""

import pathlib
import re
import sys

INCLUDE_FOLDER = pathlib.Path(__file__).resolve().parents[2] / "parser" / "include"
UMBRELLA = "gauntlet/gauntlet.hpp"
LEFT_OUT = {"gauntlet/kernel.hpp"}
INCLUDE = re.compile(r'#include "([^"]+)"')
HEAD = """\
// SPDX-License-Identifier: Apache-2.0
//
// Gauntlet {version}: the parser of the HTTP authentication fields (RFC 9110 section 11) in one file, made from its headers
// by amalgamate.py. Change those, not this. gauntlet::kernel is not here: it needs the library.
"""


def read(name):
    return (INCLUDE_FOLDER / name).read_text(encoding="ascii")


def lines_of(name, begun):
    """The lines of a header, and of those that it includes where nothing has yet."""
    begun.add(name)
    for line in read(name).splitlines():
        included = INCLUDE.match(line)
        if not included:
            yield line
        elif included.group(1) not in begun | LEFT_OUT:
            yield from lines_of(included.group(1), begun)


def amalgamation():
    version = ".".join(re.findall(r"#define GAUNTLET_VERSION_[A-Z]+ (\d+)", read("gauntlet/version.hpp")))
    text = "\n".join(lines_of(UMBRELLA, set())) + "\n"
    return HEAD.format(version=version) + re.sub(r"\n{3,}", "\n\n", text)


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("--"):
        print(__doc__, file=sys.stderr)
        return 2
    if sys.argv[1] == "-":
        sys.stdout.write(amalgamation())
    else:
        pathlib.Path(sys.argv[1]).write_text(amalgamation(), encoding="ascii", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
