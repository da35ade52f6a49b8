"""mitmproxy: whom its option proxyauth lets in, where it stands in front of a server."""
import asyncio
import json
import socket

from mitmproxy import http, options
from mitmproxy.tools.dump import DumpMaster
from protocol import show, user_pass


class Answer:
    def requestheaders(self, flow):
        found = flow.metadata.get("proxyauth")
        flow.response = http.Response.make(200, json.dumps(found and user_pass(*found)))


async def main():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    master = DumpMaster(options.Options(listen_host="127.0.0.1", listen_port=port, mode="reverse:http://127.0.0.1:9"),
                        with_termlog=False, with_dumper=False)
    master.options.update(proxyauth="any", connection_strategy="lazy")
    master.addons.add(Answer())
    running = asyncio.ensure_future(master.run())
    while not await listens(port):
        await asyncio.sleep(0.1)
    show({"port": port, "user_pass": "utf-8", "decodes": "utf-8"})
    await running


async def listens(port):
    try:
        writer = (await asyncio.open_connection("127.0.0.1", port))[1]
    except OSError:
        return False
    writer.close()
    return True


asyncio.run(main())
