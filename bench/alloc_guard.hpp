#ifndef GAUNTLET_BENCH_ALLOC_GUARD_HPP_
#define GAUNTLET_BENCH_ALLOC_GUARD_HPP_

#include <cstdint>

namespace gauntlet::bench {

// How often this thread has asked for memory, in whatever way: malloc, calloc, realloc, their
// aligned relatives, and what stands on them, such as operator new.
std::uint64_t allocations() noexcept;

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_ALLOC_GUARD_HPP_
