# SPDX-License-Identifier: Apache-2.0
"""The naive writer: structure in, field value out, or None where the structure cannot be represented.

One SP after a comma and none before, one SP after the scheme, no BWS. A parameter value is a token where it is one and
nobody asked for a quoted-string; realm is always a quoted-string; only DQUOTE and backslash are escaped. A name stands
once in a challenge.
"""

import re

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
TOKEN68 = re.compile(r"[0-9A-Za-z._~+/-]+=*\Z")
QUOTABLE = re.compile("[\t \x21-\x7e\x80-\xff]*\\Z")


class Writer:
    comma = ", "
    equals = "="

    def escape(self, value):
        return re.sub(r'(["\\])', r"\\\1", value)

    def refuses(self, challenge):
        return (
            not TOKEN.match(challenge["scheme"])
            or (challenge["token68"] is not None and bool(challenge["params"]))
            or (challenge["token68"] is not None and not TOKEN68.match(challenge["token68"]))
        )

    def refuses_param(self, param):
        form = param.get("quoted")
        return (
            not TOKEN.match(param["name"])
            or not QUOTABLE.match(param["value"])
            or (form is False and (param["name"].lower() == "realm" or not TOKEN.match(param["value"])))
        )

    def repeats(self, params):  # RFC 9110, section 11.2
        return len({p["name"].lower() for p in params}) < len(params)

    def is_quoted(self, param):
        if param["name"].lower() == "realm" or not TOKEN.match(param["value"]):
            return True
        return bool(param.get("quoted"))

    def param(self, param):
        value = param["value"]
        return param["name"] + self.equals + ('"' + self.escape(value) + '"' if self.is_quoted(param) else value)

    def params(self, params):
        if any(self.refuses_param(p) for p in params) or self.repeats(params):
            return None
        return self.comma.join(self.param(p) for p in params)

    def challenge(self, challenge):
        if self.refuses(challenge):
            return None
        payload = challenge["token68"] if challenge["token68"] is not None else self.params(challenge["params"])
        if payload is None:
            return None
        return challenge["scheme"] + (" " + payload if payload else "")

    def write(self, structure):
        if "params" in structure:
            return self.params(structure["params"])
        challenges = structure["challenges"] if "challenges" in structure else [structure["credentials"]]
        written = [self.challenge(c) for c in challenges]
        return None if None in written else self.comma.join(written)
