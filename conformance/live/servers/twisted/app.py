"""Twisted with twisted.web.guard: Basic and Digest."""
from common import PORT, REALMS, USERS
from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import reactor
from twisted.web.guard import BasicCredentialFactory, DigestCredentialFactory, HTTPAuthSessionWrapper
from twisted.web.resource import IResource, Resource
from twisted.web.server import Site
from zope.interface import implementer


class Page(Resource):
    isLeaf = True

    def render_GET(self, request):
        return b"the protected page\n"


@implementer(IRealm)
class Pages:
    def requestAvatar(self, who, mind, *interfaces):
        return IResource, Page(), lambda: None


users = {name.encode(): password.encode() for name, password in USERS.items()}
portal = Portal(Pages(), [InMemoryUsernamePasswordDatabaseDontUse(**{n.decode(): p for n, p in users.items()})])
root = Resource()
root.putChild(b"basic", HTTPAuthSessionWrapper(portal, [BasicCredentialFactory(b"closed site")]))
root.putChild(b"digest", HTTPAuthSessionWrapper(portal, [DigestCredentialFactory(b"MD5", b"closed site")]))
realms = Resource()
root.putChild(b"realm", realms)
for number, text in REALMS.items():
    factory = BasicCredentialFactory(text.encode("utf-8"))
    realms.putChild(number.encode(), HTTPAuthSessionWrapper(portal, [factory]))
reactor.listenTCP(PORT, Site(root), interface="127.0.0.1")
reactor.run()
