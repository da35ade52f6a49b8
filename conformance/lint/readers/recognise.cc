// Which format an input has, from its first octets.

#include <algorithm>
#include <array>

#include "conformance/lint/reader.hpp"
#include "conformance/lint/readers/syntax.hpp"
#include "conformance/lint/readers/trace_line.hpp"

namespace gauntlet::lint {
namespace {

using namespace std::string_view_literals;

constexpr auto names = std::to_array<std::string_view>(
    {"head", "curl", "git", "git-credential", "fields", "har", "warc", "ndjson", "tshark"});

constexpr auto credential_keys = std::to_array<std::string_view>(
    {"protocol", "host", "path", "username", "password", "url", "wwwauth[]", "authtype",
     "credential", "capability[]", "state[]", "ephemeral", "continue", "quit",
     "password_expiry_utc", "oauth_refresh_token"});

bool is_credential_line(std::string_view line) {
  const std::size_t equals = line.find('=');
  return equals != std::string_view::npos &&
         std::find(credential_keys.begin(), credential_keys.end(), line.substr(0, equals)) !=
             credential_keys.end();
}

std::optional<format> recognise_json(std::string_view text) {
  const std::string_view start = text.substr(0, 512);
  const std::size_t log = start.find("\"log\"");
  const std::size_t first_name = start.find('"');
  if (text.front() == '{' && log != std::string_view::npos && log == first_name) return format::har;
  const std::string_view line = text.substr(0, text.find('\n'));
  const bool is_index = line.starts_with("{\"index\"") && line.find("\"_index\"") != line.npos;
  return is_index || line.find("\"layers\"") != line.npos ? format::tshark : format::ndjson;
}

// What a line says of the input that it stands in; nothing: nothing.
std::optional<format> recognise_line(std::string_view line) {
  if (readers::status_of(line) != 0 || readers::request_of(line)) return format::head;
  const readers::trace_line trace = readers::read_trace_line(line);
  switch (trace.kind) {
    case readers::trace_kind::none:
    case readers::trace_kind::dump:
      return std::nullopt;
    case readers::trace_kind::sent:
    case readers::trace_kind::received:
      if (!trace.is_of_git && readers::status_of(trace.text) == 0 &&
          !readers::request_of(trace.text) && !readers::field_of(trace.text))
        return std::nullopt;
      break;
    case readers::trace_kind::info:
    case readers::trace_kind::sent_header:
    case readers::trace_kind::received_header:
    case readers::trace_kind::other_dump:
      break;
  }
  return trace.is_of_git ? format::git : format::curl;
}

}  // namespace

std::string_view to_string(format which) noexcept { return names[static_cast<std::size_t>(which)]; }

std::optional<format> format_from_string(std::string_view name) noexcept {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<format>(found - names.begin());
}

namespace readers {

std::optional<format> recognise_plain(std::string_view octets) {
  if (octets.starts_with("\xEF\xBB\xBF")) octets.remove_prefix(3);
  const std::size_t start = octets.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return std::nullopt;
  if (octets.substr(start).starts_with("WARC/")) return format::warc;
  if (octets[start] == '{' || octets[start] == '[') return recognise_json(octets.substr(start));
  bool is_first = true;
  bool has_field = false;       // the first line is a field line
  bool has_auth_field = false;  // some line is one of ours
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find('\n'), octets.size());
    std::string_view line = octets.substr(0, end);
    octets.remove_prefix(std::min(end + 1, octets.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (is_first && is_credential_line(line)) return format::git_credential;
    if (const std::optional<format> found = recognise_line(line)) return found;
    if (const std::optional<name_and_value> field = field_of(line)) {
      has_field |= is_first;
      has_auth_field |= !auth_field_of(without_space(field->name)).empty();
    }
    is_first = false;
  }
  if (has_field || has_auth_field) return format::fields;
  return std::nullopt;
}

}  // namespace readers
}  // namespace gauntlet::lint
