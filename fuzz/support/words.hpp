// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Written by fuzz/scripts/words.py; do not edit.
#ifndef FUZZ_SUPPORT_WORDS_HPP_
#define FUZZ_SUPPORT_WORDS_HPP_

#include <string_view>

namespace fuzz::words {

// clang-format off
// From IANA HTTP Authentication Schemes, and what RFC 4559 and vendors deploy beside them.
inline constexpr std::string_view schemes[] = {
    "Basic",
    "Bearer",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "HOBA",
    "Mutual",
    "Negotiate",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "vapid",
    "NTLM",
    "AWS4-HMAC-SHA256",
    "Hawk",
    "Signature",
};

// From the parameters that the RFCs of these schemes define.
inline constexpr std::string_view names[] = {
    "realm",
    "charset",
    "nonce",
    "opaque",
    "stale",
    "algorithm",
    "qop",
    "userhash",
    "username",
    "username*",
    "response",
    "uri",
    "cnonce",
    "nc",
    "domain",
    "nextnonce",
    "rspauth",
    "scope",
    "error",
    "error_description",
    "error_uri",
    "resource_metadata",
    "algs",
    "max_age",
    "acr_values",
    "max-age",
    "challenge",
    "token-key",
    "token",
    "auth-scope",
    "reason",
    "sid",
    "sr",
    "data",
    "k",
    "a",
    "p",
    "s",
    "v",
    "t",
    "kc1",
    "ks1",
    "vkc",
    "vks",
    "nc-max",
    "nc-window",
    "version",
    "validation",
    "oauth_token",
    "oauth_signature_method",
    "access",
    "as_uri",
    "referrer",
    "keyId",
    "headers",
    "ts",
    "tsm",
    "mac",
    "Credential",
    "SignedHeaders",
};

// clang-format on

}  // namespace fuzz::words

#endif  // FUZZ_SUPPORT_WORDS_HPP_
