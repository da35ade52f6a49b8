"""aiohttp: BasicAuth.decode of the Authorization field of a request to its server."""
import asyncio

from aiohttp import BasicAuth, web
from protocol import challenge, show


async def handle(request):
    try:
        found = BasicAuth.decode(request.headers.get("Authorization", ""))
    except ValueError:
        return web.json_response(None)
    return web.json_response([challenge("Basic", [("username", found.login), ("password", found.password)])])


async def main():
    server = await asyncio.get_running_loop().create_server(web.Server(handle), "127.0.0.1", 0)
    show({"port": server.sockets[0].getsockname()[1], "user_pass": "latin-1", "keeps_ows": True})
    await server.serve_forever()


asyncio.run(main())
