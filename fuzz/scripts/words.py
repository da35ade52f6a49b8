#!/usr/bin/env python3
# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Writes the dictionaries of the fuzz targets, and the mutator's word lists.

    words.py            writes fuzz/gauntlet.dict, fuzz/tools.dict and fuzz/support/words.hpp
                        (so does ./gauntlet regenerate words; its --check says when they are stale)

For field values the sources are the auth-schemes (conformance/suite/schemes), the delimiters below, and for octets that
stand at a boundary the classes of octets of the automata that the grammar engine made
(parser/test/generated/automata.hpp). For the JSON that the tools read (tools.dict) it is their schemas.
"""

import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
FUZZ = pathlib.Path(__file__).resolve().parent.parent
SUITE = FUZZ.parent / "conformance" / "suite"
AUTOMATA = FUZZ.parent / "parser" / "test" / "generated" / "automata.hpp"
SCHEMAS = [SUITE / "schema" / f"{name}.schema.json" for name in ("case-file", "adapter-answer")]
DELIMITERS = [
    ",", ", ", " ,", ",,", ", ,", "=", "==", " =", "= ", " = ", "=\t", "\t=", "=\"", "\"", "\"\"", "=\"\"",
    "\\\"", "\\\\", "\\,", "\",", "\", ", "\" ,", " ", "  ", "\t", " \t", "a=b", "a=\"b\"", ", a=b", "a/b",
    "a/b==", "realm=x", "realm=\"x\"", "REALM=", "Foo ", "Foo ,", "Foo, ", "Foo a=b, Bar", ", Bar", "\n",
]
# The words are data, as the corpus is, and under its licence.
HEADING = [
    "# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: CC0-1.0",
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


def dictionary(groups):
    lines = list(HEADING)
    for source, words in groups:
        lines += ["", f"# {source}"]
        lines += [quoted(word.encode("latin-1")) for word in words]
    lines += ["", "# Octets beside the end of a class of octets"]
    known = {word for _, words in groups for word in words}
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


def header(groups):
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
    for part, (source, words) in zip(("schemes", "names"), groups):
        lines += [f"// {source}.", f"inline constexpr std::string_view {part}[] = {{"]
        lines += ["    " + json.dumps(word) + "," for word in words]
        lines += ["};", ""]
    lines += ["// clang-format on", "", "}  // namespace fuzz::words", "", "#endif  // FUZZ_SUPPORT_WORDS_HPP_"]
    return "\n".join(lines) + "\n"


def files():
    """What this writes: path -> text."""
    sys.path.insert(0, str(SUITE / "scripts"))
    import suite

    groups = [
        ("The auth-schemes of conformance/suite/schemes", suite.scheme_names()),
        ("The parameters of these schemes", suite.param_names()),
        ("The delimiters of RFC 9110 sections 5.6 and 11, and how they meet", DELIMITERS),
    ]
    texts = {"gauntlet.dict": dictionary(groups), "tools.dict": json_dictionary(), "support/words.hpp": header(groups)}
    return {FUZZ / name: text for name, text in texts.items()}


if __name__ == "__main__":
    for file, content in files().items():
        file.write_text(content, encoding="ascii")
