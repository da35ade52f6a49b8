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

std::string octets_of(const ask& what, const door& at) {
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
  if (is_over()) {
    made.fault =
        requests_ >= max_requests_ ? "not asked: --max-requests" : "not asked: interrupted";
    return made;
  }
  ++requests_;
  if (progress) progress();
  const auto failed = [&](const absl::Status& status) {
    made.fault = model::printable(std::string(status.message()));
    return made;
  };
  absl::StatusOr<connection> opened = connection::open(door_.dial, options_);
  if (!opened.ok()) return failed(opened.status());
  std::string first = made.sent;
  if (!what.waits_for_continue) first += what.body;
  if (absl::Status status = opened->send(first); !status.ok()) return failed(status);
  absl::StatusOr<reply> got = opened->receive(what.method, what.waits_for_continue);
  if (what.waits_for_continue && got.ok() && got->code == 100) {
    wire::message interim = std::move(got->message);
    if (absl::Status status = opened->send(what.body); !status.ok()) return failed(status);
    got = opened->receive(what.method);
    if (got.ok()) got->interim.insert(got->interim.begin(), std::move(interim));
  }
  if (!got.ok()) return failed(got.status());
  made.got = *std::move(got);
  if (made.got.code == 0) made.fault = "what came is no answer of HTTP/1.x";
  return made;
}

std::string describe(const exchange& of, bool made_up) {
  std::string text = shown_head(of.sent, "> ", made_up);
  for (const wire::message& one : of.got.interim)
    text += shown_head(one.head.octets, "< ", made_up);
  if (of.is_answered()) {
    text += shown_head(of.got.message.head.octets, "< ", made_up);
  } else {
    absl::StrAppend(&text, "< (", of.fault, ")\n");
  }
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
