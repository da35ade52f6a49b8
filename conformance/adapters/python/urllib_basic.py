"""urllib.request, Basic: AbstractBasicAuthHandler._parse_realm, which yields scheme and realm of each challenge."""
import platform
import warnings

from protocol import challenge, missing, serve

warnings.simplefilter("ignore")  # the library warns of an unquoted realm and goes on
try:
    from urllib.request import AbstractBasicAuthHandler

    read = AbstractBasicAuthHandler(None)._parse_realm
except (ImportError, AttributeError) as error:
    missing(error)


def parse(operation, lines):
    challenges = []
    for line in lines:  # as http_error_auth_reqed goes through the lines
        for scheme, realm in read(line):
            if scheme or realm is not None:
                challenges.append(challenge(scheme, [] if realm is None else [("realm", realm)]))
    return challenges


serve("urllib-basic", platform.python_version(), ["challenges"],
      {"token68": False, "only_params": ["realm"], "only_schemes": ["Basic"], "lines": "all", "octets": "latin1"},
      parse, homepage="https://docs.python.org/3/library/urllib.request.html",
      issues="https://github.com/python/cpython/issues", license="PSF-2.0")
