#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Writes the dictionaries of the fuzz targets, and the mutator's word lists.

    words.py            writes fuzz/gauntlet.dict, fuzz/tools.dict and fuzz/support/words.hpp
    words.py --check    exit 1 when they are not what this would write

For field values the source is words.json, and for octets that stand at a boundary the classes of octets of the automata
that the grammar engine made (conformance/grammar/generated/automata.hpp). For the JSON that the tools read (tools.dict)
it is their schemas.
"""

import json
import pathlib
import re
import sys

FUZZ = pathlib.Path(__file__).resolve().parent.parent
AUTOMATA = FUZZ.parent / "conformance" / "grammar" / "generated" / "automata.hpp"
SCHEMAS = [FUZZ.parent / "conformance" / "suite" / "schema" / f"{name}.schema.json" for name in ("case-file", "adapter-answer")]
HEADING = [
    "# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0",
    "# Written by fuzz/scripts/words.py; do not edit. For libFuzzer, AFL++ and honggfuzz.",
]


def boundary_octets():
    """The octets whose neighbour is of another class, in any of the automata."""
    text = AUTOMATA.read_text(encoding="ascii")
    found = set()
    for table in re.findall(r"_class_of\[\] = \{([^}]*)\}", text):
        classes = [int(number) for number in table.replace("\n", "").split(",") if number.strip()]
        if len(classes) != 256:
            raise SystemExit("words.py: a table of classes that has not 256 octets")
        for octet in range(256):
            if any(0 <= near < 256 and classes[near] != classes[octet] for near in (octet - 1, octet + 1)):
                found.add(octet)
    return sorted(found | {0, 255})


def quoted(octets):
    return '"' + "".join(chr(o) if 0x20 <= o < 0x7F and o not in (0x22, 0x5C) else f"\\x{o:02X}" for o in octets) + '"'


def dictionary(words):
    lines = list(HEADING)
    for part, group in words.items():
        lines += ["", f"# {group['source']}"]
        lines += [quoted(word.encode("latin-1")) for word in group["words"]]
    lines += ["", "# Octets beside the end of a class of octets"]
    known = {word for group in words.values() for word in group["words"]}
    lines += [quoted([octet]) for octet in boundary_octets() if chr(octet) not in known]
    return "\n".join(lines) + "\n"


def members(schema):
    """The names of members in a schema, with a colon, and the words that it permits as values."""
    if isinstance(schema, list):
        for item in schema:
            yield from members(item)
    elif isinstance(schema, dict):
        yield from (json.dumps(name) + ":" for name in schema.get("properties", {}))
        for value in [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]:
            yield json.dumps(value)
        for part in schema.values():
            yield from members(part)


def json_dictionary():
    words = sorted({word for path in SCHEMAS for word in members(json.loads(path.read_text(encoding="utf-8")))})
    joints = ["{", "}", "[", "]", ",", ":", '""', "{}", "[]", "null", "true", "false", "0", "-1", "1e9", "18446744073709551616", "\\u0000", "\\u00ff", "\\u0100", "\\ud83d", '\\"', "\\\\"]
    lines = [*HEADING, "", "# JSON"] + [quoted(word.encode("ascii")) for word in joints]
    lines += ["", "# The members of case files and of answers"] + [quoted(word.encode("ascii")) for word in words]
    return "\n".join(lines) + "\n"


def header(words):
    lines = [
        "// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0",
        "//",
        "// Written by fuzz/scripts/words.py; do not edit.",
        "#ifndef FUZZ_SUPPORT_WORDS_HPP_",
        "#define FUZZ_SUPPORT_WORDS_HPP_",
        "",
        "#include <string_view>",
        "",
        "namespace fuzz::words {",
        "",
        "// clang-format off",
    ]
    for part in ("schemes", "names"):
        lines += [f"// From {words[part]['source']}.", f"inline constexpr std::string_view {part}[] = {{"]
        lines += ["    " + json.dumps(word) + "," for word in words[part]["words"]]
        lines += ["};", ""]
    lines += ["// clang-format on", "", "}  // namespace fuzz::words", "", "#endif  // FUZZ_SUPPORT_WORDS_HPP_"]
    return "\n".join(lines) + "\n"


def main(argv):
    words = json.loads((FUZZ / "words.json").read_text(encoding="ascii"))
    stale = []
    for name, text in (("gauntlet.dict", dictionary(words)), ("tools.dict", json_dictionary()), ("support/words.hpp", header(words))):
        path = FUZZ / name
        if "--check" not in argv:
            path.write_text(text, encoding="ascii")
        elif not path.exists() or path.read_text(encoding="ascii") != text:
            stale.append(path.name)
    if stale:
        print(f"not what fuzz/scripts/words.py writes: {', '.join(stale)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
