"""Flask with Flask-HTTPAuth: HTTPBasicAuth and HTTPTokenAuth."""
from common import PORT, REALMS, USERS
from flask import Flask
from flask_httpauth import HTTPBasicAuth, HTTPTokenAuth

app = Flask(__name__)
TOKENS = {"mF_9.B5f-4.1JqM", "09azAZ-._~+/=="}


def protect(path, realm):
    auth = HTTPBasicAuth(realm=realm)
    auth.verify_password(lambda user, password: user if USERS.get(user) == password else None)
    app.add_url_rule(path, path, auth.login_required(lambda: "the protected page\n"))


def protect_with_token(path, realm):
    auth = HTTPTokenAuth(scheme="Bearer", realm=realm)
    auth.verify_token(lambda token: token if token in TOKENS else None)
    app.add_url_rule(path, path, auth.login_required(lambda: "the protected page\n"))


protect("/basic/", "closed site")
protect_with_token("/bearer/", "closed site")
for number, text in REALMS.items():
    protect(f"/realm/{number}/", text)
app.run("127.0.0.1", PORT, threaded=True)
