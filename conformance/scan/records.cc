#include "conformance/scan/records.hpp"

#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/redact.hpp"
#include "conformance/model/octets.hpp"

namespace gauntlet::scan {
namespace {

namespace dom = simdjson::dom;

bool is_ascii(std::string_view text) noexcept {
  unsigned char all = 0;
  for (const char octet : text)
    all = static_cast<unsigned char>(all | static_cast<unsigned char>(octet));
  return all < 0x80;
}

}  // namespace

record_reader::record_reader(record_settings settings)
    : settings_(std::move(settings)), options_(settings_.reading.options()) {}

record_reader::outcome record_reader::read(const char* data, std::size_t size) {
  if (settings_.is_crlf && size > 0 && data[size - 1] == '\r') --size;
  const bool is_line = settings_.format == format::lines;
  const std::string_view record(data, size);
  std::size_t octets = size;
  bool is_accepted = false;
  lines_.clear();
  if (is_line) {
    is_accepted = count(record);
  } else {
    outcome otherwise = outcome::malformed;
    if (!find_lines(data, size, otherwise)) {
      ++(otherwise == outcome::absent ? counts_.absent : counts_.malformed);
      return otherwise;
    }
    octets = 0;
    for (const std::string_view line : lines_) octets += line.size();
    is_accepted = lines_.size() == 1 ? count(lines_.front()) : count_joined();
  }
  ++counts_.values;
  counts_.octets += octets;
  // Of nearly every line nothing is kept but numbers. What was stored as two words and is copied as
  // a vector waits for them (docs/how/speed.md): so no view and no status is copied until here.
  if (is_accepted) [[likely]] {
    ++counts_.accepted;
    return outcome::accepted;
  }
  if (is_line) lines_.push_back(record);
  const gauntlet::errc code = status_.code;
  ++counts_.errors[static_cast<std::size_t>(code)];
  if (lines_.size() == 1 && lines_.front().size() <= max_example)
    counts_.keep_example(code, shown(lines_.front()));
  if (gauntlet::is_limit(code)) {
    ++counts_.over_limit;
    return outcome::over_limit;
  }
  ++counts_.rejected;
  return outcome::rejected;
}

std::string record_reader::shown(std::string_view line) const {
  if (settings_.shows_secrets || settings_.reading.what != gauntlet::operation::credentials)
    return std::string(line);
  return lint::redact(model::operation::credentials, line);
}

counts record_reader::take() { return std::exchange(counts_, counts{}); }

template <typename Lines>
bool record_reader::count(const Lines& lines) {
  const gauntlet::operation what = settings_.reading.what;
  gauntlet::parse_result parsed = kernel_.parse(lines, what, elements_, options_);
  if (parsed.status.code == gauntlet::errc::output_too_small) {
    elements_.resize(parsed.size);
    parsed = kernel_.parse(lines, what, elements_, options_);
  }
  if (!parsed) {
    status_ = parsed.status;
    return false;
  }
  std::uint64_t auth_params = 0;
  std::uint64_t quoted_strings = 0;
  std::uint64_t token68s = 0;
  for (const gauntlet::element& found : parsed.elements(elements_)) {
    if (found.kind() == gauntlet::event::auth_scheme) {
      ++counts_.challenges;
      ++counts_.schemes[scheme_place(found.scheme())];
      continue;
    }
    const bool is_param = found.kind() == gauntlet::event::auth_param;
    auth_params += is_param;
    token68s += !is_param;
    quoted_strings += is_param && found.param().value.is_quoted_string();
  }
  counts_.auth_params += auth_params;
  counts_.quoted_strings += quoted_strings;
  counts_.token68s += token68s;
  return true;
}

bool record_reader::count_joined() {
  const std::span<const std::string_view> lines(lines_);
  if (count(lines)) return true;
  if (status_.code != gauntlet::errc::needs_join) return false;
  joined_.resize(gauntlet::joined_size(lines));
  return count(gauntlet::join(lines, joined_).value);
}

bool record_reader::add_line(const dom::element& element) {
  std::string_view text;
  if (element.get_string().get(text) != simdjson::SUCCESS) {
    fault_ = "the value is not a string";
    return false;
  }
  if (is_ascii(text)) {
    lines_.push_back(text);
    return true;
  }
  if (decoded_.size() == decoded_count_) decoded_.emplace_back();
  std::string& octets = decoded_[decoded_count_];
  octets.clear();
  if (const auto decoded = model::append_octets_from_utf8(octets, text); !decoded.ok) {
    fault_ = absl::StrCat("the value has a code point above U+00FF at ", decoded.size,
                          ": each is one octet");
    return false;
  }
  // A short string moves with the vector, so the view is taken when all are there.
  ++decoded_count_;
  lines_.emplace_back();
  return true;
}

bool record_reader::find_lines(const char* data, std::size_t size, outcome& otherwise) {
  decoded_count_ = 0;
  dom::element root;
  if (const auto error = parser_.parse(data, size, false).get(root); error != simdjson::SUCCESS) {
    fault_ = absl::StrCat("not JSON: ", simdjson::error_message(error));
    return false;
  }
  dom::element value = root;
  if (!settings_.pointer.empty()) {
    if (root.at_pointer(settings_.pointer).get(value) != simdjson::SUCCESS || value.is_null()) {
      otherwise = outcome::absent;
      return false;
    }
  } else if (root.is_object() && root["lines"].get(value) != simdjson::SUCCESS &&
             root["value"].get(value) != simdjson::SUCCESS) {
    fault_ = "the object has no member \"lines\" or \"value\"";
    return false;
  }
  dom::array items;
  if (value.get_array().get(items) == simdjson::SUCCESS) {
    for (const dom::element item : items) {
      if (!add_line(item)) return false;
    }
  } else if (!add_line(value)) {
    return false;
  }
  std::size_t next = 0;
  for (std::string_view& line : lines_) {
    if (line.data() == nullptr) line = decoded_[next++];
  }
  return true;
}

}  // namespace gauntlet::scan
