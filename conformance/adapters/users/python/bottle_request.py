"""Bottle: request.auth in an application."""
import json

import bottle
from protocol import user_pass, wsgi


@bottle.route("/")
def view():
    return json.dumps(user_pass(*bottle.request.auth) if bottle.request.auth else None)


wsgi(bottle.default_app(), user_pass="utf-8", decodes="utf-8")
