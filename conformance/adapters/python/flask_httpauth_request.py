"""Flask-HTTPAuth: get_auth of its Basic or its Bearer, the argument, in a request of Flask. Its Digest is what Werkzeug reads."""
import sys

from protocol import Reject, basic_credentials, challenge, missing, package_version, serve

try:
    from flask import Flask
    from flask_httpauth import HTTPBasicAuth, HTTPTokenAuth

    VERSION = package_version("flask-httpauth")
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]
application = Flask("adapter")
auth = HTTPBasicAuth() if SCHEME == "basic" else HTTPTokenAuth()


def parse(operation, lines):
    with application.test_request_context(environ_overrides={"HTTP_AUTHORIZATION": lines[0]}):
        found = auth.get_auth()
    if found is None or (SCHEME == "basic" and found.username is None):
        raise Reject("None")
    if SCHEME == "bearer":
        return challenge(found.type, token68=found["token"])
    return basic_credentials(found.username, found.password, "utf-8", lines[0], found.type)


serve(f"Flask-HTTPAuth ({SCHEME.title()})", VERSION, ["credentials"],
      {"params": "none", "lines": "one", "only_schemes": [SCHEME.title()], "octets": "latin1"},
      parse, homepage="https://flask-httpauth.readthedocs.io/", issues="https://github.com/miguelgrinberg/Flask-HTTPAuth/issues",
      license="MIT")
