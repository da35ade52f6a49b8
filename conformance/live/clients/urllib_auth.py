"""urllib.request, Basic and Digest, as its documentation has it: URL USER PASSWORD."""
import sys
import urllib.error
import urllib.request

url, user, password = sys.argv[1:]
passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
passwords.add_password(None, url, user, password)
opener = urllib.request.build_opener(
    urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.HTTPBasicAuthHandler(passwords))
try:
    opener.open(url, timeout=8).read()
except urllib.error.HTTPError:
    pass
