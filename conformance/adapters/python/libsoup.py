"""libsoup, through its C library: scheme and realm of the SoupAuth that it hands to the handler of its `authenticate` signal. It
does so only while it talks to a server, and for the challenge that it likes best; so it is asked twice, by a user who allows
Digest only and by one who allows Basic only. The argument is the version of its API: 2.4 or 3.0."""
import ctypes as c
import socket
import sys
import threading

from protocol import challenge, missing, nothing, octets, serve

API = sys.argv[1]
try:
    soup = c.CDLL({"2.4": "libsoup-2.4.so.1", "3.0": "libsoup-3.0.so.0"}[API])
    gobject = c.CDLL("libgobject-2.0.so.0")
    listener = socket.create_server(("127.0.0.1", 0))
except (OSError, KeyError) as error:
    missing(error)

for function in ("soup_session_new", "soup_message_new", "soup_session_send"):
    getattr(soup, function).restype = c.c_void_p
for function in ("soup_auth_get_realm", "soup_auth_get_scheme_name"):
    getattr(soup, function).restype = c.c_char_p
soup.soup_auth_basic_get_type.restype = soup.soup_auth_digest_get_type.restype = c.c_size_t
ALLOWED = (soup.soup_auth_basic_get_type(), soup.soup_auth_digest_get_type())
URL = f"http://127.0.0.1:{listener.getsockname()[1]}/".encode()
# 2.4: session, message, auth, retrying, data; 3.0: without the session
HANDLER = c.CFUNCTYPE(c.c_int, *[c.c_void_p] * (2 if API == "3.0" else 3), c.c_int, c.c_void_p)
OCTETS = "utf8" if API == "3.0" else "bytes"  # 3.0 replaces what is not UTF-8 before anything else
response, found = b"", []


def answer():
    while True:
        with listener.accept()[0] as connection:
            head = b""
            while b"\r\n\r\n" not in head and (piece := connection.recv(4096)):
                head += piece
            try:
                connection.sendall(response)
            except OSError:
                continue  # the client has seen enough


@HANDLER
def on_authenticate(*arguments):
    auth = c.c_void_p(arguments[-3])
    realm = soup.soup_auth_get_realm(auth)
    found.append(challenge(soup.soup_auth_get_scheme_name(auth), [] if realm is None else [("realm", realm)]))
    return 0


def ask(forbidden):
    session = c.c_void_p(soup.soup_session_new())
    message = c.c_void_p(soup.soup_message_new(b"GET", URL))
    soup.soup_session_remove_feature_by_type(session, c.c_size_t(forbidden))
    gobject.g_signal_connect_data(message if API == "3.0" else session, b"authenticate", on_authenticate, None, None, 0)
    if API == "3.0":
        stream = soup.soup_session_send(session, message, None, None)
        if stream:
            gobject.g_object_unref(c.c_void_p(stream))
        gobject.g_object_unref(message)
    else:
        soup.soup_session_send_message(session, message)
        gobject.g_object_unref(message)
    soup.soup_session_abort(session)
    gobject.g_object_unref(session)


def parse(operation, lines):
    global response
    fields = b"".join(b"WWW-Authenticate: " + octets(line) + b"\r\n" for line in lines)
    response = b"HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n" + fields + b"\r\n"
    found.clear()
    for forbidden in ALLOWED:
        ask(forbidden)
    return list(found) or nothing(lines, "no signal")


threading.Thread(target=answer, daemon=True).start()
version = ".".join(str(getattr(soup, f"soup_get_{part}_version")()) for part in ("major", "minor", "micro"))
serve("libsoup", version, ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "all", "same_scheme": "first",
       "only_schemes": ["Basic", "Digest"], "only_params": ["realm"], "octets": OCTETS, "input": "message"},
      parse, language="C", homepage="https://libsoup.gnome.org/", issues="https://gitlab.gnome.org/GNOME/libsoup/-/issues",
      license="LGPL-2.0-or-later")
