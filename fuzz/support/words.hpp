// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// Written by fuzz/scripts/words.py; do not edit.
#ifndef FUZZ_SUPPORT_WORDS_HPP_
#define FUZZ_SUPPORT_WORDS_HPP_

#include <string_view>

namespace fuzz::words {

// clang-format off
// The auth-schemes of conformance/suite/schemes.
inline constexpr std::string_view schemes[] = {
    "AWS4-HMAC-SHA256",
    "Basic",
    "Bearer",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "Hawk",
    "HOBA",
    "Mutual",
    "Negotiate",
    "NTLM",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "Signature",
    "vapid",
};

// The parameters of these schemes.
inline constexpr std::string_view names[] = {
    "Credential",
    "SignedHeaders",
    "Signature",
    "realm",
    "charset",
    "scope",
    "error",
    "error_description",
    "error_uri",
    "acr_values",
    "max_age",
    "resource_metadata",
    "k",
    "a",
    "p",
    "v",
    "s",
    "domain",
    "nonce",
    "opaque",
    "stale",
    "algorithm",
    "qop",
    "userhash",
    "username",
    "username*",
    "uri",
    "response",
    "cnonce",
    "nc",
    "nextnonce",
    "rspauth",
    "algs",
    "as_uri",
    "referrer",
    "access",
    "ts",
    "tsm",
    "id",
    "hash",
    "ext",
    "mac",
    "app",
    "dlg",
    "challenge",
    "max-age",
    "result",
    "version",
    "validation",
    "auth-scope",
    "reason",
    "sid",
    "ks1",
    "nc-max",
    "nc-window",
    "time",
    "path",
    "user",
    "kc1",
    "vkc",
    "vks",
    "oauth_consumer_key",
    "oauth_token",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_version",
    "oauth_callback",
    "oauth_verifier",
    "token-key",
    "token",
    "data",
    "sr",
    "ttl",
    "headers",
    "keyId",
    "signature",
    "t",
};

// clang-format on

}  // namespace fuzz::words

#endif  // FUZZ_SUPPORT_WORDS_HPP_
