"""HTTPX with DigestAuth: the challenge that it answers."""
import httpx
from protocol import challenge, client


def fetch(url):
    auth = httpx.DigestAuth("user", "password")
    encodings = []
    noted = httpx.Client(event_hooks={"response": [lambda response: encodings.append(response.headers.encoding)]})
    try:
        noted.get(url, auth=auth)
    except httpx.ProtocolError:
        pass
    except Exception:
        if auth._last_challenge is None:
            raise
    found = auth._last_challenge
    if found is None:
        return None
    params = [(name, getattr(found, name)) for name in ("realm", "nonce", "opaque", "qop")]
    return [challenge("Digest", [(name, value.decode().encode(encodings[0])) for name, value in params if value is not None])]


client(fetch, schemes=["Digest"])
