"""Pyramid: extract_http_basic_credentials, which its BasicAuthAuthenticationPolicy and its users call."""
from protocol import Reject, basic_credentials, missing, package_version, serve

try:
    from pyramid.authentication import extract_http_basic_credentials
    from pyramid.request import Request

    VERSION = package_version("pyramid")
except Exception as error:
    missing(error)


def parse(operation, lines):
    found = extract_http_basic_credentials(Request({"HTTP_AUTHORIZATION": lines[0]}))
    if found is None:
        raise Reject("None")
    return basic_credentials(found.username, found.password, ("utf-8", "latin-1"), lines[0])


serve("Pyramid", VERSION, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "one", "only_schemes": ["Basic"], "octets": "latin1"},
      parse, homepage="https://trypyramid.com/", issues="https://github.com/Pylons/pyramid/issues", license="LicenseRef-Repoze")
