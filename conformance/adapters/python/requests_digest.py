"""Requests: what HTTPDigestAuth.handle_401 makes of the WWW-Authenticate field."""
import re

from protocol import Unsupported, challenge, missing, serve

try:
    import requests
    from requests.utils import parse_dict_header
except Exception as error:
    missing(error)


def parse(operation, lines):
    if "digest" not in lines[0].lower():
        raise Unsupported("handle_401 goes on only when the field holds the word digest")
    # From here on as in handle_401.
    return [challenge("Digest", parse_dict_header(re.compile("digest ", re.IGNORECASE).sub("", lines[0], count=1)))]


serve("requests", requests.__version__, ["challenges"],
      {"scheme_case": "title", "params": "map", "duplicates": "last", "token68": False, "lines": "one",
       "challenges": "first", "only_schemes": ["Digest"], "octets": "latin1"},
      parse, homepage="https://requests.readthedocs.io/", issues="https://github.com/psf/requests/issues",
      license="Apache-2.0")
