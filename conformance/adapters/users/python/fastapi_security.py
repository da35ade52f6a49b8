"""FastAPI: what a path operation gets of HTTPBasic or HTTPBearer, in an application that uvicorn serves."""
import socket
import sys

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.exceptions import HTTPException
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBearer
from protocol import challenge, show, user_pass

SCHEME = sys.argv[1]
application = FastAPI()
security = HTTPBasic() if SCHEME == "basic" else HTTPBearer()


@application.exception_handler(HTTPException)
async def nothing(request, error):
    return JSONResponse(None)


@application.get("/")
def view(found=Depends(security)):
    if SCHEME == "basic":
        return user_pass(found.username, found.password)
    return [challenge(found.scheme, token68=found.credentials)]


listener = socket.create_server(("127.0.0.1", 0))
show({"port": listener.getsockname()[1], **({"user_pass": "utf-8"} if SCHEME == "basic" else {})})
uvicorn.run(application, fd=listener.fileno(), log_level="critical")
