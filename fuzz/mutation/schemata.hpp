// The choice between the mutants in one program (schemata.py), by number; 0 is none of them.
#ifndef GAUNTLET_CONFORMANCE_MUTATION_SCHEMATA_HPP_
#define GAUNTLET_CONFORMANCE_MUTATION_SCHEMATA_HPP_

extern "C" {
__attribute__((visibility("default"))) inline int subject_mutant = 0;
}

namespace gauntlet_mutation {

// Whether one of first..last is chosen. What is computed while compiling has no choice.
[[gnu::always_inline]] constexpr bool is_among(int first, int last) noexcept {
  if (__builtin_is_constant_evaluated()) return false;
  return subject_mutant >= first && subject_mutant <= last;
}

}  // namespace gauntlet_mutation

#endif  // GAUNTLET_CONFORMANCE_MUTATION_SCHEMATA_HPP_
