"""HTTPX: DigestAuth._parse_challenge, called as DigestAuth.auth_flow does for the first line that begins with Digest."""
from protocol import Unsupported, challenge, missing, serve

try:
    import httpx

    read = httpx.DigestAuth("user", "password")._parse_challenge
    REQUEST = httpx.Request("GET", "https://example.test/")
    RESPONSE = httpx.Response(401, request=REQUEST)
except Exception as error:
    missing(error)
SHOWN = ("realm", "nonce", "opaque", "qop")  # algorithm has a default, which cannot be told from a value


def parse(operation, lines):
    line = next((line for line in lines if line.lower().startswith("digest ")), None)
    if line is None:
        raise Unsupported("auth_flow goes on only when a line begins with Digest")
    if "realm" not in line or "nonce" not in line:
        raise Unsupported("a Digest challenge without realm or nonce")
    found = read(REQUEST, RESPONSE, line)
    values = ((name, getattr(found, name)) for name in SHOWN)
    # The library has encoded the parts as UTF-8 to hash them.
    return [challenge("Digest", [(name, value.decode()) for name, value in values if value is not None])]


serve("httpx", httpx.__version__, ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "all",
       "challenges": "first", "only_schemes": ["Digest"], "only_params": list(SHOWN), "octets": "latin1"},
      parse, rejects=(httpx.ProtocolError,), homepage="https://www.python-httpx.org/",
      issues="https://github.com/encode/httpx/issues", license="BSD-3-Clause")
