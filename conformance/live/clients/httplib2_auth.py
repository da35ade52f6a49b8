"""httplib2 with add_credentials: URL USER PASSWORD."""
import sys

import httplib2

url, user, password = sys.argv[1:]
http = httplib2.Http(timeout=8)
http.add_credentials(user, password)
http.request(url)
