"""websockets: what its server asks about if it wants Basic."""
import asyncio
import http

import websockets
from protocol import body, show, user_pass
from websockets.datastructures import MultipleValuesError
from websockets.legacy.auth import BasicAuthWebSocketServerProtocol, basic_auth_protocol_factory


class Protocol(BasicAuthWebSocketServerProtocol):
    found = None

    async def check_credentials(self, user, password):
        self.found = user_pass(user, password)
        return True

    async def process_request(self, path, headers):
        try:
            await super().process_request(path, headers)
        except MultipleValuesError:
            pass
        except Exception as error:
            self.found = {"fault": repr(error)}
        return http.HTTPStatus.OK, [], body(self.found)


async def main():
    factory = basic_auth_protocol_factory(check_credentials=lambda user, password: True, create_protocol=Protocol)
    server = await websockets.serve(None, "127.0.0.1", 0, create_protocol=factory)
    show({"port": server.sockets[0].getsockname()[1], "user_pass": "utf-8", "decodes": "utf-8"})
    await asyncio.Future()


asyncio.run(main())
