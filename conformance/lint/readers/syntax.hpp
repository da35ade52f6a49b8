#ifndef CONFORMANCE_LINT_READERS_SYNTAX_HPP
#define CONFORMANCE_LINT_READERS_SYNTAX_HPP

#include <optional>
#include <string_view>

namespace gauntlet::lint::readers {

// "HTTP/1.1 401 Unauthorized", "HTTP/2 401": the status; 0: it is none. Nothing else on the line
// but what RFC 9112 section 4 has there.
int status_of(std::string_view line) noexcept;

// "401": the status; 0: it is none.
int status_number(std::string_view text) noexcept;

// "GET /index.html HTTP/1.1": method and target.
struct request_line {
  std::string_view method{};
  std::string_view target{};
};
std::optional<request_line> request_of(std::string_view line) noexcept;

// A field line: a token (whitespace after it is kept in the name), a colon, and the rest. Names of
// HTTP/2's pseudo fields begin with a colon.
struct name_and_value {
  std::string_view name{};
  std::string_view value{};
};
std::optional<name_and_value> field_of(std::string_view line) noexcept;

// Without SP, HTAB, CR and LF at both ends.
std::string_view without_space(std::string_view text) noexcept;

bool equal_names(std::string_view, std::string_view) noexcept;

// One of our fields by its name, whose '-' tools may have written as '_': its name in RFC 9110;
// empty: it is none.
std::string_view auth_field_of(std::string_view name) noexcept;

// The host of a URL and whether its scheme is one with TLS; nothing of what is no URL.
struct origin {
  std::string_view host{};  // with the port
  bool is_tls = false;
};
std::optional<origin> origin_of(std::string_view url) noexcept;

}  // namespace gauntlet::lint::readers

#endif
