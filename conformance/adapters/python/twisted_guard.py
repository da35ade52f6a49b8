"""Twisted: the credentials that twisted.web.guard hands to a portal. The argument says which factory it has, basic or digest:
each is an implementation of its own."""
import sys

from protocol import Reject, Unsupported, basic_credentials, challenge, missing, octets, serve

try:
    import twisted
    from twisted.cred.error import LoginFailed
    from twisted.internet.defer import Deferred
    from twisted.web import guard
    from twisted.web.server import Request
    from twisted.web.test.requesthelper import DummyChannel
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]


class Portal:
    """Notes the credentials that it is to check, and never answers."""

    def login(self, credentials, mind, interface):
        self.found = credentials
        return Deferred()


def factory():
    if SCHEME == "basic":
        return guard.BasicCredentialFactory(b"realm")
    made = guard.DigestCredentialFactory(b"md5", b"realm")
    # It comes after the reading, and needs the opaque of a challenge that was sent before.
    made.digest._verifyOpaque = lambda opaque, nonce, host: True
    return made


def parse(operation, lines):
    portal, inner, errors = Portal(), factory(), []
    decode = inner.decode

    def noting(response, request):
        try:
            return decode(response, request)
        except Exception as error:
            errors.append(error)
            raise

    inner.decode = noting
    request = Request(DummyChannel(), False)
    for line in lines:
        request.requestHeaders.addRawHeader(b"authorization", octets(line))
    request.prepath, request.postpath = [b""], []
    guard.HTTPAuthSessionWrapper(portal, [inner]).getChildWithDefault(b"", request)
    if errors and not isinstance(errors[0], LoginFailed):
        raise errors[0]
    if errors and "no opaque given" in str(errors[0]):
        raise Unsupported("its challenges have an opaque, so its answers do")
    found = getattr(portal, "found", None)
    if not hasattr(found, "username"):
        raise Reject(errors[0] if errors else "no credentials of its scheme")
    if SCHEME == "digest":
        return challenge("Digest", found.fields)
    return basic_credentials(found.username.decode("latin-1"), found.password.decode("latin-1"), "latin-1", lines[-1])


serve(f"Twisted ({SCHEME.title()})", twisted.__version__, ["credentials"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "last",
       "only_schemes": ["Digest"], "octets": "bytes"} if SCHEME == "digest" else
      {"scheme_case": "title", "params": "none", "lines": "last", "only_schemes": ["Basic"], "octets": "bytes"},
      parse, homepage="https://twisted.org/", issues="https://github.com/twisted/twisted/issues", license="MIT")
