#include "conformance/live/serve/host.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "conformance/live/serve/embedded.hpp"
#include "conformance/live/serve/reply_octets.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::serve {
namespace {

constexpr std::string_view cases_at = "/case/";
constexpr std::string_view second_step = "/second";
constexpr std::size_t most_requests = 200;       // of an attempt, as far as they are judged
constexpr std::size_t most_exchanges = 60;       // of an attempt, as far as they are kept
constexpr std::size_t most_octets = 96 * 1024;   // of one request or answer that is kept
constexpr std::size_t most_content = 64 * 1024;  // of a request that is judged
constexpr std::size_t most_events = 20'000;
constexpr std::size_t longest_rest = 1024;  // of a target, as far as it is given back

std::string cut(std::string text) {
  if (text.size() <= most_octets) return text;
  const std::size_t left_out = text.size() - most_octets;
  text.resize(most_octets);
  return absl::StrCat(text, "\n... and ", left_out, " octets\n");
}

// A target in absolute-form or origin-form as a path, without its query.
std::string_view path_of(std::string_view target) {
  if (const std::size_t scheme = target.find("://"); scheme != std::string_view::npos) {
    const std::size_t slash = target.find('/', scheme + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  return target.substr(0, target.find_first_of("?#"));
}

std::vector<std::string> credentials_of(const wire::head& head, const live::field_names& fields) {
  std::vector<std::string> made;
  for (const std::string_view one : head.values(fields.credentials)) made.emplace_back(one);
  return made;
}

}  // namespace

std::vector<shape> shapes_of(const std::vector<model::test_case>& suite) {
  std::vector<shape> made;
  for (const scenario& one : scenarios()) {
    shape next;
    next.of.facts = one.facts;
    next.script = &one;
    for (const live::control& control : live::controls()) {
      if (one.facts->id == "live/known-" + control.name) next.control = control.challenge;
    }
    made.push_back(std::move(next));
  }
  for (const model::test_case& one : suite) {
    if (one.kind != model::case_kind::parse || one.operation != model::operation::challenges)
      continue;
    made.emplace_back().of = one;
  }
  return made;
}

host::host(std::vector<shape> shapes, host_options options)
    : shapes_(std::move(shapes)),
      options_(options),
      records_(shapes_.size()),
      settled_(shapes_.size()) {
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    by_id_.emplace(shapes_[i].id(), i);
    longest_id_ = std::max(longest_id_, shapes_[i].id().size());
  }
}

void host::set_place(std::string address, std::vector<std::uint16_t> ports,
                     std::string certificate) {
  address_ = std::move(address);
  ports_ = std::move(ports);
  certificate_ = std::move(certificate);
  is_open_ = true;
}

std::string host::proxy_url() const {
  return absl::StrCat("http://", address_, ":", ports_[proxy_listener]);
}

std::string host::url_of(std::size_t shape, bool with_tls) const {
  const std::string& id = shapes_[shape].id();
  // No name server knows these names: it is the proxy that takes them.
  if (options_.fields.status == 407) {
    return with_tls ? absl::StrCat("https://c", shape, ".gauntlet.test", cases_at.data(), id)
                    : absl::StrCat("http://gauntlet.test", cases_at.data(), id);
  }
  return absl::StrCat(with_tls ? "https://" : "http://", address_, ":",
                      ports_[with_tls ? tls_listener : origin_listener], cases_at.data(), id);
}

// The id is the longest one that the path begins with; then comes the step. What is left is what a
// client puts after the URL that it was given, such as /info/refs?service=git-upload-pack.
std::optional<host::place> host::find(std::string_view target) const {
  const std::string_view path = path_of(target);
  if (path.substr(0, cases_at.size()) != cases_at) return std::nullopt;
  const std::string_view name = path.substr(cases_at.size());
  std::optional<place> found;
  std::string_view rest;
  for (std::size_t end = 0; end < name.size() && end <= longest_id_;) {
    end = std::min(name.find('/', end + 1), name.size());
    const auto at = by_id_.find(std::string(name.substr(0, end)));
    if (at == by_id_.end()) continue;
    found = place{at->second};
    rest = target.substr(static_cast<std::size_t>(name.data() + end - target.data()));
  }
  if (!found) return std::nullopt;
  if (const std::string_view first = rest.substr(0, rest.find_first_of("/?#", 1));
      first == second_step) {
    found->step = first;
    rest.remove_prefix(first.size());
  }
  if (rest.size() <= longest_rest &&
      std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < 0x7F; }))
    found->rest = rest;
  return found;
}

std::optional<host::place> host::place_of(const origin::request& asked) const {
  const auto line = wire::read_request_line(asked.message.head.start());
  if (!line) return std::nullopt;
  if (asked.from.listener == proxy_listener && line->method == "CONNECT") {
    // c17.gauntlet.test:443
    std::size_t number = 0;
    const std::string_view name = line->target;
    if (name.substr(0, 1) != "c") return std::nullopt;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    const std::string_view rest = name.substr(static_cast<std::size_t>(end - name.data()));
    if (error != std::errc() || number >= shapes_.size() || rest.substr(0, 1) != ".")
      return std::nullopt;
    return place{number};
  }
  const std::optional<place> found = find(line->target);
  if (found || !options_.takes_any_path || path_of(line->target).substr(0, 1) != "/") return found;
  const std::lock_guard<std::mutex> guard(lock_);
  if (!current_) return std::nullopt;
  return place{*current_};
}

live::field_names host::fields_of(const origin::arrival& from) const {
  return from.listener == proxy_listener && from.tunnel.empty() ? live::proxy_fields
                                                                : live::origin_fields;
}

origin::answer host::answer(const origin::request& asked) {
  const auto line = wire::read_request_line(asked.message.head.start());
  if (!is_open_) return page_answer(404, "text/plain", "Not yet.\n", line->method);
  if (asked.from.listener == proxy_listener) return answer_proxy(asked);
  const std::optional<place> where = place_of(asked);
  if (where) return answer_shape(*where, asked, asked.from.listener == other_listener);
  return answer_page(path_of(line->target), asked);
}

origin::answer host::answer_proxy(const origin::request& asked) {
  const auto line = wire::read_request_line(asked.message.head.start());
  if (!asked.from.tunnel.empty()) {
    reply through;
    through.body = "You came through the tunnel.\n";
    return octets_of(through, line->method);
  }
  const std::optional<place> where = place_of(asked);
  if (where) return answer_shape(*where, asked, false);
  reply refused;
  refused.status = line->target.substr(0, 1) == "/" ? 400 : 404;
  refused.close = true;
  refused.body = "This is the proxy of gauntlet serve. It leads to its own URLs only.\n";
  return octets_of(refused, line->method);
}

origin::answer host::answer_shape(const place& at, const origin::request& asked,
                                  bool is_elsewhere) {
  const auto line = wire::read_request_line(asked.message.head.start());
  const live::field_names fields = fields_of(asked.from);
  live::sent_request sent;
  sent.method = line->method;
  sent.target = line->target.substr(0, 4096);
  sent.credentials = credentials_of(asked.message.head, fields);
  const bool is_proxy = fields.status == live::proxy_fields.status;
  const live::field_names& other = is_proxy ? live::origin_fields : live::proxy_fields;
  sent.has_other_field = !credentials_of(asked.message.head, other).empty();
  sent.content = asked.message.content.substr(0, most_content);
  sent.is_elsewhere = is_elsewhere;
  sent.step = at.step;

  const shape& of = shapes_[at.shape];
  const std::lock_guard<std::mutex> guard(lock_);
  record& to = records_[at.shape];
  const bool had_credentials =
      !to.attempt.requests.empty() && !to.attempt.requests.back().credentials.empty();
  // A person who tries again begins with a request without credentials.
  if (!options_.is_driven && sent.credentials.empty() && at.step.empty() &&
      (to.is_answered || (had_credentials && of.script == nullptr)))
    forget_locked(at.shape);
  if (to.attempt.requests.empty()) ++to.attempts;
  if (to.attempt.requests.size() < most_requests) {
    to.attempt.requests.push_back(std::move(sent));
  } else {
    to.attempt.requests.back() = std::move(sent);
  }

  reply made;
  if (of.script == nullptr) {
    const bool is_first = to.attempt.requests.size() == 1;
    if (is_first || to.attempt.requests.back().credentials.empty()) {
      made.status = fields.status;
      for (const std::string& value : of.of.lines)
        made.fields.push_back(challenge_line(fields, value));
    }
  } else {
    situation now{to.attempt, at.step, at.rest, options_.login, fields, "", ""};
    now.own_url =
        absl::StrCat(fields.status == 407 ? "http://gauntlet.test" : "", cases_at.data(), of.id());
    now.other_url =
        absl::StrCat("http://", address_, ":", ports_[other_listener], cases_at.data(), of.id());
    made = of.script->respond(now);
  }
  to.is_answered = made.status == 200;
  origin::answer out = octets_of(made, line->method);
  if (!options_.is_driven) {
    if (of.control) learn_locked(at.shape);
    tell_locked(at.shape);
  }
  return out;
}

origin::answer host::answer_page(std::string_view path, const origin::request& asked) {
  const auto line = wire::read_request_line(asked.message.head.start());
  if (line->method != "GET" && line->method != "HEAD")
    return page_answer(405, "text/plain", "GET or HEAD\n", line->method);
  if (path == "/") return page_answer(200, "text/html; charset=utf-8", serve_html, line->method);
  if (path == "/page.css")
    return page_answer(200, "text/css; charset=utf-8", page_css, line->method);
  if (path == "/known.json")
    return page_answer(200, "application/json", known_json(), line->method);
  if (path == "/ca.pem")
    return page_answer(200, "application/x-pem-file", certificate_, line->method);
  if (path == "/cases.json")
    return page_answer(200, "application/json", shapes_json(), line->method);
  constexpr std::string_view exchanges_at = "/exchanges/";
  if (path.substr(0, exchanges_at.size()) == exchanges_at) {
    const auto found = by_id_.find(std::string(path.substr(exchanges_at.size())));
    if (found != by_id_.end())
      return page_answer(200, "application/json", exchanges_json(found->second), line->method);
  }
  if (path == "/events") {
    origin::answer made;
    made.octets =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "Connection: close\r\n\r\nretry: 1000\n\n";
    std::uint64_t next = 0;
    {
      const std::lock_guard<std::mutex> guard(lock_);
      next = first_event_ + events_.size();
    }
    if (const auto last = asked.message.head.value("Last-Event-ID")) {
      std::uint64_t seen = 0;
      if (absl::SimpleAtoi(std::string(*last), &seen) && seen < next) next = seen + 1;
    }
    made.close = true;
    made.more = [this, next]() mutable -> std::optional<std::string> { return events_from(next); };
    return made;
  }
  return page_answer(404, "text/plain", "There is no such page. / lists what there is.\n",
                     line->method);
}

void host::observe(origin::exchange one) {
  origin::request asked{one.from, std::move(one.request)};
  const std::optional<place> where = place_of(asked);
  one.request = std::move(asked.message);
  const std::lock_guard<std::mutex> guard(lock_);
  ++exchanges_;
  if (!one.fault.empty()) ++broken_;
  if (!where) return;
  keep_locked(where->shape, one);
  if (!options_.is_driven) tell_locked(where->shape);
}

void host::keep_locked(std::size_t shape, const origin::exchange& one) {
  record& to = records_[shape];
  kept_exchange made;
  made.number = one.number;
  made.connection = one.from.connection;
  made.at = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::FromChrono(one.at), absl::UTCTimeZone());
  made.where = one.from.listener == proxy_listener   ? "proxy"
               : one.from.listener == other_listener ? "another origin"
                                                     : "origin";
  if (!one.from.tunnel.empty()) made.where = "tunnel";
  if (one.from.is_tls) made.where += ", TLS";
  made.request = cut(one.request.head.octets + one.request.body);
  made.answer = cut(one.answer);
  made.fault = one.fault;
  const std::size_t octets = made.request.size() + made.answer.size();
  if (to.exchanges.size() == most_exchanges || kept_octets_ + octets > options_.max_kept_octets) {
    ++to.not_kept;
    return;
  }
  kept_octets_ += octets;
  to.exchanges.push_back(std::move(made));
}

void host::forget_locked(std::size_t shape) {
  record& of = records_[shape];
  for (const kept_exchange& one : of.exchanges)
    kept_octets_ -= one.request.size() + one.answer.size();
  const std::uint64_t attempts = of.attempts;
  of = {};
  of.attempts = attempts;
  settled_[shape].reset();
}

void host::begin(std::size_t shape) {
  const std::lock_guard<std::mutex> guard(lock_);
  forget_locked(shape);
  current_ = shape;
}

record host::look(std::size_t shape) const {
  const std::lock_guard<std::mutex> guard(lock_);
  return records_[shape];
}

std::optional<live::finding> host::judge(std::size_t shape) const {
  const std::lock_guard<std::mutex> guard(lock_);
  return judge_locked(shape);
}

std::optional<live::finding> host::judge_locked(std::size_t shape) const {
  if (settled_[shape]) return settled_[shape];
  const live::attempt& did = records_[shape].attempt;
  if (did.requests.empty()) return std::nullopt;
  const struct shape& of = shapes_[shape];
  return of.script != nullptr
             ? of.script->judge(did, known_, options_.login, options_.fields)
             : live::judge_case(of.of, did, known_, options_.login, options_.fields);
}

void host::learn(std::size_t shape) {
  const std::lock_guard<std::mutex> guard(lock_);
  learn_locked(shape);
}

void host::learn_locked(std::size_t shape) {
  const live::sent_request* const answer = live::first_answer(records_[shape].attempt);
  if (answer == nullptr) return;
  const std::size_t before = known_.shapes().size();
  known_.learn(*shapes_[shape].control,
               live::read_evidence(*answer, options_.login, options_.fields, {}));
  if (options_.is_driven || known_.shapes().size() == before) return;
  // What is known of the client has changed, and with it what earlier answers are worth.
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    if (!records_[i].attempt.requests.empty()) tell_locked(i);
  }
}

live::knowledge host::known() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return known_;
}

void host::settle(std::size_t shape, live::finding what) {
  const std::lock_guard<std::mutex> guard(lock_);
  settled_[shape] = std::move(what);
  tell_locked(shape);
}

void host::tell_locked(std::size_t shape) {
  events_.push_back(state_json_locked(shape));
  if (events_.size() <= most_events) return;
  events_.pop_front();
  ++first_event_;
}

}  // namespace gauntlet::serve
