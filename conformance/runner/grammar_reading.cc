#include "conformance/runner/grammar_reading.hpp"

#include "absl/status/statusor.h"
#include "conformance/grammar/engine.hpp"

namespace gauntlet::runner {
namespace {

const grammar_engine::engine& engine() {
  static const absl::StatusOr<grammar_engine::engine> built = grammar_engine::engine::load();
  return built.value();
}

}  // namespace

std::optional<model::result> grammar_reading(model::operation op,
                                             const std::vector<std::string>& lines) {
  grammar_engine::outcome read = engine().run_lines(op, grammar_engine::grammar::recipient, lines);
  if (!read.accepted) return std::nullopt;
  return std::move(read.result);
}

std::optional<std::vector<octet_range>> quoted_strings(model::operation op,
                                                       std::string_view combined) {
  grammar_engine::labeller::labelling labels;
  const grammar_engine::language& rule = engine().of(op, grammar_engine::grammar::recipient);
  if (!rule.raw_labeller.run(combined, labels)) return std::nullopt;
  std::vector<octet_range> found;
  bool is_open = false;
  for (std::size_t at = 0; at < combined.size(); ++at) {
    if (labels.octets[at].what != grammar_engine::role::quote) continue;
    if (is_open) {
      found.back().second = at;
    } else {
      found.emplace_back(at + 1, at + 1);
    }
    is_open = !is_open;
  }
  return found;
}

}  // namespace gauntlet::runner
