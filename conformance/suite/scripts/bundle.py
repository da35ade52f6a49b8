#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes all cases as one JSON document in normal form (no defaults), for people who vendor the suite.

    bundle.py > all.json
"""

import json
import pathlib
import sys

import suite


def main(arguments):
    root = pathlib.Path(arguments[0]) if arguments else suite.ROOT
    cases = ",\n".join(json.dumps(case) for case in suite.cases(root))
    print('{"suite": "gauntlet", "format": 1, "license": "CC0-1.0", "cases": [\n' + cases + "\n]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
