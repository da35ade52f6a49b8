#include "conformance/live/scenarios/stage.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace gauntlet::live {
namespace {

constexpr std::string_view mark_name = "X-Gauntlet";
constexpr std::string_view decider_path = "/auth";
// RFC 9110, section 5.6.7.
constexpr char fixdate[] = "%a, %d %b %E4Y %H:%M:%S GMT";

// The path of a request-target in either form (RFC 9112, section 3.2).
std::string_view path_of(std::string_view target) {
  const std::size_t authority = target.find("://");
  if (authority == std::string_view::npos) return target;
  const std::size_t path = target.find('/', authority + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

std::string to_octets(const played_answer& from, const std::vector<std::string>& lines,
                      const std::string& field, bool with_body) {
  if (from.raw) return *from.raw;
  std::string made = absl::StrCat("HTTP/1.1 ", from.status, " Played\r\n");
  // An origin that has a clock sends it (RFC 9110, section 6.6.1); some caches store nothing without.
  absl::StrAppend(&made, "Date: ", absl::FormatTime(fixdate, absl::Now(), absl::UTCTimeZone()),
                  "\r\n");
  for (const std::string& line : lines) absl::StrAppend(&made, field, ": ", line, "\r\n");
  for (const std::string& line : from.fields) absl::StrAppend(&made, line, "\r\n");
  const bool has_none = from.status == 204 || from.status == 304;
  if (!has_none) absl::StrAppend(&made, "Content-Length: ", from.body.size(), "\r\n");
  absl::StrAppend(&made, "\r\n");
  if (with_body && !has_none) made += from.body;
  return made;
}

}  // namespace

absl::StatusOr<std::unique_ptr<stage>> stage::open() {
  std::unique_ptr<stage> made(new stage);
  origin::options how;
  how.handler = [to = made.get()](const origin::request& request) { return to->answer(request); };
  absl::StatusOr<std::unique_ptr<origin::server>> started = origin::server::start(std::move(how));
  if (!started.ok()) return started.status();
  made->server_ = *std::move(started);
  return made;
}

std::string stage::address() const { return absl::StrCat("127.0.0.1:", port()); }

std::string stage::begin(const scenario& what) {
  const std::lock_guard<std::mutex> guard(lock_);
  now_ = &what;
  seen_ = {};
  return absl::StrCat(std::string(mark_name), ": ", ++turn_);
}

stage::seen stage::end() {
  const std::lock_guard<std::mutex> guard(lock_);
  now_ = nullptr;
  return std::exchange(seen_, {});
}

origin::answer stage::answer(const origin::request& request) {
  const std::lock_guard<std::mutex> guard(lock_);
  const wire::head& head = request.message.head;
  const auto line = wire::read_request_line(head.start());
  const std::optional<std::string_view> mark = head.value(mark_name);
  const bool is_late = mark && *mark != absl::StrCat(turn_);
  if (now_ == nullptr || is_late || !line)
    return {.octets = "HTTP/1.1 503 Late\r\nContent-Length: 0\r\n\r\n", .close = true};
  const std::string_view path = path_of(line->target);
  const bool is_decider = path.substr(0, decider_path.size()) == decider_path;
  (is_decider ? seen_.at_decider : seen_.at_origin).push_back(request.message);
  const played_answer& from = is_decider ? now_->decider : now_->origin;
  const bool sends = now_->from == (is_decider ? sender::decider : sender::origin);
  origin::answer made;
  made.wait = std::chrono::milliseconds(absl::ToInt64Milliseconds(from.wait));
  made.close = from.closes || from.raw.has_value();
  if (from.closes) return made;
  made.octets = to_octets(from, sends ? now_->of.lines : std::vector<std::string>(), now_->field,
                          line->method != "HEAD");
  return made;
}

}  // namespace gauntlet::live
