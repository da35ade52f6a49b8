#include "conformance/grammar/random.hpp"

#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"

namespace gauntlet::grammar_engine {
namespace {

std::string shown(char octet) {
  if (octet == ' ') return "SP";
  if (octet == '\t') return "HTAB";
  return model::printable(std::string_view(&octet, 1));
}

}  // namespace

value_generator::value_generator(const engine& of, operation op, grammar g, std::uint64_t seed)
    : engine_(of), operation_(op), grammar_(g), rule_(of.of(op, g).raw), state_(seed) {
  const auto distances = distances_to_acceptance(rule_.graph);
  ways_.resize(rule_.size());
  completions_.resize(rule_.size());
  for (automaton::state at = 0; at < rule_.size(); ++at) {
    for (std::size_t symbol = 0; symbol < rule_.graph.symbols; ++symbol) {
      if (distances[rule_.graph.step(at, symbol)]) ways_[at].push_back(symbol);
    }
    for (automaton::state here = at; distances[here].value_or(0) > 0;) {
      for (std::size_t symbol = 0; symbol < rule_.graph.symbols; ++symbol) {
        const automaton::state target = rule_.graph.step(here, symbol);
        if (!distances[target] || *distances[target] >= *distances[here]) continue;
        completions_[at].push_back(static_cast<char>(rule_.classes.representative(symbol)));
        here = target;
        break;
      }
    }
  }
}

// SplitMix64: the standard library's distributions differ between implementations.
std::size_t value_generator::below(std::size_t bound) {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  return static_cast<std::size_t>((mixed ^ (mixed >> 31)) % bound);
}

char value_generator::octet_of(std::size_t octet_class) {
  const octet_set& members = rule_.classes.members(octet_class);
  std::size_t index = below(members.count());
  for (unsigned octet = 0; octet < 256; ++octet) {
    if (members[octet] && index-- == 0) return static_cast<char>(octet);
  }
  return 0;
}

std::string value_generator::valid(std::size_t length) {
  std::string out;
  automaton::state at = rule_.graph.start;
  while (out.size() < length && !ways_[at].empty()) {
    // Letters and digits are one class of many, and most of what fields hold.
    std::size_t symbol = ways_[at][below(ways_[at].size())];
    const std::size_t letters = rule_.classes.class_of('x');
    if (below(2) == 0 && rule_.graph.step(at, letters) == at) symbol = letters;
    const char octet = octet_of(symbol);
    out.push_back(octet);
    at = rule_.step(at, octet);
  }
  return out + completions_[at];
}

value_generator::miss value_generator::near_miss(std::size_t length) {
  for (;;) {
    miss out;
    out.value = valid(length);
    const std::size_t size = out.value.size();
    const std::size_t place = size == 0 ? 0 : below(size);
    const char octet = octet_of(below(rule_.classes.size()));
    switch (below(5)) {
      case 0:
        if (size == 0) continue;
        out.fault = absl::StrCat("delete octet ", place, ", ", shown(out.value[place]));
        out.value.erase(place, 1);
        break;
      case 1:
        out.fault = absl::StrCat("insert ", shown(octet), " at octet ", place);
        out.value.insert(place, 1, octet);
        break;
      case 2:
        if (size == 0) continue;
        out.fault = absl::StrCat("replace octet ", place, ", ", shown(out.value[place]), ", by ",
                                 shown(octet));
        out.value[place] = octet;
        break;
      case 3:
        if (size < 2 || place + 1 == size) continue;
        out.fault = absl::StrCat("swap octets ", place, " and ", place + 1);
        std::swap(out.value[place], out.value[place + 1]);
        break;
      default:
        out.fault = absl::StrCat("end before octet ", place);
        out.value.resize(place);
        break;
    }
    const outcome found = engine_.run(operation_, grammar_, trimmed(out.value));
    if (found.accepted) continue;
    out.offset = found.offset;
    return out;
  }
}

}  // namespace gauntlet::grammar_engine
