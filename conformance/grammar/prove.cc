#include "conformance/grammar/prove.hpp"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/grammar/data.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::grammar_engine {
namespace {

std::string text(std::string_view in) { return std::string(in); }
std::string name(operation op) { return text(model::to_string(op)); }
std::string name(grammar g) { return text(to_string(g)); }

std::string shown(const std::string& value) { return model::quoted_printable(value); }

dfa language_of(const labelled_nfa& nfa) { return minimised(determinised(nfa)); }

absl::StatusOr<labelled_nfa> compiled(const absl::StatusOr<rule_list>& rules, operation op) {
  if (!rules.ok()) return rules.status();
  return compile(*rules, text(rule_name(op)), authentication_roles());
}

// A language as an automaton without roles, to be put together with others.
labelled_nfa without_labels(const dfa& in) {
  labelled_nfa out;
  out.transitions.resize(in.size());
  out.ends.resize(in.size());
  out.start = in.graph.start;
  for (automaton::state at = 0; at < in.size(); ++at) {
    for (std::size_t symbol = 0; symbol < in.graph.symbols; ++symbol) {
      out.transitions[at].push_back({in.classes.members(symbol), {}, in.graph.step(at, symbol)});
    }
    if (in.graph.accepting[at]) out.ends[at].push_back(0);
  }
  return reduced(out);
}

class prover {
 public:
  explicit prover(const engine& of) : engine_(of) {}

  std::vector<fact> run() {
    sizes();
    forms();
    inclusions();
    unambiguity();
    controls();
    lines();
    return std::move(facts_);
  }

 private:
  void add(const char* group, std::string statement, bool holds, std::string found) {
    facts_.push_back({group, std::move(statement), holds, std::move(found)});
  }

  // `a` and `b` describe the same language.
  void add_equal(const char* group, std::string statement, const dfa& a, const dfa& b) {
    const auto first = shortest_difference(a, b), second = shortest_difference(b, a);
    std::string found = absl::StrCat("equal, ", a.size(), " states");
    if (first) found = absl::StrCat("only in the first: ", shown(*first));
    if (second) found = absl::StrCat("only in the second: ", shown(*second));
    add(group, std::move(statement), !first && !second, std::move(found));
  }

  void add_error(const char* group, std::string statement, const absl::Status& status) {
    add(group, std::move(statement), false, std::string(status.message()));
  }

  void sizes() {
    const struct {
      grammar g;
      std::size_t classes, raw[3], line[3];
    } known[] = {{grammar::recipient, 11, {24, 17, 11}, {22, 19, 9}},
                 {grammar::appendix_a, 11, {23, 17, 11}, {22, 19, 10}},
                 {grammar::sender, 16, {31, 28, 16}, {30, 28, 15}},
                 {grammar::rfc7235, 11, {28, 18, 0}, {23, 19, 0}}};
    for (const auto& row : known) {
      const std::size_t classes = engine_.classes(row.g).size();
      add("sizes", absl::StrCat(name(row.g), ": ", row.classes, " classes of octets"),
          classes == row.classes, absl::StrCat(classes, " classes"));
      for (std::size_t i = 0; i < all_operations.size(); ++i) {
        if (!has_operation(row.g, all_operations[i])) continue;
        const language& in = engine_.of(all_operations[i], row.g);
        add("sizes",
            absl::StrCat(name(row.g), " ", name(all_operations[i]), ": ", row.raw[i],
                         " states, as a field line ", row.line[i]),
            in.raw.size() == row.raw[i] && in.line.size() == row.line[i] && in.raw.dead() &&
                in.line.dead(),
            absl::StrCat(in.raw.size(), " and ", in.line.size(), ", the dead state included"));
      }
    }
  }

  void forms() {
    const auto senders = expand_lists(engine_.section_rules(), list_form::sender);
    for (const operation op : all_operations) {
      const std::string statement =
          absl::StrCat(name(op), ": the sections with the sender's lists are RFC 9110 Appendix A");
      const auto nfa = compiled(senders, op);
      if (!nfa.ok()) {
        add_error("forms", statement, nfa.status());
        continue;
      }
      add_equal("forms", statement, language_of(*nfa), engine_.of(op, grammar::appendix_a).raw);
    }
    const auto old_sections = overlay(engine_.section_rules(), data::rfc7235, "rfc7235.abnf");
    const auto old = old_sections.ok() ? expand_lists(*old_sections, list_form::historic_recipient)
                                       : old_sections;
    for (const operation op : {operation::challenges, operation::credentials}) {
      const std::string statement = absl::StrCat(
          name(op), ": the sections of RFC 7235 with RFC 7230's lists are its Appendix C");
      const auto nfa = compiled(old, op);
      if (!nfa.ok()) {
        add_error("forms", statement, nfa.status());
        continue;
      }
      add_equal("forms", statement, language_of(*nfa), engine_.of(op, grammar::rfc7235).raw);
    }
    for (const operation op : all_operations) {
      const auto all = compiled(engine_.rules(grammar::sender), op);
      const std::string statement = absl::StrCat(
          name(op), ": sender is Appendix A without BWS less the values with realm as a token");
      if (!all.ok()) {
        add_error("forms", statement, all.status());
        continue;
      }
      add_equal(
          "forms", statement,
          difference(language_of(*all), language_of(without_token_value(*all, "realm", true))),
          engine_.of(op, grammar::sender).raw);
    }
  }

  void inclusions() {
    const struct {
      grammar part, whole;
    } pairs[] = {{grammar::appendix_a, grammar::recipient},
                 {grammar::sender, grammar::appendix_a},
                 {grammar::sender, grammar::recipient},
                 {grammar::rfc7235, grammar::recipient}};
    for (const auto& pair : pairs) {
      for (const operation op : all_operations) {
        if (!has_operation(pair.part, op)) continue;
        const language& part = engine_.of(op, pair.part);
        const language& whole = engine_.of(op, pair.whole);
        const auto outside = shortest_difference(part.raw, whole.raw);
        const auto more = shortest_difference(whole.raw, part.raw);
        std::string found = outside
                                ? absl::StrCat("not in ", name(pair.whole), ": ", shown(*outside))
                            : more ? absl::StrCat("strictly; shortest value outside ",
                                                  name(pair.part), ": ", shown(*more))
                                   : "equal";
        add("inclusion",
            absl::StrCat(name(op), ": ", name(pair.part), " lies within ", name(pair.whole),
                         ", strictly"),
            !outside && more.has_value(), std::move(found));
        const auto differs = find_label_difference(part.raw_labelled, whole.raw_labelled);
        add("inclusion",
            absl::StrCat(name(op), ": what ", name(pair.part), " holds has the same result in ",
                         name(pair.whole)),
            !differs,
            differs ? absl::StrCat("differs: ", shown(differs->value))
                    : "the same roles for every octet");
      }
    }
  }

  static std::string two_readings(const labelled_nfa& nfa, const ambiguity& found) {
    std::vector<std::string> readings;
    for (const model::result& result : all_results(nfa, operation::challenges, found.value)) {
      readings.push_back(model::describe(result));
    }
    return absl::StrCat(shown(found.value), ": ", absl::StrJoin(readings, " | "));
  }

  void unambiguity() {
    for (const grammar g : all_grammars) {
      for (const operation op : all_operations) {
        if (!has_operation(g, op)) continue;
        const language& in = engine_.of(op, g);
        for (const bool raw : {true, false}) {
          const auto found = find_ambiguity(raw ? in.raw_labelled : in.line_labelled);
          add("unambiguity",
              absl::StrCat(name(g), " ", name(op), raw ? "" : " as a field line",
                           ": one result for every value"),
              !found,
              found ? absl::StrCat("two: ", shown(found->value))
                    : "no pair of states with two labels");
        }
      }
    }
  }

  void controls() {
    const struct {
      const char* what;
      const char* rules;
      bool ambiguous;
    } mutants[] = {
        {"empty unquoted value", "auth-param = token BWS \"=\" BWS ( [ token ] / quoted-string )\n",
         true},
        {"no SP needed after the scheme",
         "challenge = auth-scheme [ *SP ( token68 / #auth-param ) ]\n", true},
        {"= inside token68",
         "token68 = 1*( ALPHA / DIGIT / \"-\" / \".\" / \"_\" / \"~\" / \"+\" / \"/\" / \"=\" ) "
         "*\"=\"\n",
         true},
        {"HTAB after the scheme",
         "challenge = auth-scheme [ 1*( SP / HTAB ) ( token68 / #auth-param ) ]\n", false},
        {"token68 of = alone",
         "token68 = *( ALPHA / DIGIT / \"-\" / \".\" / \"_\" / \"~\" / \"+\" / \"/\" ) 1*\"=\" / "
         "1*( ALPHA / DIGIT / \"-\" / \".\" / \"_\" / \"~\" / \"+\" / \"/\" )\n",
         false},
        {"parameters separated by white space",
         "challenge = auth-scheme [ 1*SP ( token68 / [ auth-param *( RWS auth-param ) ] ) ]\n"
         "RWS = 1*( SP / HTAB )\n",
         false},
    };
    for (const auto& mutant : mutants) {
      const std::string statement = absl::StrCat("a grammar with \"", mutant.what, "\" is ",
                                                 mutant.ambiguous ? "flagged" : "not flagged");
      const auto section = overlay(engine_.section_rules(), mutant.rules, mutant.what);
      const auto nfa =
          compiled(section.ok() ? expand_lists(*section, list_form::recipient) : section,
                   operation::challenges);
      if (!nfa.ok()) {
        add_error("controls", statement, nfa.status());
        continue;
      }
      const auto found = find_ambiguity(*nfa);
      const bool two = found && all_results(*nfa, operation::challenges, found->value).size() > 1;
      add("controls", statement, mutant.ambiguous ? two : !found.has_value(),
          found ? two_readings(*nfa, *found) : "no ambiguity");
    }
    // The comparison of two grammars has to see a difference that is there.
    const auto other =
        overlay(engine_.section_rules(), "auth-param = token BWS \"=\" ( token / quoted-string )\n",
                "BWS after = left out");
    const auto nfa = compiled(other.ok() ? expand_lists(*other, list_form::sender) : other,
                              operation::challenges);
    const char* statement =
        "a grammar without BWS after the = is flagged as different from Appendix A";
    if (!nfa.ok()) {
      add_error("controls", statement, nfa.status());
      return;
    }
    const auto missing = shortest_difference(
        engine_.of(operation::challenges, grammar::appendix_a).raw, language_of(*nfa));
    add("controls", statement, missing.has_value(),
        missing ? absl::StrCat("missing: ", shown(*missing)) : "no difference");
  }

  void lines() {
    const auto untrimmed = read_grammar(
        "trimmed = [ x [ *OCTET x ] ]\nx = %x00-08 / %x0A-1F / %x21-FF\nows = *( SP / HTAB )\n",
        "trimmed");
    const labelled_nfa ows = any_number_of(octets_of(" \t"));
    const dfa ends_are_not_white = language_of(compile(*untrimmed, "trimmed", {}).value());
    for (const grammar g : all_grammars) {
      for (const operation op : all_operations) {
        if (!has_operation(g, op)) continue;
        const language& in = engine_.of(op, g);
        const labelled_nfa core = without_labels(both(in.raw, ends_are_not_white));
        add_equal(
            "lines",
            absl::StrCat(name(g), " ", name(op), ": OWS rule OWS is what is valid after trimming"),
            in.line, language_of(concatenate(concatenate(ows, core), ows)));
      }
    }
    for (const grammar g : {grammar::recipient, grammar::rfc7235}) {
      for (const operation op : {operation::challenges, operation::auth_info}) {
        if (!has_operation(g, op)) continue;
        const labelled_nfa& one = engine_.of(op, g).raw_labelled;
        const auto differs =
            find_label_difference(concatenate(concatenate(one, exactly(", ")), one), one);
        add("lines",
            absl::StrCat(name(g), " ", name(op),
                         ": valid lines combine to the concatenation of their results"),
            !differs,
            differs ? absl::StrCat("differs: ", shown(differs->value))
                    : "the same roles for every octet");
      }
    }
    const language& credentials = engine_.of(operation::credentials, grammar::recipient);
    const labelled_nfa two =
        concatenate(concatenate(credentials.raw_labelled, exactly(", ")), credentials.raw_labelled);
    const auto combined_pair = shortest_accepted(both(language_of(two), credentials.raw));
    add("lines", "credentials: two valid lines never combine into a valid value", !combined_pair,
        combined_pair ? absl::StrCat("valid: ", shown(*combined_pair)) : "no such value");
    const std::vector<std::string> merging{"Digest a=b", "c=d"};
    const auto accepted = [&](const std::vector<std::string>& in) {
      return engine_.run_lines(operation::credentials, grammar::recipient, in).accepted;
    };
    add("lines", "credentials: a valid line and an invalid one can combine into a valid value",
        accepted({merging[0]}) && !accepted({merging[1]}) && accepted(merging),
        "\"Digest a=b\" + \"c=d\"");
  }

  const engine& engine_;
  std::vector<fact> facts_;
};

}  // namespace

std::vector<fact> prove(const engine& of) { return prover(of).run(); }

}  // namespace gauntlet::grammar_engine
