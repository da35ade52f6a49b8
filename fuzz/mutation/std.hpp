// What the subjects include of the standard library, precompiled once for all of them.
#ifndef GAUNTLET_CONFORMANCE_MUTATION_STD_HPP_
#define GAUNTLET_CONFORMANCE_MUTATION_STD_HPP_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string_view>
#include <type_traits>

#endif  // GAUNTLET_CONFORMANCE_MUTATION_STD_HPP_
