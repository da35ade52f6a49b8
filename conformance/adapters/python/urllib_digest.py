"""urllib.request, Digest: what AbstractDigestAuthHandler does with a WWW-Authenticate field."""
import platform

from protocol import Unsupported, challenge, missing, serve

try:
    from urllib.request import parse_http_list, parse_keqv_list
except ImportError as error:
    missing(error)


def parse(operation, lines):
    words = lines[0].split()
    if not words or words[0].lower() != "digest":
        raise Unsupported("the handler goes on only when the first word is Digest")
    # From here on as in AbstractDigestAuthHandler.retry_http_digest_auth.
    scheme, rest = lines[0].split(" ", 1)
    return [challenge(scheme, parse_keqv_list(filter(None, parse_http_list(rest))))]


serve("urllib-digest", platform.python_version(), ["challenges"],
      {"params": "map", "duplicates": "last", "token68": False, "lines": "one", "challenges": "first",
       "only_schemes": ["Digest"], "octets": "latin1"},
      parse, homepage="https://docs.python.org/3/library/urllib.request.html",
      issues="https://github.com/python/cpython/issues", license="PSF-2.0")
