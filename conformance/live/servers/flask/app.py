"""Flask with Flask-HTTPAuth: HTTPBasicAuth."""
from common import PORT, REALMS, USERS
from flask import Flask
from flask_httpauth import HTTPBasicAuth

app = Flask(__name__)


def protect(path, realm):
    auth = HTTPBasicAuth(realm=realm)
    auth.verify_password(lambda user, password: user if USERS.get(user) == password else None)
    app.add_url_rule(path, path, auth.login_required(lambda: "the protected page\n"))


protect("/basic/", "closed site")
for number, text in REALMS.items():
    protect(f"/realm/{number}/", text)
app.run("127.0.0.1", PORT, threaded=True)
