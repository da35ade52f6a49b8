// Traces of curl and of git, which runs curl: both directions, a mark in front of each line.

#include <array>
#include <optional>
#include <string>

#include "conformance/lint/readers/head_builder.hpp"
#include "conformance/lint/readers/lines.hpp"
#include "conformance/lint/readers/readers.hpp"
#include "conformance/lint/readers/trace_line.hpp"

namespace gauntlet::lint::readers {
namespace {

// Whether the connection that is used is encrypted, from what curl says about it.
class connections {
 public:
  void read(std::string_view info) {
    while (info.starts_with(' ')) info.remove_prefix(1);
    const auto has = [&](std::string_view text) {
      return info.find(text) != std::string_view::npos;
    };
    if (info.starts_with("Trying ") || info.starts_with("About to connect")) {
      is_tls_ = false;
    } else if (info.starts_with("Connected to ")) {
      // Some versions say so after the handshake.
      is_tls_ = is_tls_.value_or(false);
    } else if (info.starts_with("SSL connection using") || info.starts_with("ALPN") ||
               has("TLS handshake") || has("QUIC")) {
      is_tls_ = true;
    } else if (info.starts_with("Re-using existing ")) {
      if (has(" https: ")) {
        is_tls_ = true;
      } else if (has(" http: ")) {
        is_tls_ = false;
      } else if (number_of(info) != current_) {
        is_tls_.reset();
      }
    }
    if (const std::optional<std::size_t> number = number_of(info)) current_ = number;
  }
  std::optional<bool> is_tls() const noexcept { return is_tls_; }

 private:
  // "(#3)" or "#3".
  static std::optional<std::size_t> number_of(std::string_view info) {
    const std::size_t mark = info.find('#');
    if (mark == std::string_view::npos || mark + 1 == info.size()) return std::nullopt;
    const char digit = info[mark + 1];
    if (digit < '0' || digit > '9') return std::nullopt;
    std::size_t number = 0;
    for (std::size_t i = mark + 1; i < info.size() && i < mark + 10; ++i) {
      if (info[i] < '0' || info[i] > '9') break;
      number = number * 10 + static_cast<std::size_t>(info[i] - '0');
    }
    return number;
  }

  std::optional<bool> is_tls_{};
  std::optional<std::size_t> current_{};
};

class traces_reader final : public plain_reader {
 public:
  traces_reader(sink& to, const limits& bounds)
      : sink_(to),
        lines_(bounds.max_head),
        max_head_(bounds.max_head),
        sent_{.builder = head_builder(to, bounds), .is_request = true},
        received_{.builder = head_builder(to, bounds), .is_request = false} {}

  void push(std::string_view octets) override {
    lines_.push(octets);
    while (const std::optional<line> next = lines_.next()) read(*next);
  }

  void finish() override {
    if (const std::optional<line> rest = lines_.last()) read(*rest);
    end_dump();
    end(sent_);
    end(received_);
  }

 private:
  struct direction {
    head_builder builder;
    bool is_request;
  };

  void read(const line& next) {
    const trace_line found = next.is_start ? read_trace_line(next.octets) : trace_line{};
    if (found.kind == trace_kind::dump) {
      read_dump(found, next);
      return;
    }
    end_dump();
    dumped_ = nullptr;
    if (found.kind == trace_kind::none) return;
    if (!next.is_whole()) {
      sink_.on_unreadable(next.place, "a line of a trace that is too long");
      return;
    }
    place at = next.place;
    at.offset += static_cast<std::uint64_t>(found.text.data() - next.octets.data());
    switch (found.kind) {
      case trace_kind::info:
        connections_.read(found.text);
        break;
      case trace_kind::sent:
        read_head_line(sent_, found.text, at);
        break;
      case trace_kind::received:
        read_head_line(received_, found.text, at);
        break;
      case trace_kind::sent_header:
        dumped_ = &sent_;
        break;
      case trace_kind::received_header:
        dumped_ = &received_;
        break;
      default:
        break;
    }
  }

  // `octets` are a line of a head; `in_a_row` as head_builder has it.
  void read_head_line(direction& way, std::string_view octets, const place& at,
                      std::size_t in_a_row = std::string_view::npos) {
    const std::string_view text =
        octets.ends_with('\r') ? octets.substr(0, octets.size() - 1) : octets;
    end(way.is_request ? received_ : sent_);
    head_builder& builder = way.builder;
    if (text.empty()) {
      end(way);
      return;
    }
    if (const std::optional<request_line> request = request_of(text); request && way.is_request) {
      end(way);
      builder.begin_request(text, *request, at);
      builder.set_exchange(++exchange_);
      builder.set_is_tls(connections_.is_tls());
      host_.clear();
      return;
    }
    if (const int status = status_of(text); status != 0 && !way.is_request) {
      end(way);
      builder.begin_response(text, status, at);
      describe_response();
      return;
    }
    if (!builder.is_open()) {
      // A line of a trace whose start is missing.
      if (!field_of(text)) return;
      builder.begin(way.is_request ? head_kind::request : head_kind::response, at);
      if (way.is_request) {
        builder.set_exchange(++exchange_);
        host_.clear();
      } else {
        describe_response();
      }
    }
    builder.add_line(octets, at, in_a_row);
  }

  void describe_response() {
    received_.builder.set_exchange(exchange_);
    received_.builder.set_host(host_);
    received_.builder.set_is_tls(connections_.is_tls());
  }

  void end(direction& way) {
    if (!way.builder.is_open()) return;
    if (way.is_request) host_ = way.builder.host();
    way.builder.end();
  }

  // A dump has the octets of one or more lines. With --trace-ascii each of its lines has at most
  // `columns` of them, and a CRLF is no octet of it; positions tell which goes on with the one before.
  void read_dump(const trace_line& found, const line& next) {
    constexpr std::size_t columns = 64;
    if (dumped_ == nullptr || !next.is_whole()) return;
    std::string_view text = found.text;
    if (text.ends_with('\r')) text.remove_suffix(1);
    place at = next.place;
    at.offset += static_cast<std::uint64_t>(text.data() - next.octets.data());
    std::array<char, 16> octets{};
    if (found.position == 0) {
      if (!is_hex_) end_dump();  // that of the dump before, at its own place
      is_hex_ = read_hex_dump(text, octets.data()).has_value();
      in_a_row_ = 0;
      dumped_at_ = at;
    }
    if (is_hex_) {
      const std::optional<std::size_t> size = read_hex_dump(text, octets.data());
      if (!size || (found.position != 0 && found.position != next_position_)) {
        sink_.on_unreadable(next.place, "a line of a dump that does not fit the one before");
        dumped_ = nullptr;
        return;
      }
      next_position_ = found.position + *size;
      read_octets({octets.data(), *size}, at);
      return;
    }
    if (found.position != next_position_ || found.position == 0) end_dump();
    if (held_.empty()) {
      dumped_at_ = at;
      in_a_row_ = text.size();
    }
    has_line_ = true;
    keep(text);
    next_position_ = found.position + text.size();
    if (text.size() < columns) end_dump();
  }

  // Octets of a head; its lines are read as they get whole.
  void read_octets(std::string_view octets, const place& at) {
    for (std::size_t end = octets.find('\n'); end != std::string_view::npos && dumped_ != nullptr;
         end = octets.find('\n')) {
      keep(octets.substr(0, end));
      octets.remove_prefix(end + 1);
      has_line_ = true;
      end_dump();
      dumped_at_ = at;
    }
    keep(octets);
  }

  void keep(std::string_view octets) {
    if (held_.size() + octets.size() <= max_head_) {
      held_.append(octets);
    } else {
      sink_.on_unreadable(dumped_at_, "a line of a dump that is too long");
      held_.clear();
      dumped_ = nullptr;
    }
  }

  void end_dump() {
    if (dumped_ != nullptr && (has_line_ || !held_.empty()))
      read_head_line(*dumped_, held_, dumped_at_, in_a_row_);
    held_.clear();
    has_line_ = false;
  }

  sink& sink_;
  lines lines_;
  std::size_t max_head_;
  direction sent_;
  direction received_;
  connections connections_{};
  std::uint64_t exchange_ = 0;
  std::string host_{};  // of the last request
  // The dump that is being read.
  direction* dumped_ = nullptr;
  place dumped_at_{};
  std::size_t in_a_row_ = 0;  // octets of held_ that stand one after the other from dumped_at_ on
  bool is_hex_ = false;
  bool has_line_ = false;  // held_ is a line even if it is empty
  std::uint64_t next_position_ = 0;
  std::string held_{};
};

}  // namespace

std::unique_ptr<plain_reader> make_traces_reader(sink& to, const limits& bounds) {
  return std::make_unique<traces_reader>(to, bounds);
}

}  // namespace gauntlet::lint::readers
