"""Drives a library the way its users do, and compares what they see with what the library's adapter says.

    users_test.py MANIFEST.json ADAPTERS.json PROBES.json ID

ADAPTERS.json is what `prepare_adapters` wrote. `users/` beside the folder of this file has a program for each adapter, of
the same name, which is built and started as the adapter is. One for a client fetches the probes from a server on the
loopback interface, which sends them off as they are; one for a server is sent them in requests. Exit status: 0 they agree,
1 they do not, 77 what it needs is not installed here, so that nothing was tested.

A program's environment has USERS_URL, USERS_OPERATION and USERS_COUNT. Its first line is an object that says what it can
see; then one line for each probe follows: a list of challenges as in the protocol, null when there is nothing, or an object
with `fault`, or with `unsupported` where users cannot see what the library has read. The members of the first line:

    schemes, params   lists of the only ones that it sees
    token68           false: not seen; a name: seen as a parameter of that name
    first             true: the first challenge only
    first_line        true: of several lines its HTTP implementation shows the first, to a function that takes one string
    with              a name: only challenges that have it
    user_pass         an encoding: of Basic it sees user-id and password
    missing           true: of these, it does not show one that is empty
    unordered         true: challenges without their order
    any_scheme        true: schemes are not seen
    same_scheme       "first": of each scheme the first challenge
    decodes           an encoding: it shows text, which was decoded so
    joins             what its HTTP implementation puts between lines, for adapters that are sent them joined
    answer            true: it sees only what the library sends back
    realms            true: of each challenge it sees the realm, or an empty one
    prefers           schemes: it sees the challenge of the first of them that is there
    keeps_ows         true: its HTTP implementation leaves OWS in values
    port              of a server

It ends with status 77 where it lacks what only it needs.
"""
import base64
import binascii
import ctypes
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
MEMBER = {"challenges": "challenges", "credentials": "credentials", "auth-info": "params"}
HEADS = {"challenges": (b"HTTP/1.1 401 Unauthorized\r\n", b"WWW-Authenticate"),
         "auth-info": (b"HTTP/1.1 200 OK\r\n", b"Authentication-Info")}


def octets(text):
    return text.encode("latin-1")


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    return head


def send_probe(connection, operation, probes):
    """Answers a request for /NUMBER with the lines of that probe, octet for octet."""
    with connection:
        connection.settimeout(10)
        try:
            number = int(read_head(connection).split(b" ")[1].rsplit(b"/", 1)[1])
            status, field = HEADS[operation]
            fields = b"".join(field + b": " + octets(line) + b"\r\n" for line in probes[number])
            connection.sendall(status + b"Content-Length: 0\r\nConnection: close\r\n" + fields + b"\r\n")
        except (OSError, IndexError, ValueError):
            pass  # the client has gone, or asked for something else: it says what it saw


def serve(operation, probes):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            try:
                connection = listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=send_probe, args=(connection, operation, probes), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener


def request(port, lines):
    """Sends a request with these Authorization lines, and returns what the server's program saw in it."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        fields = b"".join(b"Authorization: " + octets(line) + b"\r\n" for line in lines)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + fields + b"\r\n")
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"\r\ntransfer-encoding: chunked" in head.lower():
        body = body.split(b"\r\n")[1]
    return json.loads(body)


class Program:
    def __init__(self, command, folder, environment):
        # A server would go on for ever where this test is killed.
        dies_with_this = lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        self.process = subprocess.Popen(command, cwd=folder, env=environment, preexec_fn=dies_with_this, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.patience = threading.Timer(280, self.process.kill)
        self.patience.daemon = True
        self.patience.start()
        self.stderr = b""
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            self.stderr = (self.stderr + line)[-2000:]

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            status = self.process.wait(10)
            if status == 77:
                print("not run:", self.stderr.decode(errors="replace"))
                sys.exit(77)
            raise EOFError(f"FAILED: the program ended: {self.stderr.decode(errors='replace')}")
        return json.loads(line)

    def ask(self, query):
        self.process.stdin.write(json.dumps(query).encode("ascii") + b"\n")
        self.process.stdin.flush()
        return self.read()

    def end(self):
        self.patience.cancel()
        self.process.kill()
        self.process.wait(10)


class Adapter(Program):
    """An adapter, which is started again where its library crashes or hangs: that is a fault, too."""

    def __init__(self, ready):
        self.ready = ready
        self.start()

    def start(self):
        super().__init__(self.ready["command"], self.ready["working_directory"], os.environ)
        self.hello = self.ask({"cmd": "hello", "protocol": 1})

    def parse(self, query):
        watch = threading.Timer(5, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            return self.ask(query)
        except (OSError, EOFError):
            self.end()
            self.start()
            return {"outcome": "fault", "error": "the process died, or hung"}
        finally:
            watch.cancel()


def ask_adapter(adapter, operation, observes, probe, joins=", "):
    """What the runner would send for the lines, and how it puts the answers together."""
    takes = observes.get("lines", "all")
    lines = probe if observes.get("input") == "message" else [line.strip(" \t") for line in probe]
    sent = [[joins.join(lines)]] if takes == "one" else [[line] for line in lines] if takes == "each" else [lines]
    found = []
    for number, each in enumerate(sent):
        answer = adapter.parse({"cmd": "parse", "seq": number, "operation": operation, "lines": each})
        if answer["outcome"] == "fault":
            return {"fault": answer["error"]}
        if answer["outcome"] == "unsupported":
            return {"unsupported": answer["reason"]}
        if answer["outcome"] == "accept":
            result = answer[MEMBER[operation]]
            found += [result] if operation == "credentials" else result
    return found


def normal(found, sees, operation, decodes=None):
    """A reading in the form in which two are compared: what can be seen of it, names in lower case, parameters sorted."""
    if not isinstance(found, list):
        return found
    if operation == "auth-info":
        found = [{"scheme": "", "params": found}] if found else []

    def text(value):
        return value.encode(decodes, "surrogateescape").decode("latin-1") if decodes else value

    for scheme in sees.get("prefers", []):
        those = [each for each in found if each["scheme"].lower() == scheme]
        if those:
            found = those[:1]
            break
    result = []
    for each in found:
        scheme, token68 = text(each["scheme"]).lower(), each.get("token68")
        if isinstance(sees.get("token68"), str) and token68:
            each = {**each, "params": [{"name": sees["token68"], "value": token68}]}
        params = sorted((text(one["name"]).lower(), text(one["value"])) for one in each["params"]
                        if one["name"].lower() in sees.get("params", [one["name"].lower()]))
        if scheme not in map(str.lower, sees.get("schemes", [scheme])):
            continue
        if "with" in sees and sees["with"] not in dict(params):
            continue
        if sees.get("token68", True) is not True:
            token68 = None
        if sees.get("any_scheme"):
            scheme = ""
        if sees.get("same_scheme") == "first" and any(scheme == other for other, _, _ in result):
            continue
        if sees.get("realms"):
            scheme, token68, params = "", None, [("realm", dict(params).get("realm", ""))]
        result.append((scheme, token68 and text(token68), params))
    if sees.get("unordered"):
        result.sort()
    return result[:1] if sees.get("first") else result


def with_user_pass(said, encoding, missing):
    """The answers of an adapter with user-id and password, as they are decoded, in place of the token68 of Basic."""
    def one(each):
        if each["scheme"].lower() != "basic" or not each["token68"]:
            return each
        try:
            pair = base64.b64decode(each["token68"] + "==")
        except binascii.Error:  # a library that takes it leaves out the last octet, of which there are six bits
            pair = base64.b64decode(re.sub("[^A-Za-z0-9+/]", "", each["token68"])[:-1] + "==")
        pair = pair.decode(encoding, "replace").encode(encoding).decode("latin-1")
        values = dict(zip(("username", "password"), pair.split(":", 1)))
        if missing:
            values = {name: value for name, value in values.items() if value}
        return {"scheme": each["scheme"], "token68": None,
                "params": [{"name": name, "value": value} for name, value in values.items()]}

    return [one(each) for each in said] if isinstance(said, list) else said


def agree(seen, said, sees, operation):
    if isinstance(said, dict) and "unsupported" in said:
        # Nobody is told what it has read.
        return not seen or sees.get("answer") or isinstance(seen, dict) and "unsupported" in seen
    if isinstance(seen, dict) or isinstance(said, dict):
        both = isinstance(seen, dict) and isinstance(said, dict)
        return both and any(end in seen and end in said for end in ("fault", "unsupported"))
    if sees.get("answer"):
        # Whatever it has read of realm, nonce and opaque stands in its answer as it is.
        challenges = [each for each in said if not sees.get("schemes") or each["scheme"] in sees["schemes"]]
        if not challenges or not seen:
            return bool(challenges) == bool(seen)
        known = [one for one in challenges[0]["params"] if one["name"] in ("realm", "nonce", "opaque")]
        return all(f'{one["name"]}="{one["value"]}"' in seen for one in known)
    if "user_pass" in sees:
        said = with_user_pass(said, sees["user_pass"], sees.get("missing"))
    return normal(seen or [], sees, operation, sees.get("decodes")) == normal(said, sees, operation)


def main():
    manifest_file, adapters_file, probes_file, name = sys.argv[1:]
    manifest_file = pathlib.Path(manifest_file).resolve()
    entry = next(each for each in json.loads(manifest_file.read_text())["implementations"] if each["id"] == name)
    ready = json.load(open(adapters_file, encoding="ascii"))[name]
    if "missing" in ready:
        print("not run:", ready["missing"])
        return 77
    probes_of = json.load(open(probes_file, encoding="ascii"))
    users = manifest_file.parent / "users"
    with tempfile.TemporaryDirectory() as build:
        def expand(word, prepared=None):
            ours = word.replace("{adapters}", str(users)).replace("{build}", build)
            return ours if prepared is None or ours != word else prepared

        if "build" in entry:
            subprocess.run([expand(word) for word in entry["build"]["command"]], check=True)
        command = [expand(*words) for words in zip(entry["command"], ready["command"])]
        return max(compare(command, ready, operation, probes_of[operation]) for operation in ready["operations"])


def compare(command, ready, operation, probes):
    adapter = Adapter(ready)
    observes = adapter.hello.get("observes", {})
    listener = serve(operation, probes) if operation in HEADS else None
    url = f"http://127.0.0.1:{listener.getsockname()[1]}" if listener else ""
    user = Program(command, ready["working_directory"], {**os.environ, "USERS_URL": url, "USERS_OPERATION": operation,
                                                         "USERS_COUNT": str(len(probes)), "no_proxy": "*"})
    sees = user.read()
    wrong = compared = 0
    for probe in probes:
        seen = request(sees["port"], probe) if "port" in sees else user.read()
        # CR, LF and NUL do not reach an API that gets values.
        if observes.get("input") != "message" and any(octet in line for line in probe for octet in "\r\n\0"):
            continue
        if sees.get("keeps_ows") and any(line != line.strip(" \t") for line in probe):
            continue
        compared += 1
        if sees.get("first_line"):
            probe = probe[:1]
        said = ask_adapter(adapter, operation, observes, probe, sees.get("joins", ", "))
        if not agree(seen, said, sees, operation):
            wrong += 1
            if wrong <= 10:
                print(f"{operation} {ascii(probe)}\n  its users see {ascii(seen)}\n  the adapter says {ascii(said)}")
    user.end()
    adapter.end()
    if listener:
        listener.close()
    print(f"{operation}: {compared} probes, {wrong} of them read in another way; seen: {sees}")
    return 1 if wrong else 0


sys.exit(main())
