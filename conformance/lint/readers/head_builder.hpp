#ifndef CONFORMANCE_LINT_READERS_HEAD_BUILDER_HPP
#define CONFORMANCE_LINT_READERS_HEAD_BUILDER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/message.hpp"
#include "conformance/lint/reader.hpp"
#include "conformance/lint/readers/syntax.hpp"

namespace gauntlet::lint::readers {

// Puts one head together, in its own storage, and gives it to the sink. What exceeds the limits is
// told to the sink in the head's place.
class head_builder {
 public:
  head_builder(sink& to, const limits& bounds) : sink_(to), limits_(bounds) {}

  // Begins a head; one that was not given away is dropped.
  void begin(head_kind kind, const place& at);
  bool is_open() const noexcept { return is_open_; }
  bool has_fields() const noexcept { return !fields_.empty(); }
  head_kind kind() const noexcept { return kind_; }

  // Begins a head with the line that it starts with: a status line or a request line.
  void begin_response(std::string_view start_line, int status, const place& at);
  void begin_request(std::string_view start_line, const request_line& request, const place& at);

  // Adds a field line. ":status", ":method", ":path", ":authority" and ":scheme" become what they
  // stand for.
  void add(std::string_view name, std::string_view value, const place& at);
  // Adds a line of a head as it stands, without its LF: a field line or a fold. What is neither is
  // told. `in_a_row`: how many of its octets stand one after the other from `at` on; the place of a
  // value that begins later is `at`.
  void add_line(std::string_view line, const place& at,
                std::size_t in_a_row = std::string_view::npos);

  void set_status(int status) noexcept { status_ = status; }
  void set_request(std::string_view method, std::string_view target);
  void set_host(std::string_view host) { host_.assign(host); }
  const std::string& host() const noexcept { return host_; }
  const std::string& method() const noexcept { return method_; }
  int status() const noexcept { return status_; }
  void set_is_tls(std::optional<bool> is_tls) noexcept { is_tls_ = is_tls; }
  std::optional<bool> is_tls() const noexcept { return is_tls_; }
  void set_exchange(std::uint64_t number) noexcept { exchange_ = number; }
  std::uint64_t exchange() const noexcept { return exchange_; }

  // The value of the last field line of that name, without whitespace around it; nothing if there is
  // none. Until the next add().
  std::optional<std::string_view> find(std::string_view name) const noexcept;

  // Gives the head to the sink.
  void end();
  void drop() noexcept { is_open_ = false; }

 private:
  struct stored {
    std::size_t name_size = 0;
    std::size_t begin = 0;  // in octets_; the value comes after the name
    std::size_t value_size = 0;
    lint::place place{};
  };
  bool has_room_for(std::size_t octets, std::size_t fields);
  bool is_pseudo_field(std::string_view name, std::string_view value);

  sink& sink_;
  const limits limits_;
  bool is_open_ = false;
  bool is_over_ = false;
  head_kind kind_ = head_kind::fields;
  place place_{};
  bool ends_in_crlf_ = false;  // the line that was added last
  int status_ = 0;
  std::string start_line_{};
  std::string method_{};
  std::string target_{};
  std::string host_{};
  std::optional<bool> is_tls_{};
  std::uint64_t exchange_ = 0;
  std::string octets_{};
  std::vector<stored> fields_{};
  lint::head head_{};  // kept for the room of its fields
};

}  // namespace gauntlet::lint::readers

#endif
