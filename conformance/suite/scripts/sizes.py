# SPDX-License-Identifier: Apache-2.0
"""Values of 8, 16, 32 and 64 KiB where such values are sent: Kerberos tickets, JWTs, claims and keys."""

import base64

from composing import Draft

KIB = (8, 16, 32, 64)


def text(octets, padded=""):
    """So many octets of Base64, no two lines of which are alike."""
    data = "".join(f"{n:08x}" for n in range(octets // 10 + 2)).encode("ascii")
    return base64.b64encode(data).decode("ascii").replace("=", "")[: octets - len(padded)] + padded


def drafts():
    """operation -> drafts."""
    made = {"challenges": [], "credentials": []}
    for kib in KIB:
        size = kib * 1024
        jwt = f"{text(40)}.{text(size - 85)}.{text(43)}"
        cited = ["R4", "R78"]
        for operation, value, what, flags in (
            ("credentials", f"Negotiate {text(size, '==')}", "a Kerberos ticket", ["token68"]),
            ("credentials", f"Bearer {jwt}", "a JWT", ["token68"]),
            ("challenges", f'Bearer realm="api", error="insufficient_claims", claims="{text(size, "==")}"', "claims", ["quoted-string"]),
        ):
            made[operation].append(Draft(operation, value, f"{what} of {kib} KiB in {operation}", ["long-value", *flags], cited))
    for kib in KIB[:2]:
        made["challenges"].append(Draft("challenges", f"Negotiate {text(kib * 1024, '=')}", f"a Kerberos ticket of {kib} KiB in challenges", ["long-value", "token68"], ["R4"]))
        value = f'Digest username="Mufasa", realm="api", nonce="{text(kib * 1024)}", uri="/", response="{text(32)}", qop=auth, nc=00000001, cnonce="x"'
        made["credentials"].append(Draft("credentials", value, f"a nonce of {kib} KiB in credentials", ["long-value", "quoted-string"], ["R4"]))
    return made
