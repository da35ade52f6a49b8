#ifndef CONFORMANCE_LIVE_CHECK_PROBER_HPP
#define CONFORMANCE_LIVE_CHECK_PROBER_HPP

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/lint/judge.hpp"
#include "conformance/live/check/connection.hpp"
#include "conformance/live/check/target.hpp"
#include "conformance/schemes/reading.hpp"

namespace gauntlet::check {

// What is asked, and how it asks for a login: an origin with a 401, a proxy with a 407.
struct door {
  target dial{};            // where the connection goes
  std::string form{};       // the request-target of a plain request
  std::string authority{};  // the value of Host
  bool is_proxy = false;
  int refusal() const noexcept { return is_proxy ? 407 : 401; }
  std::string_view challenge_field() const noexcept {
    return is_proxy ? "Proxy-Authenticate" : "WWW-Authenticate";
  }
  std::string_view credentials_field() const noexcept {
    return is_proxy ? "Proxy-Authorization" : "Authorization";
  }
  std::string_view info_field() const noexcept {
    return is_proxy ? "Proxy-Authentication-Info" : "Authentication-Info";
  }
};

// A request, all but what every one has.
struct ask {
  std::string method = "GET";
  std::string form{};                // empty: that of the door
  std::vector<std::string> lines{};  // field lines without their ends, as they are to stand
  std::string body{};                // with it a Content-Length
  bool waits_for_continue = false;   // the body only after a 100, or after a second without one
  bool is_http2 = false;             // a GET of the door, by libcurl
  bool is_made_up = false;           // its credentials are this program's own, and may be seen
  // Requests with CONNECT that come before it on the connection, octet by octet: each has to open a
  // tunnel, and the next one goes through it.
  std::vector<std::string> tunnels{};
};

// A request and what came of it, octet by octet; over HTTP/2 as libcurl shows it.
struct exchange {
  std::string method{};
  std::string sent{};  // without the tunnels before it
  bool is_http2 = false;
  bool is_made_up = false;
  reply got{};
  std::string fault{};        // why there is no answer
  bool is_malformed = false;  // what came is no message
  bool is_answered() const noexcept { return fault.empty(); }
  int code() const noexcept { return got.code; }
};

// What the answer says about logging in.
std::vector<std::string> values_of(const exchange&, std::string_view field);
// The challenges of all lines; those in front of an error where the value is not in the grammar.
schemes::reading challenges_of(const exchange&, const door&);

// Asks, a connection for each request, and counts.
class prober {
 public:
  // `max_requests`: what is asked after that many has no answer. Tunnels are not counted.
  prober(check::door, dial_options, std::size_t max_requests);

  const check::door& door() const noexcept { return door_; }
  const dial_options& options() const noexcept { return options_; }
  exchange send(const ask&);
  std::size_t requests() const noexcept { return requests_; }
  // The budget is spent, or somebody asks to stop.
  bool is_over() const noexcept;
  std::function<void()> progress{};  // before each request

 private:
  absl::StatusOr<reply> speak(const ask&, const std::string& head) const;

  check::door door_;
  dial_options options_;
  std::size_t max_requests_;
  std::size_t requests_ = 0;
};

// For people: the heads of an exchange without secrets, `> ` and `< ` before their lines, escaped.
std::string describe(const exchange&);
// "401 Unauthorized", or why there is none.
std::string outcome_of(const exchange&);

}  // namespace gauntlet::check

#endif
