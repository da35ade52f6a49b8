# SPDX-License-Identifier: Apache-2.0
"""python3 -m gauntlet_http_auth parse [--credentials | --auth-info] VALUE..."""

from __future__ import annotations

import argparse
import json
import os
import sys

from . import Challenge, ParseError, __version__, parse_authentication_info, parse_challenges, parse_credentials


def as_json(challenge: Challenge[str]) -> dict[str, object]:
    return {"scheme": challenge.scheme, "token68": challenge.token68, "params": [p._asdict() for p in challenge.params]}


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python3 -m gauntlet_http_auth",
                                        description="""for example: parse 'Basic realm="simple", Negotiate'""")
    arguments.add_argument("--version", action="version", version=f"gauntlet-http-auth {__version__}")
    parse = arguments.add_subparsers(dest="command", required=True).add_parser("parse", help="shows what a value says")
    kind = parse.add_mutually_exclusive_group()
    kind.add_argument("--credentials", action="store_true", help="a value of Authorization")
    kind.add_argument("--auth-info", action="store_true", help="a value of Authentication-Info")
    parse.add_argument("value", nargs="+", help="a value; several are the lines of one field")
    given = arguments.parse_args()
    # The octets that were typed, whatever the locale takes them for.
    lines = [os.fsencode(value).decode("latin-1") for value in given.value]
    found: dict[str, object]
    try:
        if given.credentials:
            found = {"credentials": as_json(parse_credentials(lines))}
        elif given.auth_info:
            found = {"params": [param._asdict() for param in parse_authentication_info(lines)]}
        else:
            found = {"challenges": [as_json(challenge) for challenge in parse_challenges(lines)]}
    except ParseError as error:
        print(error.explain(), file=sys.stderr)
        return 1
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
