# SPDX-License-Identifier: Apache-2.0
"""Writing: from challenges and auth-params to a value in grammar `sender`."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import byref, c_size_t, create_string_buffer
from typing import Any, AnyStr

from . import _native
from ._errors import SerializeError
from ._read import NO_LIMITS, AuthParam, Challenge, options

_QUOTING = {None: 0, True: 1, False: 2}


def _octets(text: Any, where: str) -> bytes:
    if isinstance(text, bytes):
        return text
    if not isinstance(text, str):
        raise TypeError(f"{where} is {type(text).__name__}; it has to be a str or bytes")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        raise SerializeError("not_octets", where) from None


def _write(operation: int, challenges: list[Challenge[Any]], params: list[AuthParam[Any]]) -> Any:
    given = [each for one in challenges for each in (one.scheme, one.token68)] + [
        each for one in [*(param for challenge in challenges for param in challenge.params), *params]
        for each in (one.name, one.value)]
    as_text = not any(isinstance(each, bytes) for each in given)
    # Room for the longest form: every octet of a value as a quoted-pair, DQUOTEs, "=", a comma and SP.
    room = sum(2 * len(each) + 8 for each in given if each is not None)
    buffer = create_string_buffer(room)
    writer = _native.Writer()
    _native.writer_init(writer, buffer, room, operation, options("recipient", NO_LIMITS))

    def check(error: int, where: str) -> None:
        if error != _native.OK:
            raise SerializeError(_native.identifier(error), where)

    def put_param(param: AuthParam[Any], at: str) -> None:
        name, value = _octets(param.name, f"the name of {at}"), _octets(param.value, f"the value of {at}")
        check(_native.writer_param(writer, name, len(name), value, len(value), _QUOTING[param.quoted]), at)

    for number, challenge in enumerate(challenges):
        at = f"challenge {number}" if operation == 0 else "the credentials"
        scheme = _octets(challenge.scheme, f"the auth-scheme of {at}")
        check(_native.writer_challenge(writer, scheme, len(scheme)), at)
        if challenge.token68 is not None:
            token68 = _octets(challenge.token68, f"the token68 of {at}")
            check(_native.writer_token68(writer, token68, len(token68)), at)
        for index, param in enumerate(challenge.params):
            put_param(param, f"auth-param {index} of {at}")
    for index, param in enumerate(params):
        put_param(param, f"auth-param {index}")
    size = c_size_t()
    check(_native.writer_finish(writer, byref(size)), "the value")
    written = buffer.raw[:size.value]
    return written.decode("latin-1") if as_text else written


def serialize_challenges(challenges: Iterable[Challenge[AnyStr]]) -> AnyStr:
    """A value for WWW-Authenticate or Proxy-Authenticate, which parses to exactly these challenges.

    Values are escaped here. Raises SerializeError for what cannot be represented: no string that is passed in can begin
    an auth-param, a challenge or a line that was not asked for. bytes if anything is bytes, else str.
    """
    result: AnyStr = _write(0, list(challenges), [])
    return result


def serialize_credentials(credentials: Challenge[AnyStr]) -> AnyStr:
    """A value for Authorization or Proxy-Authorization. As serialize_challenges()."""
    result: AnyStr = _write(1, [credentials], [])
    return result


def serialize_authentication_info(params: Iterable[AuthParam[AnyStr]]) -> AnyStr:
    """A value for Authentication-Info or Proxy-Authentication-Info. As serialize_challenges()."""
    result: AnyStr = _write(2, [], list(params))
    return result
