#include "conformance/lint/names.hpp"

#include <algorithm>
#include <cstddef>
#include <gauntlet/gauntlet.hpp>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>

#include "conformance/lint/octets.hpp"
#include "conformance/schemes/data.hpp"

namespace gauntlet::lint {
namespace {

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
  if (const schemes::scheme* found = schemes::find_scheme(word)) {
    for (const std::string& spelling : found->spellings) {
      if (gauntlet::equals_ignore_case(spelling, word)) return spelling;
    }
    return found->name;
  }
  for (const vendor_form& one : vendors) {
    const std::string_view name = one.prefix.substr(0, one.prefix.find_first_of(" ="));
    if (!one.prefix.ends_with('=') && gauntlet::equals_ignore_case(name, word)) return name;
  }
  return {};
}

bool is_known_scheme(std::string_view word) noexcept { return !scheme_name(word).empty(); }

bool is_known_param(std::string_view name) {
  static const std::unordered_set<std::string> known = [] {
    std::unordered_set<std::string> names;
    for (const schemes::scheme& one : schemes::all_schemes()) {
      for (const std::optional<schemes::part>& part : one.parts) {
        if (!part) continue;
        for (const schemes::param_rule& param : part->params) names.insert(to_lower(param.name));
      }
    }
    return names;
  }();
  return name.size() < 64 && known.contains(to_lower(name));
}

std::string_view scheme_glued_to(std::string_view word) noexcept {
  std::string_view found;
  if (is_known_scheme(word)) return found;
  for (const schemes::scheme& one : schemes::all_schemes()) {
    // Short names begin too many words.
    if (one.name.size() > 4 && one.name.size() > found.size() && word.size() > one.name.size() &&
        begins_with(word, one.name))
      found = one.name;
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
