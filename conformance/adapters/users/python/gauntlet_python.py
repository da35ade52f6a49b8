"""Gauntlet's Python package: over the fields of http.client's responses, and of requests to a WSGI application."""
import pathlib
import subprocess
import sys
import urllib.error
import urllib.request

if sys.argv[1] == "--build":
    adapter = pathlib.Path(__file__).resolve().parents[2] / "python" / "gauntlet_python.py"
    sys.exit(subprocess.run([sys.executable, "-B", adapter, *sys.argv[1:]], check=False).returncode)

sys.path.insert(0, sys.argv[1])
import gauntlet_http_auth as gauntlet
from protocol import OPERATION, challenge, client, environ_reader, parameters, wsgi


def shown(found):
    return challenge(found.scheme, [(param.name, param.value) for param in found.params], found.token68)


def fetch(url):
    try:
        fields = urllib.request.urlopen(url).headers
    except urllib.error.HTTPError as error:
        fields = error.headers
    try:
        if OPERATION == "challenges":
            return [shown(each) for each in gauntlet.parse_challenges(fields.get_all("WWW-Authenticate", []))]
        info = gauntlet.parse_authentication_info(fields.get_all("Authentication-Info", []))
        return parameters((param.name, param.value) for param in info)
    except gauntlet.ParseError:
        return None


def authorization(environ):
    try:
        return [shown(gauntlet.parse_credentials(environ.get("HTTP_AUTHORIZATION", "")))]
    except gauntlet.ParseError:
        return None


if OPERATION == "credentials":
    wsgi(environ_reader(authorization))
else:
    client(fetch)
