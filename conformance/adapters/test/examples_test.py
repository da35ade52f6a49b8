"""Runs an adapter of docs/adapters/ through protocol_test.py, where its language is installed here.

    examples_test.py EXAMPLE SCHEMA.json

Exit status: 0 it keeps the protocol, 1 it does not, 77 the language is not installed, so that nothing was tested.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

READ = [("Digest realm=\"say \\\"hi\\\", \u00e9\u00ff\", nonce=n", [("realm", "say \"hi\", \u00e9\u00ff"), ("nonce", "n")]),
        ("Digest", []), ("Digest realm=\"a\u007f\tb\"", [("realm", "a\u007f\tb")]),
        ("Digest realm=", None), ("Digest realm=\"a", None), ("=", None)]

example, schema = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
here = pathlib.Path(__file__).parent
GSON = "/usr/share/java/gson.jar"
# What it needs, how it is built in a folder, and how it is started there.
LANGUAGES = {
    ".py": (["python3"], None, ["python3", "-B", example]),
    ".mjs": (["node"], None, ["node", example]),
    ".rb": (["ruby"], None, ["ruby", example]),
    ".php": (["php"], None, ["php", example]),
    ".go": (["go"], ["go", "build", "-o", "adapter", example], ["./adapter"]),
    ".rs": (["rustc"], ["rustc", "-O", "-o", "adapter", example], ["./adapter"]),
    ".java": (["java", "javac", GSON], ["javac", "-d", ".", "-cp", GSON, example], ["java", "-cp", f".:{GSON}", "Adapter"]),
}
needs, build, command = LANGUAGES[example.suffix]
missing = [each for each in needs if not shutil.which(each) and not os.path.exists(each)]
if missing:
    print("not run: not installed:", *missing)
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    if build:
        subprocess.run(build, cwd=folder, check=True, env={**os.environ, "GOCACHE": folder + "/cache", "GO111MODULE": "off"})
    entry = {"command": list(map(str, command)), "working_directory": folder, "operations": ["challenges"]}
    adapters = pathlib.Path(folder) / "adapters.json"
    adapters.write_text(json.dumps({"example": entry}), encoding="ascii")
    queries = [{"cmd": "hello", "protocol": 1}, *({"cmd": "parse", "seq": seq, "operation": "challenges", "lines": [value]}
                                                  for seq, (value, _) in enumerate(READ)), {"cmd": "stop"}]
    said = subprocess.run(entry["command"], cwd=folder, check=True, capture_output=True, text=True,
                          input="".join(json.dumps(query) + "\n" for query in queries)).stdout.splitlines()[1:]
    for (value, params), answer in zip(READ, map(json.loads, said), strict=True):
        wanted = None if params is None else [{"scheme": "Digest", "token68": None,
                                               "params": [{"name": name, "value": text} for name, text in params]}]
        if answer.get("challenges") != wanted or (answer["outcome"] == "reject") != (params is None):
            sys.exit(f"{value!r}: {answer}")
    sys.exit(subprocess.run([sys.executable, here / "protocol_test.py", adapters, schema, "example"]).returncode)
