"""oauthlib: parse_authorization_header of its OAuth 1, or get_token_from_header of its OAuth 2, which the argument says."""
import sys

from protocol import Reject, challenge, missing, serve

try:
    import oauthlib
    from oauthlib.common import Request
    from oauthlib.oauth1.rfc5849.utils import parse_authorization_header
    from oauthlib.oauth2.rfc6749.tokens import get_token_from_header
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]


def parse_oauth(operation, lines):
    return challenge("OAuth", parse_authorization_header(lines[0]))


def parse_bearer(operation, lines):
    found = get_token_from_header(Request("https://example.test/", headers={"Authorization": lines[0]}))
    if found is None:
        raise Reject("None")
    return challenge("Bearer", token68=found)


if SCHEME == "oauth":
    name, parse, scheme, shown = "oauthlib (OAuth)", parse_oauth, "OAuth", {"params": "map", "duplicates": "last", "token68": False}
else:
    name, parse, scheme, shown = "oauthlib (Bearer)", parse_bearer, "Bearer", {"params": "none"}
serve(name, oauthlib.__version__, ["credentials"],
      {"scheme_case": "title", **shown, "lines": "one", "only_schemes": [scheme], "octets": "latin1"},
      parse, rejects=(ValueError,) if SCHEME == "oauth" else (), homepage="https://oauthlib.readthedocs.io/",
      issues="https://github.com/oauthlib/oauthlib/issues", license="BSD-3-Clause")
