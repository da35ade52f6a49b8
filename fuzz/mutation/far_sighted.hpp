// A scanner that always knows where a run of tchar ends, as the vector kernels often do. A reader
// takes short cuts then that it has no use for with the portable scanner.
#ifndef GAUNTLET_CONFORMANCE_MUTATION_FAR_SIGHTED_HPP_
#define GAUNTLET_CONFORMANCE_MUTATION_FAR_SIGHTED_HPP_

#include <gauntlet/gauntlet.hpp>

namespace gauntlet_mutation {

class far_sighted_scanner : public gauntlet::scalar_scanner {
 public:
  constexpr const char* end_of_tchar_nearby(const char* at) const noexcept {
    return skip_tchar(at);
  }
};

}  // namespace gauntlet_mutation

#endif  // GAUNTLET_CONFORMANCE_MUTATION_FAR_SIGHTED_HPP_
