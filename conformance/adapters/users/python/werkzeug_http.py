"""Werkzeug: www_authenticate of a response whose fields a client has read, and authorization of a request to its server."""
import http.client
import json
import urllib.parse

from protocol import OPERATION, URL, challenge, client, seen, show
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response


def fetch(url):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(URL).netloc)
    connection.request("GET", "/" + url.rsplit("/", 1)[1])
    found = Response(headers=connection.getresponse().getheaders()).www_authenticate
    return [challenge(found.type, [pair for pair in found.items() if pair[0] != "__auth_type__"])] if found.type else None


def read(environ):
    found = Request(environ).authorization
    return found and [challenge(found.type, [(name, found[name]) for name in found])]


def application(environ, start):
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen(read, environ)).encode()]


class Quiet(WSGIRequestHandler):
    def log(self, *arguments):
        pass


if OPERATION == "challenges":
    client(fetch, token68=False)
else:
    server = make_server("127.0.0.1", 0, application, request_handler=Quiet)
    show({"port": server.server_port, "joins": ",", "user_pass": "utf-8", "decodes": "utf-8"})
    server.serve_forever()
