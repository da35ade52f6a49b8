"""WebOb: response.www_authenticate and request.authorization. The argument says which of the two."""
import sys

from protocol import Reject, challenge, missing, nothing, package_version, serve

try:
    from webob import Request, Response
    from webob.descriptors import known_auth_schemes

    VERSION = package_version("webob")
except Exception as error:
    missing(error)


def parse(operation, lines):
    if operation == "credentials":
        found = Request({"HTTP_AUTHORIZATION": lines[0]}).authorization
    else:
        found = Response(headerlist=[("WWW-Authenticate", line) for line in lines]).www_authenticate
    if not found or not found.authtype:
        if operation == "credentials":
            raise Reject("no authtype")
        return nothing(lines[:1], "no authtype")
    # It splits the payload of schemes that it knows into parameters; any other it shows as the text that it is.
    if isinstance(found.params, dict):
        result = challenge(found.authtype, found.params)
    else:
        result = challenge(found.authtype, token68=found.params or None)
    return result if operation == "credentials" else [result]


OPERATION = sys.argv[1]
serve("webob", VERSION, [OPERATION],
      {"params": "map", "duplicates": "last", "lines": "one" if OPERATION == "credentials" else "first",
       "challenges": "first", "only_schemes": sorted(known_auth_schemes), "checks": "grammar", "octets": "latin1"},
      parse, homepage="https://webob.org/", issues="https://github.com/Pylons/webob/issues", license="MIT")
