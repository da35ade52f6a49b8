"""The well-behaved half that the broken adapters share; each of them changes one thing."""
import json
import sys

HELLO = {
    "protocol": 1,
    "implementation": {"name": sys.argv[0].rpartition("/")[2].removesuffix(".py"), "version": "1",
                       "language": "Python"},
    "operations": ["challenges", "credentials", "auth-info"],
    "serializes": [],
}
EMPTY = {"challenges": {"challenges": []},
         "credentials": {"credentials": {"scheme": "Fake", "token68": None, "params": []}},
         "auth-info": {"params": []}}


def argument(default):
    """The first command-line argument as the default's type, or the default."""
    return type(default)(sys.argv[1]) if len(sys.argv) > 1 else default


def say(answer):
    print(json.dumps(answer), flush=True)


def reject(query):
    return {"seq": query["seq"], "outcome": "reject", "error": "everything is rejected here"}


def accept(query, **result):
    return {"seq": query["seq"], "outcome": "accept", **EMPTY[query["operation"]], **result}


def value(query, text):
    """Accepts with one parameter of that value, for any request."""
    params = [{"name": "realm", "value": text}]
    return accept(query, **{
        "challenges": {"challenges": [{"scheme": "Basic", "token68": None, "params": params}]},
        "credentials": {"credentials": {"scheme": "Basic", "token68": None, "params": params}},
        "auth-info": {"params": params}}[query["operation"]])


def serve(answer=reject, hello=HELLO, stop=lambda: sys.exit(0)):
    """The loop. `answer` gets the n-th parse request (n from 1) as `query` with `query["n"]` and returns the
    answer, or None when it has seen to the output itself."""
    n = 0
    for line in iter(sys.stdin.readline, ""):
        query = json.loads(line)
        if query["cmd"] == "stop":
            return stop()
        if query["cmd"] == "hello":
            say(hello)
            continue
        n += 1
        reply = answer({**query, "n": n})
        if reply is not None:
            say(reply)
    return None
