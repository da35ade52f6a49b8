"""Requests with HTTPDigestAuth: URL USER PASSWORD."""
import sys

import requests

url, user, password = sys.argv[1:]
requests.get(url, auth=requests.auth.HTTPDigestAuth(user, password), timeout=8)
