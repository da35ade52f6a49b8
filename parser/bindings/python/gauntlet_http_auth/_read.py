# SPDX-License-Identifier: Apache-2.0
"""Reading: from a value, or lines, to challenges and auth-params."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from ctypes import byref, c_size_t, sizeof
from typing import Any, AnyStr, Generic, Literal, NamedTuple, NoReturn, cast

from . import _native
from ._errors import LimitError, ParseError

Grammar = Literal["recipient", "sender"]


class Limits(NamedTuple):
    """How much of a value is read. What exceeds one raises LimitError."""

    #: Octets of the combined value.
    max_length: int = 64 * 1024
    #: Challenges in the value.
    max_challenges: int = 64
    #: Auth-params of one challenge, of credentials, or of auth-info.
    max_auth_params: int = 64
    #: Empty list elements in a row.
    max_empty_elements: int = 64


_NONE = c_size_t(-1).value
DEFAULT_LIMITS = Limits()
#: For those who bound the value otherwise: time stays linear.
NO_LIMITS = Limits(_NONE, _NONE, _NONE, _NONE)


class AuthParam(NamedTuple, Generic[AnyStr]):
    """auth-param = token BWS "=" BWS ( token / quoted-string )  (RFC 9110 section 11.2)."""

    name: AnyStr
    #: Without DQUOTEs and quoted-pairs.
    value: AnyStr
    #: Whether it is a quoted-string. When writing: True and False ask for a quoted-string and a token, None for a token
    #: where the value is one.
    quoted: bool | None = None


class Challenge(NamedTuple, Generic[AnyStr]):
    """A challenge, or credentials: auth-scheme [ 1*SP ( token68 / #auth-param ) ]  (RFC 9110 section 11.3)."""

    scheme: AnyStr
    params: tuple[AuthParam[AnyStr], ...] = ()
    token68: AnyStr | None = None

    # mypy 1.0 does not see that the `self` of a generic NamedTuple of AnyStr is one.

    def is_scheme(self, name: AnyStr) -> bool:  # type: ignore[misc]
        """Whether the auth-scheme is that one; letter case does not matter (RFC 9110 section 11.1)."""
        return lower(self.scheme) == lower(name)

    def get(self, name: AnyStr, default: AnyStr | None = None) -> AnyStr | None:  # type: ignore[misc]
        """The value of the first auth-param with that name; letter case does not matter (RFC 9110 section 11.2). Which one
        counts where a name is repeated no RFC says: repeated() tells of them."""
        for param in self.params:
            if lower(param.name) == lower(name):
                return param.value
        return default

    def repeated(self) -> list[AnyStr]:  # type: ignore[misc]
        """The names that stood before, in order, as they were written. RFC 9110 section 11.2 forbids them."""
        seen: set[AnyStr] = set()
        again = []
        for param in self.params:
            if lower(param.name) in seen:
                again.append(param.name)
            seen.add(lower(param.name))
        return again


_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def lower(name: AnyStr) -> AnyStr:
    """ASCII letters only: U+00C4 is no letter of a token, and str.lower() knows many more."""
    if isinstance(name, bytes):
        return name.lower()
    return name.translate(_LOWER)


@functools.lru_cache(maxsize=64)
def options(grammar: str, limits: Limits) -> _native.Options:
    made = _native.Options()
    _native.options_init(byref(made), sizeof(made))
    if grammar not in _native.GRAMMARS:
        raise ValueError(f"grammar is {grammar!r}; it has to be 'recipient' or 'sender'")
    made.grammar = _native.GRAMMARS[grammar]
    for name, limit in limits._asdict().items():
        if not 0 <= limit <= _NONE:
            raise ValueError(f"{name} is {limit}; it has to be from 0 to {_NONE}")
        setattr(made, name, limit)
    return made


def _not_octets(value: str, at: int, lines: Sequence[str]) -> NoReturn:
    for number, line in enumerate(lines):
        for index, point in enumerate(line):
            if ord(point) > 0xFF:
                raise ParseError("not_octets", value, at, number, index)
    raise ParseError("not_octets", value, at)


def _refuse(error: int, value: str | bytes, offset: int, lines: Sequence[str | bytes]) -> NoReturn:
    octets = [line if isinstance(line, bytes) else line.encode("latin-1") for line in lines]
    array = (_native.Str * len(octets))(*[_native.Str(line, len(line)) for line in octets])
    line, line_offset = c_size_t(), c_size_t()
    _native.locate(array, len(octets), offset, byref(line), byref(line_offset))
    kind = LimitError if _native.LIMIT_LENGTH <= error <= _native.LIMIT_EMPTY_ELEMENTS else ParseError
    raise kind(_native.identifier(error), value, offset, line.value, line_offset.value)


_ROOM = 32  # elements that nearly every value has room in
_Numbers = c_size_t * (_ROOM * _native.ELEMENT_NUMBERS)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_PAIR_OCTETS = re.compile(rb"\\(.)", re.DOTALL)


def _elements(operation: int, given: Any, grammar: str, limits: Limits) -> tuple[Any, list[int]]:
    """The combined value, and the numbers that elements.h describes."""
    lines: Sequence[Any] = (given,) if isinstance(given, (str, bytes)) or not isinstance(given, Iterable) else tuple(given)
    value: Any
    if isinstance(given, str):
        value = given.strip(" \t")
    elif isinstance(given, bytes):
        value = given.strip(b" \t")
    elif all(isinstance(line, str) for line in lines):
        value = ", ".join([line.strip(" \t") for line in lines])
    elif all(isinstance(line, bytes) for line in lines):
        value = b", ".join([line.strip(b" \t") for line in lines])
    else:
        raise TypeError(f"the value is {type(given).__name__}; it has to be a str, bytes, or a list of one of them")
    octets = value
    if isinstance(value, str):
        try:
            octets = value.encode("latin-1")
        except UnicodeEncodeError as wrong:
            _not_octets(value, wrong.start, lines)
    opts = options(grammar, limits)
    numbers: Any = _Numbers()
    into = _native.Elements(numbers, _ROOM, 0, 0)
    error = _native.read_elements(octets, len(octets), operation, opts, into)
    if error != _native.OK:
        _refuse(error, value, into.offset, lines)
    if into.count > _ROOM:
        numbers = (c_size_t * (into.count * _native.ELEMENT_NUMBERS))()
        into = _native.Elements(numbers, into.count, 0, 0)
        _native.read_elements(octets, len(octets), operation, opts, into)
    return value, numbers[:into.count * _native.ELEMENT_NUMBERS]


def _param(value: Any, kind: int, name: int, name_size: int, at: int, size: int) -> AuthParam[Any]:
    raw = value[at:at + size]
    if kind & _native.QUOTED_PAIR:
        raw = _PAIR.sub(r"\1", raw) if isinstance(raw, str) else _PAIR_OCTETS.sub(rb"\1", raw)
    return AuthParam(value[name:name + name_size], raw, kind & _native.QUOTED != 0)


def _challenges(operation: int, given: Any, grammar: str, limits: Limits) -> list[Challenge[Any]]:
    value, numbers = _elements(operation, given, grammar, limits)
    found: list[Challenge[Any]] = []
    scheme: Any = None
    token68: Any = None
    params: list[AuthParam[Any]] = []
    step = iter(numbers)
    for kind, first, first_size, second, second_size in zip(step, step, step, step, step):
        if kind == _native.AUTH_SCHEME:
            if scheme is not None:
                found.append(Challenge(scheme, tuple(params), token68))
                token68, params = None, []
            scheme = value[first:first + first_size]
        elif kind == _native.TOKEN68:
            token68 = value[first:first + first_size]
        else:
            params.append(_param(value, kind, first, first_size, second, second_size))
    if scheme is not None:
        found.append(Challenge(scheme, tuple(params), token68))
    return found


def parse_challenges(value: AnyStr | Sequence[AnyStr], *, grammar: Grammar = "recipient",
                     limits: Limits = DEFAULT_LIMITS) -> list[Challenge[AnyStr]]:
    """The challenges of WWW-Authenticate or Proxy-Authenticate, in order (RFC 9110 section 11.6.1).

    Raises ParseError. `grammar` "sender" takes only what a sender may write. Linear in the length of the value.
    """
    return _challenges(0, value, grammar, limits)


def parse_credentials(value: AnyStr | Sequence[AnyStr], *, grammar: Grammar = "recipient",
                      limits: Limits = DEFAULT_LIMITS) -> Challenge[AnyStr]:
    """The credentials of Authorization or Proxy-Authorization (RFC 9110 section 11.6.2). As parse_challenges()."""
    return cast("Challenge[AnyStr]", _challenges(1, value, grammar, limits)[0])


def parse_authentication_info(value: AnyStr | Sequence[AnyStr], *, grammar: Grammar = "recipient",
                              limits: Limits = DEFAULT_LIMITS) -> list[AuthParam[AnyStr]]:
    """The auth-params of Authentication-Info or Proxy-Authentication-Info (RFC 9110 section 11.6.3). As
    parse_challenges()."""
    combined, numbers = _elements(2, value, grammar, limits)
    step = iter(numbers)
    return [_param(combined, *each) for each in zip(step, step, step, step, step)]


def select(challenges: Iterable[Challenge[AnyStr]], preferred: Sequence[AnyStr]) -> Challenge[AnyStr] | None:
    """Of the challenges the one whose auth-scheme stands first in `preferred`; of several with that one the first."""
    order = {lower(name): at for at, name in reversed(list(enumerate(preferred)))}
    best: Challenge[AnyStr] | None = None
    for challenge in challenges:
        place = order.get(lower(challenge.scheme))
        if place is not None and (best is None or place < order[lower(best.scheme)]):
            best = challenge
    return best
