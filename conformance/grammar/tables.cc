#include "conformance/grammar/tables.hpp"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/grammar/data.hpp"
#include "conformance/grammar/suite.hpp"
#include "conformance/model/text.hpp"

namespace gauntlet::grammar_engine {
namespace {

template <typename Values>
void append_array(std::string& out, const std::string& type, const std::string& name,
                  const Values& values) {
  absl::StrAppend(&out, "inline constexpr ", type, " ", name, "[] = {");
  std::size_t column = 200;
  for (const auto& one : values) {
    const std::string text = std::to_string(one);
    if (column + text.size() + 1 > 100) {
      out += "\n ";
      column = 1;
    }
    out += text + ",";
    column += text.size() + 1;
  }
  out += "\n};\n";
}

std::string identifier(std::string_view name) {
  return absl::StrReplaceAll(std::string(name), {{"-", "_"}});
}

std::string dot_octets(const octet_partition& classes, const std::vector<std::size_t>& some) {
  std::string out;
  for (const std::size_t one : some) {
    if (!out.empty()) out += ' ';
    const octet_set& members = classes.members(one);
    std::string text;
    if (members.count() == 1) {
      const char octet = static_cast<char>(classes.representative(one));
      text = octet == ' '    ? "SP"
             : octet == '\t' ? "HTAB"
             : octet == '"'  ? "DQUOTE"
                             : std::string(1, octet);
    } else if (members['x']) {
      text = members['!'] ? "tchar" : "letter";
    } else if (members[' '] && members['\t']) {
      text = "SP HTAB";
    } else if (members['!']) {
      text = "!#$...";
    } else if (members[0x80] && members[':']) {
      text = "other";
    } else {
      text = classes.describe(one);
    }
    out += text;
  }
  return absl::StrReplaceAll(out, {{"\\", "\\\\"}, {"\"", "\\\""}});
}

}  // namespace

std::string tables_header(const engine& of) {
  std::string arrays, automata;
  for (const grammar g : {grammar::recipient, grammar::sender}) {
    for (const operation op : all_operations) {
      const labeller& in = of.of(op, g).raw_labeller;
      const std::string prefix =
          absl::StrCat(identifier(to_string(g)), "_", identifier(model::to_string(op)));
      std::vector<unsigned> class_of, next, end, before;
      for (unsigned octet = 0; octet < 256; ++octet) {
        class_of.push_back(in.classes().class_of(static_cast<std::uint8_t>(octet)));
      }
      for (std::size_t subset = 0; subset < in.subsets(); ++subset) {
        const std::uint16_t state = in.end(subset).state;
        end.push_back(state == labeller::no_state ? 255U : state);
        for (std::size_t symbol = 0; symbol < in.classes().size(); ++symbol) {
          next.push_back(in.next(subset, symbol));
          for (std::size_t at = 0; at < in.states(); ++at) {
            const labeller::origin& from = in.before(subset, symbol, at);
            before.push_back(from.state == labeller::no_state
                                 ? 0U
                                 : from.state * 256U + from.what.begins * 8U +
                                       static_cast<unsigned>(from.what.what));
          }
        }
      }
      append_array(arrays, "std::uint8_t", prefix + "_class_of", class_of);
      append_array(arrays, "std::uint8_t", prefix + "_next", next);
      append_array(arrays, "std::uint8_t", prefix + "_end", end);
      append_array(arrays, "std::uint16_t", prefix + "_before", before);
      absl::StrAppend(&automata, "inline constexpr automaton ", prefix, "{", in.subsets(), ", ",
                      in.classes().size(), ", ", in.states(), ", ", in.dead(), ",\n    ", prefix,
                      "_class_of, ", prefix, "_next, ", prefix, "_end, ", prefix, "_before};\n");
    }
  }
  return absl::StrReplaceAll(std::string(data::automata_header), {{"@tables@", arrays + automata}});
}

std::string dot_graph(const engine& of, operation op, grammar g, bool raw) {
  const dfa& in = raw ? of.of(op, g).raw : of.of(op, g).line;
  const automaton::state dead = in.dead().value_or(static_cast<automaton::state>(in.size()));
  const auto words = shortest_words(in.graph);
  std::string out =
      absl::StrCat("digraph \"", std::string(model::to_string(op)), "\" {\n",
                   "  rankdir=LR; node [shape=circle, fontname=\"Helvetica\", fontsize=11]; edge "
                   "[fontname=\"Helvetica\", fontsize=9];\n  start [shape=point];\n");
  for (automaton::state at = 0; at < in.size(); ++at) {
    if (at == dead) continue;
    const std::string after =
        absl::StrReplaceAll(model::quoted_printable(representatives(in.classes, words[at])),
                            {{"\\", "\\\\"}, {"\"", "\\\""}});
    absl::StrAppend(&out, "  ", at, " [tooltip=\"after ", after, "\"",
                    in.graph.accepting[at] ? ", shape=doublecircle" : "", "];\n");
  }
  absl::StrAppend(&out, "  start -> ", in.graph.start, ";\n");
  for (automaton::state at = 0; at < in.size(); ++at) {
    if (at == dead) continue;
    std::map<automaton::state, std::vector<std::size_t>> edges;
    for (std::size_t symbol = 0; symbol < in.graph.symbols; ++symbol) {
      const automaton::state target = in.graph.step(at, symbol);
      if (target != dead) edges[target].push_back(symbol);
    }
    for (const auto& [target, symbols] : edges) {
      absl::StrAppend(&out, "  ", at, " -> ", target, " [label=\"", dot_octets(in.classes, symbols),
                      "\"];\n");
    }
  }
  return out + "}\n";
}

}  // namespace gauntlet::grammar_engine
