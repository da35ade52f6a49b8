#include "conformance/lint/readers/head_builder.hpp"

#include <algorithm>
#include <utility>

namespace gauntlet::lint::readers {
namespace {

bool is_space(char octet) noexcept { return octet == ' ' || octet == '\t'; }

// Tools that hide what is secret write so in the value's place.
bool is_hidden(std::string_view value) noexcept {
  return value.ends_with("<redacted>") || value.ends_with("[REDACTED]");
}

}  // namespace

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
  value = without_space(value);
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
    host_.assign(without_space(value));
}

void head_builder::add_line(std::string_view line, const place& at, std::size_t in_a_row) {
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
  if (field->name.size() < in_a_row) value_at.offset += field->name.size() + 1;
  add(field->name, field->value, value_at);
}

std::optional<std::string_view> head_builder::find(std::string_view name) const noexcept {
  for (auto each = fields_.rbegin(); each != fields_.rend(); ++each) {
    const std::string_view all = std::string_view(octets_).substr(each->begin);
    if (equal_names(all.substr(0, each->name_size), name))
      return without_space(all.substr(each->name_size, each->value_size));
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
