# A complete adapter in Python: run it with `gauntlet run -- python3 adapter.py`. Put your parser in the place of `my_parser`.
import json
import re
import sys

HELLO = {"protocol": 1, "implementation": {"name": "my-parser", "version": "1.0", "language": "Python"},
         "operations": ["challenges"], "observes": {"lines": "one", "challenges": "first", "token68": False}}
TOKEN = r"[-!#$%&'*+.^_`|~0-9A-Za-z]+"


# A str of the protocol has a code point U+0000 to U+00FF for each octet, which is how http.client has field values;
# a parser of bytes gets value.encode("latin-1"), and what it returns is decoded likewise.
def my_parser(value):
    found = re.fullmatch(rf"({TOKEN})(?: +(.*))?", value, re.DOTALL)
    if not found:
        return {"outcome": "reject", "error": "no scheme"}
    scheme, rest, params = found[1], found[2] or "", []
    while rest:
        found = re.match(rf'({TOKEN})=(?:"((?:[^"\\]|\\.)*)"|({TOKEN}))(?: *, *|$)', rest, re.DOTALL)
        if not found:
            return {"outcome": "reject", "error": "no parameter", "offset": len(value) - len(rest)}
        params.append({"name": found[1], "value": found[3] or re.sub(r"\\(.)", r"\1", found[2], flags=re.DOTALL)})
        rest = rest[found.end():]
    return {"outcome": "accept", "challenges": [{"scheme": scheme, "token68": None, "params": params}]}


for line in sys.stdin:
    query = json.loads(line)
    if query["cmd"] == "stop":
        break
    try:
        if query["cmd"] == "hello":
            answer = HELLO
        elif query["operation"] != "challenges":
            answer = {"seq": query["seq"], "outcome": "unsupported", "reason": "challenges only"}
        else:
            answer = {"seq": query["seq"], **my_parser("".join(query["lines"]))}
    except Exception as error:
        answer = {"seq": query["seq"], "outcome": "fault", "error": ascii(error)}
    print(json.dumps(answer), flush=True)
