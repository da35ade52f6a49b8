# SPDX-License-Identifier: Apache-2.0
"""What the files of the schemes say of a value, as conformance/schemes/ says it in C++: the same rules, levels and ranges.

`check(operation, value, result, field)` and `check_answer(...)` yield findings; `is_forbidden(operation, result)` says
whether a recipient that knows the scheme may refuse the value.
"""

import collections
import re

import forms
import suite

# `rule` and `level` are those of a case's `findings`; `at` is the range, octets of the combined value.
Finding = collections.namedtuple("Finding", "at rule level scheme name", defaults=("", ""))
# Where the parts of a challenge stand; `params` holds (parameter, place of its name, place of its value with DQUOTEs).
Located = collections.namedtuple("Located", "scheme token68 params scheme_at token68_at")
NOWHERE = (0, 0)
# What lets a recipient refuse. How a value is quoted does not: recipients take both forms (RFC 9110, section 11.2).
REFUSABLE = {"payload-kind", "payload-value", "param-missing", "param-value", "param-unknown", "params-exclude"}


class Part:
    """What one operation reads of a scheme."""

    def __init__(self, scheme, operation):
        self.scheme = scheme["scheme"]
        self.data = scheme[operation]
        self.params = self.data.get("params", [])
        self.rules = {rule["name"].lower(): rule for rule in self.params}
        self.never = {name.lower() for name in self.data.get("never", [])}
        others = [scheme[o] for o in suite.OPERATIONS if o != operation and o in scheme]
        self.elsewhere = {rule["name"].lower() for other in others for rule in other.get("params", [])} - set(self.rules)
        self.messages = list(dict.fromkeys(tuple(rule["messages"]) for rule in self.params if "messages" in rule))


def read_parts(schemes):
    """operation -> name of the scheme in lower case -> its part."""
    return {
        operation: {
            name.lower(): Part(scheme, operation)
            for scheme in schemes
            for name in [scheme["scheme"], *scheme.get("spellings", [])]
            if operation in scheme
        }
        for operation in suite.OPERATIONS
    }


PARTS = read_parts(suite.schemes())


def challenges_of(operation, result):
    if operation == "auth-info":
        return [{"scheme": None, "token68": None, "params": result["params"]}]
    return result["challenges"] if operation == "challenges" else [result["credentials"]]


def locate(operation, value, result):
    """The places of what a valid value holds: walks over the value with the result in hand."""
    at = 0
    located = []

    def skip(octets):
        nonlocal at
        while at < len(value) and value[at] in octets:
            at += 1

    def take(length):
        nonlocal at
        at += length
        return at - length, at

    for challenge in challenges_of(operation, result):
        skip(" \t,")
        scheme_at = token68_at = (0, 0)
        if challenge["scheme"] is None:
            scheme_at = (0, len(value))
        else:
            scheme_at = take(len(challenge["scheme"]))
        params = []
        if challenge["token68"] is not None:
            skip(" ")
            token68_at = take(len(challenge["token68"]))
        for param in challenge["params"]:
            skip(" \t,")
            name_at = take(len(param["name"]))
            skip(" \t=")
            quoted = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL).match(value, at) if param["quoted"] else None
            params.append((param, name_at, take(len(quoted[0]) if quoted else len(param["value"]))))
        located.append(Located(challenge["scheme"], challenge["token68"], params, scheme_at, token68_at))
    return located


def nowhere(operation, result):
    """The same without places, for those who have no value."""
    return [
        Located(c["scheme"], c["token68"], [(p, NOWHERE, NOWHERE) for p in c["params"]], NOWHERE, NOWHERE)
        for c in challenges_of(operation, result)
    ]


def first_of_each(params):
    found = {}
    for entry in params:
        found.setdefault(entry[0]["name"].lower(), entry)
    return found


def stands(condition, found):
    """Whether `name` or `name=value` stands among the parameters; the value without regard to case."""
    name, equals, value = condition.lower().partition("=")
    return name in found and (not equals or found[name][0]["value"].lower() == value)


def for_any_scheme(operation, challenge):
    """What RFC 9110 says of every scheme."""
    rules = PARTS[operation].get((challenge.scheme or "").lower())
    seen = set()
    for param, name_at, value_at in challenge.params:
        name = param["name"].lower()
        if name in seen:
            once = rules is not None and rules.rules.get(name, {}).get("once", False)
            level = "must" if operation == "challenges" or once else "should"
            yield Finding(name_at, "param-twice", level, challenge.scheme, name)
        seen.add(name)
        if name == "realm" and not param["quoted"]:
            yield Finding(value_at, "param-unquoted", "must", challenge.scheme, name)


def for_payload(part, challenge):
    """(findings, whether the parameters are to be looked at)."""
    payloads = part.data["payloads"]
    if "other" in payloads:
        return [], False
    if challenge.token68 is not None:
        if "token68" not in payloads:
            return [Finding(challenge.token68_at, "payload-kind", "must", part.scheme)], False
        if not forms.has_form(part.data.get("token68_form"), challenge.token68):
            return [Finding(challenge.token68_at, "payload-value", "must", part.scheme)], False
        return [], False
    if not challenge.params and "none" in payloads:
        return [], False
    if "params" not in payloads:
        begin, end = challenge.scheme_at
        if challenge.params:
            begin, end = challenge.params[0][1][0], challenge.params[-1][2][1]
        return [Finding((begin, end), "payload-kind", "must", part.scheme)], False
    if not challenge.params and not any(rule["required"] for rule in part.params):
        return [Finding(challenge.scheme_at, "payload-kind", "must", part.scheme)], False
    return [], True


def for_missing(part, challenge, found):
    present = [m for m in part.messages if any(rule.get("messages") == list(m) and n in found for n, rule in part.rules.items())]
    for name, rule in part.rules.items():
        if not rule["required"] or name in found or any(stands(c, found) for c in rule.get("unless", [])):
            continue
        # Which message of the scheme it is, the parameters show that only one of them has; without any, the first.
        message = present[0] if present else part.messages[0] if part.messages else None
        if "messages" not in rule or tuple(rule["messages"]) == message:
            level = "should" if rule["required"] == "should" else "must"
            yield Finding(challenge.scheme_at, "param-missing", level, part.scheme, name)
    for message in present[1:]:
        for name, rule in part.rules.items():
            if tuple(rule.get("messages", [])) == message and name in found:
                yield Finding(found[name][1], "param-misplaced", "should", part.scheme, name)


def for_param(part, entry, found):
    param, name_at, value_at = entry
    name = param["name"].lower()
    rule = part.rules.get(name)
    if name in part.never:
        yield Finding(name_at, "param-forbidden", "must", part.scheme, name)
    elif rule is None:
        if part.data.get("unknown_params") == "refused":
            yield Finding(name_at, "param-unknown", "must", part.scheme, name)
        elif name in part.elsewhere:
            yield Finding(name_at, "param-misplaced", "should", part.scheme, name)
    else:
        level = rule.get("quoting_level", "must")
        if rule["quoting"] == "quoted" and not param["quoted"] and name != "realm":
            yield Finding(value_at, "param-unquoted", level, part.scheme, name)
        if rule["quoting"] == "token" and param["quoted"]:
            yield Finding(value_at, "param-quoted", level, part.scheme, name)
        if not forms.has_form(rule.get("form"), param["value"], rule.get("words", ())) or (
            rule.get("form") == "digest" and not has_length_of_algorithm(param["value"], found)
        ):
            yield Finding(value_at, "param-value", "must", part.scheme, name)
        # What is required anyway is told once, as missing.
        if any(needed not in found and not part.rules[needed]["required"] for needed in rule.get("needs", [])):
            yield Finding(name_at, "param-needs", "must", part.scheme, name)
        if any(stands(other, found) for other in rule.get("excludes", [])):
            yield Finding(name_at, "params-exclude", "must", part.scheme, name)


DIGEST_LENGTHS = {"md5": 32, "md5-sess": 32, "sha-256": 64, "sha-256-sess": 64, "sha-512-256": 64, "sha-512-256-sess": 64}


def has_length_of_algorithm(value, found):
    """Whether a digest is as long as those of the algorithm beside it, where both are known."""
    algorithm = found["algorithm"][0]["value"].lower() if "algorithm" in found else None
    return "..." in value or algorithm not in DIGEST_LENGTHS or len(value) == DIGEST_LENGTHS[algorithm]


def of_part(part, challenge):
    findings, goes_on = for_payload(part, challenge)
    yield from findings
    if not goes_on:
        return
    found = first_of_each(challenge.params)
    yield from for_missing(part, challenge, found)
    for entry in challenge.params:
        yield from for_param(part, entry, found)


def part_of_info(challenge):
    """Authentication-Info names no scheme: the one that knows the most of the names, none if there is no such one."""
    names = {param["name"].lower() for param, _, _ in challenge.params}
    known = [(len(names & set(part.rules)), part) for part in PARTS["auth-info"].values()]
    most = max(count for count, _ in known)
    best = [part for count, part in known if count == most]
    if most == 0:
        return None
    return min(best, key=lambda part: sum(1 for _ in of_part(part, challenge)))


def for_alike(part, challenges):
    """Challenges of a scheme and of one realm that have to differ in a parameter."""
    distinct = part.data.get("distinct")
    seen = set()
    for challenge in challenges if distinct else []:
        if challenge.token68 is None and challenge.params:
            found = first_of_each(challenge.params)
            realm = found["realm"][0]["value"] if "realm" in found else None
            value = realm, value_of(part.rules[distinct], found)
            if value in seen:
                yield Finding(challenge.scheme_at, "challenges-alike", "must", part.scheme, distinct)
            seen.add(value)


def in_order(findings):
    return sorted(findings, key=lambda finding: (finding.at, finding.rule, finding.name))


def check(operation, value, result, field=None):
    """What the scheme layer has to say of a value that the grammar accepts, in the order of the places."""
    located = locate(operation, value, result)
    findings = []
    by_part = {}
    for challenge in located:
        findings += for_any_scheme(operation, challenge)
        part = part_of_info(challenge) if operation == "auth-info" else PARTS[operation].get(challenge.scheme.lower())
        if part is None:
            continue
        by_part.setdefault(id(part), (part, []))[1].append(challenge)
        if field and field.lower() not in [f.lower() for f in part.data["fields"]]:
            findings.append(Finding(challenge.scheme_at, "field-not-of-scheme", "must", part.scheme))
        findings += of_part(part, challenge)
    for part, challenges in by_part.values():
        findings += for_alike(part, challenges)
    return in_order(findings)


def value_of(rule, found):
    """The value of a parameter, or its default; None if there is neither. Values that are words compare without case."""
    entry = found.get(rule["name"].lower())
    value = entry[0]["value"] if entry else rule.get("default")
    return value.lower() if value is not None and "words" in rule else value


def split_list(value):
    """The elements of a #token in a value."""
    return [element.strip(" \t") for element in value.split(",") if element.strip(" \t")]


def answers(part, challenge, credentials):
    """What credentials do other than the challenge wants it."""
    asked, given = first_of_each(challenge.params), first_of_each(credentials.params)
    for name, rule in part.rules.items():
        echo = rule.get("echo")
        if not echo:
            continue
        wanted, got = value_of(rule, asked), value_of(rule, given)
        if echo == "asked":
            if got is not None and got != rule.get("default") and got != wanted:
                yield Finding(given[name][2], "answer-unasked", "must", part.scheme, name)
        elif wanted is None and got is not None:
            if name in given:
                yield Finding(given[name][1], "answer-unasked", "must", part.scheme, name)
        elif wanted is not None and (got is None or (name not in given and got != wanted)):
            yield Finding(credentials.scheme_at, "answer-dropped", "must", part.scheme, name)
        elif echo == "same" and got != wanted:
            yield Finding(given[name][2], "answer-changed", "must", part.scheme, name)
        elif echo == "offered" and wanted is not None and got not in split_list(wanted):
            yield Finding(given[name][2], "answer-not-offered", "must", part.scheme, name)
    if part.scheme == "HOBA" and "challenge" in asked and "result" in given:
        divided = given["result"][0]["value"].split(".")
        if len(divided) == 4 and divided[1] != asked["challenge"][0]["value"]:
            yield Finding(given["result"][2], "answer-changed", "must", part.scheme, "result")


def check_answer(challenges, value, result):
    """What a pair shows and the credentials alone do not: `challenges` is a result, `value` and `result` are of credentials."""
    credentials = locate("credentials", value, result)[0]
    name = credentials.scheme.lower()
    part = PARTS["credentials"].get(name)
    alike = {n for n, other in PARTS["credentials"].items() if part and other.scheme == part.scheme} | {name}
    offered = [c for c in nowhere("challenges", challenges) if c.scheme.lower() in alike]
    if not offered:
        return [Finding(credentials.scheme_at, "answer-scheme", "should", credentials.scheme)]
    if part is None or credentials.token68 is not None:
        return []
    each = [in_order(answers(part, challenge, credentials)) for challenge in offered]
    return min(each, key=len)


def generate(findings):
    """What they make of the member `generate` of a case."""
    levels = {finding.level for finding in findings}
    return "must-not" if "must" in levels else "should-not" if levels else "valid"


def weaker(*values):
    """The one of some values of `generate` that permits the least."""
    return next(value for value in ("must-not", "should-not", "valid") if value in values)


def is_forbidden(operation, result, only_schemes=None):
    """Whether a reading breaks a rule of its scheme, so that a recipient may refuse it.

    In auth-info, where the field does not name the scheme, the rules of each that may stand there have to be broken.
    """
    looked_at = None if only_schemes is None else {name.lower() for name in only_schemes}
    parts = {name: part for name, part in PARTS[operation].items() if looked_at is None or name in looked_at}

    def breaks(part, challenge):
        return any(finding.rule in REFUSABLE for finding in of_part(part, challenge))

    challenges = nowhere(operation, result)
    if operation == "auth-info":
        return bool(parts) and all(breaks(part, challenges[0]) for part in parts.values())
    return any(breaks(parts[c.scheme.lower()], c) for c in challenges if c.scheme.lower() in parts)
