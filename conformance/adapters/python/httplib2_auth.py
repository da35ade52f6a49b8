"""httplib2: _parse_www_authenticate and _parse_authentication_info, which Http.request calls on a response."""
from protocol import challenge, missing, parameters, serve

try:
    import httplib2
    from httplib2.auth import _parse_authentication_info, _parse_www_authenticate
    from httplib2.error import MalformedHeader
except Exception as error:
    missing(error)


def read(scheme, params):
    # A token68 comes as {"token": ...}, as a parameter of that name would: the API cannot tell them apart.
    if list(params) == ["token"]:
        return challenge(scheme, token68=params["token"])
    return challenge(scheme, params)


def parse(operation, lines):
    if operation == "auth-info":
        return parameters(_parse_authentication_info({"authentication-info": lines[0]}).items())
    return [read(*item) for item in _parse_www_authenticate({"www-authenticate": lines[0]}).items()]


serve("httplib2", httplib2.__version__, ["challenges", "auth-info"],
      {"scheme_case": "lower", "name_case": "lower", "params": "map", "duplicates": "last", "lines": "one",
       "same_scheme": "last", "octets": "latin1"},
      parse, rejects=(MalformedHeader,), homepage="https://github.com/httplib2/httplib2",
      issues="https://github.com/httplib2/httplib2/issues", license="MIT")
