# SPDX-License-Identifier: Apache-2.0
"""The verdict on one answer, for an implementation that observes everything (order, duplicates, token68, `quoted` aside).

`checks` and `message` are what such an implementation may still declare: that it checks the rules of schemes, and that
it reads messages itself (PROTOCOL.md, section 3.3).
"""

import functools
import re
import string

import reading
import scheme_rules

TCHARS = "!#$%&'*+.^_`|~-" + string.digits + string.ascii_letters
TOKEN = re.compile(f"[{re.escape(TCHARS)}]+")
RECIPIENT = reading.Recipient()
# A rejection of a longer value may be a limit, which is no fault.
LONGEST_WITHOUT_LIMIT = 8 * 1024


def combined(lines):
    """The combined field value: each line trimmed of SP and HTAB, joined with ", "."""
    return ", ".join(line.strip(" \t") for line in lines)


def as_spaces(lines):
    """The lines with every obs-fold as one SP, then each CR, LF and NUL as one SP."""
    return [re.sub("[\r\n\0]", " ", line.replace("\r\n ", " ")) for line in lines]


def before_line_end(line):
    """What stands before the first LF or CRLF that no SP or HTAB follows."""
    return re.split("\r?\n(?![ \t])", line, maxsplit=1)[0]


def name_at_end(text):
    """Where the name of `name =` begins that `text` ends with; None without one."""
    text = text.rstrip(" \t")
    if not text.endswith("="):
        return None
    text = text[:-1].rstrip(" \t")
    begin = len(text.rstrip(TCHARS))
    return begin if begin < len(text) else None


def quoted_spans(operation, value, cautious=False):
    """Quoted spans, inside the DQUOTEs: a DQUOTE after "=" and BWS opens, the next unescaped one (or the end) closes.

    For a value in the grammar these are its quoted-strings, because there a DQUOTE stands nowhere else. In any other, a
    DQUOTE that closes after a name and "=" may as well open: a `cautious` span ends before the name then.
    """
    spans = []
    position = 0
    valid = None
    while True:
        opening = re.compile('=[ \t]*"').search(value, position)
        if not opening:
            return spans
        end = opening.end()
        while end < len(value) and value[end] != '"':
            end += 2 if value[end] == "\\" else 1
        end = min(end, len(value))
        position = end + 1
        name = name_at_end(value[opening.end() : end]) if cautious and end < len(value) else None
        if name is not None:
            valid = RECIPIENT.matches(operation, [value]) if valid is None else valid
            end = end if valid else opening.end() + name
        spans.append((opening.end(), end))


class Divided:
    """Values, apart in what is data and what is not; with the tokens of both in lower case."""

    def __init__(self, operation, values, cautious=True):
        self.outside = ""
        self.inside = []
        for value in values:
            position = 0
            for begin, end in quoted_spans(operation, value, cautious):
                self.outside += value[position:begin]
                self.inside += [value[begin:end], re.sub(r"\\(.)", r"\1", value[begin:end], flags=re.DOTALL)]
                position = end
            self.outside += value[position:] + ","
        self.tokens_outside = tokens(self.outside)
        self.only_inside = {token for text in self.inside for token in tokens(text)} - self.tokens_outside


@functools.cache
def divided(operation, values):
    """Once for each value: many readers are judged on it."""
    return Divided(operation, values)


def tokens(text):
    return {token.lower() for token in TOKEN.findall(text)}


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
            yield challenge["scheme"].lower()
        for param in challenge["params"]:
            yield param["name"].lower()


def params(result):
    return {(p["name"].lower(), p["value"]) for c in challenges_of(result) for p in c["params"]}


def all_octets(result):
    for challenge in challenges_of(result):
        yield challenge["scheme"] or ""
        yield challenge["token68"] or ""
        for param in challenge["params"]:
            yield param["name"]
            yield param["value"]


def holds_control(result):
    return any(set(text) & set("\r\n\0") for text in all_octets(result))


def is_smuggled(case, result):
    """Whether text inside a quoted-string became structure (PROTOCOL.md, section 5.2)."""
    lines = as_spaces(case["lines"])
    whole = divided(case["operation"], (combined(lines),))
    apart = divided(case["operation"], tuple(line.strip(" \t") for line in lines)) if len(lines) > 1 else None
    hidden = whole.only_inside if apart is None else whole.only_inside & apart.only_inside
    decoys = {d.lower() for d in case.get("decoys", []) if "=" not in d}
    offered = {(n.lower(), v) for n, _, v in (d.partition("=") for d in case.get("decoys", []) if "=" in d)}
    if apart is not None:
        decoys -= apart.tokens_outside
        offered = {(n, v) for n, v in offered if v not in apart.outside}
    for permitted in [case.get("expect"), *(a.get("expect") for a in case.get("alternatives", []))]:
        offered -= params(permitted) if permitted else set()
    return bool((hidden | decoys) & set(names(result)) or offered & params(result))


def comparable(result, fold=False):
    """A result without `quoted` and letter case of names; with `fold` every run of SP in a value counts as one."""
    squeeze = (lambda s: re.sub(" +", " ", s)) if fold else (lambda s: s)
    return [
        (c["scheme"] and c["scheme"].lower(), c["token68"], [(p["name"].lower(), squeeze(p["value"])) for p in c["params"]])
        for c in challenges_of(result)
    ]


def verdict(case, result, checks="grammar", message=False):
    """The verdict on `result`, or on a rejection if it is None."""
    if result is not None and is_smuggled(case, result):
        return "smuggled"
    if result is None and len(combined(case["lines"])) > LONGEST_WITHOUT_LIMIT:
        return "unsupported"
    parse = case["parse"]
    if parse == "must-accept":
        if result is None:
            forbidden = checks == "scheme" and scheme_rules.is_forbidden(case["operation"], case["expect"])
            return "alternative:scheme-rule" if forbidden else "over-strict"
        return "pass" if comparable(result) == comparable(case["expect"]) else "wrong-result"
    if parse == "may-accept":
        if result is None:
            return "pass"
        return "control-octet" if holds_control(result) else "lenient"
    if parse == "must-not-pass":
        return "pass" if result is None else verdict_on_controls(case, result, message)
    for alternative in case["alternatives"]:
        expect = alternative.get("expect")
        if (result is None) == (expect is None) and (result is None or comparable(result) == comparable(expect)):
            return "alternative:" + alternative["name"]
    return "wrong-result"


def verdict_on_controls(case, result, message):
    """The verdict on a result that was taken from a value with CR, LF or NUL."""
    fold = any("\r\n " in line for line in case["lines"])

    def is_result(expected):
        return expected is not None and comparable(result, fold) == comparable(expected, fold)

    if is_result(case["expect"]):
        return "alternative:sp"
    if not message:
        return "control-octet"
    lines = as_spaces([before_line_end(line) for line in case["lines"]])
    if is_result(RECIPIENT.parse(case["operation"], lines).result):
        return "alternative:line-end"
    return "control-octet" if holds_control(result) else "wrong-result"


def serialize_verdict(case, written, sender):
    """The verdict on a written field value, or on a refusal if it is None; `sender` is a reading of grammar `sender`."""
    if written is None:
        return "pass" if case.get("refuse") else "over-strict"
    if set(written) & set("\r\n\0"):
        return "control-octet"
    if case.get("refuse"):
        return "wrong-result"
    result = sender.parse_value(case["operation"], written).result
    structure = case["serialize"]
    if result is None:
        return "wrong-result"
    if comparable(result) != comparable(structure):
        more = sum(1 for _ in names(result)) > sum(1 for _ in names(structure))
        return "smuggled" if more else "wrong-result"
    return "pass"


# Of a reader of messages, and of a writer.
NON_CONFORMING = ("smuggled", "wrong-result", "over-strict", "control-octet")
