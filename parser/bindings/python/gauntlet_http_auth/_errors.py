# SPDX-License-Identifier: Apache-2.0
"""What is raised, and the words for each code of the library."""

from __future__ import annotations

EXPECTED = {
    "expected_auth_scheme": "expected an auth-scheme",
    "expected_auth_param": "expected the name of an auth-param",
    "expected_auth_scheme_or_auth_param": "expected an auth-scheme or an auth-param after the comma",
    "expected_token68_or_auth_param": "expected a token68 or an auth-param after the auth-scheme",
    "expected_equals": 'expected "=" after the name of the auth-param',
    "expected_equals_or_comma": 'expected "=", a comma or the end',
    "expected_param_value": 'expected a token or a quoted-string after "="',
    "expected_quoted_string": "expected a quoted-string: realm is sent as nothing else (RFC 9110 section 11.5)",
    "expected_sp": "expected SP after the auth-scheme",
    "expected_comma": "expected a comma or the end",
    "expected_end": "expected the end: credentials have nothing after a token68",
    "unterminated_quoted_string": "expected the closing DQUOTE of the quoted-string",
    "invalid_qdtext": "expected an octet that a quoted-string can hold",
    "invalid_quoted_pair": "expected an octet that can follow a backslash",
    "bws_forbidden": 'expected no white space beside "=": a sender does not write any (RFC 9110 section 5.6.3)',
    "empty_element": "expected an element: a sender writes no empty ones (RFC 9110 section 5.6.1.1)",
    "needs_join": "the lines have to be joined",
    "limit_length": "the value is longer than max_length",
    "limit_challenges": "there are more than max_challenges challenges",
    "limit_auth_params": "there are more than max_auth_params auth-params",
    "limit_empty_elements": "there are more than max_empty_elements empty elements in a row",
    "output_too_small": "the buffer is too small",
    "invalid_auth_scheme": "the auth-scheme has to be a token",
    "invalid_token68": "the token68 has to be letters, digits and -._~+/ with any number of = at its end",
    "invalid_auth_param_name": "the name of an auth-param has to be a token",
    "invalid_auth_param_value": "no quoted-string can hold a CTL other than HTAB",
    "expected_token": "a value with quoted=False has to be a token",
    "unexpected_auth_scheme": "credentials have one auth-scheme, auth-info has none",
    "unexpected_token68": "a token68 is all that a challenge has, and auth-info has none",
    "unexpected_auth_param": "an auth-param cannot stand beside a token68",
    "repeated_auth_param": "a name stands once in a challenge (RFC 9110 section 11.2)",
    "not_octets": "expected octets: a str has one code point U+0000 to U+00FF for each; encode others, such as with "
                  '.encode("utf-8")',
}


class ParseError(ValueError):
    """The value is not in the grammar, or exceeds a limit (then it is a LimitError).

    The text of the error does not hold the value, which may be somebody's credentials: text ends up in logs. explain()
    shows it.
    """

    #: The identifier of what is wrong, such as "expected_comma": one of error.hpp, or "not_octets".
    code: str
    #: The combined value (RFC 9110 section 5.3) that was read.
    value: str | bytes
    #: The length of the longest prefix of the combined value that some valid value begins with.
    offset: int
    #: The index of the field line where that is, and the offset in that line as it was given.
    line: int
    line_offset: int

    def __init__(self, code: str, value: str | bytes, offset: int, line: int = 0, line_offset: int | None = None) -> None:
        self.code, self.value, self.offset = code, value, offset
        self.line, self.line_offset = line, offset if line_offset is None else line_offset
        rest = value[offset:offset + 1]
        found = "the value ends" if not rest else f"found 0x{ord(rest):02X}"
        super().__init__(f"{code} at octet {offset}: {EXPECTED.get(code, code)}; {found}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code, self.value, self.offset, self.line, self.line_offset)

    def explain(self) -> str:
        """Three lines: the value around the octet, a caret, what is expected. It holds the value: see above."""
        begin = max(0, self.offset - 60)
        shown = self.value[begin:self.offset + 20]
        text = shown if isinstance(shown, str) else shown.decode("latin-1")
        plain = "".join(octet if " " <= octet <= "~" else "?" for octet in text)
        return f"{plain}\n{' ' * (self.offset - begin)}^ {self.offset}\n{self}"


class LimitError(ParseError):
    """The value exceeds one of the limits; it may well be valid."""


class SerializeError(ValueError):
    """What was to be written cannot be represented, or RFC 9110 forbids it."""

    #: The identifier of what is wrong, such as "invalid_auth_param_value".
    code: str

    def __init__(self, code: str, where: str) -> None:
        self.code, self.where = code, where
        super().__init__(f"{code}: {EXPECTED.get(code, code)} ({where})")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.code, self.where)
