"""HTTPX with DigestAuth: URL USER PASSWORD."""
import sys

import httpx

url, user, password = sys.argv[1:]
httpx.get(url, auth=httpx.DigestAuth(user, password), timeout=8, follow_redirects=True)
