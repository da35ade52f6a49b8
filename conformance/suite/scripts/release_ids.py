#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Notes the ids of a release in released.json, once and for ever.

    release_ids.py VERSION [DIRECTORY]

Only ids that no earlier release had are written. Exit 2: the version is there already, or is not a version.
"""

import json
import pathlib
import re
import sys

import suite


def main(arguments):
    if not arguments or not re.fullmatch("[0-9]+[.][0-9]+[.][0-9]+", arguments[0]):
        print("usage: release_ids.py VERSION [DIRECTORY]", file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[1]) if len(arguments) > 1 else suite.ROOT
    path = root / "released.json"
    document = suite.read_json(path)
    if any(release["version"] == arguments[0] for release in document["releases"]):
        print(f"release_ids: {arguments[0]} was released already", file=sys.stderr)
        return 2
    known = {identity for release in document["releases"] for identity in release["ids"]}
    new = sorted({case["id"] for case in suite.cases(root)} - known)
    document["releases"].append({"version": arguments[0], "ids": new})
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="ascii")
    print(f"{len(new)} ids new in {arguments[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
