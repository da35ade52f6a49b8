"""httpbin, as it is: basic-auth and digest-auth."""
import sys

from httpbin import app

app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
