# SPDX-License-Identifier: Apache-2.0
"""The verdict on one answer, for an implementation that observes everything (order, duplicates, token68, `quoted` aside)."""

import re

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def combined(lines):
    """The combined field value: each line trimmed of SP and HTAB, joined with ", "."""
    return ", ".join(line.strip(" \t") for line in lines)


def as_spaces(lines):
    """The lines with every obs-fold as one SP, then each CR, LF and NUL as one SP."""
    return [re.sub("[\r\n\0]", " ", line.replace("\r\n ", " ")) for line in lines]


def quoted_spans(value):
    """Quoted spans, inside the DQUOTEs: a DQUOTE after "=" and BWS opens, the next unescaped one (or the end) closes.

    For a value in the grammar these are its quoted-strings, because there a DQUOTE stands nowhere else.
    """
    spans = []
    position = 0
    while True:
        opening = re.compile('=[ \t]*"').search(value, position)
        if not opening:
            return spans
        end = opening.end()
        while end < len(value) and value[end] != '"':
            end += 2 if value[end] == "\\" else 1
        end = min(end, len(value))
        spans.append((opening.end(), end))
        position = end + 1


def only_quoted(value):
    """The tokens (in lower case) that stand only inside quoted spans."""
    inside = set()
    outside = set()
    position = 0
    for begin, end in quoted_spans(value):
        outside.update(t.lower() for t in TOKEN.findall(value[position:begin]))
        inside.update(t.lower() for t in TOKEN.findall(value[begin:end]))
        position = end
    outside.update(t.lower() for t in TOKEN.findall(value[position:]))
    return inside - outside


def challenges_of(result):
    """The challenges or credentials of a result; for auth-info one without a scheme."""
    if "challenges" in result:
        return result["challenges"]
    if "credentials" in result:
        return [result["credentials"]]
    return [{"scheme": None, "token68": None, "params": result["params"]}]


def names(result):
    for challenge in challenges_of(result):
        if challenge["scheme"] is not None:
            yield challenge["scheme"]
        for param in challenge["params"]:
            yield param["name"]


def all_octets(result):
    for challenge in challenges_of(result):
        yield challenge["scheme"] or ""
        yield challenge["token68"] or ""
        for param in challenge["params"]:
            yield param["name"]
            yield param["value"]


def is_unsafe(case, result):
    value = combined(as_spaces(case["lines"]))
    hidden = only_quoted(value) | {d.lower() for d in case.get("decoys", [])}
    return any(n.lower() in hidden for n in names(result)) or any(set(s) & set("\r\n\0") for s in all_octets(result))


def comparable(result, fold=False):
    """A result without `quoted`; with `fold` every run of SP in a value counts as one."""
    squeeze = (lambda s: re.sub(" +", " ", s)) if fold else (lambda s: s)
    return [
        (c["scheme"], c["token68"], [(p["name"], squeeze(p["value"])) for p in c["params"]]) for c in challenges_of(result)
    ]


def verdict(case, result):
    """The verdict on `result`, or on a rejection if it is None."""
    if result is not None and is_unsafe(case, result):
        return "unsafe"
    parse = case["parse"]
    if parse == "must-accept":
        if result is None:
            return "over-strict"
        return "pass" if comparable(result) == comparable(case["expect"]) else "wrong-result"
    if parse == "may-accept":
        return "pass" if result is None else "lenient"
    if parse == "must-not-pass":
        fold = any("\r\n " in line for line in case["lines"])
        if result is None:
            return "pass"
        if case["expect"] is not None and comparable(result, fold) == comparable(case["expect"], fold):
            return "alternative:sp"
        return "wrong-result"
    for alternative in case["alternatives"]:
        expect = alternative.get("expect")
        if (result is None) == (expect is None) and (result is None or comparable(result) == comparable(expect)):
            return "alternative:" + alternative["name"]
    return "wrong-result"


def serialize_verdict(case, written, sender):
    """The verdict on a written field value, or on a refusal if it is None; `sender` is a reading of grammar `sender`."""
    if written is None:
        return "pass" if case.get("refuse") else "over-strict"
    if case.get("refuse") or set(written) & set("\r\n\0"):
        return "unsafe"
    result = sender.parse_value(case["operation"], written).result
    structure = case["serialize"]
    if result is None:
        return "wrong-result"
    if comparable(result) != comparable(structure):
        more = sum(1 for _ in names(result)) > sum(1 for _ in names(structure))
        return "unsafe" if more else "wrong-result"
    return "pass"


NON_CONFORMING = ("wrong-result", "over-strict", "unsafe")
