# Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
"""Seeds for the targets of the tools: small case files, and answers of adapters, made from the cases; inputs of lint."""

import json
import pathlib
import string

import lint_seeds

SUITE = pathlib.Path(__file__).resolve().parents[2] / "conformance" / "suite"


def documents():
    for path in sorted((SUITE / "cases").rglob("*.json")):
        yield path.relative_to(SUITE / "cases"), json.loads(path.read_text(encoding="utf-8"))


def compact(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def case_files():
    """Of each file of cases the first case of a shape that no file before it had."""
    seen = set()
    for path, document in documents():
        inherited = document.get("defaults", {})
        for case in document["cases"]:
            whole = {**inherited, **case}
            shape = (document.get("operation"), tuple(sorted(whole)), whole.get("parse"), whole.get("layer"))
            if shape in seen:
                continue
            seen.add(shape)
            small = {**document, "description": "seed", "cases": [case]}
            yield whole["id"].replace("/", "."), compact(small), f"case {whole['id']}"


def messages():
    """Answers to hello and to requests, right and wrong."""
    hello = {"protocol": 1, "implementation": {"name": "x", "version": "1"}, "operations": ["challenges", "credentials", "auth-info"], "serializes": [], "observes": {}}
    observes = {"scheme_case": "lower", "name_case": "lower", "params": "map", "duplicates": "last", "token68": False, "quoted": True, "lines": "one", "challenges": "first", "same_scheme": "merged", "only_schemes": ["Digest"], "only_params": ["realm"], "octets": "latin1"}
    yield "hello", compact(hello)
    yield "hello-observes", compact({**hello, "observes": observes})
    yield "hello-error", compact({"protocol": 1, "error": "library not found"})
    yield "reject", compact({"seq": 7, "outcome": "reject", "error": "free text", "offset": 12})
    yield "fault", compact({"seq": 7, "outcome": "fault", "error": "IndexError: \u00e9"})
    yield "unsupported", compact({"seq": 7, "outcome": "unsupported", "reason": "limit"})
    yield "lines", compact({"seq": 8, "outcome": "accept", "lines": ["Basic realm=\"\u00ff\""]})
    yield "twice", b'{"seq":1,"seq":2,"outcome":"reject","error":""}'
    yield "surrogate", b'{"seq":1,"outcome":"reject","error":"\\ud83d"}'
    seen = set()
    for _, document in documents():
        for case in document["cases"]:
            expect = {**document.get("defaults", {}), **case}.get("expect")
            if not expect:
                continue
            answer = compact({"seq": 1, "outcome": "accept", **expect})
            shape = (tuple(expect), len(answer) // 40)
            if shape not in seen and len(answer) <= 600:
                seen.add(shape)
                yield case["id"].replace("/", "."), answer


def field_values():
    """The values of the fields that the rules of lint find."""
    rules = json.loads((SUITE.parent / "lint" / "rules.json").read_text(encoding="ascii"))["rules"]
    seen = set()
    for rule in rules:
        example = rule["examples"]["finds"][0]
        line = next((line for line in str(example).split("\n") if ": " in line), "")
        if isinstance(example, str) and line not in seen:
            seen.add(line)
            yield rule["id"], line.partition(": ")[2].encode("latin-1")


def values_of_schemes():
    """What the values of parameters hold: the first of each name that is more than a word."""
    yield "instant", b"2026-11-30T03:25:58Z", "made by fuzz/scripts/tool_seeds.py"
    yield "instant-basic", b"20261130T032558Z", "made by fuzz/scripts/tool_seeds.py"
    yield "ext-value", b"UTF-8''J%C3%A4s%C3%B8n%20Doe", "made by fuzz/scripts/tool_seeds.py"
    yield "scram-first", b"n,,n=us=2Cer,r=rOprNGfwEbeRWgbNEkqO", "made by fuzz/scripts/tool_seeds.py"
    yield "scram-server", b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "made by fuzz/scripts/tool_seeds.py"
    yield "hoba-tbs", b"1:a1:023:https://example.com:4430:1:k1:c", "made by fuzz/scripts/tool_seeds.py"
    seen = set()
    for _, document in documents():
        for case in document["cases"]:
            whole = {**document.get("defaults", {}), **case}
            if whole.get("layer") != "scheme" or "expect" not in whole:
                continue
            expect = whole["expect"]
            for one in [*expect.get("challenges", []), *([expect["credentials"]] if expect.get("credentials") else [])]:
                named = [(param["name"].lower(), param["value"]) for param in one.get("params", [])]
                if one["scheme"].lower() == "digest" and named:
                    named.append(("all", ", ".join(f'{name}="{value}"' for name, value in named)))
                if one.get("token68"):
                    named.append(("token68", one["token68"]))
                for name, value in named:
                    if name not in seen and set(value) - set(string.ascii_letters) and len(value) <= 400:
                        seen.add(name)
                        yield name.replace("*", "-star"), value.encode("latin-1"), f"case {case['id']}"


# The first octet: 0 a request, 1 a response, 3 one to HEAD; and how it is cut.
WIRE = {
    "get": b"\x08GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n",
    "lines": b"\x04\r\n\nGET / HTTP/1.0\nA:b\n c\r\nNo colon\r\nD : \x00\r\xff\n\n",
    "length": b"\x0cPOST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhelloGET",
    "chunked": b"\x10PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\n!\n0\r\nA: b\r\n\r\n",
    "challenge": b'\x09HTTP/1.1 401 x\r\nWWW-Authenticate: Basic\r\n\trealm="a"\r\nContent-Length: 2\r\n\r\nok',
    "to-the-end": b"\x01HTTP/1.0 407 x\r\nProxy-Authenticate: Basic\r\n\r\nabc",
    "head": b"\x03HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\n",
    "interim": b"\x01HTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 x\r\n\r\n",
    "two-lengths": b"\x00GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "both": b"\x00GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "large": b"\x20GET / HTTP/1.1\r\nA: " + b"x" * 400 + b"\r\n\r\n",
}


def seeds(target):
    if target == "wire_message":
        return [(name, octets, "made by fuzz/scripts/tool_seeds.py") for name, octets in WIRE.items()]
    if target == "scheme_values":
        return list(values_of_schemes())
    if target == "lint_fix":
        return [(name, octets, "conformance/lint/rules.json") for name, octets in field_values()]
    if target == "case_file":
        return [(name, octets, origin) for name, octets, origin in case_files() if len(octets) <= 3000]
    if target == "lint_input":
        return [(name, octets, "made by fuzz/scripts/lint_seeds.py") for name, octets in lint_seeds.seeds()]
    return [(name, octets, "made by fuzz/scripts/tool_seeds.py") for name, octets in messages()]
