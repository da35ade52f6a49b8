// Heads as they are on the wire, one after the other, with or without the bodies between them: what
// `curl -i` prints, a response pasted into a mail, the octets of a connection.

#include <charconv>

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"

namespace gauntlet::lint::readers {
namespace {

class heads_reader final : public plain_reader {
 public:
  heads_reader(sink& to, const limits& bounds)
      : sink_(to), lines_(bounds.max_head), head_(to, bounds) {}

  void push(std::string_view octets) override {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() override {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
    if (head_.is_open()) end_head();
  }

  void on_gap() override { state_ = state::between; }

 private:
  // `body`: of unknown length, up to the next start line; `counted_body`: of `left_` octets.
  enum class state { between, head, body, counted_body };

  void read(const line& next) {
    switch (state_) {
      case state::between:
        if (next.text().empty() || begin_head(next)) break;
        // Once for all lines of it.
        if (!has_told_) sink_.on_unreadable(next.place, "octets that belong to no message");
        has_told_ = true;
        break;
      case state::head:
        read_head(next);
        break;
      case state::body:
        if (!begin_head_in_body(next)) begin_head_after_body(next);
        break;
      case state::counted_body:
        read_counted_body(next);
        break;
    }
  }

  bool begin_head(const line& at) {
    if (!at.is_whole()) return false;
    if (const int status = status_of(at.octets)) {
      head_.begin_response(at.text(), status, at.place);
      if (is_unanswered_) {
        head_.set_exchange(exchange_);
        head_.set_host(host_);
        is_unanswered_ = status < 200;
      }
    } else if (const std::optional<request_line> request = request_of(at.octets)) {
      head_.begin_request(at.text(), *request, at.place);
      head_.set_exchange(++exchange_);
      is_unanswered_ = true;
    } else {
      return false;
    }
    is_crlf_ = at.octets.ends_with('\r');
    has_told_ = false;
    state_ = state::head;
    return true;
  }

  // A body may talk of HTTP. What begins a message there has the line ends of the message before,
  // and is a request only where requests were seen.
  bool begin_head_in_body(const line& at) {
    return at.octets.ends_with('\r') == is_crlf_ && (exchange_ > 0 || status_of(at.octets) != 0) &&
           begin_head(at);
  }

  // The same where the body does not end with a line end: "</html>HTTP/1.1 200 OK".
  void begin_head_after_body(const line& at) {
    const std::size_t found = at.octets.rfind("HTTP/");
    if (found == std::string_view::npos || found == 0 || !at.octets.ends_with('\r') || !at.is_end)
      return;
    const char before = at.octets[found - 1];
    if (before == ' ' || before == '\t') return;
    line rest{.octets = at.octets.substr(found), .place = at.place};
    rest.place.offset += found;
    begin_head_in_body(rest);
  }

  void read_head(const line& next) {
    if (!next.is_whole()) {
      sink_.on_unreadable(next.place, "a line of a head that is too long");
      state_ = state::body;
      head_.drop();
    } else if (next.text().empty()) {
      end_head();
    } else if (field_of(next.octets) || !(status_of(next.octets) != 0 || request_of(next.octets))) {
      head_.add_line(next.octets, next.place);
    } else {
      // The next head, and no empty line between.
      end_head();
      begin_head(next);
    }
  }

  void end_head() {
    const bool is_request = head_.kind() == head_kind::request;
    const int status = head_.status();
    state_ = is_request && !head_.find("Transfer-Encoding") ? state::between : state::body;
    if (const std::optional<std::string_view> length = head_.find("Content-Length")) {
      const char* const end = length->data() + length->size();
      const auto [stop, error] = std::from_chars(length->data(), end, left_);
      // Where line ends were changed, so was the length of the body.
      if (error == std::errc() && stop == end && is_crlf_) {
        state_ = left_ == 0 ? state::between : state::counted_body;
        is_first_ = true;
      }
    }
    if (is_request) {
      host_ = head_.host();
      is_head_method_ = head_.method() == "HEAD";
    } else if (status < 200 || status == 204 || status == 304 ||
               (head_.exchange() != 0 && is_head_method_)) {
      state_ = state::between;
    }
    head_.end();
  }

  void read_counted_body(const line& next) {
    // `curl -I` prints the length of a body that is not there.
    if (is_first_ && status_of(next.octets) != 0 && begin_head_in_body(next)) return;
    is_first_ = false;
    const std::uint64_t size = next.octets.size() + (next.has_lf ? 1U : 0U);
    state_ = state::between;
    if (size <= left_) {
      lines_.skip(left_ - size);
      return;
    }
    line rest = next;
    rest.octets.remove_prefix(static_cast<std::size_t>(left_));
    rest.place.offset += left_;
    rest.is_start = true;
    read(rest);
  }

  sink& sink_;
  lines lines_;
  head_builder head_;
  state state_ = state::between;
  bool has_told_ = false;
  bool is_crlf_ = false;
  bool is_first_ = false;
  std::uint64_t left_ = 0;
  // The last request: its number, and whether its final response is still to come.
  std::uint64_t exchange_ = 0;
  bool is_unanswered_ = false;
  bool is_head_method_ = false;
  std::string host_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_heads_reader(sink& to, const limits& bounds) {
  return std::make_unique<heads_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
