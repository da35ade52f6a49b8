// The program that measures: one table of rows, counted or timed.
//
//   gauntlet_bench --list [FORM...]          the forms, and the rows with the allocations of each, as JSON
//   gauntlet_bench [FORM...] --benchmark_*   time, by Google Benchmark
//   gauntlet_bench --step [FORM...]          instructions, one by one, of the rows with one value, as JSON:
//                                            {"format":1,"rows":{"avx512/b":[1010,2020]}}, for each number
//                                            of repetitions; exit status 3 where that is not permitted
//   gauntlet_bench [FORM...]                 under callgrind: instructions; a dump for each row and
//                                            number of repetitions, with the trigger "ROW#N"
//
// Without FORM: every form of the parser. Exit status 2 when a row is wrong, or something fails.
#include <benchmark/benchmark.h>
#include <valgrind/callgrind.h>

#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/cases.hpp"
#include "bench/stepping.hpp"
#include "bench/subject.hpp"
#include "parser/test/support/counted_allocations.hpp"

namespace gauntlet::bench {
namespace {

// The difference of two counts is that of so many repetitions, without what stands around them.
constexpr std::size_t repetitions[] = {1, 3};

constexpr const char* compiler =
#if defined(__clang__)
    "clang++ " __clang_version__;
#else
    "g++ " __VERSION__;
#endif

const char* to_string(form_kind kind) {
  return kind == form_kind::parser ? "parser" : kind == form_kind::anchor ? "anchor" : "peer";
}

int list(const std::vector<subject>& rows) {
  using json = nlohmann::ordered_json;
  json forms = json::object();
  for (const form& each : every_form()) {
    forms[each.name] = {{"kind", to_string(each.kind)}, {"runs", each.runs_here}};
    if (each.library) {
      forms[each.name].update({{"version", each.library->version},
                               {"function", each.library->function},
                               {"leaves_out", each.library->leaves_out}});
    }
  }
  json listed = json::array();
  for (const subject& row : rows) {
    const std::size_t taken = row.taken();
    const element_counts counts = row.counts();
    const auto before = test::allocations;
    row.run(1);
    const auto allocated = test::allocations - before;
    listed.push_back({{"name", row.name()},
                      {"form", row.by().name},
                      {"case", row.of()},
                      {"kind", row.is_shape() ? "shape" : "input"},
                      {"octets", row.octets()},
                      {"values", row.values()},
                      {"taken", taken},
                      {"auth_schemes", counts.auth_schemes},
                      {"token68s", counts.token68s},
                      {"auth_params", counts.auth_params},
                      {"quoted_pairs", counts.quoted_pairs},
                      {"allocations", allocated}});
  }
  const json document = {{"format", 1},
                         {"compiler", compiler},
                         {"repetitions", repetitions},
                         {"forms", std::move(forms)},
                         {"rows", std::move(listed)}};
  std::puts(document.dump().c_str());
  return std::fflush(stdout) == 0 ? 0 : 2;
}

int count(const std::vector<subject>& rows) {
  for (const subject& row : rows) {
    // What is bound lazily is bound now.
    row.run(1);
    for (const std::size_t times : repetitions) {
      CALLGRIND_ZERO_STATS;
      CALLGRIND_TOGGLE_COLLECT;
      row.run(times);
      CALLGRIND_TOGGLE_COLLECT;
      const std::string trigger = row.name() + "#" + std::to_string(times);
      CALLGRIND_DUMP_STATS_AT(trigger.c_str());
    }
  }
  return 0;
}

int step(const std::vector<subject>& rows) {
  nlohmann::json counts = nlohmann::json::object();
  for (const subject& row : rows) {
    if (row.values() != 1 || row.is_shape()) continue;
    // What is bound lazily is bound now.
    row.run(1);
    for (const std::size_t times : repetitions) {
      const auto counted = count_by_stepping([&] { row.run(times); });
      if (!counted) {
        std::fputs("gauntlet_bench: this process may not trace its child\n", stderr);
        return 3;
      }
      counts[row.name()].push_back(*counted);
    }
  }
  const nlohmann::json document = {{"format", 1}, {"rows", std::move(counts)}};
  std::puts(document.dump().c_str());
  return std::fflush(stdout) == 0 ? 0 : 2;
}

int time(const std::vector<subject>& rows, std::vector<char*> flags) {
  bool has_failed = false;
  for (const subject& row : rows) {
    // What is refused at once says nothing about speed.
    if (row.taken() == 0) continue;
    const auto measure = [&row, &has_failed](benchmark::State& state) {
      const auto before = test::allocations;
      for ([[maybe_unused]] auto _ : state) {
        const subject* of = &row;
        benchmark::DoNotOptimize(of);
        benchmark::DoNotOptimize(of->run(1));
      }
      // The library's own loop asks for none.
      if (row.by().kind == form_kind::parser && test::allocations != before) {
        has_failed = true;
        state.SkipWithError("it allocates");
      }
      state.counters["values"] = static_cast<double>(row.values());
    };
    benchmark::RegisterBenchmark(row.name().c_str(), measure);
  }
  int size = static_cast<int>(flags.size());
  flags.push_back(nullptr);
  benchmark::Initialize(&size, flags.data());
  if (benchmark::ReportUnrecognizedArguments(size, flags.data())) return 2;
  if (benchmark::RunSpecifiedBenchmarks() == 0) return 2;
  benchmark::Shutdown();
  return has_failed ? 1 : 0;
}

int run_all(int argc, char** argv) {
  std::vector<char*> flags{argv[0]};
  std::vector<std::string> forms;
  bool is_listing = false;
  bool is_stepping = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--list") {
      is_listing = true;
    } else if (argument == "--step") {
      is_stepping = true;
    } else if (argument.starts_with("-")) {
      flags.push_back(argv[i]);
    } else {
      forms.emplace_back(argument);
    }
  }
  const bool is_counting = RUNNING_ON_VALGRIND != 0;
  const std::vector<subject> rows = every_subject(load_cases(), forms, is_listing || is_counting);
  for (const subject& row : rows) {
    if (row.is_right()) continue;
    std::fprintf(stderr, "gauntlet_bench: %s: another result than expected\n", row.name().c_str());
    return 2;
  }
  if (is_listing) return list(rows);
  if (is_stepping) return step(rows);
  if (is_counting) return count(rows);
  return time(rows, std::move(flags));
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
  try {
    return gauntlet::bench::run_all(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gauntlet_bench: %s\n", error.what());
    return 2;
  }
}
