"""urllib.request, Digest: the challenge that AbstractDigestAuthHandler has before it when it composes its answer."""
import email.message
import platform

from protocol import Reject, challenge, missing, nothing, serve

try:
    from urllib.error import URLError
    from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request
except ImportError as error:
    missing(error)
REQUEST = Request("http://example.test/")


class Handler(AbstractDigestAuthHandler):
    auth_header, parent, found = "Authorization", None, None

    def get_authorization(self, request, found):
        self.found = found
        try:
            answer = super().get_authorization(request, found)
        except (ValueError, URLError):
            return None  # an algorithm or a qop that it cannot do; it has read them
        if answer is None:
            raise Reject("no realm or no nonce found")
        return None  # and the handler sends nothing


def parse(operation, lines):
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, REQUEST.full_url, "user", "password")
    headers = email.message.Message()
    for line in lines:
        headers["WWW-Authenticate"] = line
    handler = Handler(passwords)
    try:
        handler.http_error_auth_reqed("www-authenticate", REQUEST.host, REQUEST, headers)
    except ValueError as error:
        if handler.found is None and "does not support the following scheme" in str(error):
            raise Reject(error) from None
        raise
    if handler.found is None:
        return nothing(lines[:1], "the first word is not Digest")
    # The handler has compared the scheme before, and does not hand it on.
    return [challenge("Digest", handler.found)]


serve("urllib-digest", platform.python_version(), ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "first",
       "challenges": "first", "only_schemes": ["Digest"], "octets": "latin1"},
      parse, homepage="https://docs.python.org/3/library/urllib.request.html",
      issues="https://github.com/python/cpython/issues", license="PSF-2.0")
