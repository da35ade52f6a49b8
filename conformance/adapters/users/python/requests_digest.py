"""Requests with HTTPDigestAuth: the challenge that it answers."""
import requests
from protocol import challenge, client
from requests.auth import HTTPDigestAuth


def fetch(url):
    auth = HTTPDigestAuth("user", "password")
    try:
        requests.get(url, auth=auth, timeout=10)
    except TypeError:
        # Read, but of an algorithm or qop that Requests cannot answer: its header is None then.
        if not auth._thread_local.chal:
            raise
    return [challenge("Digest", auth._thread_local.chal)] if auth._thread_local.chal else None


client(fetch)
