"""Paste: what its Basic asks about, and the pairs that its Digest has read, in its server."""
import sys
import warnings

warnings.simplefilter("ignore")
from paste.auth import basic, digest  # noqa: E402
from paste.httpserver import serve  # noqa: E402
from protocol import challenge, environ_reader, show, user_pass  # noqa: E402

found = []
read = digest._auth_to_kv_pairs


def noting(value):
    pairs = list(read(value))
    found.append([challenge("Digest", dict(pairs))] if pairs else None)
    return pairs


def check(environ, user, password):
    found.append(user_pass(user, password))
    return True


digest._auth_to_kv_pairs = noting
if sys.argv[1] == "basic":
    authenticator = basic.AuthBasicAuthenticator("realm", check)
else:
    authenticator = digest.AuthDigestAuthenticator("realm", lambda environ, realm, user: None)


def seen(environ):
    found.clear()
    authenticator.authenticate(environ)
    return found[0] if found else None


server = serve(environ_reader(seen), host="127.0.0.1", port="0", start_loop=False, use_threadpool=False)
show({"port": server.server_port, "joins": ",", **({"user_pass": "utf-8", "decodes": "utf-8"} if sys.argv[1] == "basic" else {})})
server.serve_forever()
