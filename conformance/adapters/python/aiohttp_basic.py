"""aiohttp: BasicAuth.decode, for Authorization fields."""
from protocol import basic_credentials, missing, only_user_pass, serve

try:
    import aiohttp
    from aiohttp import BasicAuth
except Exception as error:
    missing(error)


def parse(operation, lines):
    only_user_pass(lines[0])
    found = BasicAuth.decode(lines[0], encoding="utf-8")
    return basic_credentials(found.login, found.password, "utf-8")


serve("aiohttp", aiohttp.__version__, ["credentials"],
      {"scheme_case": "title", "params": "none", "lines": "one", "only_schemes": ["Basic"], "octets": "latin1"},
      parse, rejects=(ValueError,), homepage="https://docs.aiohttp.org/",
      issues="https://github.com/aio-libs/aiohttp/issues", license="Apache-2.0")
