"""aiohttp's client with BasicAuth: URL USER PASSWORD."""
import asyncio
import sys

import aiohttp

url, user, password = sys.argv[1:]


async def main():
    timeout = aiohttp.ClientTimeout(total=8)
    async with aiohttp.ClientSession(auth=aiohttp.BasicAuth(user, password), timeout=timeout) as session:
        async with session.get(url) as response:
            await response.read()


asyncio.run(main())
