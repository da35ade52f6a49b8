"""libsoup: the realm of the challenge that a session with the defaults asks its user about; Digest is preferred."""
import ctypes as c
import sys

from protocol import challenge, client

API = sys.argv[1]
soup = c.CDLL({"2.4": "libsoup-2.4.so.1", "3.0": "libsoup-3.0.so.0"}[API])
gobject = c.CDLL("libgobject-2.0.so.0")
soup.soup_session_new.restype = soup.soup_message_new.restype = soup.soup_session_send.restype = c.c_void_p
soup.soup_auth_get_realm.restype = soup.soup_auth_get_scheme_name.restype = c.c_char_p
HANDLER = c.CFUNCTYPE(c.c_int, *[c.c_void_p] * (2 if API == "3.0" else 3), c.c_int, c.c_void_p)
seen = []


@HANDLER
def on_authenticate(*arguments):
    auth = c.c_void_p(arguments[-3])
    realm = soup.soup_auth_get_realm(auth)
    seen.append(challenge(soup.soup_auth_get_scheme_name(auth), [("realm", realm)] if realm is not None else []))
    return 0


def fetch(url):
    seen.clear()
    session = c.c_void_p(soup.soup_session_new())
    message = c.c_void_p(soup.soup_message_new(b"GET", url.encode()))
    if API == "3.0":
        gobject.g_signal_connect_data(message, b"authenticate", on_authenticate, None, None, 0)
        soup.soup_session_send(session, message, None, None)
    else:
        gobject.g_signal_connect_data(session, b"authenticate", on_authenticate, None, None, 0)
        soup.soup_session_send_message(session, message)
    gobject.g_object_unref(session)
    return list(seen)


client(fetch, prefers=["digest", "basic"])
