// Counts instructions. Under callgrind it makes one dump for each row and number of repetitions,
// with the trigger "ROW#N"; by itself it prints the rows, with the number of allocations of each.
// Arguments are the names of forms; without any, all are run.
#include <valgrind/callgrind.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "bench/cases.hpp"
#include "bench/gate/alloc_guard.hpp"
#include "bench/gate/subject.hpp"

namespace gauntlet::bench {
namespace {

// The difference of two counts is that of so many repetitions, without what stands around them.
constexpr std::size_t repetitions[] = {1, 3};

int run_all(const std::vector<std::string>& wanted) {
  const case_table table = load_cases(default_case_file());
  const bool is_counting = RUNNING_ON_VALGRIND != 0;
  if (!is_counting) {
    std::printf("{\"format\":1,\"compiler\":\"%s\",\"repetitions\":[%zu,%zu],\"forms\":{",
#if defined(__clang__)
                "clang++ " __clang_version__,
#else
                "g++ " __VERSION__,
#endif
                repetitions[0], repetitions[1]);
    const char* separator = "";
    for (const std::string& form : every_form()) {
      std::printf("%s\"%s\":%s", separator, form.c_str(), runs_here(form) ? "true" : "false");
      separator = ",";
    }
    std::printf("},\"rows\":[");
  }
  const char* separator = "\n";
  for (const subject& row : every_subject(table, true)) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), row.form()) == wanted.end())
      continue;
    if (!row.is_right()) {
      std::fprintf(stderr, "gate_ir: %s: another verdict than expected\n", row.name().c_str());
      return 2;
    }
    // What is bound lazily is bound now.
    row.run(1);
    if (is_counting) {
      for (const std::size_t times : repetitions) {
        CALLGRIND_ZERO_STATS;
        CALLGRIND_TOGGLE_COLLECT;
        row.run(times);
        CALLGRIND_TOGGLE_COLLECT;
        const std::string trigger = row.name() + "#" + std::to_string(times);
        CALLGRIND_DUMP_STATS_AT(trigger.c_str());
      }
    } else {
      const auto before = allocations();
      row.run(1);
      const auto allocated = allocations() - before;
      std::printf(
          "%s{\"name\":\"%s\",\"form\":\"%s\",\"case\":\"%s\",\"kind\":\"%s\",\"octets\":%zu,"
          "\"values\":%zu,\"allocations\":%llu}",
          separator, row.name().c_str(), row.form().c_str(), row.of().c_str(),
          row.is_shape() ? "shape" : "input", row.octets(), row.values(),
          static_cast<unsigned long long>(allocated));
      separator = ",\n";
    }
  }
  if (!is_counting) std::printf("\n]}\n");
  return std::fflush(stdout) == 0 ? 0 : 2;
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
  try {
    return gauntlet::bench::run_all({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gate_ir: %s\n", error.what());
    return 2;
  }
}
