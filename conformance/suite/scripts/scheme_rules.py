# SPDX-License-Identifier: Apache-2.0
"""The rules of single schemes that decide whether a sender may generate a value, as far as the field alone shows them.

Only statements of requirements.json are here. `broken(operation, result, field)` yields the ids of the broken ones.
"""

import base64
import binascii
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
SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*\Z")
ERROR = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+\Z")
ERROR_URI = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+\Z")
BASE64URL_PADDED = re.compile(r"([0-9A-Za-z_-]{4})*([0-9A-Za-z_-]{2}==|[0-9A-Za-z_-]{3}=)?\Z")


def quoting(operation, params):
    quoted, tokens = DIGEST[operation]
    for param in params:
        name = param["name"].lower()
        if (name in quoted and not param["quoted"]) or (name in tokens and param["quoted"]):
            yield DIGEST_ID[operation]
        if name == "nc" and not re.fullmatch("[0-9A-Fa-f]{8}", param["value"]):
            yield "R102"


def basic_credentials(token68):
    try:
        decoded = base64.b64decode(token68, validate=True)
    except binascii.Error:
        return False
    return b":" in decoded and not re.search(rb"[\x00-\x1f\x7f]", decoded)


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
            if operation == "credentials" and not basic_credentials(challenge["token68"] or "="):
                yield "R99"
        if scheme == "digest":
            yield from quoting(operation, params)
            if "username" in values and "username*" in values:
                yield "R103"
        if scheme == "bearer" and operation == "challenges":
            if not params:
                yield "R110"
            for name, form in (("scope", SCOPE), ("error", ERROR), ("error_description", ERROR), ("error_uri", ERROR_URI)):
                if name in values and not form.match(values[name]):
                    yield "R110"
            if "max_age" in values and not re.fullmatch("[0-9]+", values["max_age"]):
                yield "R119"
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
