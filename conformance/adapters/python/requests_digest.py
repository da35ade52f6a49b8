"""Requests: the challenge that HTTPDigestAuth.handle_401 keeps of a 401 response; the response is made here."""
from protocol import challenge, missing, nothing, serve

try:
    import requests
    from requests.auth import HTTPDigestAuth
except Exception as error:
    missing(error)


class Connection:
    """Takes the request that Requests sends as its answer to the challenge."""

    def send(self, request, **options):
        return requests.Response()


def parse(operation, lines):
    response = requests.Response()
    response.status_code = 401
    response.headers["WWW-Authenticate"] = lines[0]
    response._content, response._content_consumed, response.connection = b"", True, Connection()
    auth = HTTPDigestAuth("user", "password")
    response.request = auth(requests.Request("GET", "https://example.test/").prepare())
    auth.handle_401(response)
    if auth._thread_local.num_401_calls == 1:
        return nothing(lines, "the word digest is not in it")
    return [challenge("Digest", auth._thread_local.chal)]


serve("requests", requests.__version__, ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "one",
       "challenges": "first", "only_schemes": ["Digest"], "octets": "latin1"},
      parse, homepage="https://requests.readthedocs.io/", issues="https://github.com/psf/requests/issues",
      license="Apache-2.0")
