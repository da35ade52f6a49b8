"""aiohttp's server, with aiohttp.BasicAuth as its users have it."""
from aiohttp import BasicAuth, hdrs, web
from common import PORT, REALMS, USERS


def page(realm):
    async def answer(request):
        try:
            sent = BasicAuth.decode(request.headers.get(hdrs.AUTHORIZATION, ""))
        except ValueError:
            sent = None
        if sent and USERS.get(sent.login) == sent.password:
            return web.Response(text="the protected page\n")
        return web.Response(status=401, headers={hdrs.WWW_AUTHENTICATE: f'Basic realm="{realm}"'})

    return answer


app = web.Application()
app.router.add_get("/basic/", page("closed site"))
web.run_app(app, host="127.0.0.1", port=PORT, print=None)
