// How often this thread has asked for memory.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_ALLOCATIONS_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_ALLOCATIONS_HPP_

#include <cstddef>

namespace gauntlet::test {

// Counted by counted_allocations.hpp, or by the hooks that a sanitizer offers.
inline thread_local constinit std::size_t allocations = 0;

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_ALLOCATIONS_HPP_
