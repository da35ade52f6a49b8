#include "conformance/grammar/facts.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "nlohmann/json.hpp"

namespace gauntlet::grammar_engine {
namespace {

// A thing that a value may show, the flag it has in flags.json (or none), and the requirement that
// speaks of it, with its place in RFC 9110.
struct known_fact {
  std::string_view name;
  std::string_view flag;
  std::string_view requirement;
  std::string_view section;
  std::string_view level;
};

constexpr known_fact known_facts[] = {
    {"challenges", "", "R57", "11.6.1", "note"},
    {"credentials", "", "R59", "11.6.2", "prose"},
    {"auth-info", "", "R62", "11.6.3", "prose"},
    {"several lines", "several-lines", "R9", "5.2", "prose"},
    {"line break", "line-break", "R18", "5.5", "must"},
    {"white space around a line", "ows", "R16", "5.5", "must"},
    {"no element", "", "R26", "5.6.1.2", "must"},
    {"empty element", "empty-element", "R23", "5.6.1.2", "must"},
    {"white space around a comma", "ows", "R24", "5.6.1.2", "must"},
    {"HTAB around a comma", "htab", "R24", "5.6.1.2", "must"},
    {"BWS", "bws", "R30", "5.6.3", "must"},
    {"HTAB as BWS", "htab", "R30", "5.6.3", "must"},
    {"quoted-string", "quoted-string", "R20", "5.6.4", "prose"},
    {"quoted-pair", "quoted-pair", "R31", "5.6.4", "must"},
    {"obs-text", "obs-text", "R17", "5.5", "should"},
    {"scheme alone", "bare-scheme", "R34", "11.1", "prose"},
    {"several SP after the scheme", "ows", "R35", "11.2", "prose"},
    {"token68", "token68", "R35", "11.2", "prose"},
    {"parameter", "", "R36", "11.2", "prose"},
    {"name twice", "duplicate-parameter", "R37", "11.2", "must"},
    {"several challenges", "challenge-split", "R57", "11.6.1", "note"},
    {"scheme twice", "same-scheme", "R49", "11.5", "prose"},
    {"realm as a token", "realm-token", "R53", "11.5", "must"},
    {"fault", "", "R6", "2.4", "may"},
    {"ends too early", "truncated", "R3", "2.3", "should"},
    {"open quoted-string", "unterminated-quote", "R6", "2.4", "may"},
    {"half a parameter", "missing-value", "R6", "2.4", "may"},
    {"control octet", "control-octet", "R19", "5.5", "may"},
    {"obs-text outside of quotes", "obs-text", "R6", "2.4", "may"},
    {"HTAB in place of SP", "htab", "R35", "11.2", "prose"},
    {"comma in credentials", "challenge-split", "R59", "11.6.2", "prose"},
    {"comma that nothing allows", "challenge-split", "R6", "2.4", "may"},
    {"delimiter", "delimiter", "R6", "2.4", "may"},
    {"element without a comma before it", "challenge-split", "R35", "11.2", "prose"},
};

using names = std::set<std::string_view>;

bool is_white(char octet) { return octet == ' ' || octet == '\t'; }

std::size_t white_before(std::string_view value, std::size_t at) {
  while (at > 0 && is_white(value[at - 1])) --at;
  return at;
}

std::size_t white_after(std::string_view value, std::size_t at) {
  while (at < value.size() && is_white(value[at])) ++at;
  return at;
}

// The white space on both sides of the octet at `at`.
void white_around(std::string_view value, std::size_t at, std::string_view plain,
                  std::string_view what, std::string_view htab, names& out) {
  const std::size_t begin = white_before(value, at);
  const std::size_t end = white_after(value, at + 1);
  for (const std::string_view white :
       {value.substr(begin, at - begin), value.substr(at + 1, end - at - 1)}) {
    if (white.empty() || white == plain) continue;
    out.insert(white.find('\t') != std::string_view::npos ? htab : what);
  }
}

void facts_of_octets(std::string_view value, const labeller::labelling& labels, names& out) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const label& here = labels.octets[i];
    const bool is_in_quotes = here.what == role::value;
    if (here.what == role::escape) out.insert("quoted-pair");
    if (here.what == role::quote) out.insert("quoted-string");
    if (is_in_quotes && static_cast<unsigned char>(value[i]) >= 0x80) out.insert("obs-text");
    if (here.what == role::token68) out.insert("token68");
    if (here.what == role::name) out.insert("parameter");
    if (here.what == role::scheme && i + 2 < value.size() && value[i + 1] == ' ' &&
        value[i + 2] == ' ') {
      out.insert("several SP after the scheme");
    }
    if (here.what != role::ignored) continue;
    if (value[i] == '=') {
      white_around(value, i, "", "BWS", "HTAB as BWS", out);
    } else if (value[i] == ',') {
      white_around(value, i, " ", "white space around a comma", "HTAB around a comma", out);
      const std::size_t before = white_before(value, i);
      const std::size_t after = white_after(value, i + 1);
      const bool follows_scheme =
          before > 0 && before < i && labels.octets[before - 1].what == role::scheme;
      if (before == 0 || after == value.size() || value[after] == ',' || follows_scheme) {
        out.insert("empty element");
      }
    }
  }
}

void facts_of_params(const std::vector<model::param>& params, names& out) {
  std::set<std::string> seen;
  for (const model::param& one : params) {
    const std::string name = absl::AsciiStrToLower(one.name);
    if (!seen.insert(name).second) out.insert("name twice");
    if (name == "realm" && !one.quoted) out.insert("realm as a token");
  }
}

void facts_of_result(const model::result& in, names& out) {
  if (const auto* challenges = std::get_if<model::challenges_result>(&in)) {
    std::set<std::string> seen;
    for (const model::challenge& one : *challenges) {
      facts_of_params(one.params, out);
      if (!seen.insert(absl::AsciiStrToLower(one.scheme)).second) out.insert("scheme twice");
      if (one.params.empty() && !one.token68) out.insert("scheme alone");
    }
    if (challenges->empty()) out.insert("no element");
    if (challenges->size() > 1) out.insert("several challenges");
  } else if (const auto* credentials = std::get_if<model::credentials_result>(&in)) {
    facts_of_params(credentials->params, out);
    if (credentials->params.empty() && !credentials->token68) out.insert("scheme alone");
  } else {
    const auto& params = std::get<model::auth_info_result>(in);
    facts_of_params(params, out);
    if (params.empty()) out.insert("no element");
  }
}

// In a prefix that can be completed a DQUOTE opens or closes a quoted-string wherever it stands.
bool ends_in_quotes(std::string_view prefix) {
  bool quoted = false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (quoted && prefix[i] == '\\') {
      ++i;
    } else if (prefix[i] == '"') {
      quoted = !quoted;
    }
  }
  return quoted;
}

void facts_of_fault(operation op, std::string_view value, std::size_t offset, names& out) {
  out.insert("fault");
  const std::string_view prefix = value.substr(0, offset);
  const std::size_t before = white_before(value, offset);
  const bool after_equals = before > 0 && value[before - 1] == '=';
  if (offset == value.size()) {
    out.insert("ends too early");
    if (ends_in_quotes(prefix)) out.insert("open quoted-string");
    if (after_equals) out.insert("half a parameter");
    return;
  }
  const auto octet = static_cast<unsigned char>(value[offset]);
  if (octet == '\t') {
    out.insert("HTAB in place of SP");
  } else if (octet < 0x20 || octet == 0x7F) {
    out.insert("control octet");
  } else if (octet >= 0x80) {
    out.insert("obs-text outside of quotes");
  } else if (octet == '=' || (octet == ',' && after_equals)) {
    out.insert("half a parameter");
  } else if (octet == ',') {
    out.insert(op == operation::credentials ? "comma in credentials" : "comma that nothing allows");
  } else if (before < offset &&
             std::string_view("\"/\\(){}<>@:;?[]").find(value[offset]) == std::string_view::npos) {
    out.insert("element without a comma before it");
  } else {
    out.insert("delimiter");
  }
}

names facts_of(const engine& of, operation op, const std::vector<std::string>& lines) {
  names out{model::to_string(op)};
  const std::string value = combined(lines);
  if (lines.size() > 1) out.insert("several lines");
  for (const std::string& line : lines) {
    if (line != trimmed(line)) out.insert("white space around a line");
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      out.insert("line break");
    }
  }
  const outcome found = of.run(op, grammar::recipient, value);
  labeller::labelling labels;
  if (found.accepted && of.of(op, grammar::recipient).raw_labeller.run(value, labels)) {
    facts_of_octets(value, labels, out);
    facts_of_result(found.result, out);
  } else if (out.count("line break") == 0) {
    facts_of_fault(op, value, found.offset, out);
  }
  return out;
}

}  // namespace

void add_facts(nlohmann::ordered_json& to, const engine& of, operation op,
               const std::vector<std::string>& lines) {
  const names found = facts_of(of, op, lines);
  using list = nlohmann::ordered_json;
  list requirements = list::array(), refs = list::array(), flags = list::array();
  const auto add = [](list& all, list one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  };
  for (const known_fact& fact : known_facts) {
    if (found.count(fact.name) == 0) continue;
    add(requirements, fact.requirement);
    add(refs, {{"rfc", 9110}, {"section", fact.section}, {"level", fact.level}});
    if (!fact.flag.empty()) add(flags, fact.flag);
  }
  to["requirements"] = std::move(requirements);
  to["refs"] = std::move(refs);
  if (!flags.empty()) to["flags"] = std::move(flags);
}

}  // namespace gauntlet::grammar_engine
