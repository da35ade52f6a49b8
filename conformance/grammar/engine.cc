#include "conformance/grammar/engine.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/grammar/data.hpp"

namespace gauntlet::grammar_engine {
namespace {

// The challenge, or the credentials, that is being read.
model::challenge& challenge_of(model::result& out) {
  if (auto* challenges = std::get_if<model::challenges_result>(&out)) return challenges->back();
  return std::get<model::credentials_result>(out);
}

std::vector<model::param>& params_of(model::result& out) {
  if (auto* info = std::get_if<model::auth_info_result>(&out)) return *info;
  return challenge_of(out).params;
}

void apply_marks(model::result& out, marks begins) {
  if ((begins & begins_challenge) != 0) {
    if (auto* challenges = std::get_if<model::challenges_result>(&out)) challenges->emplace_back();
  }
  if ((begins & begins_token68) != 0) challenge_of(out).token68.emplace();
  if ((begins & begins_param) != 0) params_of(out).emplace_back();
  if ((begins & begins_token_value) != 0) params_of(out).back().quoted = false;
  if ((begins & begins_quoted_value) != 0) params_of(out).back().quoted = true;
}

void apply_octet(model::result& out, role what, char octet) {
  if (what == role::ignored || what == role::escape || what == role::quote) return;
  if (what == role::scheme) {
    challenge_of(out).scheme.push_back(octet);
  } else if (what == role::token68) {
    challenge_of(out).token68->push_back(octet);
  } else {
    model::param& last = params_of(out).back();
    (what == role::name ? last.name : last.value).push_back(octet);
  }
}

const octet_set& white_space() {
  static const octet_set octets = octets_of(" \t");
  return octets;
}

constexpr std::size_t index_of(operation op) { return static_cast<std::size_t>(op); }
constexpr std::size_t index_of(grammar g) { return static_cast<std::size_t>(g); }

}  // namespace

std::string_view to_string(grammar g) noexcept {
  switch (g) {
    case grammar::recipient:
      return "recipient";
    case grammar::appendix_a:
      return "appendix-a";
    case grammar::sender:
      return "sender";
    case grammar::rfc7235:
      return "rfc7235";
  }
  return "";
}

std::optional<grammar> grammar_from_string(std::string_view name) noexcept {
  for (const grammar g : all_grammars) {
    if (to_string(g) == name) return g;
  }
  return std::nullopt;
}

bool has_operation(grammar g, operation op) noexcept {
  return g != grammar::rfc7235 || op != operation::auth_info;
}

std::string_view rule_name(operation op) noexcept {
  switch (op) {
    case operation::challenges:
      return "WWW-Authenticate";
    case operation::credentials:
      return "Authorization";
    case operation::auth_info:
      return "Authentication-Info";
  }
  return "";
}

labeller::labeller(const labelled_nfa& in) : states_(in.size()) {
  const dfa classes_only = determinised(in);
  classes_ = classes_only.classes;
  std::map<std::set<labelled_nfa::state>, std::uint16_t> numbers;
  std::deque<std::set<labelled_nfa::state>> open;
  const auto number = [&](const std::set<labelled_nfa::state>& subset) {
    const auto [entry, added] = numbers.emplace(subset, static_cast<std::uint16_t>(numbers.size()));
    if (added) open.push_back(subset);
    return entry->second;
  };
  number({in.start});
  while (!open.empty()) {
    const std::set<labelled_nfa::state> subset = open.front();
    open.pop_front();
    if (subset.empty()) dead_ = static_cast<std::uint16_t>(ends_.size());
    origin end{no_state, {}};
    for (const labelled_nfa::state member : subset) {
      if (in.ends[member].empty()) continue;
      end = {static_cast<std::uint16_t>(member), {role::ignored, in.ends[member].front()}};
      break;
    }
    ends_.push_back(end);
    for (std::size_t symbol = 0; symbol < classes_.size(); ++symbol) {
      const std::uint8_t octet = classes_.representative(symbol);
      std::set<labelled_nfa::state> target;
      std::vector<origin> origins(states_, {no_state, {}});
      for (const labelled_nfa::state member : subset) {
        for (const auto& transition : in.transitions[member]) {
          if (!transition.octets[octet]) continue;
          target.insert(transition.target);
          origins[transition.target] = {static_cast<std::uint16_t>(member), transition.what};
        }
      }
      next_.push_back(number(target));
      before_.insert(before_.end(), origins.begin(), origins.end());
    }
  }
  subsets_ = numbers.size();
}

bool labeller::run(std::string_view value, labelling& out) const {
  std::vector<std::uint16_t> ways(value.size() + 1);
  ways[0] = start();
  for (std::size_t i = 0; i < value.size(); ++i) {
    ways[i + 1] = next(ways[i], classes_.class_of(static_cast<unsigned char>(value[i])));
  }
  const origin last = end(ways[value.size()]);
  if (last.state == no_state) return false;
  out.end = last.what.begins;
  out.octets.resize(value.size());
  std::uint16_t state = last.state;
  for (std::size_t i = value.size(); i-- > 0;) {
    const origin& from =
        before(ways[i], classes_.class_of(static_cast<unsigned char>(value[i])), state);
    out.octets[i] = from.what;
    state = from.state;
  }
  return true;
}

model::result result_of(operation op, std::string_view value, const labeller::labelling& labels) {
  model::result out = model::empty_result(op);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (labels.octets[i].begins != 0) apply_marks(out, labels.octets[i].begins);
    apply_octet(out, labels.octets[i].what, value[i]);
  }
  apply_marks(out, labels.end);
  return out;
}

std::vector<model::result> all_results(const labelled_nfa& in, operation op,
                                       std::string_view value) {
  std::vector<model::result> out;
  labeller::labelling labels;
  const auto walk = [&](const auto& self, labelled_nfa::state at, std::size_t i) -> void {
    if (i == value.size()) {
      for (const marks end : in.ends[at]) {
        labels.end = end;
        model::result found = result_of(op, value, labels);
        if (std::find(out.begin(), out.end(), found) == out.end()) out.push_back(std::move(found));
      }
      return;
    }
    for (const auto& transition : in.transitions[at]) {
      if (!transition.octets[static_cast<unsigned char>(value[i])]) continue;
      labels.octets.push_back(transition.what);
      self(self, transition.target, i + 1);
      labels.octets.pop_back();
    }
  };
  walk(walk, in.start, 0);
  return out;
}

language make_language(labelled_nfa raw) {
  const labelled_nfa ows = any_number_of(white_space());
  labelled_nfa line = concatenate(concatenate(ows, raw), ows);
  dfa raw_dfa = minimised(determinised(raw));
  dfa line_dfa = minimised(determinised(line));
  labeller raw_labels(raw), line_labels(line);
  return {std::move(raw),  std::move(raw_dfa),  std::move(raw_labels),
          std::move(line), std::move(line_dfa), std::move(line_labels)};
}

struct engine::parts {
  rule_list section;
  std::array<rule_list, all_grammars.size()> rules;
  mutable std::mutex mutex;
  mutable std::array<std::array<std::unique_ptr<language>, all_operations.size()>,
                     all_grammars.size()>
      languages;
  mutable std::array<std::unique_ptr<octet_partition>, all_grammars.size()> classes;

  labelled_nfa compiled(operation op, grammar g) const {
    // load() has compiled every rule once, so this cannot fail.
    labelled_nfa out =
        compile(rules[index_of(g)], std::string(rule_name(op)), authentication_roles()).value();
    return g == grammar::sender ? without_token_value(out, "realm") : out;
  }
  // `mutex` must be held.
  const language& built(operation op, grammar g) const {
    std::unique_ptr<language>& slot = languages[index_of(g)][index_of(op)];
    if (slot == nullptr) slot = std::make_unique<language>(make_language(compiled(op, g)));
    return *slot;
  }
};

engine::engine(std::unique_ptr<parts> built) : parts_(std::move(built)) {}
engine::engine(engine&&) noexcept = default;
engine& engine::operator=(engine&&) noexcept = default;
engine::~engine() = default;

absl::StatusOr<engine> engine::load() { return load(sources{}); }

absl::StatusOr<engine> engine::load(const sources& from) {
  auto out = std::make_unique<parts>();
  const auto set = [](rule_list& slot, absl::StatusOr<rule_list> value) {
    absl::Status status = value.status();
    if (status.ok()) slot = *std::move(value);
    return status;
  };
  absl::Status status = set(
      out->section,
      read_grammar(from.section_text.empty() ? data::rfc9110 : std::string_view(from.section_text),
                   from.section_name));
  if (!status.ok()) return status;
  status = set(out->rules[index_of(grammar::recipient)],
               expand_lists(out->section, list_form::recipient));
  if (!status.ok()) return status;
  status = set(out->rules[index_of(grammar::appendix_a)],
               read_grammar(data::rfc9110_appendix_a, "rfc9110-appendix-a.abnf"));
  if (!status.ok()) return status;
  status = set(out->rules[index_of(grammar::sender)],
               overlay(out->rules[index_of(grammar::appendix_a)], data::sender, "sender.abnf"));
  if (!status.ok()) return status;
  status = set(out->rules[index_of(grammar::rfc7235)],
               read_grammar(data::rfc7235_appendix_c, "rfc7235-appendix-c.abnf"));
  if (!status.ok()) return status;
  for (const grammar g : all_grammars) {
    for (const operation op : all_operations) {
      if (!has_operation(g, op)) continue;
      const auto compiled =
          compile(out->rules[index_of(g)], std::string(rule_name(op)), authentication_roles());
      if (!compiled.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat(from.section_name, ": ", std::string(compiled.status().message())));
      }
    }
  }
  return engine(std::move(out));
}

const language& engine::of(operation op, grammar g) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->built(op, g);
}

const octet_partition& engine::classes(grammar g) const {
  const std::lock_guard lock(parts_->mutex);
  std::unique_ptr<octet_partition>& slot = parts_->classes[index_of(g)];
  if (slot == nullptr) {
    octet_partition all;
    for (const operation op : all_operations) {
      if (!has_operation(g, op)) continue;
      all = octet_partition::common_refinement(all, parts_->built(op, g).raw.classes);
    }
    slot = std::make_unique<octet_partition>(std::move(all));
  }
  return *slot;
}

const rule_list& engine::rules(grammar g) const { return parts_->rules[index_of(g)]; }
const rule_list& engine::section_rules() const { return parts_->section; }

outcome engine::run(operation op, grammar g, std::string_view value) const {
  const language& in = of(op, g);
  outcome out;
  labeller::labelling labels;
  if (in.raw_labeller.run(value, labels)) {
    out.accepted = true;
    out.result = result_of(op, value, labels);
    return out;
  }
  std::uint16_t at = in.raw_labeller.start();
  for (const char octet : value) {
    at = in.raw_labeller.next(
        at, in.raw_labeller.classes().class_of(static_cast<unsigned char>(octet)));
    if (at == in.raw_labeller.dead()) break;
    ++out.offset;
  }
  return out;
}

outcome engine::run_lines(operation op, grammar g, const std::vector<std::string>& lines) const {
  return run(op, g, combined(lines));
}

std::string_view trimmed(std::string_view line) noexcept {
  while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

std::string combined(const std::vector<std::string>& lines) {
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out += ", ";
    out += trimmed(lines[i]);
  }
  return out;
}

}  // namespace gauntlet::grammar_engine
