# SPDX-License-Identifier: Apache-2.0
"""Parsers with usual faults, and what they can show. As a program an adapter of one: parsers.py NAME.

The adapter and suite.judge() call the same function, so that their verdicts can be compared.
"""

import pathlib
import re
import sys
import urllib.request

import gauntlet_http_auth
from gauntlet_http_auth import NO_LIMITS


def of_urllib(value):
    """Python's own, for Digest."""
    scheme, _, rest = value.partition(" ")
    pairs = urllib.request.parse_keqv_list(filter(None, urllib.request.parse_http_list(rest)))
    return [{"scheme": scheme, "params": pairs}]


def splits_at_commas(value):
    """What stands in a quoted-string becomes structure."""
    found = []
    for element in value.split(","):
        words = element.strip().split(" ", 1)
        name, equals, text = words[-1].partition("=")
        if len(words) == 2:
            found.append((words[0], []))
        elif not equals:
            found.append((words[0], []))
            continue
        if equals and found:
            found[-1][1].append((name.strip(), text.strip().strip('"')))
    return found


def finds_pairs(value):
    """Takes anything, and shows a mapping of the first challenge."""
    scheme = re.match(r"\S*", value).group()
    pairs = re.findall(r'([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,"]*))', value[len(scheme):])
    return [(scheme, {name.lower(): quoted or token for name, quoted, token in pairs})]


def is_a_sender(value):
    """Refuses what a recipient has to take."""
    return gauntlet_http_auth.parse_challenges(value, grammar="sender", limits=NO_LIMITS)


def wants_a_realm(value):
    """An error that nobody expects."""
    return [(each.scheme, {"realm": {param.name: param.value for param in each.params}["realm"]})
            for each in gauntlet_http_auth.parse_challenges(value)]


def answers_none(value):
    """One challenge, of Basic; names that are there twice are refused."""
    try:
        (only,) = gauntlet_http_auth.parse_challenges(value, limits=NO_LIMITS)
    except ValueError:
        return None
    return None if only.repeated() else [{"scheme": only.scheme, "params": dict(param[:2] for param in only.params)}]


def unescapes_twice(value):
    """Undoes quoted-pairs again, and takes LF for the end."""
    found = gauntlet_http_auth.parse_challenges(re.sub("[\r\n\0].*", "", value, flags=re.DOTALL), limits=NO_LIMITS)
    return [each._replace(params=tuple(param._replace(value=param.value.replace("\\", "")) for param in each.params))
            for each in found]


PARSERS = {
    "of_urllib": (of_urllib, {"params": "map", "duplicates": "last", "token68": False, "challenges": "first",
                              "only_schemes": ("Digest",)}),
    "splits_at_commas": (splits_at_commas, {"token68": False}),
    "finds_pairs": (finds_pairs, {"params": "map", "duplicates": "last", "token68": False, "challenges": "first"}),
    "is_a_sender": (is_a_sender, {}),
    "wants_a_realm": (wants_a_realm, {"params": "map", "duplicates": "last", "token68": False}),
    "answers_none": (answers_none, {"params": "map", "duplicates": "error", "token68": False, "challenges": "last",
                                    "only_schemes": ("Basic", "Digest")}),
    "unescapes_twice": (unescapes_twice, {"params": "none"}),
}


def main():
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "conformance" / "adapters" / "python"))
    from gauntlet_http_auth import suite
    from protocol import Reject, serve

    parse, observes = PARSERS[sys.argv[1]]

    def show(operation, lines):
        returned = parse(lines[0])
        if returned is None:
            raise Reject("None")
        shown = []
        for scheme, token68, params in suite._readings(operation, returned):
            members = [{name: member for name, member in param._asdict().items() if member is not None} for param in params]
            shown.append({"scheme": scheme, "token68": token68, "params": members})
        return shown

    serve(sys.argv[1], "1", ["challenges"], {"lines": "one", **observes}, show, rejects=(ValueError,))


if __name__ == "__main__":
    main()
