#include "conformance/lint/readers/head_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gauntlet::lint::readers {
namespace {

bool is_digit(char octet) noexcept { return octet >= '0' && octet <= '9'; }

bool is_tchar(char octet) noexcept {
  static constexpr auto table = [] {
    std::array<bool, 256> is{};
    for (const char each : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
      is[static_cast<unsigned char>(each)] = true;
    return is;
  }();
  return table[static_cast<unsigned char>(octet)];
}

bool is_space(char octet) noexcept { return octet == ' ' || octet == '\t'; }

// "HTTP/1.1", "HTTP/2".
bool is_version(std::string_view text) noexcept {
  if (!text.starts_with("HTTP/")) return false;
  text.remove_prefix(5);
  return (text.size() == 1 && is_digit(text[0])) ||
         (text.size() == 3 && is_digit(text[0]) && text[1] == '.' && is_digit(text[2]));
}

std::string_view without_spaces_around(std::string_view text) noexcept {
  const auto is_around = [](char octet) {
    return is_space(octet) || octet == '\r' || octet == '\n';
  };
  while (!text.empty() && is_around(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_around(text.back())) text.remove_suffix(1);
  return text;
}

int status_number(std::string_view text) noexcept {
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), is_digit)) return 0;
  return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

// Tools that hide what is secret write so in the value's place.
bool is_hidden(std::string_view value) noexcept {
  return value.ends_with("<redacted>") || value.ends_with("[REDACTED]");
}

}  // namespace

int status_of(std::string_view line) noexcept {
  line = without_spaces_around(line);
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_version(line.substr(0, space))) return 0;
  line.remove_prefix(space + 1);
  if (line.size() > 3 && line[3] != ' ') return 0;
  return status_number(line.substr(0, 3));
}

std::optional<request_line> request_of(std::string_view line) noexcept {
  line = without_spaces_around(line);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || first == last) return std::nullopt;
  const request_line found{.method = line.substr(0, first),
                           .target = line.substr(first + 1, last - first - 1)};
  if (!is_version(line.substr(last + 1)) || found.target.find(' ') != std::string_view::npos ||
      !std::all_of(found.method.begin(), found.method.end(), is_tchar))
    return std::nullopt;
  return found;
}

std::optional<name_and_value> field_of(std::string_view line) noexcept {
  std::size_t end = line.starts_with(':') ? 1 : 0;
  while (end < line.size() && is_tchar(line[end])) ++end;
  std::size_t colon = end;
  while (colon < line.size() && is_space(line[colon])) ++colon;
  if (colon == line.size() || line[colon] != ':' || end == 0) return std::nullopt;
  return name_and_value{.name = line.substr(0, colon), .value = line.substr(colon + 1)};
}

bool equal_names(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char octet) {
    return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<origin> origin_of(std::string_view url) noexcept {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = url.substr(0, colon);
  std::string_view host = url.substr(colon + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  // What stands in front of an @ is a user's name and password.
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos)
    host.remove_prefix(at + 1);
  return origin{.host = host, .is_tls = equal_names(scheme, "https") || equal_names(scheme, "wss")};
}

void head_builder::begin(head_kind kind, const place& at) {
  is_open_ = true;
  is_over_ = false;
  kind_ = kind;
  place_ = at;
  status_ = 0;
  start_line_.clear();
  method_.clear();
  target_.clear();
  host_.clear();
  is_tls_.reset();
  exchange_ = 0;
  octets_.clear();
  fields_.clear();
}

void head_builder::begin_response(std::string_view start_line, int status, const place& at) {
  begin(head_kind::response, at);
  start_line_.assign(start_line);
  status_ = status;
}

void head_builder::begin_request(std::string_view start_line, const request_line& request,
                                 const place& at) {
  begin(head_kind::request, at);
  start_line_.assign(start_line);
  set_request(request.method, request.target);
}

void head_builder::set_request(std::string_view method, std::string_view target) {
  method_.assign(method);
  target_.assign(target);
  if (const std::optional<origin> found = origin_of(target)) host_.assign(found->host);
}

bool head_builder::has_room_for(std::size_t octets, std::size_t fields) {
  if (octets_.size() + octets > limits_.max_head || fields_.size() + fields > limits_.max_fields)
    is_over_ = true;
  return !is_over_;
}

bool head_builder::is_pseudo_field(std::string_view name, std::string_view value) {
  if (!name.starts_with(':')) return false;
  value = without_spaces_around(value);
  if (equal_names(name, ":status")) {
    kind_ = head_kind::response;
    status_ = status_number(value);
  } else if (equal_names(name, ":method")) {
    kind_ = head_kind::request;
    method_.assign(value);
  } else if (equal_names(name, ":path")) {
    target_.assign(value);
  } else if (equal_names(name, ":authority")) {
    host_.assign(value);
  } else if (equal_names(name, ":scheme")) {
    is_tls_ = equal_names(value, "https");
  } else {
    return equal_names(name, ":protocol");
  }
  return true;
}

void head_builder::add(std::string_view name, std::string_view value, const place& at) {
  if (!has_room_for(name.size() + value.size(), 1) || is_pseudo_field(name, value)) return;
  fields_.push_back(
      {.name_size = name.size(), .begin = octets_.size(), .value_size = value.size(), .place = at});
  octets_.append(name).append(value);
  if (kind_ == head_kind::request && host_.empty() && equal_names(name, "Host"))
    host_.assign(without_spaces_around(value));
}

void head_builder::add_line(std::string_view line, const place& at) {
  const bool ends_before_in_crlf = std::exchange(ends_in_crlf_, line.ends_with('\r'));
  if (ends_in_crlf_) line.remove_suffix(1);
  if (!line.empty() && is_space(line.front()) && !fields_.empty()) {
    // A fold: the line's end in front of it belongs to the value, too.
    const std::string_view line_end = ends_before_in_crlf ? "\r\n" : "\n";
    if (!has_room_for(line.size() + line_end.size(), 0)) return;
    octets_.append(line_end).append(line);
    fields_.back().value_size += line.size() + line_end.size();
    return;
  }
  const std::optional<name_and_value> field = field_of(line);
  if (!field) {
    if (!is_over_) sink_.on_unreadable(at, "a line of a head that is no field line");
    return;
  }
  place value_at = at;
  value_at.offset += field->name.size() + 1;
  add(field->name, field->value, value_at);
}

std::optional<std::string_view> head_builder::find(std::string_view name) const noexcept {
  for (auto each = fields_.rbegin(); each != fields_.rend(); ++each) {
    const std::string_view all = std::string_view(octets_).substr(each->begin);
    if (equal_names(all.substr(0, each->name_size), name))
      return without_spaces_around(all.substr(each->name_size, each->value_size));
  }
  return std::nullopt;
}

void head_builder::end() {
  is_open_ = false;
  if (is_over_) {
    sink_.on_unreadable(place_, "a head that is too long");
    return;
  }
  head_.kind = kind_;
  head_.place = place_;
  head_.start_line = start_line_;
  head_.status = status_;
  head_.method = method_;
  head_.target = target_;
  head_.host = host_;
  head_.is_tls = is_tls_;
  head_.exchange = exchange_;
  head_.fields.clear();
  for (const stored& each : fields_) {
    const std::string_view all = std::string_view(octets_).substr(each.begin);
    const std::string_view value = all.substr(each.name_size, each.value_size);
    head_.fields.push_back({.name = all.substr(0, each.name_size),
                            .value = value,
                            .place = each.place,
                            .is_redacted = is_hidden(value)});
  }
  sink_.on_head(head_);
}

}  // namespace gauntlet::lint::readers
