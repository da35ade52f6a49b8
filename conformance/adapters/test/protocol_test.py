"""Runs one adapter through the protocol and judges every line of it.

    protocol_test.py ADAPTERS.json SCHEMA.json ID

ADAPTERS.json is what `prepare_adapters` wrote. Exit status: 0 the adapter keeps the protocol, 1 it does not, 77 what it needs is
not installed here, so that nothing was tested.
"""
import atexit
import json
import subprocess
import sys
import threading

import jsonschema

EASY = {
    "challenges": ['Basic realm="simple"', 'Digest realm="simple", nonce="abc"', 'Bearer realm="simple", scope="simple"',
                   "Negotiate simple"],
    "credentials": ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                    'Digest username="u", realm="simple", nonce="n", uri="/", response="r"',
                    'Digest username="u", realm="simple", nonce="n", uri="/", response="r", opaque="o"',
                    'Digest username="u", realm="simple", nonce="n", uri="/", response="r", qop=auth, nc=00000001, cnonce="c"',
                    'Digest username="u", realm="simple", nonce="n", uri="/", response="0123456789abcdef0123456789abcdef"',
                    'OAuth realm="simple", oauth_token="t"', "Bearer simple"],
    "auth-info": ['nextnonce="simple"'],
}
MEMBER = {"challenges": "challenges", "credentials": "credentials", "auth-info": "params"}
EVERY_OCTET = 'Basic realm="' + "".join(map(chr, range(256))) + '"'
LINES = [
    ['Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""'],
    ['Digest realm="simple", nonce="' + EVERY_OCTET[13:-1] + '"'],
    [EVERY_OCTET],
    ['Digest realm="na\u00efve \u00ff\u0080", nonce="a\tb", qop="auth, auth-int"'],
    [""], [], [","], [" "], ["="], ['"'], ["Basic"], ["Basic "], ["Digest"], ["Digest "], ["Digest a="], ['Digest a="'],
    ['Digest realm="\\'], ["Basic realm"], ["Basic realm=,"], ["Basic \u00ff"], ["\u0000"], ["Foo a=b", "Bar c=d"],
    ['Digest nonce="a", realm="b"', 'Basic realm="x"'], ["NTLM"], ["Negotiate abc=="], ['Digest __proto__="x", constructor=y'],
    ['Basic realm="' + "x" * 65536 + '"'], ['Digest realm="simple", nonce="' + "y" * 65536 + '"'], ["Basic " + "QQ" * 32768],
    ["a," * 1000], ["Basic realm=x, " * 200],
]


def fail(message):
    print("FAILED:", message)
    sys.exit(1)


def one_octet_each(value, where):
    if isinstance(value, str):
        if any(ord(c) > 0xFF for c in value):
            fail(f"{where}: a code point above U+00FF in {value!r}")
    elif isinstance(value, list):
        for each in value:
            one_octet_each(each, where)
    elif isinstance(value, dict):
        for each in value.values():
            one_octet_each(each, where)


class Adapter:
    def __init__(self, entry, validator):
        self.validator = validator
        self.process = subprocess.Popen(entry["command"], cwd=entry["working_directory"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        atexit.register(self.process.kill)

    def send(self, query):
        self.process.stdin.write(json.dumps(query).encode("ascii") + b"\n")
        self.process.stdin.flush()

    def send_all(self, queries):
        def feed():
            try:
                for query in [*queries, {"cmd": "stop"}]:
                    self.send(query)
            except BrokenPipeError:
                pass  # the reading side tells why

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        return feeder

    def receive(self, what, may_die=False):
        patience = threading.Timer(20 if may_die else 100, self.process.kill)
        patience.daemon = True
        patience.start()
        line = self.process.stdout.readline()
        patience.cancel()
        if may_die and not line and self.process.wait(30) < 0:
            return None
        if not line.endswith(b"\n"):
            fail(f"{what}: no whole line but {line[:200]!r} (exit status {self.process.poll()})")
        if any(octet > 0x7E or octet < 0x20 for octet in line[:-1]):
            fail(f"{what}: a line that is not printable ASCII: {line[:200]!r}")
        answer = json.loads(line)
        for error in self.validator.iter_errors(answer):
            fail(f"{what}: {line[:300]!r} is not valid: {error.message[:300]}")
        return answer

    def ask(self, query):
        self.send(query)
        return self.receive(query)


def main():
    adapters, schema, name = sys.argv[1:]
    entry = json.load(open(adapters, encoding="ascii"))[name]
    if "missing" in entry:
        print("not run:", entry["missing"])
        sys.exit(77)
    validator = jsonschema.Draft7Validator(json.load(open(schema, encoding="utf-8")))
    adapter = Adapter(entry, validator)
    hello = adapter.ask({"cmd": "hello", "protocol": 1})
    if "error" in hello:
        if adapter.process.wait(30) != 3:
            fail(f"hello with an error, but exit status {adapter.process.returncode}")
        print("not run:", hello["error"])
        sys.exit(77)
    if sorted(hello["operations"]) != sorted(entry["operations"]):
        fail(f"operations {hello['operations']}; the manifest says {entry['operations']}")
    if not hello["implementation"].get("version"):
        fail("hello without a version")
    for member in ("language", "homepage", "issues", "license"):
        if member in entry and hello["implementation"].get(member) != entry[member]:
            fail(f"{member}: hello says {hello['implementation'].get(member)!r}, the manifest {entry[member]!r}")

    # One at a time, over what every implementation should be able to read in one of its forms.
    seq = 0
    for operation in hello["operations"]:
        shown = []
        for value in EASY[operation]:
            seq += 1
            answer = adapter.ask({"cmd": "parse", "seq": seq, "operation": operation, "lines": [value]})
            if answer["seq"] != seq:
                fail(f"seq {answer['seq']} for {seq}")
            if answer["outcome"] == "accept":
                shown.append(json.dumps(answer[MEMBER[operation]]))
        # An API that shows no parameters shows the scheme of a challenge and no more.
        read = ['"simple"', "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="] + ['"Digest"'] * (hello.get("observes", {}).get("params") == "none")
        if not any(part in each for part in read for each in shown):
            fail(f"{operation}: nothing that is easy was read: {shown}")

    # All at once, as the runner does it; with operations that the adapter does not have among them. A library may crash, or run out
    # of stack or time, and take the process with it: then the rest goes to a new one, as with the runner.
    queries = []
    for operation in MEMBER:
        for lines in LINES:
            seq += 1
            queries.append({"cmd": "parse", "seq": seq, "operation": operation, "lines": lines})
    feeder = adapter.send_all(queries)
    outcomes = {}
    for position, query in enumerate(queries):
        answer = adapter.receive(str(query)[:200], may_die=True)
        if answer is None:
            outcomes["died"] = outcomes.get("died", 0) + 1
            feeder.join()
            adapter = Adapter(entry, validator)
            adapter.ask({"cmd": "hello", "protocol": 1})
            feeder = adapter.send_all(queries[position + 1:])
            continue
        if answer["seq"] != query["seq"]:
            fail(f"seq {answer['seq']} for {query['seq']}")
        if query["operation"] not in hello["operations"] and answer["outcome"] != "unsupported":
            fail(f"{query['operation']} is not in hello, but: {answer}")
        if answer["outcome"] == "accept":
            one_octet_each(answer[MEMBER[query["operation"]]], query)
        if query["lines"] == [""]:
            empty = answer["outcome"]
        if not query["lines"] and hello.get("observes", {}).get("lines", "all") != "all" and answer["outcome"] != empty:
            fail(f"no line at all: {answer}; an empty line: {empty}")
        outcomes[answer["outcome"]] = outcomes.get(answer["outcome"], 0) + 1
    feeder.join()
    rest = adapter.process.stdout.read()
    if rest:
        fail(f"more lines than requests: {rest[:200]!r}")
    if adapter.process.wait(30) != 0:
        fail(f"exit status {adapter.process.returncode} at stop")
    print(hello["implementation"]["name"], hello["implementation"]["version"], outcomes)


main()
