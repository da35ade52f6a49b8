"""httplib2: _parse_www_authenticate and _parse_authentication_info, which Http.request calls on a response."""
from protocol import challenge, missing, parameters, serve

try:
    import httplib2
    from httplib2.auth import _parse_authentication_info, _parse_www_authenticate, www_authenticate
    from httplib2.error import MalformedHeader
except Exception as error:
    missing(error)


def parse(operation, lines):
    if operation == "auth-info":
        return parameters(_parse_authentication_info({"authentication-info": lines[0]}).items())
    found = _parse_www_authenticate({"www-authenticate": lines[0]})
    if not found:
        return []
    # A token68 comes as {"token": ...}, as a parameter of that name does. The library's own grammar tells which it was.
    has_params = {each["scheme"].lower(): "params" in each for each in www_authenticate.parseString(lines[0].strip())}
    return [challenge(scheme, params) if has_params[scheme] else challenge(scheme, token68=params["token"])
            for scheme, params in found.items()]


serve("httplib2", httplib2.__version__, ["challenges", "auth-info"],
      {"scheme_case": "lower", "name_case": "lower", "params": "map", "duplicates": "last", "lines": "one",
       "same_scheme": "last", "octets": "latin1"},
      parse, rejects=(MalformedHeader,), homepage="https://github.com/httplib2/httplib2",
      issues="https://github.com/httplib2/httplib2/issues", license="MIT")
