# SPDX-License-Identifier: Apache-2.0
"""The conformance suite for a parser that Python can call. With pytest, in three lines:

    from gauntlet_http_auth.suite import suite_tests
    from my_parser import parse
    test_my_parser = suite_tests(parse)

`parse` gets the value of a WWW-Authenticate field as a str and returns a list of challenges: `Challenge`s, objects with
scheme, token68 and params, mappings with these, or (scheme, params) pairs. Params are a mapping, (name, value) pairs, or
objects or mappings with name and value. It refuses a value by raising ValueError or returning None. Without pytest,
`run_suite(parse)` counts the verdicts.

The verdicts are those of PROTOCOL.md, section 5. What the return type cannot show is said in words of section 3.3, and
not held against it: suite_tests(parse, params="map", duplicates="last", token68=False). The program `gauntlet run` does
more: a process of its own with deadlines and limits on memory, reports, cost cases, writers. It also knows the rules of
schemes: what it calls `alternative:scheme-rule` is `over-strict` here.
"""

from __future__ import annotations

import functools
import json
import lzma
import pathlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ._errors import ParseError
from ._read import NO_LIMITS, _elements, lower
from ._native import OPERATIONS, QUOTED

Operation = Literal["challenges", "credentials", "auth-info"]

_MEMBER = {"challenges": "challenges", "credentials": "credentials", "auth-info": "params"}
#: A longer value may have been refused because of a limit, which is no fault.
_LONGEST_WITHOUT_LIMIT = 8 * 1024
_FAILURES = ("crash", "smuggled", "wrong-result", "over-strict")


class Param(NamedTuple):
    name: str
    value: str
    quoted: bool | None


class Reading(NamedTuple):
    """A challenge, or credentials; of auth-info the params, with an empty scheme."""

    scheme: str
    token68: str | None
    params: tuple[Param, ...]


class Case:
    """One value, and what has to come of it. `data` has every member of the case (suite/README.md)."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.id: str = data["id"]
        self.title: str = data["title"]
        self.operation: Operation = data["operation"]
        self.lines: tuple[str, ...] = tuple(data["lines"])
        self.parse: str = data["parse"]

    @property
    def value(self) -> str:
        """The combined value."""
        return _combined(self.lines)

    def __repr__(self) -> str:
        return f"Case({self.id!r}, {list(self.lines)!r})"


@functools.lru_cache(maxsize=None)
def _all() -> tuple[Case, ...]:
    packed = pathlib.Path(__file__).with_name("suite.json.xz").read_bytes()
    return tuple(Case(each) for each in json.loads(lzma.decompress(packed))["cases"] if "lines" in each)


def cases(operation: Operation | None = None) -> list[Case]:
    """The parse cases of one operation, or of all."""
    return [case for case in _all() if operation in (None, case.operation)]


@dataclass(frozen=True)
class Observes:
    """What the parser's return type can show, and how it is called: PROTOCOL.md, section 3.3."""

    params: Literal["ordered", "map", "none"] = "ordered"
    duplicates: Literal["kept", "first", "last", "error"] = "kept"
    token68: bool = True
    challenges: Literal["all", "first", "last"] = "all"
    #: The only schemes that the parser knows; None for all.
    only_schemes: tuple[str, ...] | None = None
    #: "all": it is called with a list of the field lines. "one": with the combined value.
    lines: Literal["one", "all"] = "one"
    #: It takes, and may return, bytes in place of str.
    octets: Literal["str", "bytes"] = "str"

    def __post_init__(self) -> None:
        known = {"params": ("ordered", "map", "none"), "duplicates": ("kept", "first", "last", "error"),
                 "token68": (True, False), "challenges": ("all", "first", "last"), "lines": ("one", "all"),
                 "octets": ("str", "bytes")}
        for name, values in known.items():
            if getattr(self, name) not in values:
                raise ValueError(f"{name} is {getattr(self, name)!r}; it has to be one of {values}")
        if isinstance(self.only_schemes, str):
            raise ValueError(f"only_schemes is {self.only_schemes!r}; it has to be a list of schemes")


class Judgement(NamedTuple):
    """A verdict of PROTOCOL.md, section 5.1, and what it rests on."""

    verdict: str
    case: Case
    #: What came of it: the readings, or None for a rejection or an error.
    got: list[Reading] | None
    #: The error that the parser raised.
    error: BaseException | None

    @property
    def fails(self) -> bool:
        return self.verdict in _FAILURES

    def __str__(self) -> str:
        wanted = {name: self.case.data[name] for name in ("expect", "alternatives", "decoys") if name in self.case.data}
        came = f"raised {self.error!r}" if self.error else "was refused" if self.got is None else f"was read as {self.got}"
        return (f"{self.verdict}: {self.case.id}: {self.case.title}\n  lines     {ascii(list(self.case.lines))[:2000]}\n"
                f"  {came[:2000]}\n  {self.case.parse}: {json.dumps(wanted)[:2000]}\n"
                f"  see it: gauntlet run --id {self.case.id}")


def _combined(lines: Iterable[str]) -> str:
    return ", ".join([line.strip(" \t") for line in lines])


# What came back, whatever its types.


def _text(value: Any) -> str:
    if value is None:
        return ""  # a name without a value
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("latin-1")
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is neither a str nor bytes")


def _member(of: Any, name: str, default: Any = None) -> Any:
    return of.get(name, default) if isinstance(of, Mapping) else getattr(of, name, default)


def _param(of: Any) -> Param:
    if isinstance(of, tuple) and not hasattr(of, "name"):
        return Param(_text(of[0]), _text(of[1]), None)
    quoted = _member(of, "quoted")
    return Param(_text(_member(of, "name")), _text(_member(of, "value")), quoted if isinstance(quoted, bool) else None)


def _params(of: Any) -> tuple[Param, ...]:
    if isinstance(of, Mapping):
        return tuple(Param(_text(name), _text(value), None) for name, value in of.items())
    return tuple(_param(each) for each in of or ())


def _reading(of: Any) -> Reading:
    if isinstance(of, tuple) and not hasattr(of, "scheme"):
        if len(of) != 2:
            raise TypeError(f"{of!r} is not a pair of scheme and params")
        return Reading(_text(of[0]), None, _params(of[1]))
    token68 = _member(of, "token68")
    return Reading(_text(_member(of, "scheme")), None if token68 is None else _text(token68), _params(_member(of, "params")))


def _readings(operation: str, of: Any) -> list[Reading]:
    if isinstance(of, Mapping) and _MEMBER[operation] in of and "scheme" not in of:
        of = of[_MEMBER[operation]]
    if operation == "auth-info":
        return [Reading("", None, _params(of))]
    return [_reading(of)] if operation == "credentials" else [_reading(each) for each in of]


# The steps of PROTOCOL.md, section 3.3.


def _kept(params: Iterable[Param], which: str) -> tuple[Param, ...]:
    """The first or the last of each name, where the first stood."""
    found: dict[str, Param] = {}
    for param in params:
        if which == "last" or lower(param.name) not in found:
            found[lower(param.name)] = param
    return tuple(found.values())


def _reduced(readings: Iterable[Reading], observes: Observes, duplicates: str, chosen: bool) -> list[Reading]:
    """`chosen`: the parser itself has chosen among challenges and duplicates already."""
    known = None if observes.only_schemes is None else {lower(scheme) for scheme in observes.only_schemes}
    found = [each for each in readings if known is None or lower(each.scheme) in known]
    if not chosen and observes.challenges != "all":
        found = found[:1] if observes.challenges == "first" else found[-1:]
    result = []
    for scheme, token68, params in found:
        if observes.params == "none":
            params = ()
        if not chosen and duplicates in ("first", "last"):
            params = _kept(params, duplicates)
        if observes.params == "map":
            params = tuple(sorted(params, key=lambda each: (lower(each.name), each.value)))
        result.append(Reading(lower(scheme), token68 if observes.token68 else None,
                              tuple(each._replace(name=lower(each.name)) for each in params)))
    return result


def _is_observable(original: list[Reading], observes: Observes, operation: str) -> bool:
    """False if nothing is left of what was not empty."""
    if operation == "auth-info":
        return not original[0].params or observes.params != "none"
    left = _reduced(original, observes, "kept", False)
    return bool(left) or not original


def _same(expected: list[Reading], got: list[Reading]) -> bool:
    if len(expected) != len(got):
        return False
    for one, other in zip(expected, got):
        if (one.scheme, one.token68, len(one.params)) != (other.scheme, other.token68, len(other.params)):
            return False
        for a, b in zip(one.params, other.params):
            if a[:2] != b[:2] or (a.quoted is not None and b.quoted is not None and a.quoted != b.quoted):
                return False
    return True


# `smuggled`: PROTOCOL.md, section 5.2.

_TCHAR = r"!#$%&'*+.^_`|~0-9A-Za-z-"
_TOKEN = re.compile(f"[{_TCHAR}]+")
_OPENS = re.compile(r'=[ \t]*"')
_CLOSES = re.compile(r'(?:[^"\\]|\\.)*', re.DOTALL)
_NAME_BEFORE = re.compile(rf"(?<![{_TCHAR}])[{_TCHAR}]+[ \t]*=[ \t]*\Z")


def _spans(operation: str, value: str) -> list[tuple[int, int]]:
    """What is inside of quoted-strings: as the grammar has them, or by a scan of what is not in the grammar."""
    if '"' not in value:
        return []
    try:
        numbers = _elements(OPERATIONS[operation], value, "recipient", NO_LIMITS)[1]
        return [(numbers[at + 3], numbers[at + 3] + numbers[at + 4]) for at in range(0, len(numbers), 5) if numbers[at] & QUOTED]
    except ParseError:
        pass
    found = []
    at = 0
    while opens := _OPENS.search(value, at):
        inside = _CLOSES.match(value, opens.end())
        end = inside.end() if inside else opens.end()
        if end < len(value) and value[end] == "\\":
            end = len(value)
        # A DQUOTE that closes after a name and "=" may as well open.
        name = _NAME_BEFORE.search(value, opens.end(), end) if end < len(value) else None
        found.append((opens.end(), name.start() if name else end))
        at = min(end + 1, len(value))
    return found


class _Divided:
    """The tokens of values, apart in what is data and what is not."""

    def __init__(self, operation: str, values: Iterable[str]) -> None:
        self.inside: set[str] = set()
        self.outside: set[str] = set()
        self.text_outside = ""
        for value in values:
            at = 0
            for first, last in _spans(operation, value):
                self.text_outside += value[at:first]
                for text in (value[first:last], re.sub(r"\\(.)", r"\1", value[first:last], flags=re.DOTALL)):
                    self.inside.update(lower(token) for token in _TOKEN.findall(text))
                at = last
            self.text_outside += value[at:] + ","
        self.outside.update(lower(token) for token in _TOKEN.findall(self.text_outside))


def _is_smuggled(case: Case, got: list[Reading]) -> bool:
    decoys = [lower(decoy) for decoy in case.data.get("decoys", ())]
    if not decoys and '"' not in case.value:
        return False
    lines = [re.sub("[\r\n\0]", " ", line) for line in case.lines]
    whole = _Divided(case.operation, [_combined(lines)])
    apart = _Divided(case.operation, [line.strip(" \t") for line in lines]) if len(lines) > 1 else None
    hidden = {name for name in whole.inside - whole.outside
              if apart is None or (name in apart.inside and name not in apart.outside)}
    hidden |= {decoy for decoy in decoys if apart is None or decoy not in apart.outside}
    names = {lower(each.scheme) for each in got} | {lower(param.name) for each in got for param in each.params}
    if names & hidden:
        return True
    permitted = {(lower(param.name), param.value) for alternative in [case.data, *case.data.get("alternatives", ())]
                 if alternative.get("expect") for each in _readings(case.operation, alternative["expect"])
                 for param in each.params}
    offered = {(lower(name), value) for name, equals, value in (each.partition("=") for each in case.data.get("decoys", ()))
               if equals and (apart is None or value not in apart.text_outside)}
    return any((lower(param.name), param.value) in offered - permitted for each in got for param in each.params)


# The verdict.


def _judge_accepted_or_refused(case: Case, got: list[Reading] | None, observes: Observes) -> str:
    if got is not None and _is_smuggled(case, got):
        return "smuggled"
    if got is None and len(case.value) > _LONGEST_WITHOUT_LIMIT and case.parse != "may-accept":
        return "unsupported"
    operation, rule = case.operation, case.parse
    duplicates = "kept" if rule == "implementation-defined" else observes.duplicates
    said = None if got is None else _reduced(got, observes, duplicates, True)

    def reading_of(expect: Any) -> list[Reading]:
        return _reduced(_readings(operation, expect), observes, duplicates, False)

    def is_observable(expect: Any) -> bool:
        return _is_observable(_readings(operation, expect), observes, operation)

    expect = case.data.get("expect")
    if rule == "must-accept":
        if not is_observable(expect):
            return "not-observable"
        if said is None:
            return "over-strict"
        return "pass" if _same(reading_of(expect), said) else "wrong-result"
    if rule == "may-accept":
        return "pass" if got is None else "control-octet" if _has_control(got) else "lenient"
    if rule == "must-not-pass":
        if expect is not None and not is_observable(expect):
            return "not-observable"
        if said is None:
            return "pass"
        return "alternative:sp" if expect is not None and _fits(reading_of(expect), said) else "control-octet"
    fitting: list[Mapping[str, Any]] = []
    seen = False
    for alternative in case.data["alternatives"]:
        if "expect" not in alternative:
            if said is None:
                return f"alternative:{alternative['name']}"
        elif is_observable(alternative["expect"]):
            seen = True
            if said is not None and _same(reading_of(alternative["expect"]), said):
                fitting.append(alternative)
    if fitting:
        plain = [_plain(operation, each["expect"]) for each in fitting]
        return f"alternative:{fitting[0]['name']}" if all(each == plain[0] for each in plain) else "not-observable"
    if not seen and any("expect" in each for each in case.data["alternatives"]):
        return "not-observable"
    return "not-observable" if said is None and observes.duplicates == "error" else "wrong-result"


def _plain(operation: str, expect: Any) -> list[Any]:
    return [(lower(each.scheme), each.token68, [(lower(param.name), param.value) for param in each.params])
            for each in _readings(operation, expect)]


def _has_control(readings: list[Reading]) -> bool:
    return bool(re.search("[\r\n\0]", "".join(text for each in readings for text in (
        each.scheme, each.token68 or "", *(part for param in each.params for part in param[:2])))))


def _fits(expected: list[Reading], got: list[Reading]) -> bool:
    """The same, where a run of SP may stand for another one: a line fold is one or more SP."""
    def narrow(readings: list[Reading]) -> list[Reading]:
        return [each._replace(params=tuple(param._replace(value=re.sub(" +", " ", param.value)) for param in each.params))
                for each in readings]

    return _same(expected, got) or _same(narrow(expected), narrow(got))


def judge(case: Case, parse: Callable[[Any], Any], observes: Observes = Observes(),
          rejects: tuple[type[BaseException], ...] = (ValueError,)) -> Judgement:
    """Calls `parse` with the case's value, and judges what comes of it. Errors in `rejects`, and None, are rejections; any
    other error is a crash."""
    lines: list[Any] = [line.strip(" \t") for line in case.lines]
    value: Any = lines if observes.lines == "all" else _combined(case.lines)
    if observes.octets == "bytes":
        value = [line.encode("latin-1") for line in lines] if observes.lines == "all" else value.encode("latin-1")
    try:
        returned = parse(value)
    except rejects:
        returned = None
    except NotImplementedError as error:
        return Judgement("unsupported", case, None, error)
    except Exception as error:
        return Judgement("crash", case, None, error)
    got = None if returned is None else _readings(case.operation, returned)
    return Judgement(_judge_accepted_or_refused(case, got, observes), case, got, None)


@dataclass
class Report:
    """What run_suite() found."""

    #: How many cases have which verdict.
    verdicts: Counter[str] = field(default_factory=Counter)
    #: What fails, in the order of the cases.
    failures: list[Judgement] = field(default_factory=list)

    @property
    def conforms(self) -> bool:
        return not self.failures


def run_suite(parse: Callable[[Any], Any], operation: Operation = "challenges", *,
              rejects: tuple[type[BaseException], ...] = (ValueError,), **observes: Any) -> Report:
    """All parse cases of the operation. `observes` are members of Observes."""
    can = Observes(**observes)
    report = Report()
    for case in cases(operation):
        judgement = judge(case, parse, can, rejects)
        report.verdicts[judgement.verdict] += 1
        if judgement.fails:
            report.failures.append(judgement)
    return report


def suite_tests(parse: Callable[[Any], Any], operation: Operation = "challenges", *,
                rejects: tuple[type[BaseException], ...] = (ValueError,), known: Iterable[str] = (),
                **observes: Any) -> Callable[..., None]:
    """A pytest test for each case, to be given a name that begins with `test`. What fails fails with the value, what was
    read, and what is expected; what cannot be judged is skipped. `known` are ids of cases that are known to fail: they are
    expected to (xfail, strict), so that one that no longer does is noticed."""
    import pytest

    can = Observes(**observes)
    expected = set(known)
    chosen = cases(operation)
    if unknown := expected - {case.id for case in chosen}:
        raise ValueError(f"known has {sorted(unknown)[0]!r}, which is no case of {operation}")
    marks = pytest.mark.xfail(strict=True, reason="known")
    given = [pytest.param(case, id=case.id, marks=marks if case.id in expected else ()) for case in chosen]

    @pytest.mark.parametrize("case", given)
    def test(case: Case) -> None:
        __tracebackhide__ = True
        judgement = judge(case, parse, can, rejects)
        if judgement.fails:
            pytest.fail(str(judgement), pytrace=judgement.error is not None)
        if judgement.verdict in ("unsupported", "not-observable"):
            pytest.skip(judgement.verdict)

    return test
