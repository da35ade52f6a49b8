# SPDX-License-Identifier: Apache-2.0
"""Words as symbols: values in which the name of a parameter, or of a scheme, stands where a search finds it and a reader
must not.

For every scheme and each of its names: the name as a parameter in every place; inside a quoted value before, after and
without the parameter; as a part of longer names; in another challenge; as a scheme and as a token68; in upper case; twice.
The same for the names of the schemes. docs/how/lookups.md says what no wrong look-up survives.
"""

from composing import EXTENSION, TOKEN68, VALUES, Draft, Param, joined, parts, without, written

# How a name may stand in text: the text, and whether it offers a value.
FORMS = {
    "as a word": ("see {name} here", False),
    "with an equals sign": ("{name}={decoy}", True),
    "between commas": ("a, {name}={decoy}, b", True),
    "after an escaped DQUOTE": ('a", {name}="{decoy}", b="c', True),
}


def value_drafts(part):
    for name in part.params:
        yield from in_text(part, name)
        yield from in_longer_names(part, name)
        yield from in_other_places(part, name)
        yield from with_delimiters(part, name)
    everything = part.all()
    for turn in range(len(everything)):
        params = everything[turn:] + everything[:turn]
        yield Draft(part.operation, part.value(params), f"all {part.scheme} names, {params[0].name} first", ["name-place"], ["R36"])
    for case, how in ((str.upper, "upper case"), (str.title, "title case")):
        params = [p._replace(name=case(p.name)) for p in everything]
        if params:
            yield Draft(part.operation, part.value(params), f"all {part.scheme} names in {how}", ["case"], ["R36"])


def in_text(part, name):
    real, decoy = part.param(name), VALUES[name][1]
    rest = without(part.complete(name), name)
    for how, (form, offers) in FORMS.items():
        host = part.host(name, form.format(name=name, decoy=decoy))
        others = without(rest, host.name)
        decoys = [f"{name}={decoy}"] if offers else []
        flags = ["decoy"] + (["quoted-pair"] if '"' in host.value else [])
        for where, params in (
            ("before it", [host, real, *others]),
            ("after it", [real, *others, host]),
            ("and missing", [*others[:1], host, *others[1:]]),
        ):
            title = f"{part.scheme}: {name} in a quoted {host.name} {how}, {where}"
            yield Draft(part.operation, part.value(params), title, flags, ["R57" if part.prefix else "R62", "R5"], [name, *decoys])
    # In text in lower case, as a parameter in upper case.
    host = part.host(name, f"a, {name.lower()}={decoy}, b")
    params = [host, real._replace(name=name.upper()), *without(rest, host.name)]
    title = f"{part.scheme}: {name} in upper case, and in lower case in a quoted {host.name}"
    yield Draft(part.operation, part.value(params), title, ["decoy", "case"], ["R36", "R5"], [f"{name.lower()}={decoy}"])


def with_delimiters(part, name):
    """What separates elements, inside the value of this parameter."""
    real = part.param(name)
    for what, value, flag, cited in (
        ("comma, SP and equals sign", f"{real.value}, x=1 y", "quoted-string", "R20"),
        ("DQUOTE and backslash", f'{real.value} "x\\y", z', "quoted-pair", "R31"),
    ):
        params = [p if p.name != name else p._replace(value=value) for p in part.complete(name)]
        if real.quoted:
            yield Draft(part.operation, part.value(params), f"{part.scheme}: {what} in the value of {name}", [flag], [cited, "R78"])


def in_longer_names(part, name):
    real, decoy = part.param(name), VALUES[name][1]
    rest = without(part.complete(name), name)
    longer = [Param(n, decoy, True) for n in (f"x-{name}", f"x{name}", f"{name}x", f"{name}-x")]
    for where, params in (
        ("before it", [*longer, real, *rest]),
        ("after it", [real, *rest, *longer]),
        ("without it", [*longer[:2], *rest, *longer[2:]]),
    ):
        title = f"{part.scheme}: names that begin or end with {name}, {where}"
        yield Draft(part.operation, part.value(params), title, ["similar-name"], ["R36"])


def in_other_places(part, name):
    real, decoy = part.param(name), VALUES[name][1]
    whole = part.complete(name)
    rest = without(whole, name)
    twice = [real, *rest, real._replace(value=decoy)]
    yield Draft(part.operation, part.value(twice), f"{part.scheme}: {name} twice", ["duplicate-parameter"], ["R37"])
    if part.operation == "credentials":
        yield Draft(part.operation, joined(name, [real, *rest]), f"{name} as scheme and as parameter", ["name-place"], ["R34", "R36"])
        yield Draft(part.operation, f"{part.scheme} {name.rstrip('*')}=", f"{part.scheme}: {name} as token68", ["token68"], ["R35"])
    if part.operation != "challenges":
        return
    other = "Digest" if part.scheme == "Basic" else "Basic"
    foreign = joined(other, [Param("realm", "elsewhere", True), real._replace(value=decoy)] if name != "realm" else [Param("realm", decoy, True)])
    same = part.value([real._replace(value=decoy), *without(part.complete(name, decoy=True), name)])
    for neighbour, mine, what in (
        (foreign, whole, f"{name} in a challenge of {other} too"),
        (foreign, rest, f"{name} only in a challenge of {other}"),
        (same, rest, f"{name} in one of two challenges"),
    ):
        own = part.value(mine) if mine else f'{part.scheme} {EXTENSION}="plain"'
        flags = ["challenge-split", "name-place"] + (["same-scheme"] if neighbour is same else [])
        cited = ["R57", "R49"] if neighbour is same else ["R57"]
        yield Draft(part.operation, f"{neighbour}, {own}", f"{part.scheme}: {what}, before", flags, cited)
        yield Draft(part.operation, f"{own}, {neighbour}", f"{part.scheme}: {what}, after", flags, cited)
    own, word = part.value(whole), name.rstrip("*")
    for text, what, cited in (
        (f"{name} {decoy if decoy.isalnum() else 'ZGVjb3k'}, {own}", "as a scheme before it", "R34"),
        (f"{own}, {name}", "as a scheme after it", "R34"),
        (f"Negotiate {word}=, {own}", "as a token68 before it", "R35"),
        (f"{own}, Negotiate {word}", "as a token68 after it", "R35"),
    ):
        yield Draft(part.operation, text, f"{part.scheme}: {name} {what}", ["challenge-split", "name-place"], ["R57", cited])


SCHEME_FORMS = {
    "as a word": "see {scheme} here",
    "alone": "{scheme}",
    "between commas": "a, {scheme} realm=staff, b",
    "after an escaped DQUOTE": 'a", {scheme} realm="staff", b="c',
}


def scheme_drafts(part):
    """The name of the scheme where it is none."""
    scheme, sample, operation = part.scheme, part.sample(), part.operation
    other = "Digest" if scheme == "Basic" else "Basic"
    flags, cited = ["decoy"], ["R57" if operation == "challenges" else "R59", "R5"]
    for how, form in SCHEME_FORMS.items():
        text = form.format(scheme=scheme)
        host = joined(other if operation == "challenges" else "Digest" if scheme != "Digest" else "OAuth", [Param("realm", text, True)])
        yield Draft(operation, host, f"{scheme} in a quoted realm {how}", flags, cited, [scheme])
        if operation == "challenges":
            yield Draft(operation, f"{host}, {sample}", f"{scheme} in a quoted realm {how}, before its challenge", flags, cited)
            yield Draft(operation, f"{sample}, {host}", f"{scheme} in a quoted realm {how}, after its challenge", flags, cited)
    payload = sample[len(scheme) :]
    longer = [f"X{scheme}{payload}", f"{scheme}X{payload}", f"X-{scheme}{payload}", f"{scheme}-X{payload}"]
    for case, how in ((str.upper, "upper"), (str.lower, "lower")):
        yield Draft(operation, case(scheme) + payload, f"{scheme} in {how} case", ["case"], ["R34"])
    if operation == "credentials":
        for value in longer:
            yield Draft(operation, value, f"a scheme that is not {scheme}: {value.split(' ')[0]}", ["similar-name"], ["R34"])
        yield Draft(operation, scheme, f"{scheme} alone", ["bare-scheme"], ["R34"])
        yield Draft(operation, f'Custom {scheme}="staff"', f"{scheme} as the name of a parameter", ["name-place"], ["R36"])
        yield Draft(operation, f"Custom {scheme}", f"{scheme} as a token68", ["token68"], ["R35"])
        return
    neighbours = ", ".join(longer)
    host = joined(other, [Param("realm", "elsewhere", True)])
    for text, what, flag, requirement in (
        (neighbours, f"schemes that begin or end with {scheme}", "similar-name", "R34"),
        (f"{neighbours}, {sample}", f"schemes that begin or end with {scheme}, before it", "similar-name", "R34"),
        (f"{sample}, {neighbours}", f"schemes that begin or end with {scheme}, after it", "similar-name", "R34"),
        (f"{scheme}, {host}", f"{scheme} alone before another challenge", "bare-scheme", "R57"),
        (f"{host}, {scheme}", f"{scheme} alone after another challenge", "bare-scheme", "R57"),
        (f'{other} {scheme}="staff", realm="elsewhere", {sample}', f"{scheme} as the name of a parameter", "name-place", "R57"),
        (f"Custom a={scheme}, {sample}", f"{scheme} as the value of a parameter", "name-place", "R57"),
        (f"Custom {scheme}, {sample}", f"{scheme} as a token68", "name-place", "R35"),
        (f"Custom {scheme}=, {sample}", f"{scheme} and an equals sign as a token68", "name-place", "R35"),
    ):
        yield Draft(operation, text, what, ["challenge-split", flag], ["R57", requirement])


def drafts():
    """scheme -> drafts, a file each."""
    made = {}
    for operation in ("challenges", "credentials", "auth-info"):
        for part in parts(operation):
            mine = made.setdefault(part.scheme, [])
            mine += value_drafts(part)
            if part.prefix:
                mine += scheme_drafts(part)
    return made
