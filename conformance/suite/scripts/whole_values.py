# SPDX-License-Identifier: Apache-2.0
"""Whole values of the schemes that libraries are bound to: each shape that other families test with `Foo` also inside
complete challenges of Digest, Bearer and Basic and complete Digest credentials, at the first, a middle and the last
parameter; and payloads of Basic and Bearer credentials. A scheme cannot change how the field is parsed (RFC 9110, 16.4.2).
"""

import base64

import suite
from composing import Draft, Param, Part, joined, written

SCHEMES = {scheme["scheme"]: scheme for scheme in suite.schemes()}
HOSTS = [("Digest", "challenges"), ("Bearer", "challenges"), ("Basic", "challenges"), ("Digest", "credentials")]

# What stands in a quoted-string: title, the value, flag. Written with the quoted-pairs that it needs.
CONTENTS = [
    ("SP inside", "Login to IP Camera", "quoted-string"),
    ("SP at both ends", " api ", "quoted-string"),
    ("one SP", " ", "quoted-string"),
    ("nothing inside", "", "quoted-string"),
    ("one octet", "x", "quoted-string"),
    ("HTAB inside", "a\tb", "htab"),
    ("a comma inside", "Smith,Jones", "quoted-string"),
    ("a comma and SP inside", "Smith, Jones, and more", "quoted-string"),
    ("commas at both ends", ",api,", "quoted-string"),
    ("an equals sign inside", "AAAA=7fe7cdc7", "quoted-string"),
    ("padding at the end", "MTU0ODQxODQ4NTowMDA6SSBhbSBSVFNQ==", "quoted-string"),
    ("a parameter inside", "a, b=c", "decoy"),
    ("a semicolon inside", "a;b=c;", "quoted-string"),
    ("apostrophes inside", "O'Neill's 'api'", "quoted-string"),
    ("brackets of all kinds inside", "IP Camera(C3138) <a@b> [c] {d}", "quoted-string"),
    ("a URL with a query inside", "https://api.example:8443/v2/token?service=r&scope=a,b#c", "quoted-string"),
    ("percent signs inside", "100%25 a%20b%", "quoted-string"),
    ("plus signs inside", "CSR305-1G-4s+ a+b", "quoted-string"),
    ("punctuation inside", "!#$&*-.^_`|~/:?", "quoted-string"),
    ("what programs know inside", "null", "prototype-name"),
    ("capital and small letters inside", "MyRealm", "case"),
    ("a DQUOTE inside", 'say "hi" now', "quoted-pair"),
    ("a DQUOTE first", '"api', "quoted-pair"),
    ("a DQUOTE last", 'api"', "quoted-pair"),
    ("one DQUOTE", '"', "quoted-pair"),
    ("a DQUOTE before a comma inside", 'a", b', "quoted-pair"),
    ("a backslash inside", "CORP\\user", "quoted-pair"),
    ("a backslash last", "C:\\", "quoted-pair"),
    ("a backslash before a DQUOTE inside", 'a\\"b', "quoted-pair"),
    ("two backslashes inside", "\\\\server\\share", "quoted-pair"),
    ("what other languages escape inside", "a\\nb\\u00e9\\x41", "quoted-pair"),
    ("UTF-8 inside", "K\xc3\xbcche \xe2\x82\xac", "obs-text"),
    ("Latin-1 inside", "caf\xe9", "obs-text"),
    ("octets A0, 85 and FF inside", "\xa0a\x85b\xff", "obs-text"),
    ("JSON inside", '{"userid": {"essential": true}, "a": ["b"]}', "quoted-pair"),
    ("another challenge inside", 'Basic realm="staff", Digest nonce="0"', "decoy"),
    ("300 octets", "abcdefghi " * 30, "long-value"),
    ("2,000 octets", "0123456789abcdef" * 125, "long-value"),
]

# Written by hand: title, how the value stands between `=` and what follows, flag, requirement.
FORMS = [
    ("needless quoted-pairs", '"\\a\\p\\i"', "quoted-pair", "R31"),
    ("SP and comma in quoted-pairs", '"a\\ b\\,\\=c"', "quoted-pair", "R31"),
    ("HTAB and obs-text in quoted-pairs", '"a\\\tb\\\xe9"', "quoted-pair", "R31"),
    ("a token", "api", "scheme-quoting", "R20"),
    ("a token of all that a token may hold", "!#$%&'*+-.^_`|~09azAZ", "scheme-quoting", "R20"),
    ("a token in apostrophes", "'api'", "scheme-quoting", "R20"),
]

# What stands around `=` and around the element: title, text before and after `=`, flag, requirement.
EQUALS = [
    ("SP before the equals sign", " ", "", "bws", "R30"),
    ("SP after the equals sign", "", " ", "bws", "R30"),
    ("SP around the equals sign", " ", " ", "bws", "R30"),
    ("HTAB around the equals sign", "\t", "\t", "htab", "R30"),
    ("much white space around the equals sign", "  \t ", " \t  ", "bws", "R30"),
]
# What stands before the comma, or the SP after the scheme, in front of the parameter, and after it.
BEFORE = [
    ("no SP around commas", ",", ",", "ows", "R24"),
    ("SP before and after commas", " , ", " , ", "ows", "R24"),
    ("HTAB around commas", "\t,\t", "\t,\t", "htab", "R24"),
    ("much white space around commas", "  ,   ", " \t, ", "ows", "R24"),
    ("an empty element before it", ", , ", ", ", "empty-element", "R23"),
    ("an empty element after it", ", ", ",, ", "empty-element", "R23"),
    ("four empty elements before it", ",,,,,", ", ", "empty-element", "R23"),
]

# What may stand anywhere but is no parameter: the reading is the recipient's business (RFC 9110, 2.4).
FAULTS = [
    ("no comma before the next parameter", lambda a, b: f"{a} {b}", "challenge-split"),
    ("a semicolon for a comma", lambda a, b: f"{a}; {b}", "delimiter"),
    ("a value missing", lambda a, b: f"{a.split('=')[0]}=, {b}", "missing-value"),
    ("a name without a value", lambda a, b: f"{a.split('=')[0]}, {b}", "missing-value"),
    ("a quoted-string that does not close", lambda a, b: f"{a[:-1]}, {b}", "unterminated-quote"),
    ("text after the closing DQUOTE", lambda a, b: f"{a}x, {b}", "delimiter"),
    ("a DQUOTE inside a token", lambda a, b: f"{a.split('=')[0]}=a\"b, {b}", "delimiter"),
    ("two equals signs", lambda a, b: f"{a.replace('=', '==', 1)}, {b}", "missing-value"),
    ("an unquoted URL", lambda a, b: f"{a.split('=')[0]}=https://api.example/, {b}", "delimiter"),
]


def members(scheme, operation):
    """The parameter that is changed, and the others of a complete value."""
    part = Part(SCHEMES[scheme], operation)
    params = part.complete("opaque" if scheme == "Digest" else "error" if scheme == "Bearer" else None)
    target = next(p for p in params if p.name == "realm") if any(p.name == "realm" for p in params) else part.param("realm")
    others = [p for p in params if p.name != "realm"]
    return part, target, others


def places(others):
    for index, name in ((0, "first"), (len(others) // 2 or 1, "middle"), (len(others), "last")):
        if name != "middle" or 0 < index < len(others):
            yield index, name


def assembled(part, texts, commas):
    """The elements with `commas[n]` in front of element n + 1."""
    text = texts[0]
    for comma, element in zip(commas, texts[1:]):
        text += comma + element
    return f"{part.scheme} {text}"


def shapes(scheme, operation):
    part, target, others = members(scheme, operation)
    # A parameter that is not of the scheme's own names is no excuse: unknown ones are ignored or permitted.
    if len(others) < 2:
        others = [*others, Param("note", "plain", True), Param("hint", "other", True)][-2:] if not others else [*others, Param("note", "plain", True)]
    cited = ["R78"]

    def draft(text, what, where, flags, requirements):
        title = f"{scheme} {operation}, {where} parameter: {what}"
        return Draft(operation, text, title, flags, [*requirements, *cited])

    for index, where in places(others):
        rest = [written(p) for p in others]
        for what, value, flag in CONTENTS:
            texts = [*rest[:index], written(target._replace(value=value)), *rest[index:]]
            requirements = {"quoted-pair": ["R31"], "obs-text": ["R17"], "long-value": ["R4"]}.get(flag, ["R20"])
            yield draft(f"{scheme} " + ", ".join(texts), what, where, [flag], requirements)
        for what, form, flag, requirement in FORMS:
            name = target.name
            texts = [*rest[:index], f"{name}={form}", *rest[index:]]
            yield draft(f"{scheme} " + ", ".join(texts), what, where, [flag], [requirement])
        for what, before, after, flag, requirement in EQUALS:
            texts = [*rest[:index], f'{target.name}{before}={after}"{target.value}"', *rest[index:]]
            yield draft(f"{scheme} " + ", ".join(texts), what, where, [flag], [requirement])
        for what, before, after, flag, requirement in BEFORE:
            texts = [*rest[:index], written(target), *rest[index:]]
            # In front of the first parameter stands the SP after the scheme; after the last one the end.
            commas = [", "] * (len(texts) - 1)
            if index > 0:
                commas[index - 1] = before
            if index < len(commas):
                commas[index] = after
            text = assembled(part, texts, commas)
            if flag == "empty-element" and index == 0 and before != ", ":
                text = f"{scheme} {before.strip(' ')} " + text[len(scheme) + 1 :]
            if flag == "empty-element" and index == len(texts) - 1 and after != ", ":
                text += after.rstrip()
            yield draft(text, what, where, [flag], [requirement])
        for name in (target.name.upper(), target.name.title()):
            texts = [*rest[:index], written(target._replace(name=name)), *rest[index:]]
            yield draft(f"{scheme} " + ", ".join(texts), f"the name {name}", where, ["case"], ["R36"])
        unknown = [("!#$%&'*+-.^_`|~", "a name of delimiter-like octets"), ("x", "a name of one octet"), ("2fa", "a name that begins with a digit")]
        for name, what in unknown:
            texts = [written(p) for p in [*others[:index], Param(name, "plain", True), *others[index:], target]]
            yield draft(f"{scheme} " + ", ".join(texts), what, where, ["quoted-string"], ["R36", "R79"])
        for what, fault, flag in FAULTS:
            rest_of = [*rest[index:], 'note="z"']
            text = f"{scheme} " + ", ".join([*rest[:index], fault(written(target), rest_of[0]), *rest_of[1:]])
            yield Draft(operation, text, f"{scheme} {operation}, {where} parameter: {what}", [flag], ["R6", "R78"])
    yield from around(part, target, others, operation)


def around(part, target, others, operation):
    """What stands around the whole value."""
    scheme = part.scheme
    params = [target, *others]
    value = part.value(params)
    payload = value[len(scheme) + 1 :]
    for name in (scheme.upper(), scheme.lower(), scheme.swapcase()):
        yield Draft(operation, f"{name} {payload}", f"{operation}: the scheme written {name}", ["case"], ["R34", "R78"])
    for what, text, flag, requirement in (
        ("two SP after the scheme", f"{scheme}  {payload}", "ows", "R35"),
        ("nine SP after the scheme", f"{scheme}{' ' * 9}{payload}", "ows", "R35"),
        ("SP in front", f" {value}", "ows", "R16"),
        ("SP and HTAB at both ends", f"\t {value} \t", "ows", "R16"),
        ("a comma at the end", f"{value},", "empty-element", "R23"),
        ("a comma and SP at the end", f"{value}, ", "empty-element", "R23"),
        ("the parameters the other way round", part.value(params[::-1]), "name-place", "R36"),
        ("all values quoted", part.value([p._replace(quoted=True) for p in params]), "scheme-quoting", "R20"),
    ):
        yield Draft(operation, text, f"{scheme} {operation}: {what}", [flag], [requirement, "R78"])
    for length in range(len(value) // 6, len(value), len(value) // 6):
        yield Draft(operation, value[:length], f"{scheme} {operation} that end after {length} octets", ["truncated"], ["R3"])
    if operation != "challenges":
        return
    yield Draft(operation, f", {value}", f"{scheme}: a comma in front", ["empty-element"], ["R23", "R24"])
    yield Draft(operation, f",,{value},,", f"{scheme}: commas around", ["empty-element"], ["R23", "R24"])
    for what, neighbour in (
        ("a scheme alone", "Negotiate"),
        ("a token68", "Negotiate YIIFzgYGKwYBBQUCoIIFwjCCBb4="),
        ("an unknown challenge", 'Newauth realm="apps", type=1, title="Login to \\"apps\\""'),
        ("an empty realm", 'Newauth realm=""'),
    ):
        for text, lines, where in (
            (f"{neighbour}, {value}", [neighbour, value], "before"),
            (f"{value}, {neighbour}", [value, neighbour], "after"),
        ):
            yield Draft(operation, text, f"{scheme}: {what} {where} it", ["challenge-split"], ["R57", "R78"])
            yield Draft(operation, text.replace(", ", ",", 1), f"{scheme}: {what} {where} it, no SP", ["challenge-split", "ows"], ["R57", "R24"])
            yield Draft(operation, lines, f"{scheme}: {what} {where} it, on its own line", ["several-lines"], ["R9", "R57"])
    second = part.value([target._replace(value="second"), *others])
    yield Draft(operation, f"{value}, {second}", f"{scheme} twice", ["same-scheme"], ["R49", "R57"])
    yield Draft(operation, [value, second], f"{scheme} twice, on two lines", ["same-scheme", "several-lines"], ["R49", "R9"])
    yield Draft(operation, [value, 'Newauth realm="a"', second], f"{scheme} on two of three lines", ["same-scheme", "several-lines"], ["R49", "R9"])


USERS = [
    "Aladdin:open sesame", "user:pass", "u:p", ":", "user:", ":pass", "a:b", "ab:c", "abc:d", "user:pass:word", "user::", "pk-lf:sk:lf:123",
    "test:123\xc2\xa3", "J\xc3\xa4s\xc3\xb8n:Doe", "user:p\xc3\xa4ss", "caf\xe9:au lait", "user@example.com:secret", "CORP\\user:secret",
    "user name:pass word", "user:p@ss/w?rd&x=y", 'user:"quoted"', "user:it's", "user:a,b", "user:a;b", "user:a=b", "user:==", "user:%41%20",
    "user:+plus+", "user:<xml/>", "user:{json}", "user:[1]", "user:#hash", "user:\\\\", "user:`tick`", "user:$HOME", "user:~", "user:|",
    "Basic:Basic", "realm:realm", "null:undefined", "0:0", "admin:1234567890", "x-token-auth:ghp_abcdefghijklmnop", "oauth2:ya29.abc-def_ghi",
    "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "user:\xff\xfe", "\xc3\xbf:\xc3\xbf\xc3\xbf", "user:???>>>~~~", "subjects?_d=1:~~~",
    "trailing :space ", " leading: space",
]  # fmt: skip
TOKENS = [
    "mF_9.B5f-4.1JqM", "a", "ab", "abc", "abcd", "A=", "AB==", "ABC===", "abc=", "abc==", "YWJj", "YWI=", "YQ==", "0", "00000000", "-", ".", "_", "~", "+", "/",
    "-._~+/", "-._~+/=", "a/b", "a+b", "a~b", "a.b", "a-b", "a_b", "//", "++", "..", "a/b/c==", "/abc", "abc/", "+abc+", "realm", "realm=", "error=", "Bearer", "Basic",
    "Digest", "Bearer=", "null", "undefined", "true", "false", "NaN", "constructor", "__proto__", "f04be608-8e88-3133-a6ae-7ee0c1ec5a76",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "eyJhbGciOiJub25lIn0.e30.", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "ya29.A0ARrdaM-k9Vq7GzY2pL4", "xoxb-123456789012-abcdef", "sk-abcdefghijklmnop", "138/E5bndnZUVCQUVkYWphbUV2SmlGcHg1UWFZeG0yRGd", "AbCdEf", "ABCDEF", "abcdef",
    "1234567890123456789012345678901234567890", "SlAV32hkKG", "vF9dft4qmT", "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", "AGIAJEemVQU=", "MTIzNDU2", "bWFjYXJvb24=",
    "Kw", "zzzz////++++", "aa", "token-abc", "abc123==", "ABC123=", "x" * 64, "x" * 128, "y" * 255, "y" * 256, "z" * 257, "Q" * 512,
]  # fmt: skip


def token68_drafts():
    for user in USERS:
        token = base64.b64encode(user.encode("latin-1")).decode("ascii")
        yield Draft("credentials", f"Basic {token}", f"Basic credentials of {user!a}", ["token68"], ["R35", "R78"])
    for length in (60, 61, 62, 200, 255, 256, 400, 1000, 3000):
        token = base64.b64encode(b"user:" + b"p" * length).decode("ascii")
        flags = ["token68"] + (["long-value"] if length > 254 else [])
        yield Draft("credentials", f"Basic {token}", f"Basic credentials with a password of {length} octets", flags, ["R35", "R4"])
    for token in dict.fromkeys(TOKENS):
        yield Draft("credentials", f"Bearer {token}", f"Bearer with the token {token[:60]}", ["token68"], ["R35", "R78"])
    for length in (1023, 1024, 1025, 2048, 4096, 7000):
        yield Draft("credentials", "Bearer " + ("eyJ0" * 2000)[:length], f"Bearer with a token of {length} octets", ["token68", "long-value"], ["R35", "R4"])
    for scheme, tokens in (
        ("Basic", ["QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "dTpw", "dXNlcjpwYXNz", "Pz8/Pj4+On5+fg=="]),
        ("Bearer", ["mF_9.B5f-4.1JqM", "a", "AB==", "-._~+/="]),
    ):
        for token in tokens:
            for name in (scheme.upper(), scheme.lower(), scheme.swapcase(), scheme[:2].upper() + scheme[2:]):
                yield Draft("credentials", f"{name} {token}", f"the scheme written {name}, with {token[:40]}", ["case", "token68"], ["R34", "R78"])
            for count in (2, 3, 9, 40):
                yield Draft("credentials", f"{scheme}{' ' * count}{token}", f"{count} SP between {scheme} and {token[:40]}", ["ows", "token68"], ["R35", "R78"])
            for before, after, what in ((" ", "", "SP in front"), ("", " ", "SP after"), ("\t", "\t", "HTAB around"), (" \t ", " \t ", "SP and HTAB around")):
                yield Draft("credentials", f"{before}{scheme} {token}{after}", f"{scheme} {token[:40]}, {what}", ["ows", "token68"], ["R16", "R78"])
            for text, what, flag in (
                (f"{scheme} {token},", "a comma after it", "delimiter"), (f"{scheme} {token} x", "text after it", "token68"),
                (f"{scheme} {token},{scheme} {token}", "twice", "challenge-split"), (f'{scheme} "{token}"', "in DQUOTEs", "delimiter"),
                (f"{scheme}\t{token}", "HTAB in place of SP", "htab"), (f"{scheme}:{token}", "a colon in place of SP", "delimiter"),
                (f"{scheme} {token};q=1", "a semicolon after it", "delimiter"), (f"{scheme} {token}@", "an at sign after it", "delimiter"),
            ):  # fmt: skip
                yield Draft("credentials", text, f"{scheme} {token[:40]}: {what}", [flag], ["R6", "R77"])


def drafts():
    """file -> drafts."""
    made = {f"{scheme.lower()}-{operation}": list(shapes(scheme, operation)) for scheme, operation in HOSTS}
    made["token68-credentials"] = list(token68_drafts())
    return made
