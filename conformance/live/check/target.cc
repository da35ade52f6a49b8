#include "conformance/live/check/target.hpp"

#include <curl/curl.h>

#include <charconv>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace gauntlet::check {
namespace {

using handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

// Empty where the URL has no such part.
std::string part_of(const handle& url, CURLUPart which, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

}  // namespace

std::string target::authority() const {
  return port == (is_tls ? 443 : 80) ? host : authority_with_port();
}

std::string target::authority_with_port() const { return absl::StrCat(host, ":", port); }

std::string target::url() const {
  return absl::StrCat(is_tls ? "https://" : "http://", authority(), path);
}

bool target::is_loopback() const {
  return host == "localhost" || absl::EndsWith(host, ".localhost") || host == "[::1]" ||
         (absl::StartsWith(host, "127.") && host.find_first_not_of("0123456789.") == host.npos);
}

absl::StatusOr<target> read_url(const std::string& url) {
  const handle read(curl_url(), &curl_url_cleanup);
  const CURLUcode status = curl_url_set(read.get(), CURLUPART_URL, url.c_str(), CURLU_GUESS_SCHEME);
  if (status != CURLUE_OK)
    return absl::InvalidArgumentError(absl::StrCat("is no URL: ", curl_url_strerror(status)));
  const std::string scheme = part_of(read, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https")
    return absl::InvalidArgumentError("is neither http nor https");
  if (!part_of(read, CURLUPART_USER).empty() || !part_of(read, CURLUPART_PASSWORD).empty())
    return absl::InvalidArgumentError("holds a user: give it with --user");
  target made;
  made.is_tls = scheme == "https";
  made.host = part_of(read, CURLUPART_HOST);
  if (made.host.empty()) return absl::InvalidArgumentError("names no host");
  const std::string port = part_of(read, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  std::from_chars(port.data(), port.data() + port.size(), made.port);
  const std::string query = part_of(read, CURLUPART_QUERY);
  made.path = part_of(read, CURLUPART_PATH);
  if (made.path.empty()) made.path = "/";
  if (!query.empty()) absl::StrAppend(&made.path, "?", query);
  return made;
}

}  // namespace gauntlet::check
