"""WebOb: www_authenticate of the response that its client returns, and authorization of a request to wsgiref's server."""
import json
from wsgiref.simple_server import WSGIRequestHandler, make_server

from protocol import OPERATION, challenge, client, seen, show
from webob import Request


def shown(found):
    if not found or not found.authtype:
        return None
    if isinstance(found.params, dict):
        return [challenge(found.authtype, found.params)]
    return [challenge(found.authtype, token68=found.params or None)]


def application(environ, start):
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen(lambda: shown(Request(environ).authorization))).encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


if OPERATION == "challenges":
    client(lambda url: shown(Request.blank(url).send().www_authenticate))
else:
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    show({"port": server.server_port, "joins": ","})
    server.serve_forever()
