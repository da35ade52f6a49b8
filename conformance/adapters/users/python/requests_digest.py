"""Requests with HTTPDigestAuth: the challenge that it answers."""
import requests
from protocol import challenge, client
from requests.auth import HTTPDigestAuth


def fetch(url):
    auth = HTTPDigestAuth("user", "password")
    requests.get(url, auth=auth, timeout=10)
    return [challenge("Digest", auth._thread_local.chal)] if auth._thread_local.chal else None


client(fetch)
