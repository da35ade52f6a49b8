// What the page shows, as JSON and as a stream of events.
#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/live/serve/host.hpp"
#include "conformance/model/json_text.hpp"
#include "conformance/model/octets.hpp"
#include "conformance/model/results.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::serve {
namespace {

using nlohmann::ordered_json;

// Octets as JSON has them: one code point each.
ordered_json octets(std::string_view of) { return model::utf8_from_octets(of); }

ordered_json octets(const std::vector<std::string>& lines) {
  ordered_json made = ordered_json::array();
  for (const std::string& one : lines) made.push_back(octets(one));
  return made;
}

std::string verdict_of(const live::finding& of) {
  model::row row;
  row.verdict = of.judgement.verdict;
  row.alternative = of.judgement.alternative;
  return model::verdict_text(row);
}

ordered_json parsed(const std::string& json) {
  return json.empty() ? ordered_json() : ordered_json::parse(json, nullptr, false);
}

}  // namespace

std::string host::state_json_locked(std::size_t shape) const {
  const record& of = records_[shape];
  ordered_json made = {{"n", shape},
                       {"attempts", of.attempts},
                       {"requests", of.attempt.requests.size()},
                       {"exchanges", of.exchanges.size() + of.not_kept}};
  if (const std::optional<live::finding> found = judge_locked(shape)) {
    // While nothing has come, it may still come.
    const bool is_open = !options_.is_driven && shapes_[shape].script == nullptr &&
                         live::first_answer(of.attempt) == nullptr && !of.is_answered;
    made[is_open ? "if_silent" : "verdict"] = verdict_of(*found);
    const model::verdict verdict = found->judgement.verdict;
    made["judged"] = model::is_judged(verdict);
    made["bad"] = model::is_non_conforming(verdict, found->judgement.is_remark);
    made["why"] = found->judgement.why;
    if (!found->got.empty()) made["got"] = parsed(found->got);
    if (!found->judgement.expected.empty()) made["expected"] = parsed(found->judgement.expected);
  }
  return model::dump(made);
}

std::string host::shapes_json() const {
  const std::lock_guard<std::mutex> guard(lock_);
  ordered_json cases = ordered_json::array();
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    const model::case_facts& facts = *shapes_[i].of.facts;
    ordered_json one = {{"id", facts.id},
                        {"title", facts.title},
                        {"url", options_.fields.status == 407
                                    ? url_of(i)
                                    // An origin of its own, so that what a browser knows of one
                                    // case does not answer another.
                                    : absl::StrCat("http://c", i, ".localhost:",
                                                   ports_[origin_listener], "/case/", facts.id)},
                        {"level", std::string(model::to_string(facts.level))},
                        {"parse", facts.parse},
                        {"requirements", facts.requirements},
                        {"lines", octets(facts.lines)}};
    if (!facts.note.empty()) one["note"] = facts.note;
    if (!facts.expected.empty()) one["expected"] = parsed(facts.expected);
    if (records_[i].attempts != 0) one["state"] = ordered_json::parse(state_json_locked(i));
    cases.push_back(std::move(one));
  }
  return model::dump({{"user", options_.login.user},
                      {"password", options_.login.password},
                      {"token", options_.login.token},
                      {"field", std::string(options_.fields.challenge)},
                      {"proxy", proxy_url()},
                      {"known", known_.shapes()},
                      {"exchanges", exchanges_},
                      {"broken", broken_},
                      {"cases", std::move(cases)}});
}

std::string host::known_json() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return model::dump({{"known", known_.shapes()}, {"exchanges", exchanges_}, {"broken", broken_}});
}

std::string host::exchanges_json(std::size_t shape) const {
  const std::lock_guard<std::mutex> guard(lock_);
  const record& of = records_[shape];
  ordered_json all = ordered_json::array();
  for (const kept_exchange& one : of.exchanges) {
    all.push_back({{"number", one.number},
                   {"connection", one.connection},
                   {"at", one.at},
                   {"where", one.where},
                   {"request", octets(one.request)},
                   {"answer", octets(one.answer)},
                   {"fault", one.fault}});
  }
  return model::dump({{"id", shapes_[shape].id()},
                      {"attempt", of.attempts},
                      {"not_kept", of.not_kept},
                      {"exchanges", std::move(all)}});
}

std::string host::events_from(std::uint64_t& next) const {
  const std::lock_guard<std::mutex> guard(lock_);
  std::string made;
  next = std::max(next, first_event_);
  // So that one that is slow does not make a long text.
  for (; next - first_event_ < events_.size() && made.size() < 256 * 1024; ++next)
    absl::StrAppend(&made, "id: ", next, "\ndata: ", events_[next - first_event_], "\n\n");
  return made;
}

}  // namespace gauntlet::serve
