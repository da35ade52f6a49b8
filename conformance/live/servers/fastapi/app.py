"""FastAPI with fastapi.security.HTTPBasic."""
import uvicorn
from common import PORT, REALMS, USERS
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBasic, HTTPBasicCredentials

app = FastAPI()


def protect(path, realm):
    security = HTTPBasic(realm=realm)

    def page(sent: HTTPBasicCredentials = Depends(security)):
        if USERS.get(sent.username) != sent.password:
            # As its documentation has it.
            raise HTTPException(401, "Incorrect username or password", {"WWW-Authenticate": "Basic"})
        return "the protected page"

    app.add_api_route(path, page, methods=["GET", "HEAD"])


protect("/basic/", "closed site")
for number, text in REALMS.items():
    protect(f"/realm/{number}/", text)
uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="error")
