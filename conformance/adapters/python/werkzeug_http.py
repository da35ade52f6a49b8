"""Werkzeug: what WWWAuthenticate.from_header and request.authorization (before 2.3 their parse functions) return. The
argument says which of the two: they show different things, so each is an implementation of its own."""
import sys

from protocol import (Reject, Unsupported, basic_credentials, challenge, missing, only_user_pass, package_version,
                      serve)

try:
    import werkzeug.datastructures as types

    if hasattr(types.WWWAuthenticate, "from_header"):
        read_challenge, read_credentials = types.WWWAuthenticate.from_header, types.Authorization.from_header
    else:
        from werkzeug.http import parse_authorization_header as read_credentials
        from werkzeug.http import parse_www_authenticate_header as read_challenge
    VERSION = package_version("werkzeug")
    SHOWS_TOKEN = hasattr(types.WWWAuthenticate, "from_header")
except Exception as error:
    missing(error)


def fields(result):
    if SHOWS_TOKEN:
        return result.parameters or {}
    return {name: value for name, value in result.items() if name != "__auth_type__"}


def parse(operation, lines):
    if operation == "challenges":
        result = read_challenge(lines[0])
        if result is None or not result.type:
            if lines[0].strip(" \t"):
                raise Reject("no scheme")
            return []
        return [challenge(result.type, fields(result), getattr(result, "token", None) if SHOWS_TOKEN else None)]
    only_user_pass(lines[0])
    result = read_credentials(lines[0])
    if result is None:
        lower = lines[0].lower()
        if lower.startswith("digest ") and not all(
                name in lower for name in ("username", "realm", "nonce", "uri", "response")):
            raise Unsupported("Digest credentials without a parameter that Digest requires")
        raise Reject("None")
    if result.type == "basic":
        return basic_credentials(result.username, result.password, "utf-8", result.type)
    return challenge(result.type, fields(result), getattr(result, "token", None) if SHOWS_TOKEN else None)


OPERATION = sys.argv[1]
OBSERVES = {"scheme_case": "lower", "params": "map", "duplicates": "last", "lines": "one", "challenges": "first",
            "octets": "latin1", "token68": SHOWS_TOKEN}
if OPERATION == "credentials":
    OBSERVES["token68"] = True
    if not SHOWS_TOKEN:
        OBSERVES["only_schemes"] = ["Basic", "Digest"]
serve("werkzeug", VERSION, [OPERATION], OBSERVES, parse, homepage="https://werkzeug.palletsprojects.com/",
      issues="https://github.com/pallets/werkzeug/issues", license="BSD-3-Clause")
