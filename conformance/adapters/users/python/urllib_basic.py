"""urllib.request with HTTPBasicAuthHandler: the realms that it asks for a password for."""
import urllib.error
import urllib.request
import warnings

from protocol import challenge, client

warnings.simplefilter("ignore")


class Passwords(urllib.request.HTTPPasswordMgr):
    def __init__(self):
        self.realms = []

    def find_user_password(self, realm, uri):
        self.realms.append(realm)
        return None, None


def fetch(url):
    passwords = Passwords()
    try:
        urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords)).open(url)
    except urllib.error.HTTPError:
        pass
    except ValueError as error:
        if "does not support the following scheme" not in str(error):
            raise
    return [challenge("Basic", [("realm", realm)]) for realm in passwords.realms]


client(fetch, schemes=["Basic"], **{"with": "realm"}, first=True)
