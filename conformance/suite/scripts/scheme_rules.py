# SPDX-License-Identifier: Apache-2.0
"""The rules of single schemes, as far as the field alone shows them.

`broken(operation, result, field)` yields the ids of the statements of requirements.json that a sender breaks;
`is_forbidden(operation, result)` says whether a recipient that knows the scheme may refuse the value.
"""

import base64
import re

import suite

SCHEMES = {scheme["scheme"].lower(): scheme for scheme in suite.schemes()}


def names(scheme, operation, holds):
    return {param["name"].lower() for param in SCHEMES[scheme][operation]["params"] if holds(param)}


def required(scheme, operation):
    return names(scheme, operation, lambda param: param["required"])


# (names that a sender must quote, names that it must not quote). An ext-value is a token by its own syntax: the
# requirements do not name it.
DIGEST = {
    operation: (
        names("digest", operation, lambda param: param["quoting"] == "quoted"),
        names("digest", operation, lambda param: param["quoting"] == "token" and not param["name"].endswith("*")),
    )
    for operation in suite.OPERATIONS
}
DIGEST_ID = {"challenges": "R100", "credentials": "R101", "auth-info": "R102"}
NOT_OF_PROXIES = {"vapid": "R114", "dpop": "R115"}
NQCHAR = r"[\x21\x23-\x5b\x5d-\x7e]"
# The forms that the files of the schemes name.
FORMS = {
    "8HEXDIG": re.compile("[0-9A-Fa-f]{8}").fullmatch,
    "1*DIGIT": re.compile("[0-9]+").fullmatch,
    "1*NQCHAR": re.compile(f"{NQCHAR}+").fullmatch,
    "1*NQSCHAR": re.compile(f"({NQCHAR}| )+").fullmatch,
    "scope": re.compile(f"{NQCHAR}+( {NQCHAR}+)*").fullmatch,
    "user-pass": lambda token68: is_user_pass(token68),
}
BASE64_PADDED = re.compile(r"([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?")
BASE64URL_PADDED = re.compile(r"([0-9A-Za-z_-]{4})*([0-9A-Za-z_-]{2}==|[0-9A-Za-z_-]{3}=)?\Z")


def quoting(operation, params):
    quoted, tokens = DIGEST[operation]
    for param in params:
        name = param["name"].lower()
        if (name in quoted and not param["quoted"]) or (name in tokens and param["quoted"]):
            yield DIGEST_ID[operation]
        if name == "nc" and not FORMS["8HEXDIG"](param["value"]):
            yield "R102"


def is_user_pass(token68):
    """Padded Base64 of user-id ":" password without control characters (RFC 7617, section 2)."""
    if not BASE64_PADDED.fullmatch(token68):
        return False
    decoded = base64.b64decode(token68)
    return b":" in decoded and not re.search(rb"[\x00-\x1f\x7f]", decoded)


def is_forbidden(operation, result, only_schemes=None):
    """Whether a reading breaks a rule of its scheme, as the files of the schemes have it: a recipient may refuse it then.

    How a value is quoted is no such rule, since recipients take both forms. In auth-info, where the field does not name
    the scheme, the rules of each that may stand there have to be broken.
    """
    looked_at = None if only_schemes is None else {name.lower() for name in only_schemes}
    parts = {
        name: scheme[operation]
        for name, scheme in SCHEMES.items()
        if operation in scheme and (looked_at is None or name in looked_at)
    }
    if operation == "auth-info":
        return bool(parts) and all(breaks(part, None, result["params"]) for part in parts.values())
    challenges = result["challenges"] if operation == "challenges" else [result["credentials"]]
    return any(
        breaks(parts[c["scheme"].lower()], c["token68"], c["params"]) for c in challenges if c["scheme"].lower() in parts
    )


def breaks(part, token68, params):
    payloads = part["payloads"]
    if "other" in payloads:
        return False
    if token68 is not None:
        form = FORMS.get(part.get("token68_form"), lambda _: True)
        return "token68" not in payloads or not form(token68)
    if not params and "none" in payloads:
        return False
    if "params" not in payloads:
        return True
    names = {param["name"].lower() for param in params}
    rules = {rule["name"].lower(): rule for rule in part.get("params", [])}
    if any(rule["required"] and "messages" not in rule and name not in names for name, rule in rules.items()):
        return True
    if any(len(names & {n.lower() for n in one}) != 1 for one in part.get("exactly_one", [])):
        return True
    if len(params) < part.get("at_least", 0):
        return True
    for param in params:
        rule = rules.get(param["name"].lower())
        if rule is None and part.get("unknown_params") == "refused":
            return True
        if rule and not FORMS.get(rule.get("form"), lambda _: True)(param["value"]):
            return True
    return False


def broken(operation, result, field=None):
    if operation == "auth-info":
        yield from quoting(operation, result["params"])
        return
    challenges = result["challenges"] if operation == "challenges" else [result["credentials"]]
    for challenge in challenges:
        scheme = challenge["scheme"].lower()
        params = challenge["params"]
        values = {p["name"].lower(): p["value"] for p in params}
        if scheme == "basic":
            if operation == "challenges" and not required("basic", operation) <= set(values):
                yield "R97"
            if operation == "credentials" and not is_user_pass(challenge["token68"] or "="):
                yield "R99"
        if scheme == "digest":
            yield from quoting(operation, params)
            if "username" in values and "username*" in values:
                yield "R103"
        if scheme == "bearer" and operation == "challenges":
            if not params:
                yield "R110"
            for param in SCHEMES["bearer"]["challenges"]["params"]:
                if param["name"] in values and "form" in param and not FORMS[param["form"]](values[param["name"]]):
                    yield "R119" if param["name"] == "max_age" else "R110"
        if scheme == "mutual":
            if challenge["token68"] is not None:
                yield "R112"
            if "realm*" in values or any(n + "*" in values for n in values):
                yield "R113"
        if scheme in NOT_OF_PROXIES and field and field not in SCHEMES[scheme][operation]["fields"]:
            yield NOT_OF_PROXIES[scheme]
        if scheme == "privatetoken":
            for name in ("challenge", "token-key", "token"):
                if name in values and "..." not in values[name] and not BASE64URL_PADDED.match(values[name]):
                    yield "R116"
        if scheme == "hoba" and not required("hoba", operation) <= set(values):
            yield "R118"
        if scheme == "concealed" and operation == "credentials" and not required("concealed", operation) <= set(values):
            yield "R117"
