// The rules, and what stumbles over what they find, compiled in.
#ifndef CONFORMANCE_LINT_EMBEDDED_HPP
#define CONFORMANCE_LINT_EMBEDDED_HPP

namespace gauntlet::lint::embedded {

extern const char rules_json[];
extern const char stumbles_json[];

}  // namespace gauntlet::lint::embedded

#endif
