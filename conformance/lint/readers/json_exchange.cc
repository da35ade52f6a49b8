#include "conformance/lint/readers/json_exchange.hpp"

#include <array>
#include <initializer_list>
#include <span>

namespace gauntlet::lint::readers {
namespace {

using names = std::span<const std::string_view>;

// The first member that is there. Tools differ in how they write a name.
std::optional<json> any_of(const json& value, names of) {
  for (const std::string_view name : of) {
    if (const std::optional<json> found = member(value, name)) return found;
  }
  return std::nullopt;
}

constexpr auto headers_names =
    std::to_array<std::string_view>({"headers", "header", "rawHeaders", "fields"});
constexpr auto url_names = std::to_array<std::string_view>({"url", "uri"});
constexpr auto status_names =
    std::to_array<std::string_view>({"status", "status_code", "statusCode"});

void describe(head_builder& to, const json& of) {
  if (const auto host = string_of(member(of, "host"))) to.set_host(*host);
  if (const auto url = string_of(any_of(of, url_names))) {
    if (const std::optional<origin> found = origin_of(*url)) {
      to.set_host(found->host);
      to.set_is_tls(found->is_tls);
    }
  }
  bool is_tls = false;
  if (const auto tls = member(of, "tls"); tls && tls->get_bool().get(is_tls) == simdjson::SUCCESS)
    to.set_is_tls(is_tls);
}

int status_in(const json& message) {
  const std::optional<std::int64_t> status = number_of(any_of(message, status_names));
  return status && *status > 0 && *status < 1000 ? static_cast<int>(*status) : 0;
}

// The head of `message`. `around` says what the message itself does not: of which host it is.
bool read_head(head_builder& to, const json& message, std::initializer_list<json> around,
               head_kind kind, std::uint64_t exchange, const place& at) {
  const std::optional<json> headers = any_of(message, headers_names);
  if (!headers) return false;
  to.begin(kind, at);
  to.set_exchange(exchange);
  if (kind == head_kind::response) to.set_status(status_in(message));
  for (const json& each : around) describe(to, each);
  describe(to, message);
  if (kind == head_kind::request) {
    const auto method = string_of(member(message, "method"));
    const auto target = string_of(any_of(message, url_names));
    to.set_request(method.value_or(""), target.value_or(""));
  }
  const bool is_read = add_fields(to, *headers, at);
  to.end();
  return is_read;
}

}  // namespace

bool read_exchange(head_builder& to, const json& exchange, const place& at) {
  bool is_read = false;
  const std::optional<json> request = member(exchange, "request");
  if (request) is_read = read_head(to, *request, {exchange}, head_kind::request, at.record, at);
  if (const std::optional<json> response = member(exchange, "response")) {
    is_read |= read_head(to, *response, {exchange, request.value_or(exchange)}, head_kind::response,
                         at.record, at);
  }
  return is_read;
}

bool read_message(head_builder& to, const json& message, const place& at) {
  const head_kind kind = status_in(message) != 0     ? head_kind::response
                         : member(message, "method") ? head_kind::request
                                                     : head_kind::fields;
  return read_head(to, message, {}, kind, 0, at);
}

}  // namespace gauntlet::lint::readers
