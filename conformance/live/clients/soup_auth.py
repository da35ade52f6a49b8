"""libsoup 3, its signal `authenticate`: URL USER PASSWORD."""
import sys

import gi

gi.require_version("Soup", "3.0")
from gi.repository import GLib, Soup  # noqa: E402

url, user, password = sys.argv[1:]


def authenticate(_message, auth, retrying):
    if not retrying:
        auth.authenticate(user, password)
    return not retrying


session = Soup.Session(timeout=8)
message = Soup.Message.new("GET", url)
message.connect("authenticate", authenticate)
try:
    session.send_and_read(message, None)
except GLib.Error:
    pass
