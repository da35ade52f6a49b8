"""The adapter protocol (PROTOCOL.md, section 3) for Python: the loop, the octets and the three ends of a request.

An adapter calls `serve` with a function `parse(operation, lines)`, which hands the lines to the library and returns
what came back. The ends of a request are kept apart:

* it raises one of `rejects`, the errors that the library documents, or `Reject`: the value is rejected;
* it raises `Unsupported`: this library cannot be asked that;
* it raises anything else: a fault of the library.

A str of the protocol has one code point per octet, which is also how WSGI and http.client hand field values over; an API
that takes bytes is given `octets(line)`.
"""
import base64
import json
import platform
import re
import sys


class Reject(Exception):
    """The library rejected the value, in its documented way."""


class Unsupported(Exception):
    """The library has no answer to this kind of question."""


MEMBER = {"challenges": "challenges", "credentials": "credentials", "auth-info": "params"}


def octets(text):
    return text.encode("latin-1")


def text(value):
    """What a library returned, one code point per octet. A str that is not an octet string (the library has decoded
    the value) stands for its UTF-8 octets."""
    if isinstance(value, str):
        try:
            value.encode("latin-1")
            return value
        except UnicodeEncodeError:
            value = value.encode("utf-8", "surrogatepass")
    return bytes(value).decode("latin-1")


def challenge(scheme, params=(), token68=None):
    """C of PROTOCOL.md, section 2.2, from pairs or a mapping. A name without a value, which some libraries return as None, is shown
    with an empty one: the protocol has no other way to show it."""
    pairs = params.items() if hasattr(params, "items") else params
    return {"scheme": text(scheme), "token68": None if token68 is None else text(token68), "params": parameters(pairs)}


def parameters(pairs):
    return [{"name": text(name), "value": "" if value is None else text(value)} for name, value in pairs]


def basic_credentials(user, password, encoding, line, scheme="Basic"):
    """C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the
    line if it does, else the usual one, so that a library that reads another pair than was sent cannot hide it. A library
    that decodes as another encoding what is not in the first has them all in `encoding`. An empty password may have been
    none."""
    pairs = []
    for each in [encoding] if isinstance(encoding, str) else encoding:
        try:
            pairs += [f"{user}:{password}".encode(each), *([] if password else [user.encode(each)])]
        except UnicodeEncodeError:
            pass  # so it is from another one
    sent = line.split(None, 1)[-1].strip(" \t")
    try:
        as_sent = base64.b64decode(sent) in pairs
    except ValueError:
        as_sent = False
    return challenge(scheme, token68=sent if as_sent else base64.b64encode(pairs[0]).decode("ascii"))


def nothing(lines, why):
    """For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how the
    library rejects."""
    if all(re.fullmatch("[ \t,]*", line) for line in lines):
        return []
    raise Reject(why)


def package_version(name):
    from importlib import metadata

    return metadata.version(name)


def ascii_only(message):
    return str(message).encode("ascii", "backslashreplace").decode("ascii")[:500]


def missing(reason):
    """Answers hello with an error and ends: the library, or what the adapter needs of it, is not there."""
    sys.stdin.readline()
    print(json.dumps({"protocol": 1, "error": ascii_only(reason)}), flush=True)
    sys.exit(3)


def lines_for(observes, lines):
    """The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3)."""
    takes = observes.get("lines", "all")
    if takes == "all":
        return lines
    if len(lines) > 1 and takes in ("one", "each"):
        raise Unsupported("one field line only")
    return lines or [""]


def outcome(ask, rejects):
    try:
        return {"outcome": "accept", **ask()}
    except Unsupported as error:
        return {"outcome": "unsupported", "reason": ascii_only(error)}
    except (Reject, *rejects) as error:
        return {"outcome": "reject", "error": ascii_only(error)}
    except Exception as error:  # what escapes from the library is what its users get
        return {"outcome": "fault", "error": ascii_only(f"{type(error).__name__}: {error}")}


def serve(name, version, operations, observes, parse, rejects=(), serialize=None, **about):
    """`serialize(operation, structure)` returns the lines that the library writes; without it nothing is asked for."""
    hello = {"protocol": 1,
             "implementation": {"name": name, "version": version, "language": about.pop("language", "Python"),
                                "runtime": f"{platform.python_implementation()} {platform.python_version()}", **about},
             "operations": operations, "serializes": operations if serialize else [], "observes": observes}
    for line in iter(sys.stdin.buffer.readline, b""):
        query = json.loads(line)
        command = query["cmd"]
        if command == "stop":
            return
        if command == "hello":
            answer = hello
        elif command == "parse" and query["operation"] in operations:
            operation = query["operation"]
            answer = outcome(lambda: {MEMBER[operation]: parse(operation, lines_for(observes, query["lines"]))}, rejects)
            answer["seq"] = query["seq"]
        elif command == "serialize" and serialize:
            operation = query["operation"]
            answer = outcome(lambda: {"lines": serialize(operation, query[MEMBER[operation]])}, rejects)
            answer["seq"] = query["seq"]
        else:
            answer = {"seq": query.get("seq"), "outcome": "unsupported", "reason": f"{command} {query.get('operation')}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
