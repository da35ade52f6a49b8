"""What the programs in Python share: the probes are fetched, or served, and what the library shows of them is printed."""
import json
import os
import sys

URL, OPERATION, COUNT = os.environ["USERS_URL"], os.environ["USERS_OPERATION"], int(os.environ["USERS_COUNT"])


def text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


def challenge(scheme, params=(), token68=None):
    pairs = params.items() if hasattr(params, "items") else params
    return {"scheme": text(scheme), "token68": text(token68), "params": parameters(pairs)}


def parameters(pairs):
    return [{"name": text(name), "value": "" if value is None else text(value)} for name, value in pairs]


def show(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def seen(read, *arguments):
    try:
        return read(*arguments)
    except Exception as error:
        return {"fault": repr(error)}


def client(fetch, **sees):
    """`fetch` gets the URL of a probe and returns what its user sees."""
    show(sees)
    for number in range(COUNT):
        show(seen(fetch, f"{URL}/{number}"))


def wsgi(application, **sees):
    """Serves a WSGI application, which answers with what `body` makes of what it sees."""
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *arguments):
            pass

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    show({"port": server.server_port, "joins": ",", **sees})
    server.serve_forever()


def body(value):
    return json.dumps(value).encode()


def user_pass(user, password, scheme="Basic"):
    return [challenge(scheme, [("username", user), ("password", password)])]


def environ_reader(read):
    """An application that answers with what `read` makes of the environment."""
    def application(environ, start):
        start("200 OK", [("Content-Type", "application/json")])
        return [body(seen(read, environ))]

    return application
