// HTTP Archive 1.2: {"log":{"entries":[{"request":{...},"response":{...}}, ...]}}. It comes as one
// document of any size, most of it bodies: entries are cut out of it, and read one by one.

#include <string>

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/json.hpp"
#include "conformance/lint/readers/json_exchange.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint::readers {
namespace {

class har_reader final : public plain_reader {
 public:
  har_reader(sink& to, const limits& bounds)
      : sink_(to), max_document_(bounds.max_document), head_(to, bounds) {}

  void push(std::string_view octets) override {
    while (!octets.empty()) {
      if (is_in_string_) {
        read_string(octets);
      } else {
        read_structure(octets);
      }
    }
  }

  void finish() override {
    if (depth_ != 0 || is_in_string_) {
      sink_.on_unreadable({.offset = at_, .record = record_}, "the HAR ends too early");
    } else if (!has_entries_) {
      sink_.on_unreadable({}, "no HAR: there is no log.entries");
    }
  }

 private:
  void take(std::string_view& octets, std::size_t size) {
    if (is_in_entry_) keep(octets.substr(0, size));
    octets.remove_prefix(size);
    at_ += size;
  }

  void read_string(std::string_view& octets) {
    if (is_escaped_) {
      is_escaped_ = false;
      take(octets, 1);
      return;
    }
    const std::size_t end = octets.find_first_of("\"\\");
    // Names are told apart where they matter: log and entries.
    if (depth_ <= 2 && name_.size() < 16)
      name_.append(octets.substr(0, std::min(end, std::size_t{16})));
    if (end == std::string_view::npos) {
      take(octets, octets.size());
      return;
    }
    is_escaped_ = octets[end] == '\\';
    is_in_string_ = is_escaped_;
    take(octets, end + 1);
  }

  void read_structure(std::string_view& octets) {
    const std::size_t found = octets.find_first_of("\"{}[]");
    if (found == std::string_view::npos) {
      take(octets, octets.size());
      return;
    }
    const char mark = octets[found];
    if (mark == '{' && depth_ == 3 && is_in_entries_) {
      take(octets, found);
      begin_entry();
    }
    const std::size_t size = mark == '{' && is_in_entry_ && depth_ == 3 ? 1 : found + 1;
    take(octets, size);
    switch (mark) {
      case '"':
        is_in_string_ = true;
        name_.clear();
        break;
      case '{':
      case '[':
        ++depth_;
        if (depth_ == 2) is_in_log_ = mark == '{' && name_ == "log";
        if (depth_ == 3 && is_in_log_) is_in_entries_ = mark == '[' && name_ == "entries";
        has_entries_ |= is_in_entries_;
        break;
      default:
        if (depth_ > 0) --depth_;
        if (depth_ == 3 && is_in_entry_) end_entry();
        if (depth_ < 3) is_in_entries_ = false;
        if (depth_ < 2) is_in_log_ = false;
    }
  }

  void begin_entry() {
    ++record_;
    entry_at_ = at_;
    entry_.clear();
    is_in_entry_ = true;
    is_over_ = false;
  }

  void keep(std::string_view octets) {
    if (entry_.size() + octets.size() > max_document_) is_over_ = true;
    if (!is_over_) entry_.append(octets);
  }

  void end_entry() {
    is_in_entry_ = false;
    const place at{.offset = entry_at_, .record = record_};
    if (is_over_) {
      sink_.on_unreadable(at, "an entry that is too long");
      return;
    }
    const std::optional<json> entry = parser_.parse(entry_);
    if (!entry) {
      sink_.on_unreadable(at, "an entry that is no JSON");
      return;
    }
    if (!read_exchange(head_, *entry, at)) sink_.on_unreadable(at, "an entry without a message");
  }

  sink& sink_;
  std::size_t max_document_;
  head_builder head_;
  json_parser parser_{};
  std::uint64_t at_ = 0;
  std::uint64_t depth_ = 0;
  bool is_in_string_ = false;
  bool is_escaped_ = false;
  std::string name_{};  // the last string
  bool is_in_log_ = false;
  bool is_in_entries_ = false;
  bool has_entries_ = false;
  bool is_in_entry_ = false;
  bool is_over_ = false;
  std::uint64_t entry_at_ = 0;
  std::uint64_t record_ = 0;
  std::string entry_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_har_reader(sink& to, const limits& bounds) {
  return std::make_unique<har_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
