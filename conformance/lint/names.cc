#include "conformance/lint/names.hpp"

#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <iterator>

#include "conformance/lint/octets.hpp"

namespace gauntlet::lint {
namespace {

// Registered (IANA, HTTP Authentication Schemes) and documented by vendors.
constexpr std::string_view schemes[] = {
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
    // Not registered.
    "ApiKey",
    "Api-Key",
    "Atlassian",
    "AWS",
    "AWS3",
    "AWS3-HTTPS",
    "AWS4-ECDSA-P256-SHA256",
    "AWS4-HMAC-SHA256",
    "Bot",
    "GenieKey",
    "GOOG1",
    "GoogleLogin",
    "Hawk",
    "HMAC",
    "HMAC-SHA256",
    "JWT",
    "Kerberos",
    "Key",
    "L402",
    "LSAT",
    "MAC",
    "MediaBrowser",
    "NTLM",
    "PBSAPIToken",
    "Payment",
    "PVEAPIToken",
    "SharedAccessSignature",
    "SharedKey",
    "SharedKeyLite",
    "Signature",
    "Splunk",
    "SSWS",
    "Token",
    "WSSE",
    "X-Api-Key",
};

constexpr vendor_form vendors[] = {
    {"AWS4-HMAC-SHA256 ", "AWS Signature Version 4"},
    {"AWS4-ECDSA-P256-SHA256 ", "AWS Signature Version 4A"},
    {"AWS ", "AWS Signature Version 2"},
    {"GOOG1 ", "the signature of Google Cloud Storage"},
    {"PBSAPIToken", "the API token of Proxmox Backup Server"},
    {"PVEAPIToken", "the API token of Proxmox VE"},
    {"SharedKey ", "the Shared Key of Azure Storage"},
    {"SharedKeyLite ", "the Shared Key Lite of Azure Storage"},
    {"SharedAccessSignature ", "the shared access signature of Azure"},
    {"Signature ", "a draft of HTTP Signatures"},
    {"OSS ", "the signature of Alibaba Cloud OSS"},
    {"key=", "the server key of Firebase Cloud Messaging"},
    {"LOW ", "the S3 interface of the Internet Archive"},
};

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_token_char(char c) { return is_alnum(c) || c == '-' || c == '_'; }

}  // namespace

std::string_view scheme_name(std::string_view word) noexcept {
  for (const std::string_view one : schemes) {
    if (gauntlet::equals_ignore_case(one, word)) return one;
  }
  return {};
}

bool is_known_scheme(std::string_view word) noexcept { return !scheme_name(word).empty(); }

std::string_view scheme_glued_to(std::string_view word) noexcept {
  std::string_view found;
  if (is_known_scheme(word)) return found;
  for (const std::string_view one : schemes) {
    // Short names begin too many words.
    if (one.size() > 4 && one.size() > found.size() && word.size() > one.size() &&
        begins_with(word, one))
      found = one;
  }
  return found;
}

bool is_jwt(std::string_view text) noexcept {
  return text.size() > 20 && text.substr(0, 3) == "eyJ" &&
         std::count(text.begin(), text.end(), '.') >= 2 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_token_char(c) || c == '.' || c == '='; });
}

bool is_key(std::string_view text) noexcept {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return text.size() >= 16 && digits >= 2 && static_cast<std::size_t>(digits) < text.size() &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_token_char(c) || c == '.' || c == '=' || c == '+' || c == '/' || c == ':' ||
                  c == '~' || c == '|';
         });
}

const vendor_form* vendor_form_of(std::string_view value) noexcept {
  const auto* const found =
      std::find_if(std::begin(vendors), std::end(vendors),
                   [&](const vendor_form& one) { return begins_with(value, one.prefix); });
  return found == std::end(vendors) ? nullptr : found;
}

}  // namespace gauntlet::lint
