"""CherryPy: what its tool auth_basic asks about, or the HttpDigestAuthorization of its tool auth_digest. The argument says
which."""
import sys

from protocol import Reject, Unsupported, basic_credentials, challenge, missing, octets, serve

try:
    import cherrypy
    from cherrypy.lib.auth_basic import basic_auth
    from cherrypy.lib.auth_digest import HttpDigestAuthorization
    from cherrypy.lib.httputil import Host
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]
SHOWN = ("username", "realm", "nonce", "uri", "response", "cnonce", "opaque", "qop", "nc")


def parse_basic(operation, lines):
    found = []

    def check(realm, user, password):
        found.append((user, password))
        return True

    request = cherrypy._cprequest.Request(Host("127.0.0.1", 1), Host("127.0.0.1", 2))
    request.headers["Authorization"] = lines[-1]
    cherrypy.serving.load(request, cherrypy._cprequest.Response())
    try:
        basic_auth("realm", check)
    except cherrypy.HTTPError as error:
        raise Reject(error) from None
    return basic_credentials(*found[0], ("utf-8", "latin-1"), lines[-1])


def parse_digest(operation, lines):
    try:
        found = HttpDigestAuthorization(lines[-1], "GET")
    except ValueError as error:
        if "Unsupported value for algorithm" in str(error):
            raise Unsupported(error) from None  # it has read it, but does not show it
        raise
    # It decodes the field as UTF-8 if it can, and keeps what it has decoded.
    encoding = "utf-8" if found.auth_header.encode("utf-8") == octets(lines[-1]) else "latin-1"
    shown = {name: getattr(found, name) for name in SHOWN}  # algorithm has a default, which cannot be told from a value
    return challenge("Digest", {name: value.encode(encoding) for name, value in shown.items() if value is not None})


if SCHEME == "digest":
    parse, shown = parse_digest, {"params": "map", "duplicates": "last", "token68": False, "only_params": list(SHOWN)}
else:
    parse, shown = parse_basic, {"params": "none"}
serve(f"CherryPy ({SCHEME.title()})", cherrypy.__version__, ["credentials"],
      {"scheme_case": "title", **shown, "lines": "last", "only_schemes": [SCHEME.title()], "octets": "latin1"},
      parse, rejects=(ValueError,) if SCHEME == "digest" else (), homepage="https://cherrypy.dev/",
      issues="https://github.com/cherrypy/cherrypy/issues", license="BSD-3-Clause")
