"""oauthlib: what an OAuth 1 endpoint makes of a request, or what an OAuth 2 endpoint asks about the token of one."""
import sys

from oauthlib import oauth1, oauth2
from protocol import challenge, environ_reader, wsgi


class Validator(oauth2.RequestValidator):
    def validate_bearer_token(self, token, scopes, request):
        self.found = token
        return token is not None


def read_oauth(environ):
    try:
        request = oauth1.ResourceEndpoint(oauth1.RequestValidator())._create_request(
            "https://example.test/", "GET", None, {"Authorization": environ.get("HTTP_AUTHORIZATION", "")})
    except ValueError:
        return None
    realm = [] if request.realm is None else [("realm", request.realm)]
    return [challenge("OAuth", [*realm, *request.oauth_params.items()])]


def read_bearer(environ):
    validator = Validator()
    endpoint = oauth2.ResourceEndpoint("Bearer", {"Bearer": oauth2.BearerToken(validator)})
    endpoint.verify_request("https://example.test/", headers={"Authorization": environ.get("HTTP_AUTHORIZATION", "")})
    found = getattr(validator, "found", None)
    return found and [challenge("Bearer", token68=found)]


if sys.argv[1] == "oauth":
    wsgi(environ_reader(read_oauth), params=["realm", "oauth_token", "oauth_nonce"])
else:
    wsgi(environ_reader(read_bearer))
