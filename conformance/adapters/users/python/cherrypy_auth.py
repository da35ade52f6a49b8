"""CherryPy: what the tool auth_basic asks a site of its server about; HttpDigestAuthorization in a handler of one."""
import sys

import cherrypy
from cherrypy.lib.auth_digest import HttpDigestAuthorization
from protocol import challenge, seen, show, user_pass

SCHEME = sys.argv[1]
SHOWN = ("username", "realm", "nonce", "uri", "response", "cnonce", "opaque", "qop", "nc")


def check(realm, user, password):
    cherrypy.request.found = user_pass(user, password)
    return True


def nothing():
    cherrypy.response.status = 200
    cherrypy.response.body = [b"null"]


def read():
    value = cherrypy.request.headers.get("Authorization", "")
    try:
        found = HttpDigestAuthorization(value, "GET")
    except ValueError:
        return None
    encoding = "utf-8" if found.auth_header.encode("utf-8") == value.encode("latin-1") else "latin-1"
    shown = {name: getattr(found, name) for name in SHOWN}
    return [challenge("Digest", {name: value.encode(encoding) for name, value in shown.items() if value is not None})]


class Site:
    @cherrypy.expose
    @cherrypy.tools.json_out()
    def index(self):
        return seen(read) if SCHEME == "digest" else cherrypy.request.found


cherrypy.config.update({"server.socket_host": "127.0.0.1", "server.socket_port": 0, "environment": "embedded",
                        "checker.on": False})
settings = {} if SCHEME == "digest" else {"tools.auth_basic.on": True, "tools.auth_basic.realm": "realm",
                                          "tools.auth_basic.checkpassword": check, "request.error_response": nothing}
for status in () if SCHEME == "digest" else (400, 401):
    settings[f"error_page.{status}"] = lambda **about: (setattr(cherrypy.response, "status", 200), "null")[1]
cherrypy.tree.mount(Site(), "/", {"/": settings})
cherrypy.server.unsubscribe()
from cheroot.wsgi import Server  # noqa: E402

server = Server(("127.0.0.1", 0), cherrypy.tree)
server.prepare()
show({"port": server.bind_addr[1], **({} if SCHEME == "digest" else {"user_pass": "latin-1"})})
server.serve()
