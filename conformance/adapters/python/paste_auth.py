"""Paste: AuthBasicAuthenticator, by the question that it asks, or AuthDigestAuthenticator, by the pairs that it has read. The
argument says which."""
import sys
import warnings

from protocol import Reject, basic_credentials, challenge, missing, package_version, serve

warnings.simplefilter("ignore")  # of the age of what it imports
try:
    from paste.auth import basic, digest

    VERSION, read = package_version("paste"), digest._auth_to_kv_pairs
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]
found = []


def noting(value):
    found.extend(read(value))
    return found


def check(environ, user, password):
    found.append((user, password))
    return True


digest._auth_to_kv_pairs = noting
authenticators = {"basic": basic.AuthBasicAuthenticator("realm", check),
                  "digest": digest.AuthDigestAuthenticator("realm", lambda environ, realm, user: None)}


def parse(operation, lines):
    found.clear()
    environ = {"wsgi.version": (1, 0), "HTTP_AUTHORIZATION": lines[0], "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": "/"}
    authenticators[SCHEME].authenticate(environ)
    if not found:
        raise Reject("it asks for credentials")
    return challenge("Digest", dict(found)) if SCHEME == "digest" else basic_credentials(*found[0], "utf-8", lines[0])


serve(f"Paste ({SCHEME.title()})", VERSION, ["credentials"],
      {"scheme_case": "title", "lines": "one", "only_schemes": [SCHEME.title()], "octets": "latin1",
       **({"params": "map", "duplicates": "last", "token68": False} if SCHEME == "digest" else {"params": "none"})},
      parse, homepage="https://pythonpaste.readthedocs.io/", issues="https://github.com/pasteorg/paste/issues", license="MIT")
