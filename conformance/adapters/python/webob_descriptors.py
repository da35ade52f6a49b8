"""WebOb: descriptors.parse_auth, which serves request.authorization and response.www_authenticate."""
from protocol import Reject, Unsupported, challenge, missing, package_version, serve

try:
    from webob.descriptors import known_auth_schemes, parse_auth

    VERSION = package_version("webob")
except Exception as error:
    missing(error)
KNOWN = {name.lower() for name in known_auth_schemes}


def parse(operation, lines):
    found = parse_auth(lines[0])
    if not found.authtype:
        if operation == "credentials":
            raise Reject("an empty authtype")
        return []
    if isinstance(found.params, dict):
        result = challenge(found.authtype, found.params)
    elif found.params == "":
        result = challenge(found.authtype)
    elif found.authtype.lower() in KNOWN:
        result = challenge(found.authtype, token68=found.params)  # the text after the scheme as it stood there
    else:
        raise Unsupported("a scheme whose payload WebOb leaves as it is")
    return result if operation == "credentials" else [result]


serve("webob", VERSION, ["challenges", "credentials"],
      {"params": "map", "duplicates": "last", "lines": "one", "challenges": "first",
       "only_schemes": sorted(known_auth_schemes), "octets": "latin1"},
      parse, homepage="https://webob.org/", issues="https://github.com/Pylons/webob/issues", license="MIT")
