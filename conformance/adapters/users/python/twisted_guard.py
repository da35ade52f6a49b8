"""Twisted: the credentials that the portal of a site of its server gets, behind HTTPAuthSessionWrapper."""
import sys

from protocol import body, challenge, show, user_pass
from twisted.cred.portal import Portal
from twisted.internet import defer, reactor
from twisted.web import guard
from twisted.web.resource import IResource, Resource
from twisted.web.server import Site

SCHEME = sys.argv[1]


class Seen(Resource):
    isLeaf = True

    def __init__(self, value):
        super().__init__()
        self.value = value

    def render(self, request):
        return body(self.value)


class Gate(Portal):
    def __init__(self):
        pass

    def login(self, credentials, mind, *interfaces):
        found = None
        if hasattr(credentials, "fields"):
            found = [challenge("Digest", credentials.fields)]
        elif hasattr(credentials, "password"):
            found = user_pass(credentials.username, credentials.password)
        return defer.succeed((IResource, Seen(found), lambda: None))


class Wrapper(guard.HTTPAuthSessionWrapper):
    isLeaf = True

    def render(self, request):
        answer = super().render(request)
        return answer if request.code == 200 else b"null"


if SCHEME == "basic":
    factory = guard.BasicCredentialFactory(b"realm")
else:
    factory = guard.DigestCredentialFactory(b"md5", b"realm")
    factory.digest._verifyOpaque = lambda opaque, nonce, host: True
port = reactor.listenTCP(0, Site(Wrapper(Gate(), [factory])), interface="127.0.0.1")
show({"port": port.getHost().port, **({"user_pass": "latin-1"} if SCHEME == "basic" else {})})
reactor.run()
