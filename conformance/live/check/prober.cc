#include "conformance/live/check/prober.hpp"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/redact.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/cancel.hpp"

namespace gauntlet::check {
namespace {

constexpr std::size_t shown_line = 300;

// How long a body waits for a 100 (RFC 9110, section 10.1.1: not for ever).
constexpr absl::Duration wait_for_continue = absl::Seconds(1);

// What libcurl sends over HTTP/2, in the form of HTTP/1.1; fields that it adds are not here.
std::string http2_text(const ask& what, const door& at) {
  std::string text = absl::StrCat("GET ", at.form, " HTTP/2\r\nHost: ", at.authority, "\r\n");
  for (const std::string& line : what.lines) absl::StrAppend(&text, line, "\r\n");
  return text + "\r\n";
}

std::string octets_of(const ask& what, const door& at) {
  if (what.is_http2) return http2_text(what, at);
  std::string octets = absl::StrCat(what.method, " ", what.form.empty() ? at.form : what.form,
                                    " HTTP/1.1\r\nHost: ", at.authority,
                                    "\r\nUser-Agent: gauntlet-check\r\nAccept: */*\r\n"
                                    "Connection: close\r\n");
  for (const std::string& line : what.lines) absl::StrAppend(&octets, line, "\r\n");
  if (!what.body.empty())
    absl::StrAppend(&octets, "Content-Type: text/plain\r\nContent-Length: ", what.body.size(),
                    "\r\n");
  if (what.waits_for_continue) octets += "Expect: 100-continue\r\n";
  return octets + "\r\n";
}

// A head with its secrets hidden, a line a line.
std::string shown_head(std::string_view octets, const char* mark, bool made_up) {
  std::string text;
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find('\n'), octets.size());
    std::string_view line = octets.substr(0, end);
    octets.remove_prefix(std::min(end + 1, octets.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    std::string shown(line);
    if (!made_up && colon != std::string_view::npos) {
      const std::string_view value = line.substr(colon + 1);
      shown =
          absl::StrCat(std::string(line.substr(0, colon + 1)),
                       lint::redact(value, lint::secrets_of_line(line.substr(0, colon), value)));
    }
    const bool is_long = shown.size() > shown_line;
    absl::StrAppend(&text, mark, model::printable(shown.substr(0, shown_line)),
                    is_long ? " ..." : "", "\n");
  }
  return text;
}

}  // namespace

std::vector<std::string> values_of(const exchange& of, std::string_view field) {
  std::vector<std::string> values;
  for (const std::string_view value : of.got.message.head.values(field))
    values.push_back(wire::unfold(value));
  return values;
}

schemes::reading challenges_of(const exchange& of, const door& at) {
  return schemes::read(model::operation::challenges,
                       model::combine(values_of(of, at.challenge_field())));
}

prober::prober(check::door at, dial_options options, std::size_t max_requests)
    : door_(std::move(at)), options_(std::move(options)), max_requests_(max_requests) {}

bool prober::is_over() const noexcept {
  const process::cancellation* const cancel = process::signal_guard::current();
  return requests_ >= max_requests_ || (cancel != nullptr && cancel->requested());
}

exchange prober::send(const ask& what) {
  exchange made;
  made.method = what.method;
  made.sent = octets_of(what, door_);
  made.is_http2 = what.is_http2;
  made.is_made_up = what.is_made_up;
  if (is_over()) {
    made.fault =
        requests_ >= max_requests_ ? "not asked: --max-requests" : "not asked: interrupted";
    return made;
  }
  ++requests_;
  if (progress) progress();
  absl::StatusOr<reply> got =
      what.is_http2 ? get_over_http2(door_.dial, options_, what.lines) : speak(what, made.sent);
  if (!got.ok()) {
    made.fault = model::printable(std::string(got.status().message()));
    made.is_malformed = absl::IsInvalidArgument(got.status());
    return made;
  }
  made.got = *std::move(got);
  if (made.got.code == 0) made.fault = "what came is no answer of HTTP/1.x";
  return made;
}

absl::StatusOr<reply> prober::speak(const ask& what, const std::string& head) const {
  absl::StatusOr<connection> opened = connection::open(door_.dial, options_);
  if (!opened.ok()) return opened.status();
  for (const std::string& tunnel : what.tunnels) {
    if (absl::Status status = opened->send(tunnel); !status.ok()) return status;
    const absl::StatusOr<reply> answer = opened->receive("CONNECT");
    if (!answer.ok()) return answer.status();
    if (answer->code < 200 || answer->code >= 300)
      return absl::UnavailableError(absl::StrCat("it opens no tunnel: ", answer->code));
  }
  const bool waits = what.waits_for_continue;
  if (absl::Status status = opened->send(waits ? head : head + what.body); !status.ok())
    return status;
  if (!waits) return opened->receive(what.method);
  absl::StatusOr<reply> got = opened->receive_interim(what.method, wait_for_continue);
  const bool is_silent = absl::IsDeadlineExceeded(got.status());
  if (!is_silent && (!got.ok() || got->code >= 200)) return got;
  if (absl::Status status = opened->send(what.body); !status.ok()) return status;
  absl::StatusOr<reply> last = opened->receive(what.method);
  if (last.ok() && !is_silent) last->interim.insert(last->interim.begin(), std::move(got->message));
  return last;
}

std::string describe(const exchange& of) {
  const bool made_up = of.is_made_up;
  std::string text = shown_head(of.sent, "> ", made_up);
  for (const wire::message& one : of.got.interim)
    text += shown_head(one.head.octets, "< ", made_up);
  if (of.is_answered()) {
    text += shown_head(of.got.message.head.octets, "< ", made_up);
  } else {
    absl::StrAppend(&text, "< (", of.fault, ")\n");
  }
  if (of.is_http2) text += "(HTTP/2 as libcurl shows it, not the octets of its frames)\n";
  return text;
}

std::string outcome_of(const exchange& of) {
  if (!of.is_answered()) return of.fault;
  const auto line = wire::read_status_line(of.got.message.head.start());
  std::string text = absl::StrCat(of.got.code);
  if (line && !line->reason.empty())
    absl::StrAppend(&text, " ", model::printable(std::string(line->reason.substr(0, 60))));
  return text;
}

}  // namespace gauntlet::check
