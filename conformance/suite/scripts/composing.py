# SPDX-License-Identifier: Apache-2.0
"""Complete, realistic values of the auth-schemes, and cases made of them.

What a scheme sends comes from schemes/*.json: names, which are required, how each is written. The values are here. A case
gets its reading, its offset and its id from the grammar engine (`gauntlet generate cases`), never from a person or the
parser; whether a sender may write it also depends on the rules of its scheme (scheme_rules.py).
"""

import collections
import json
import subprocess

import scheme_rules
import suite
import verdicts

Param = collections.namedtuple("Param", "name value quoted")

# name -> (what is sent, another of the kind for decoys). Both can stand in a token wherever the scheme wants one.
VALUES = {
    "realm": ("api@example.org", "staff"),
    "domain": ("/private", "/public"),
    "nonce": ("7ypf/xlj9XXwfDPEoM4URg==", "MTY0ODQxODQ4NTowMDA6"),
    "opaque": ("FQhe/qaU925kfnzj==", "5ccc069c403ebaf9"),
    "stale": ("false", "true"),
    "algorithm": ("MD5", "SHA-256"),
    "qop": ("auth", "auth-int"),
    "charset": ("UTF-8", "ISO-8859-1"),
    "userhash": ("false", "true"),
    "username": ("Mufasa", "Scar"),
    "username*": ("UTF-8''J%C3%A4s", "UTF-8''Scar"),
    "uri": ("/dir/index.html", "/admin"),
    "response": ("753927fa0e85d155564e2e272a28d180", "6629fae49393a05397450978507c4ef1"),
    "cnonce": ("f2/wE4q74E6zIJEtWaHK", "0a4f113b"),
    "nc": ("00000001", "0000000f"),
    "nextnonce": ("47364c23432d2e131a5fb210812c", "1111111111111111"),
    "rspauth": ("65b2e8dd3b5d33f7a4d2d1e0753927fa", "00000000000000000000000000000000"),
    "scope": ("read", "admin"),
    "error": ("invalid_token", "insufficient_scope"),
    "error_description": ("The token expired", "none"),
    "error_uri": ("https://api.example/errors/1", "https://evil.example/"),
    "acr_values": ("urn:mace:silver", "gold"),
    "max_age": ("300", "9"),
    "resource_metadata": ("https://api.example/.well-known/oauth", "https://evil.example/meta"),
    "algs": ("ES256", "none"),
    "as_uri": ("https://as.example/", "https://evil.example/as"),
    "referrer": ("https://client.example/", "https://evil.example/ref"),
    "access": ("photo-api", "all"),
    "ts": ("1353832234", "1"),
    "tsm": ("HPDcD5S3Kw7LM/oyoXKcgv2Z30RnOLAI5ebXpYZo4NY=", "AAAA"),
    "id": ("dh37fgj492je", "root"),
    "hash": ("Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY=", "BBBB"),
    "ext": ("some-app-ext-data", "none"),
    "mac": ("aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw=", "CCCC"),
    "app": ("wn6yzHGe5TLaT-fvOPbAyQ", "none"),
    "dlg": ("d9a1b2", "x1"),
    "challenge": ("AAIADmlzc3Vlci5leGFtcGxl", "ZGVjb3ky"),
    "max-age": ("3600", "1"),
    "result": ("a2lk.Y2hhbA.bm9uY2U.c2ln", "ZGVj.b3k.bm8.c2k"),
    "version": ("1", "9"),
    "validation": ("host", "tls-unique"),
    "auth-scope": ("example.org", "evil.example"),
    "reason": ("initial", "auth-failed"),
    "sid": ("9a5b0c", "ffffff"),
    "ks1": ("6f1c", "00"),
    "nc-max": ("400", "1"),
    "nc-window": ("128", "2"),
    "time": ("60", "3"),
    "path": ("/private/", "/public/"),
    "user": ("alice", "mallory"),
    "kc1": ("7a3e", "01"),
    "vkc": ("8b4f", "02"),
    "vks": ("9c5a", "03"),
    "oauth_consumer_key": ("0685bd9184jfhq22", "other-key"),
    "oauth_token": ("ad180jjd733klru7", "other-token"),
    "oauth_signature_method": ("HMAC-SHA1", "PLAINTEXT"),
    "oauth_signature": ("wOJIO9A2W5mFwDgiDvZbTSMK%2FPY%3D", "none"),
    "oauth_timestamp": ("137131200", "1"),
    "oauth_nonce": ("4572616e48616d6d65724c61686176", "0"),
    "oauth_version": ("1.0", "9.9"),
    "oauth_callback": ("oob", "https%3A%2F%2Fevil.example"),
    "oauth_verifier": ("hfdp7dh39dks9884", "x"),
    "token-key": ("MIIBIjANBgkqhkiG9w0BAQEF", "ZGVjb3kx"),
    "token": ("AAEqbmV2ZXIgZ29ubmEg", "ZGVjb3ky"),
    "data": ("biwsbj11c2VyLHI9Zm9v", "ZGVjb3kz"),
    "sr": ("3rfcNHYJY1ZVvWVs7j", "zz"),
    "ttl": ("60", "5"),
    "headers": ("date", "host"),
    "keyId": ("rsa-key-1", "key-2"),
    "signature": ("Hhf3LKLNKAlk3jkd03jk3A==", "DDDD"),
    "t": ("eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJodHRwcyJ9.c2ln", "e30.e30.AAAA"),
    "k": ("BA1Hxzyi1RUM1b5wjxsn7nGxAs", "AAAA"),
    "a": ("ZXhwb3J0ZXI", "BBBB"),
    "p": ("cHJvb2Y", "CCCC"),
    "v": ("dmVyaWZ5", "DDDD"),
    "s": ("2055", "1"),
    "Credential": ("AKIDEXAMPLE", "AKIDOTHER"),
    "SignedHeaders": ("host", "date"),
    "Signature": ("5d672d79c15b13162d9279b0855cfba6", "0000000000000000"),
    "auth-scope*": ("UTF-8''K%C3%BCche", "UTF-8''evil"),
    "path*": ("UTF-8''%2Fprivate%2F", "UTF-8''%2F"),
    "user*": ("UTF-8''Ren%C3%A9e", "UTF-8''Scar"),
    "service": ("reader", "mail"),
    "auth": ("DQAAAGgAdk3fA5N", "AAAA"),
    "macaroon": ("AGIAJEemVQUTEyNCR0exk7ek", "ZGVjb3k0"),
    "invoice": ("lnbc1500n1pw5kjhm", "lnbc1"),
    "Token": ("f4f2e1d0c9b8", "0000"),
    "Client": ("Jellyfin Web", "other"),
    "Device": ("Firefox", "Edge"),
    "DeviceId": ("TW96aWxsYS81", "AAAA"),
    "Version": ("10.8.13", "9.9"),
    "UserId": ("e8837bc1", "ffff"),
    "profile": ("UsernameToken", "other"),
}
# The same name in another scheme, with another form.
OWN_VALUES = {("Mutual", "nc"): ("1", "15")}

# What a token68 of the scheme looks like.
TOKEN68 = {
    "Basic": "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Bearer": "mF_9.B5f-4.1JqM", "DPoP": "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
    "GNAP": "80UPRY5NM33OMUKMKSKU", "Negotiate": "YIIFzgYGKwYBBQUCoIIFwjCCBb4=", "NTLM": "TlRMTVNTUAABAAAAB4IIAA==",
    "ApiKey": "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHA=", "Bot": "MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs", "GenieKey": "eb243592-faa2-4ba2-a551q-1afdf565c889",
    "JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "Splunk": "12345678-1234-1234-1234-1234567890AB", "SSWS": "00QCjAl4MlV-WPXM",
}  # fmt: skip
# In its place where the scheme sends what is not in the grammar.
STAND_IN = "c3RhbmQtaW4="

# Names that are sent in place of another.
REPLACES = {"username*": "username", "auth-scope*": "auth-scope", "path*": "path", "user*": "user"}
# In these any text may stand: what looks like a parameter inside of them is text.
TEXT = "realm opaque username nonce auth-scope user ext id keyId oauth_callback".split()
EXTENSION = "note"


def value_of(scheme, name, decoy=False):
    return OWN_VALUES.get((scheme, name), VALUES.get(name, ("plain", "plain")))[decoy]


def is_required(param, message):
    return param["required"] and ("messages" not in param or message in param["messages"])


def written(param):
    """The auth-param as it is sent."""
    if not param.quoted:
        return f"{param.name}={param.value}"
    return '{}="{}"'.format(param.name, param.value.replace("\\", "\\\\").replace('"', '\\"'))


def joined(scheme, params):
    text = ", ".join(written(p) for p in params)
    return f"{scheme} {text}".rstrip() if scheme else text


class Part:
    """What a scheme sends in one operation."""

    def __init__(self, scheme, operation):
        self.scheme, self.operation = scheme["scheme"], operation
        self.params = {p["name"]: p for p in scheme[operation].get("params", [])}
        self.payloads = scheme[operation]["payloads"]
        self.prefix = None if operation == "auth-info" else self.scheme

    def param(self, name, decoy=False):
        known = self.params.get(name)
        value = value_of(self.scheme, name, decoy)
        quoted = known is None or known["quoting"] != "token"
        return Param(name, value, quoted)

    def complete(self, name=None, decoy=False):
        """Every parameter that has to be there, `name`, and at least two; in the order of the scheme's file."""
        message = next((p["messages"][0] for p in self.params.values() if "messages" in p and p["name"] == name), None)
        message = message or next((p["messages"][0] for p in self.params.values() if "messages" in p), None)
        names = [n for n, p in self.params.items() if is_required(p, message)]
        others = [n for n in self.params if n not in names and n not in REPLACES and "messages" not in self.params[n]]
        names += others[: max(0, 2 - len(names))]
        if name:
            names = [n for n in names if n != REPLACES.get(name)] + ([] if name in names else [name])
        return [self.param(n, decoy) for n in self.params if n in names] or [self.param("realm", decoy)]

    def all(self, decoy=False):
        """Every parameter that can stand beside the others."""
        return [self.param(n, decoy) for n in self.params if n not in REPLACES]

    def host(self, name, text):
        """A parameter other than `name` that may hold any text."""
        usual = next((n for n in TEXT if n in self.params and n != name and self.params[n]["quoting"] == "quoted"), EXTENSION)
        return Param(usual, text, True)

    def value(self, params):
        return joined(self.prefix, params)

    def sample(self):
        """A value of the scheme, with whichever payload it has."""
        if self.params:
            return self.value(self.complete())
        return f"{self.scheme} {TOKEN68.get(self.scheme, STAND_IN)}" if "none" not in self.payloads else self.scheme


def without(params, *names):
    return [p for p in params if p.name not in names]


def parts(operation):
    return [Part(scheme, operation) for scheme in suite.schemes() if operation in scheme]


class Draft:
    """A case before the engine has read it."""

    def __init__(self, operation, lines, title, flags=(), requirements=(), decoys=()):
        self.operation, self.title = operation, title
        self.lines = [lines] if isinstance(lines, str) else list(lines)
        self.flags, self.requirements, self.decoys = list(flags), list(requirements), list(decoys)


PLACES = {requirement["id"]: requirement for requirement in suite.requirements()}
LEVELS = {"MUST": "must", "MUST NOT": "must", "REQUIRED": "must", "SHOULD": "should", "MAY": "may", "note": "note"}


def reference(identity):
    requirement = PLACES[identity]
    return {**requirement["sections"][0], "level": LEVELS.get(requirement["level"], "prose")}


def read_by_engine(tool, operation, drafts):
    data = "".join(json.dumps(draft.lines) + "\n" for draft in drafts)
    command = [str(tool), "generate", "cases", "--operation", operation]
    done = subprocess.run(command, input=data.encode("ascii"), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def finished(draft, case):
    """The engine's case with what the one who wrote the value knows of it."""
    case["title"] = draft.title
    for identity in draft.requirements:
        if identity not in case["requirements"]:
            case["requirements"].append(identity)
        if reference(identity) not in case["refs"]:
            case["refs"].append(reference(identity))
    case["flags"] = list(dict.fromkeys([*draft.flags, *case.get("flags", [])]))
    if draft.decoys:
        text = verdicts.Divided(draft.operation, [verdicts.combined(draft.lines)])
        offers = lambda value: value not in text.outside and value in "".join(text.inside)
        decoys = [d for d in draft.decoys if (offers(d.partition("=")[2]) if "=" in d else d.lower() in text.only_inside)]
        if decoys:
            case["decoys"] = decoys
    result = case.get("expect") or next((a["expect"] for a in case.get("alternatives", []) if "expect" in a), None)
    if case["parse"] in ("must-accept", "implementation-defined") and result:
        findings = scheme_rules.check(draft.operation, verdicts.combined(draft.lines), result)
        case["generate"] = scheme_rules.weaker(case["generate"], scheme_rules.generate(findings))
    # What every member has in common is said once, in the file's defaults.
    return {"operation": draft.operation, **{k: v for k, v in case.items() if v or k == "expect"}}


def cases(tool, drafts):
    """The finished cases, each list of lines once, in the order of the drafts."""
    once = list({(d.operation, *d.lines): d for d in reversed(drafts)}.values())[::-1]
    made = {}
    for operation in suite.OPERATIONS:
        mine = [d for d in once if d.operation == operation]
        for draft, case in zip(mine, read_by_engine(tool, operation, mine)):
            made[operation, *draft.lines] = finished(draft, case)
    return [made[d.operation, *d.lines] for d in once]


def case_file(description, found):
    head = {
        "suite": "gauntlet", "format": 1, "license": "CC0-1.0", "description": description,
        "defaults": {"since": "0.1.0", "parse": "must-accept", "generate": "valid"},
    }  # fmt: skip
    lines = []
    for case in found:
        lines.append(json.dumps({k: v for k, v in case.items() if head["defaults"].get(k) != v}, separators=(",", ":")))
    return json.dumps(head, separators=(",", ":"))[:-1] + ',"cases":[\n' + ",\n".join(lines) + "\n]}\n"
