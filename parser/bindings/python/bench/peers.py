# SPDX-License-Identifier: Apache-2.0
"""How long parse_challenges() takes beside what the standard library has, in one process:

    python3 peers.py    with the package installed; the fastest of 15 turns of a fifth of a second is shown
"""

import platform
import timeit
from urllib.request import parse_http_list, parse_keqv_list

from gauntlet_http_auth import parse_challenges

PARAMS = ('realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
          'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
WAYS = {
    "parse_challenges('Digest ...')": lambda: parse_challenges("Digest " + PARAMS),
    "parse_keqv_list(parse_http_list('...'))": lambda: parse_keqv_list(parse_http_list(PARAMS)),
    "parse_challenges('Negotiate')": lambda: parse_challenges("Negotiate"),
}


def main():
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}; Digest: {len('Digest ' + PARAMS)} octets")
    # Both read the same, else the figures would say nothing.
    ours = {param.name: param.value for param in parse_challenges("Digest " + PARAMS)[0].params}
    assert ours == parse_keqv_list(parse_http_list(PARAMS))
    for name, way in WAYS.items():
        timer = timeit.Timer(way)
        count = timer.autorange()[0]
        print(f"{min(timer.repeat(15, count)) / count * 1e6:8.1f} us  {name}")


if __name__ == "__main__":
    main()
