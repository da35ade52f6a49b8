// Google Benchmark over every subject and input: ns, octets a second. Exit status 2 when a subject
// does not find what is in an input.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <deque>

#include "bench/subjects.hpp"

int main(int argc, char** argv) {
  using namespace gauntlet::bench;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  try {
    const case_table table = load_cases(default_case_file());
    std::deque<placed_input> inputs;
    for (const input& each : table.inputs) inputs.emplace_back(each);
    std::vector<std::string> not_run;
    const std::vector<subject> subjects = every_subject(not_run);
    for (const std::string& name : not_run) {
      std::fprintf(stderr, "not run: %s is not of this processor\n", name.c_str());
    }
    for (const subject& what : subjects) {
      for (const placed_input& where : inputs) {
        if (const std::string wrong = check(what, where); !wrong.empty()) {
          std::fprintf(stderr, "%s\n", wrong.c_str());
          return 2;
        }
        const std::string name = what.name + "/" + where.from().name;
        benchmark::RegisterBenchmark(name.c_str(), [&what, &where](benchmark::State& state) {
          for (auto _ : state) benchmark::DoNotOptimize(what.run(where, 1));
          const auto values = static_cast<double>(where.values().size());
          state.SetBytesProcessed(state.iterations() *
                                  static_cast<std::int64_t>(where.from().octets()));
          state.counters["per value"] = benchmark::Counter(
              values, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
        });
      }
    }
    return benchmark::RunSpecifiedBenchmarks() == 0 ? 1 : 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 2;
  }
}
