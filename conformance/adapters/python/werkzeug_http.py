"""Werkzeug: response.www_authenticate and request.authorization. The argument says which of the two: they show different
things, so each is an implementation of its own."""
import sys

from protocol import Reject, basic_credentials, challenge, missing, nothing, package_version, serve

try:
    from werkzeug.datastructures import WWWAuthenticate
    from werkzeug.wrappers import Request, Response

    VERSION = package_version("werkzeug")
    SHOWS_TOKEN = hasattr(WWWAuthenticate, "from_header")  # since 2.3
except Exception as error:
    missing(error)


def result(found, decode=str):
    """Before 2.3 the parameters are the items of the object, and the scheme is one of them."""
    params = found.parameters if SHOWS_TOKEN else {name: found[name] for name in found if name != "__auth_type__"}
    return challenge(found.type, {name: None if value is None else decode(value) for name, value in params.items()},
                     found.token or None if SHOWS_TOKEN else None)


def parse_challenges(operation, lines):
    try:
        response = Response(headers=[("WWW-Authenticate", line) for line in lines])
    except ValueError as error:  # newlines
        raise Reject(error) from None
    found = response.www_authenticate
    return [result(found)] if found and found.type else nothing(lines[:1], "no type")


def parse_credentials(operation, lines):
    found = Request({"HTTP_AUTHORIZATION": lines[0]}).authorization
    if found is None:
        raise Reject("None")
    if found.type == "basic":
        return basic_credentials(found.username, found.password, "utf-8", lines[0], found.type)
    # Before 2.3 it has decoded the field as UTF-8.
    return result(found) if SHOWS_TOKEN else result(found, decode=lambda value: value.encode("utf-8"))


OBSERVES = {
    "challenges": {"scheme_case": "lower", "params": "map", "duplicates": "last", "lines": "first",
                   "challenges": "first", "octets": "latin1", "token68": SHOWS_TOKEN},
    "credentials": {"scheme_case": "lower", "params": "map", "duplicates": "last", "lines": "one",
                    **({"octets": "latin1"} if SHOWS_TOKEN else {"octets": "utf8", "only_schemes": ["Basic", "Digest"]})},
}
PARSE = {"challenges": parse_challenges, "credentials": parse_credentials}
OPERATION = sys.argv[1]
serve("werkzeug", VERSION, [OPERATION], OBSERVES[OPERATION], PARSE[OPERATION],
      homepage="https://werkzeug.palletsprojects.com/", issues="https://github.com/pallets/werkzeug/issues",
      license="BSD-3-Clause")
