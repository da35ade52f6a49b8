# SPDX-License-Identifier: Apache-2.0
"""The forms of values that the files of the schemes name: form -> whether a value has it.

schemes/forms.cc has the same ones. `words` are those of the parameter, for the form `word`.
"""

import base64
import re

NQCHAR = r"[\x21\x23-\x5b\x5d-\x7e]"
BASE64 = r"(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?"
BASE64URL = r"(?:[0-9A-Za-z_-]{4})*(?:[0-9A-Za-z_-]{2}==|[0-9A-Za-z_-]{3}=)?"
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
PCT = "%[0-9A-Fa-f]{2}"


def pattern(text):
    return re.compile(text, re.DOTALL).fullmatch


def is_user_pass(token68):
    """Padded Base64 of user-id ":" password without control characters (RFC 7617, section 2)."""
    if not FORMS["base64"](token68):
        return False
    decoded = base64.b64decode(token68)
    return b":" in decoded and not re.search(rb"[\x00-\x1f\x7f]", decoded)


FORMS = {
    "token": pattern(TOKEN),
    "1#token": pattern(rf"[ \t,]*{TOKEN}(?:[ \t]*,[ \t]*(?:{TOKEN})?)*[ \t]*"),
    "8HEXDIG": pattern("[0-9A-Fa-f]{8}"),
    "1*(2HEXDIG)": pattern("(?:[0-9A-Fa-f]{2})+"),
    "digest": pattern("[0-9a-f]{32}(?:[0-9a-f]{32})?"),
    "1*DIGIT": pattern("[0-9]+"),
    "number": pattern("0|[1-9][0-9]*"),
    "uint16": lambda text: FORMS["number"](text) and len(text) <= 5 and int(text) <= 65535,
    "ascii": pattern(r"[\x20-\x7e]*"),
    "1*NQCHAR": pattern(f"{NQCHAR}+"),
    "1*NQSCHAR": pattern(f"(?:{NQCHAR}| )+"),
    "scope": pattern(f"{NQCHAR}+(?: {NQCHAR}+)*"),
    "s-nonce": pattern(r"[\x21-\x2b\x2d-\x7e]+"),
    "percent-encoded": pattern(rf"(?:[0-9A-Za-z._~-]|{PCT})*"),
    "ext-value": pattern(rf"(?i:UTF-8)'[0-9A-Za-z-]*'(?:[!#$&+.^_`|~0-9A-Za-z-]|{PCT})*"),
    "base64": pattern(BASE64),
    "base64url": pattern(BASE64URL),
    "base64url-unpadded": pattern("[0-9A-Za-z_-]*"),
    "base64-any": pattern("[0-9A-Za-z+/_=-]+"),
    "hoba-result": pattern(r"[0-9A-Za-z+/_=-]+(?:\.[0-9A-Za-z+/_=-]+){3}"),
    "jwt": pattern(r"[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+){2}"),
    "user-pass": is_user_pass,
}


def has_form(form, value, words=()):
    """Whether a value has a form. An ellipsis stands for what an example leaves out: nothing can be said of it."""
    if form is None or "..." in value:
        return True
    if form == "word":
        return value.lower() in [word.lower() for word in words]
    return bool(FORMS[form](value))
