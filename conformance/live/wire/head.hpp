#ifndef CONFORMANCE_LIVE_WIRE_HEAD_HPP
#define CONFORMANCE_LIVE_WIRE_HEAD_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// HTTP/1.x messages, octet by octet. HTTP libraries merge, trim or refuse just what is to be seen
// here, so these readers are our own: they keep what came, take everything that can be told apart,
// and judge nothing.
namespace gauntlet::wire {

// Octets [begin, end) of a head.
struct range {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const noexcept { return end - begin; }
  friend bool operator==(const range&, const range&) = default;
};

// A line of a head after the first one, with its obs-folds. Without a colon all of it is the name.
struct field_line {
  range name{};   // up to the colon, with the white space that must not be there
  range value{};  // after the colon up to the line's end: OWS, folds, CR and NUL as they came
  bool has_colon = false;
};

// A head as it came: a start line, field lines, an empty line. Lines end in LF; one CR before it
// belongs to the end, any other to the line. Empty lines before the start line are kept in `octets`
// alone (RFC 9112, section 2.2).
struct head {
  std::string octets{};
  range start_line{};
  std::vector<field_line> fields{};

  std::string_view text(range at) const noexcept {
    return std::string_view(octets).substr(at.begin, at.size());
  }
  std::string_view start() const noexcept { return text(start_line); }
  // The values of all field lines of that name, ASCII case and white space before the colon aside,
  // each without SP and HTAB at its ends; folds, CR and NUL are as they came. Views into `octets`.
  std::vector<std::string_view> values(std::string_view name) const;
  // The first of them.
  std::optional<std::string_view> value(std::string_view name) const;
};

// Whether two names are the same but for ASCII case.
bool same_name(std::string_view a, std::string_view b) noexcept;
// Without SP and HTAB at the ends.
std::string_view trim(std::string_view text) noexcept;
// A value with one SP in place of each obs-fold and the white space around it (RFC 9112,
// section 5.2). CR and NUL stay.
std::string unfold(std::string_view value);

// What a start line says, as far as it can be read: `GET /x HTTP/1.1`. The method ends at the first
// SP, the version begins after the last one. Views into the line.
struct request_line {
  std::string_view method{};
  std::string_view target{};
  std::string_view version{};
};
std::optional<request_line> read_request_line(std::string_view line) noexcept;

// `HTTP/1.1 401 Unauthorized`; HTTP/1.0 and 1.1 only.
struct status_line {
  int code = 0;
  bool is_1_0 = false;
  std::string_view reason{};
};
std::optional<status_line> read_status_line(std::string_view line) noexcept;

struct head_limits {
  std::size_t max_octets = std::size_t{256} * 1024;
  std::size_t max_lines = 2000;
};

// Reads a head as it comes, in pieces of any size. O(octets).
class head_reader {
 public:
  enum class state { reading, done, too_large };

  explicit head_reader(const head_limits& limits = {}) : limits_(limits) {}

  // Takes octets up to the end of the head; returns how many. Takes none once it is done. What
  // exceeds a limit is too_large: up to the limit the octets are kept, nothing more is taken.
  std::size_t feed(std::string_view octets);
  state status() const noexcept { return state_; }
  // Whether anything of the head has come, empty lines included.
  bool is_begun() const noexcept { return !head_.octets.empty(); }
  // Its octets so far; start line and fields once it is done.
  const head& get() const noexcept { return head_; }
  head take() noexcept { return std::move(head_); }

 private:
  void end_line(std::size_t line_feed);
  void split();

  head_limits limits_;
  state state_ = state::reading;
  head head_{};
  std::vector<range> lines_{};  // without their ends; folds are lines of their own here
  std::size_t line_begin_ = 0;
  bool has_start_ = false;
};

}  // namespace gauntlet::wire

#endif
