# SPDX-License-Identifier: Apache-2.0
"""The shipped cases, and values to compare, in the form that the driver reads (driver.cc)."""

import collections
import json
import pathlib
import struct
import sys

from planting import SUITE, ToolError


def number(value):
    return struct.pack("<I", value)


def octets(text):
    data = text.encode("latin-1")
    return number(len(data)) + data


def rendered(operation, lines, outcome):
    """What a subject writes down for this outcome (subject.hpp)."""

    def item(what, text):
        return f"{what}{len(text)}:{text}"

    def params(items):
        return "".join(item("N", p["name"]) + item("Q" if p["quoted"] else "V", p["value"]) for p in items)

    trimmed = [line.strip(" \t") for line in lines]
    value = ", ".join(trimmed)
    offset = len(value)
    if outcome.result is None:
        offset = outcome.offset
        text = f"R{offset}"
    elif operation == "auth-info":
        text = "A" + params(outcome.result["params"])
    else:
        single = operation == "credentials"
        text = "A"
        for challenge in [outcome.result["credentials"]] if single else outcome.result["challenges"]:
            text += item("S", challenge["scheme"])
            if challenge["token68"] is not None:
                text += item("T", challenge["token68"])
            text += params(challenge["params"])
    # The line and place of the offset: ", " belongs to the end of the line before it.
    line, place = 0, 0
    for line, content in enumerate(trimmed):
        shift = len(lines[line]) - len(lines[line].lstrip(" \t")) if content else len(lines[line])
        place = shift + min(offset, len(content))
        if line + 1 == len(lines) or offset < len(content) + 2:
            break
        offset -= len(content) + 2
    first = lines[0] if lines else ""
    return f"{text}@{line}.{place}+{len(first) - len(first.lstrip(chr(32) + chr(9)))}"


OPERATIONS = {"challenges": 0, "credentials": 1, "auth-info": 2}
FORMS = {None: 0, True: 1, False: 2}


def calls_of(structure):
    """The calls of a writer for a structure: (kind, form, text, text)."""
    challenges = structure.get("challenges", [structure["credentials"]] if "credentials" in structure else [])
    for challenge in challenges:
        yield 0, 0, challenge["scheme"], ""
        if challenge["token68"] is not None:
            yield 1, 0, challenge["token68"], ""
        for param in challenge["params"]:
            yield 2, FORMS[param.get("quoted")], param["name"], param["value"]
    for param in structure.get("params", []):
        yield 2, FORMS[param.get("quoted")], param["name"], param["value"]


def case_data(root, report=None):
    """All shipped cases in the driver's rendering, id -> octets: serialize cases, which are quick, then hand-written ones
    first. Their results are not taken from the parser but from the naive reading of the RFC, which check_cases.py compares
    with each case."""
    sys.path.insert(0, str(SUITE / "scripts"))
    import reading
    import suite

    readings = [reading.Recipient(), reading.Sender()]
    rendering, counts = {}, collections.Counter()
    cases = sorted(suite.cases(root), key=lambda case: ("serialize" not in case, case["id"].startswith("generated/")))
    for case in cases:
        operation = case["operation"]
        if "cost" in case:
            counts["cost (time, not outcome)"] += 1
            continue
        if "serialize" in case:
            calls = list(calls_of(case["serialize"]))
            parts = [number(1), octets(case["id"]), number(OPERATIONS[operation]), number(len(calls))]
            parts += [number(c[0]) + number(c[1]) + octets(c[2]) + octets(c[3]) for c in calls]
            parts.append(number(int(bool(case.get("refuse")))) + octets(case.get("octets", "")))
            counts["serialize"] += 1
        else:
            lines = case["lines"]
            parts = [number(0), octets(case["id"]), number(OPERATIONS[operation]), number(len(lines))]
            parts += [octets(line) for line in lines]
            for judge in readings:
                outcome = judge.parse(operation, lines)
                if judge is readings[0] and "offset" in case and outcome.offset != case["offset"]:
                    raise ToolError(f"{case['id']}: the offset is not that of reading.py")
                parts.append(octets(rendered(operation, lines, outcome)))
            counts["parse"] += 1
        rendering[case["id"]] = b"".join(parts)
    if report is not None:
        report.update(counts)
    return rendering


def value_data(sources):
    """OPERATION=FILE with a JSON string on each line (gauntlet generate complete --format strings), for the driver."""
    blocks = []
    for source in sources:
        operation, _, path = source.partition("=")
        if operation not in OPERATIONS or not path:
            raise ToolError(f"--values takes OPERATION=FILE, not {source!r}")
        texts = [octets(json.loads(line)) for line in pathlib.Path(path).read_text(encoding="ascii").splitlines()]
        for first in range(0, len(texts), 4096):
            block = texts[first : first + 4096]
            blocks.append(number(OPERATIONS[operation]) + number(len(block)) + b"".join(block))
    return b"".join(blocks)
