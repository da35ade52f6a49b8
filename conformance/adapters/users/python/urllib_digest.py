"""urllib.request with HTTPDigestAuthHandler: the challenge that it answers."""
import urllib.error
import urllib.request

from protocol import challenge, client


def fetch(url):
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, "user", "password")
    answered = []

    class Handler(urllib.request.HTTPDigestAuthHandler):
        def get_authorization(self, request, found):
            try:
                answer = super().get_authorization(request, found)
            except (ValueError, urllib.error.URLError):
                answer = None  # it cannot hash this, or does not know the algorithm or the qop
                answered.append(challenge("Digest", found))
            if answer:
                answered.append(challenge("Digest", found))
            return answer

    try:
        urllib.request.build_opener(Handler(passwords)).open(url)
    except urllib.error.HTTPError:
        pass
    except ValueError as error:
        if "does not support the following scheme" not in str(error):
            raise
    return answered


# It answers the same one again until it gives up.
client(fetch, schemes=["Digest"], first=True)
