"""FastAPI: what HTTPBasic or HTTPBearer, the argument, returns of a request of Starlette."""
import asyncio
import sys

from protocol import basic_credentials, challenge, missing, octets, serve

try:
    import fastapi
    from fastapi.security import HTTPBasic, HTTPBearer
    from starlette.requests import Request
except Exception as error:
    missing(error)
SCHEME = sys.argv[1]
security = HTTPBasic() if SCHEME == "basic" else HTTPBearer()
loop = asyncio.new_event_loop()


def parse(operation, lines):
    request = Request({"type": "http", "headers": [(b"authorization", octets(line)) for line in lines]})
    found = loop.run_until_complete(security(request))
    if SCHEME == "bearer":
        return challenge(found.scheme, token68=found.credentials)
    return basic_credentials(found.username, found.password, "utf-8", lines[0])


serve(f"FastAPI ({SCHEME.title()})", fastapi.__version__, ["credentials"],
      {"scheme_case": "title" if SCHEME == "basic" else "preserved", "params": "none", "lines": "first",
       "only_schemes": [SCHEME.title()], "octets": "latin1"},
      parse, rejects=(fastapi.HTTPException,), homepage="https://fastapi.tiangolo.com/",
      issues="https://github.com/fastapi/fastapi/issues", license="MIT")
