"""FastAPI with fastapi.security: HTTPBasic and HTTPBearer."""
import uvicorn
from common import PORT, REALMS, USERS
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer

app = FastAPI()
TOKENS = {"mF_9.B5f-4.1JqM", "09azAZ-._~+/=="}


def protect(path, realm):
    security = HTTPBasic(realm=realm)

    def page(sent: HTTPBasicCredentials = Depends(security)):
        if USERS.get(sent.username) != sent.password:
            # As its documentation has it.
            raise HTTPException(401, "Incorrect username or password", {"WWW-Authenticate": "Basic"})
        return "the protected page"

    app.add_api_route(path, page, methods=["GET", "HEAD"])


def page_for_token(sent: HTTPAuthorizationCredentials = Depends(HTTPBearer())):
    if sent.credentials not in TOKENS:
        # As its documentation has it.
        raise HTTPException(401, "Could not validate credentials", {"WWW-Authenticate": "Bearer"})
    return "the protected page"


protect("/basic/", "closed site")
app.add_api_route("/bearer/", page_for_token, methods=["GET", "HEAD"])
for number, text in REALMS.items():
    protect(f"/realm/{number}/", text)
uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="error")
