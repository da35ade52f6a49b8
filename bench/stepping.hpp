#ifndef GAUNTLET_BENCH_STEPPING_HPP_
#define GAUNTLET_BENCH_STEPPING_HPP_

#include <cstdint>
#include <functional>
#include <optional>

namespace gauntlet::bench {

// How many instructions `work` takes, and a number of others that is always the same: a child does
// it one instruction at a time. A million times slower than the processor, but it counts what
// valgrind does not know. Nothing where a process may not trace its child. Throws
// std::runtime_error when the child ends before its work does.
std::optional<std::uint64_t> count_by_stepping(const std::function<void()>& work);

}  // namespace gauntlet::bench

#endif  // GAUNTLET_BENCH_STEPPING_HPP_
