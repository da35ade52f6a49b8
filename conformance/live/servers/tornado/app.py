"""Tornado: it has no Basic of its own; a 401 by its number, and the decorator of its guide."""
import asyncio
import sys

import tornado.web


class Page(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def get(self):
        self.write("the protected page\n")


class Refusal(tornado.web.RequestHandler):
    def get(self):
        raise tornado.web.HTTPError(401)


async def main():
    app = tornado.web.Application([("/page/", Page), ("/401/", Refusal)], login_url="/login")
    app.listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
