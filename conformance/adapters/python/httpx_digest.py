"""HTTPX: the challenge that DigestAuth.auth_flow keeps of a 401 response; the response is made here."""
from protocol import challenge, missing, nothing, octets, serve

try:
    import httpx

    httpx.DigestAuth("user", "password")._last_challenge
    REQUEST = httpx.Request("GET", "https://example.test/")
except Exception as error:
    missing(error)
SHOWN = ("realm", "nonce", "opaque", "qop")  # algorithm has a default, which cannot be told from a value


def parse(operation, lines):
    auth = httpx.DigestAuth("user", "password")
    response = httpx.Response(401, headers=[(b"www-authenticate", octets(line)) for line in lines], request=REQUEST)
    flow = auth.auth_flow(REQUEST)
    next(flow)
    try:
        flow.send(response)
    except StopIteration:
        return nothing(lines, "no line begins with Digest")
    except Exception:
        # An answer that it cannot compose, such as for an unknown algorithm, comes after the reading.
        if auth._last_challenge is None:
            raise
    # The library decoded the field in this encoding, and encoded the parts as UTF-8 to hash them.
    shown = {name: getattr(auth._last_challenge, name) for name in SHOWN}
    return [challenge("Digest", [(name, value.decode().encode(response.headers.encoding))
                                 for name, value in shown.items() if value is not None])]


serve("httpx", httpx.__version__, ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "all",
       "challenges": "first", "only_schemes": ["Digest"], "only_params": list(SHOWN),
       "octets": "bytes"},
      parse, rejects=(httpx.ProtocolError,), homepage="https://www.python-httpx.org/",
      issues="https://github.com/encode/httpx/issues", license="BSD-3-Clause")
