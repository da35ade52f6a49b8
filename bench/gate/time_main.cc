// Measures time with Google Benchmark: one benchmark for each row.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <exception>
#include <list>
#include <string>

#include "bench/cases.hpp"
#include "bench/gate/alloc_guard.hpp"
#include "bench/gate/subject.hpp"

namespace gauntlet::bench {
namespace {

bool has_failed = false;

void measure(benchmark::State& state, const subject& row) {
  // Before timing, since a wrong parse can be fast.
  if (!row.is_right()) {
    has_failed = true;
    state.SkipWithError("another verdict than expected");
    return;
  }
  const auto before = allocations();
  for ([[maybe_unused]] auto _ : state) {
    const subject* of = &row;
    benchmark::DoNotOptimize(of);
    benchmark::DoNotOptimize(of->run(1));
  }
  if (allocations() != before) {
    // The library's own loop asks for none.
    has_failed = true;
    state.SkipWithError("it allocates");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(row.octets()));
  state.counters["values"] = static_cast<double>(row.values());
}

int run_all(int argc, char** argv) {
  const case_table table = load_cases(default_case_file());
  const std::vector<subject> rows = every_subject(table, false);
  for (const subject& row : rows) {
    benchmark::RegisterBenchmark(row.name().c_str(),
                                 [&row](benchmark::State& state) { measure(state, row); });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    // The library says of itself how it was built; this is about the code that is measured.
#ifdef NDEBUG
  benchmark::AddCustomContext("gauntlet_build_type", "release");
#else
  benchmark::AddCustomContext("gauntlet_build_type", "debug");
#endif
  if (benchmark::RunSpecifiedBenchmarks() == 0) return 2;
  benchmark::Shutdown();
  return has_failed ? 1 : 0;
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
  try {
    return gauntlet::bench::run_all(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gate_time: %s\n", error.what());
    return 2;
  }
}
