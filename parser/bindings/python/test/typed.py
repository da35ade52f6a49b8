"""What mypy has to infer of the installed package, and what it has to refuse: lines with `# wrong`."""

from typing import assert_type

from gauntlet_http_auth import (AuthParam, Challenge, parse_authentication_info, parse_challenges, parse_credentials,
                                select, serialize_challenges)

text = parse_challenges("Basic realm=x")
octets = parse_challenges([b"Basic realm=x"])
assert_type(text[0].get("realm"), str | None)
assert_type(octets[0].scheme, bytes)
assert_type(parse_credentials(b"x").token68, bytes | None)
assert_type(parse_authentication_info("a=b")[0].quoted, bool | None)
assert_type([param.value for param in octets[0].params], list[bytes])
assert_type(select(text, ["Basic"]), Challenge[str] | None)
assert_type(serialize_challenges([Challenge("Basic", (AuthParam("realm", "x"),))]), str)
parse_challenges(5)  # wrong
parse_challenges("a", grammar="strict")  # wrong
text[0].get(b"realm")  # wrong
serialize_challenges(["Basic"])  # wrong
