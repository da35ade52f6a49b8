"""httplib2: the function that Http calls on the response of a server, on such a response."""
import httplib2
from httplib2.auth import _parse_authentication_info, _parse_www_authenticate
from httplib2.error import MalformedHeader
from protocol import OPERATION, challenge, client, parameters


def fetch(url):
    try:
        response = httplib2.Http().request(url)[0]
        if OPERATION == "auth-info":
            return parameters(_parse_authentication_info(response).items())
        return [challenge(*one) for one in _parse_www_authenticate(response).items()]
    except MalformedHeader:
        return None


client(fetch, **({"token68": "token"} if OPERATION == "challenges" else {}))
