"""Authlib: extract_basic_authorization, by which its OAuth 2 servers read what a client logs in with."""
from protocol import Reject, basic_credentials, missing, serve

try:
    import authlib
    from authlib.oauth2.rfc6749.util import extract_basic_authorization
except Exception as error:
    missing(error)


def parse(operation, lines):
    user, password = extract_basic_authorization({"Authorization": lines[0]})
    if user is None or password is None:
        raise Reject("None")
    return basic_credentials(user, password, "utf-8", lines[0])


serve("Authlib", authlib.__version__, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "one", "only_schemes": ["Basic"], "octets": "latin1"},
      parse, homepage="https://authlib.org/", issues="https://github.com/lepture/authlib/issues", license="BSD-3-Clause")
