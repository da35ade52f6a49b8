// WARC (ISO 28500): records one after the other, each with the length of its block. The heads of
// HTTP messages are read, and everything else is skipped without a look, since most of a WARC is
// bodies.

#include <array>
#include <charconv>
#include <functional>

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"
#include "conformance/lint/readers/syntax.hpp"

namespace gauntlet::lint::readers {
namespace {

// Which records are halves of one exchange: those that name each other in WARC-Concurrent-To, as
// far as they are near each other.
class exchanges {
 public:
  std::uint64_t find(std::size_t id) const noexcept {
    for (const entry& each : known_) {
      if (each.number != 0 && each.id == id) return each.number;
    }
    return 0;
  }
  void keep(std::size_t id, std::uint64_t number) noexcept {
    if (id == 0) return;  // the record has none
    known_[next_++ % known_.size()] = {.id = id, .number = number};
  }

 private:
  struct entry {
    std::size_t id = 0;  // a hash of it
    std::uint64_t number = 0;
  };
  std::array<entry, 64> known_{};
  std::size_t next_ = 0;
};

class warc_reader final : public plain_reader {
 public:
  warc_reader(sink& to, const limits& bounds)
      : sink_(to), max_head_(bounds.max_head), lines_(bounds.max_head, false), head_(to, bounds) {}

  void push(std::string_view octets) override {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() override {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
    if (state_ != state::between || lines_.left_to_skip() > 0)
      sink_.on_unreadable(place_, "the WARC ends within a record");
  }

  void on_gap() override {
    lines_.drop();
    head_.drop();
    state_ = state::between;
    is_lost_ = true;
  }

 private:
  enum class state { between, record_head, message_head };
  enum class kind { other, request, response };

  // What the head of a record says.
  struct record {
    kind type = kind::other;
    bool is_http = true;
    bool has_length = false;
    std::uint64_t left = 0;  // octets of the block that are still to come
    std::string target{};
    std::size_t id = 0;
    std::array<std::size_t, 4> concurrent{};
    std::size_t concurrent_count = 0;
  };

  void read(const line& next) {
    switch (state_) {
      case state::between:
        read_between(next);
        break;
      case state::record_head:
        read_record_head(next);
        break;
      case state::message_head:
        read_message_head(next);
        break;
    }
  }

  void read_between(const line& next) {
    if (next.is_start && next.text().empty()) return;
    place at = next.place;
    if (next.is_start && next.octets.starts_with("WARC/")) {
      at.record = ++record_count_;
      place_ = at;
      record_ = {};
      size_ = 0;
      is_lost_ = false;
      state_ = state::record_head;
      return;
    }
    // Once for all up to the next record.
    if (!is_lost_) sink_.on_unreadable(at, "octets that are no WARC record");
    is_lost_ = true;
  }

  void lose(std::string_view why) {
    sink_.on_unreadable(place_, why);
    is_lost_ = true;
    state_ = state::between;
  }

  void read_record_head(const line& next) {
    size_ += next.octets.size();
    if (!next.is_whole() || size_ > max_head_) {
      lose("the head of a WARC record is too long");
    } else if (next.text().empty()) {
      begin_block();
    } else if (const std::optional<name_and_value> field = field_of(next.text())) {
      read_record_field(field->name, without_space(field->value));
    }
  }

  void read_record_field(std::string_view name, std::string_view value) {
    if (equal_names(name, "Content-Length")) {
      const char* const end = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), end, record_.left);
      record_.has_length = error == std::errc() && stop == end;
    } else if (equal_names(name, "WARC-Type")) {
      // A revisit holds the head of a response that it found before.
      record_.type = value == "request"                          ? kind::request
                     : value == "response" || value == "revisit" ? kind::response
                                                                 : kind::other;
    } else if (equal_names(name, "Content-Type")) {
      record_.is_http = value.starts_with("application/http");
    } else if (equal_names(name, "WARC-Target-URI")) {
      if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
      record_.target.assign(value);
    } else if (equal_names(name, "WARC-Record-ID")) {
      record_.id = std::hash<std::string_view>()(value);
    } else if (equal_names(name, "WARC-Concurrent-To")) {
      if (record_.concurrent_count < record_.concurrent.size())
        record_.concurrent[record_.concurrent_count++] = std::hash<std::string_view>()(value);
    }
  }

  void begin_block() {
    if (!record_.has_length) {
      lose("a WARC record without a length");
    } else if (record_.type != kind::other && record_.is_http && record_.left > 0) {
      state_ = state::message_head;
    } else {
      skip_block();
    }
  }

  void skip_block() {
    lines_.skip(record_.left);
    state_ = state::between;
  }

  void read_message_head(const line& next) {
    const std::uint64_t size = next.octets.size() + (next.has_lf ? 1U : 0U);
    if (size > record_.left) {
      // The block ends within the line.
      line inside = next;
      inside.octets = next.octets.substr(0, static_cast<std::size_t>(record_.left));
      inside.is_end = true;
      if (!read_message_line(inside)) end_message();
      state_ = state::between;
      line outside = next;
      outside.octets.remove_prefix(inside.octets.size());
      outside.place.offset += inside.octets.size();
      outside.is_start = true;
      read(outside);
      return;
    }
    record_.left -= size;
    if (read_message_line(next)) {
      skip_block();
    } else if (record_.left == 0) {
      end_message();
      state_ = state::between;
    }
  }

  // True when no line of the head comes after it.
  bool read_message_line(const line& next) {
    place at = next.place;
    at.record = record_count_;
    if (!next.is_whole()) {
      sink_.on_unreadable(at, "a line of a head that is too long");
      head_.drop();
      return true;
    }
    if (head_.is_open()) {
      if (next.text().empty()) {
        end_message();
        return true;
      }
      head_.add_line(next.octets, at);
      return false;
    }
    const int status = record_.type == kind::response ? status_of(next.octets) : 0;
    const std::optional<request_line> request =
        record_.type == kind::request ? request_of(next.octets) : std::nullopt;
    if (status == 0 && !request) {
      sink_.on_unreadable(at, "an HTTP message without a start line");
      return true;
    }
    if (request) {
      head_.begin_request(next.text(), *request, at);
    } else {
      head_.begin_response(next.text(), status, at);
    }
    return false;
  }

  void end_message() {
    if (!head_.is_open()) return;
    if (const std::optional<origin> found = origin_of(record_.target)) {
      head_.set_host(found->host);
      head_.set_is_tls(found->is_tls);
    }
    head_.set_exchange(number_exchange());
    head_.end();
  }

  // The number of the exchange that the record is a half of.
  std::uint64_t number_exchange() {
    std::uint64_t number = exchanges_.find(record_.id);
    for (std::size_t i = 0; i < record_.concurrent_count && number == 0; ++i)
      number = exchanges_.find(record_.concurrent[i]);
    // Without such names: a response that comes straight after a request for the same target.
    if (number == 0 && record_.concurrent_count == 0 && record_.type == kind::response &&
        is_request_before_ && record_.target == target_before_)
      number = exchange_count_;
    if (number == 0) number = ++exchange_count_;
    exchanges_.keep(record_.id, number);
    for (std::size_t i = 0; i < record_.concurrent_count; ++i)
      exchanges_.keep(record_.concurrent[i], number);
    is_request_before_ = record_.type == kind::request;
    target_before_.swap(record_.target);
    return number;
  }

  sink& sink_;
  std::size_t max_head_;
  lines lines_;
  head_builder head_;
  state state_ = state::between;
  bool is_lost_ = false;
  place place_{};  // of the record
  std::uint64_t record_count_ = 0;
  record record_{};
  std::size_t size_ = 0;  // of the record's head
  exchanges exchanges_{};
  std::uint64_t exchange_count_ = 0;
  bool is_request_before_ = false;
  std::string target_before_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_warc_reader(sink& to, const limits& bounds) {
  return std::make_unique<warc_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
