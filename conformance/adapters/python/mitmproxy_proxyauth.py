"""mitmproxy: parse_http_basic_auth, with what its addon for proxyauth takes from a request."""
from protocol import basic_credentials, missing, octets, serve

try:
    from mitmproxy.addons.proxyauth import parse_http_basic_auth
    from mitmproxy.http import Headers
    from mitmproxy.version import VERSION
except Exception as error:
    missing(error)


def parse(operation, lines):
    value = Headers([(b"Authorization", octets(line)) for line in lines]).get("Authorization", "")
    scheme, user, password = parse_http_basic_auth(value)
    return basic_credentials(user, password, "utf-8", ", ".join(lines), scheme)


serve("mitmproxy", VERSION, ["credentials"],
      {"params": "none", "lines": "all", "only_schemes": ["Basic"], "octets": "bytes"},
      parse, rejects=(ValueError,), homepage="https://mitmproxy.org/", issues="https://github.com/mitmproxy/mitmproxy/issues",
      license="MIT")
