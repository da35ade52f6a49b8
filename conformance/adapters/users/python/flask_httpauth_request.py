"""Flask-HTTPAuth: what an application of Flask is asked to verify, and which user its view then has."""
import logging
import sys

from flask import Flask, jsonify
from flask_httpauth import HTTPBasicAuth, HTTPTokenAuth
from protocol import challenge, user_pass, wsgi

application = Flask("user")
logging.disable()
auth = HTTPBasicAuth() if sys.argv[1] == "basic" else HTTPTokenAuth()


# Both are called without credentials, too, and with None for what is not UTF-8.
def verify_password(user, password):
    found = auth.get_auth()
    return user_pass(user, password, found.type) if found and user is not None else None


def verify_token(token):
    found = auth.get_auth()
    return [challenge(found.type, token68=token)] if found else None


if sys.argv[1] == "basic":
    auth.verify_password(verify_password)
else:
    auth.verify_token(verify_token)


@auth.error_handler
def nothing(status):
    return jsonify(None), 200


@application.route("/")
@auth.login_required
def view():
    return jsonify(auth.current_user())


wsgi(application, **({"user_pass": "utf-8", "decodes": "utf-8", "schemes": ["Basic"]} if sys.argv[1] == "basic" else {}))
