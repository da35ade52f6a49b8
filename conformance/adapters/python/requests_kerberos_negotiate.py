"""requests-kerberos: the payload of Negotiate that its handlers take from a response of Requests."""
import warnings

from protocol import challenge, missing, nothing, package_version, serve

warnings.simplefilter("ignore")
try:
    from requests import Response
    from requests_kerberos.kerberos_ import _negotiate_value

    VERSION = package_version("requests-kerberos")
except Exception as error:
    missing(error)


def parse(operation, lines):
    response = Response()
    response.headers["WWW-Authenticate"] = lines[0]
    found = _negotiate_value(response)
    if found is None:
        return nothing(lines, "None")
    return [challenge("Negotiate", token68=found or None)]


serve("requests-kerberos", VERSION, ["challenges"],
      {"scheme_case": "title", "params": "none", "lines": "one", "challenges": "last", "only_schemes": ["Negotiate"],
       "octets": "latin1"},
      parse, homepage="https://github.com/requests/requests-kerberos",
      issues="https://github.com/requests/requests-kerberos/issues", license="ISC")
