#ifndef CONFORMANCE_PROCESS_SIDE_BY_SIDE_HPP
#define CONFORMANCE_PROCESS_SIDE_BY_SIDE_HPP

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace gauntlet::process {

// Calls `work` with each of `items`, in as many threads as there are processors, `least` or more.
template <typename T>
void side_by_side(const std::vector<T*>& items, unsigned least, const auto& work) {
  std::atomic<std::size_t> next{0};
  const auto take_turns = [&] {
    for (std::size_t i = next++; i < items.size(); i = next++) work(*items[i]);
  };
  const std::size_t threads =
      std::min<std::size_t>(items.size(), std::max(least, std::thread::hardware_concurrency()));
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(take_turns);
  take_turns();
  for (std::thread& each : others) each.join();
}

}  // namespace gauntlet::process

#endif
