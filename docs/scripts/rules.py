#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/rules.md: the rules of `gauntlet lint`, from conformance/lint/rules.json. Written by ./gauntlet regenerate rules."""

import json
import pathlib
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LINT = ROOT / "conformance" / "lint"
WIDTH = 110
LEVELS = {
    "MUST": "a requirement of an RFC is broken",
    "SECURITY": "a secret is shown to somebody, or a login can be abused",
    "SHOULD": "a recommendation of an RFC is not followed",
    "INTEROP": "legal, and known to fail somewhere",
}


def reference(ref):
    if "rfc" not in ref:
        return ", ".join(filter(None, (ref["document"], ref.get("section"))))
    link = f"https://www.rfc-editor.org/rfc/rfc{ref['rfc']}#section-{ref['section']}"
    return f"[RFC {ref['rfc']}, section {ref['section']}]({link})"


def wrapped(text, indent=""):
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def shown(example):
    """An example as text; octets outside of ASCII as \\xHH."""
    if "field" in example:
        example = f"{example['field']}: {example['value']}{example.get('repeat', '') and '...'}"
    if not isinstance(example, str):
        return "\n\n".join(shown(head) for head in example["heads"])
    return "".join(c if c == "\n" or " " <= c <= "~" else f"\\x{ord(c):02X}" for c in example.rstrip("\n"))


def section(rule, measured):
    lines = [f"### {rule['id']}", "", wrapped(f"**{rule['level']}**: {rule['what']} {rule['why']}"), "",
             wrapped(f"What to do: {rule['do']}"), "", "```text", shown(rule["examples"]["finds"][0]), "```", ""]
    lines += [f"* {reference(ref)}" for ref in rule["refs"]]
    known = [one if isinstance(one, str) else one["text"] for one in rule.get("known", ())]
    lines += [wrapped(f"* stumbles: {text}", "  ") for text in (*measured, *known)]
    return "\n".join(lines) + "\n"


def page():
    rules = json.loads((LINT / "rules.json").read_text(encoding="ascii"))["rules"]
    stumbles = json.loads((LINT / "stumbles.json").read_text(encoding="ascii"))
    head = ["# The rules of `gauntlet lint`", "",
            wrapped(f"The {len(rules)} rules of [gauntlet lint](lint.md). `gauntlet lint --explain RULE` prints the same. This page is "
                    "written by `./gauntlet regenerate rules` from "
                    "[rules.json](../conformance/lint/rules.json)."), "",
            wrapped("*Stumbles* names what does not read such a value: libraries as a run of the suite of "
                    f"{stumbles['measured']} found them, and public reports."), "",
            "| level | means | rules |", "|---|---|---|"]
    for level, means in LEVELS.items():
        links = ", ".join(f"[{rule['id']}](#{rule['id']})" for rule in rules if rule["level"] == level)
        head.append(f"| {level} | {means} | {links} |")
    return "\n".join(head) + "\n\n" + "\n".join(section(rule, stumbles["rules"].get(rule["id"], ())) for rule in rules)


def pages():
    return {"docs/rules.md": page()}
