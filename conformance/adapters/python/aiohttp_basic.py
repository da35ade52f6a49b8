"""aiohttp: BasicAuth.decode, for Authorization fields; a server's users get the first line from request.headers."""
from protocol import basic_credentials, missing, serve

try:
    import aiohttp
    from aiohttp import BasicAuth
except Exception as error:
    missing(error)


def parse(operation, lines):
    found = BasicAuth.decode(lines[0])
    return basic_credentials(found.login, found.password, found.encoding, lines[0])


serve("aiohttp", aiohttp.__version__, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "first", "only_schemes": ["Basic"],
       "octets": "latin1"},
      parse, rejects=(ValueError,), homepage="https://docs.aiohttp.org/",
      issues="https://github.com/aio-libs/aiohttp/issues", license="Apache-2.0")
