# SPDX-License-Identifier: Apache-2.0
"""Reads and writes the values of the HTTP authentication fields (RFC 9110 section 11).

    >>> from gauntlet_http_auth import parse_challenges
    >>> for challenge in parse_challenges('Newauth realm="apps", title="Login to \\\\"apps\\\\"", Basic realm="simple"'):
    ...     print(challenge.scheme, challenge.get("title"))
    Newauth Login to "apps"
    Basic None

A field value is octets. A str holds one octet per code point, U+0000 to U+00FF, as http.client, WSGI and ASGI servers
hand values over; bytes are taken as well. What is given as str comes back as str, and bytes as bytes. Several field lines
are a list, read as the value that they combine to (RFC 9110 section 5.3).

What is not in the grammar raises ParseError, which has the offset; there is no half of a result.
"""

from __future__ import annotations

from ._errors import LimitError, ParseError, SerializeError
from ._read import (NO_LIMITS, AuthParam, Challenge, Limits, parse_authentication_info, parse_challenges,
                    parse_credentials, select)
from ._native import VERSION as __version__
from ._write import serialize_authentication_info, serialize_challenges, serialize_credentials

__all__ = ["AuthParam", "Challenge", "LimitError", "Limits", "NO_LIMITS", "ParseError", "SerializeError", "__version__",
           "parse_authentication_info", "parse_challenges", "parse_credentials", "select",
           "serialize_authentication_info", "serialize_challenges", "serialize_credentials"]
