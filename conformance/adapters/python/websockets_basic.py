"""websockets: parse_authorization_basic, which its server calls if it asks for Basic."""
from protocol import basic_credentials, missing, serve

try:
    from websockets.datastructures import Headers, MultipleValuesError
    from websockets.exceptions import InvalidHeader
    from websockets.headers import parse_authorization_basic
    from websockets.version import version
except Exception as error:
    missing(error)


def parse(operation, lines):
    headers = Headers()
    for line in lines:
        headers["Authorization"] = line
    value = headers["Authorization"] if lines else ""
    return basic_credentials(*parse_authorization_basic(value), "utf-8", value)


serve("websockets", version, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "all", "only_schemes": ["Basic"], "octets": "latin1"},
      parse, rejects=(InvalidHeader, MultipleValuesError), homepage="https://websockets.readthedocs.io/",
      issues="https://github.com/python-websockets/websockets/issues", license="BSD-3-Clause")
