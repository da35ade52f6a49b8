"""Bottle: request.auth, user-id and password of Basic."""
from protocol import Reject, basic_credentials, missing, serve

try:
    import bottle
except Exception as error:
    missing(error)


def parse(operation, lines):
    found = bottle.LocalRequest({"HTTP_AUTHORIZATION": lines[0]}).auth
    if found is None:
        raise Reject("None")
    return basic_credentials(*found, "utf-8", lines[0])


serve("Bottle", bottle.__version__, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "one", "only_schemes": ["Basic"], "octets": "latin1"},
      parse, homepage="https://bottlepy.org/", issues="https://github.com/bottlepy/bottle/issues", license="MIT")
