// Prints the table of targets: what must be, what is aimed at, what was measured. Times are ratios
// of minima over interleaved rounds of one process; instructions are counted by callgrind, for
// which the program runs itself once more.
//
// Exit status: 0 every must is met, 1 one is not, 2 something is wrong with a subject or with the
// tools, 3 what decides could not be measured here.
#include <unistd.h>
#include <valgrind/callgrind.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <new>
#include <optional>
#include <sstream>

#include "bench/subjects.hpp"

namespace {
std::size_t allocations = 0;
}

// Not inlined: GCC 12 takes the halves of an inlined pair of new and delete for mismatched.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* block = std::malloc(size > 0 ? size : 1)) return block;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept { std::free(block); }

namespace gauntlet::bench {
namespace {

using figures = std::map<std::string, double>;  // "subject/input"

std::string key(const subject& what, const input& where) { return what.name + "/" + where.name; }

struct bench {
  case_table table;
  std::deque<placed_input> inputs;
  std::deque<input> long_values;  // the shapes, at both lengths
  std::deque<placed_input> placed_long;
  std::vector<subject> subjects;
  std::vector<std::string> not_run;
};

constexpr std::size_t short_length = 8 * 1024, long_length = 64 * 1024 - 8;

bench prepare(bool is_counting) {
  bench all;
  all.table = load_cases(default_case_file());
  for (const input& each : all.table.inputs) all.inputs.emplace_back(each);
  for (const shape& each : all.table.shapes) {
    for (const std::size_t length : {short_length, long_length}) {
      input value;
      value.name = each.name + (length == short_length ? "-short" : "-long");
      value.operation = each.operation;
      value.values.push_back(each.value(length));
      all.long_values.push_back(value);
      all.placed_long.emplace_back(all.long_values.back());
    }
  }
  all.subjects = every_subject(all.not_run);
  for (const subject& what : all.subjects) {
    // callgrind's processor does not know every instruction of the anchors.
    if (is_counting && !what.is_parser) continue;
    for (const placed_input& where : all.inputs) {
      if (const std::string wrong = check(what, where); !wrong.empty()) {
        throw std::runtime_error(wrong);
      }
    }
  }
  return all;
}

// Nanoseconds for all values of an input.
figures measure_times(const bench& all, int rounds) {
  using clock = std::chrono::steady_clock;
  // Windows long enough for the clock and short enough to fit between two interruptions. A batch of
  // distinct values is gone through many times before: what is measured is a processor that has
  // seen them, as it has in any loop.
  constexpr double window_ns = 20000;
  constexpr std::size_t warm_passes = 300, window_passes = 10;
  constexpr int windows = 12;
  figures best;
  std::map<std::string, std::size_t> passes;
  volatile std::size_t sink = 0;
  for (int round = 0; round < rounds; ++round) {
    for (const placed_input& where : all.inputs) {
      const bool is_batch = where.values().size() > 1;
      if (is_batch && round % 8 != 0) continue;
      for (const subject& what : all.subjects) {
        const std::string name = key(what, where.from());
        std::size_t& times = passes[name];
        if (times == 0) times = is_batch ? window_passes : 1;
        sink = sink + what.run(where, is_batch ? warm_passes : times);
        for (int window = 0; window < (is_batch ? windows : 1); ++window) {
          const auto start = clock::now();
          sink = sink + what.run(where, times);
          const std::chrono::duration<double, std::nano> elapsed = clock::now() - start;
          const double ns = elapsed.count() / static_cast<double>(times);
          const auto found = best.find(name);
          if (found == best.end() || ns < found->second) best[name] = ns;
        }
        if (!is_batch) {
          times = std::max(std::size_t{1}, static_cast<std::size_t>(window_ns / best[name]));
        }
      }
    }
  }
  return best;
}

// Allocations of one pass over everything that there is.
figures count_allocations(const bench& all) {
  figures counts;
  for (const subject& what : all.subjects) {
    if (!what.is_parser) continue;
    const std::size_t before = allocations;
    for (const placed_input& where : all.inputs) what.run(where, 1);
    for (const placed_input& where : all.placed_long) what.run(where, 1);
    counts[what.name] = static_cast<double>(allocations - before);
  }
  return counts;
}

// Under callgrind: a dump for each region, 1 and then 11 times.
void count(const bench& all) {
  for (const subject& what : all.subjects) {
    if (!what.is_parser) continue;
    const auto regions = [&what](const std::deque<placed_input>& inputs) {
      for (const placed_input& where : inputs) {
        what.run(where, 1);
        for (const std::size_t times : {1U, 11U}) {
          const std::string name = key(what, where.from()) + "#" + std::to_string(times);
          CALLGRIND_ZERO_STATS;
          CALLGRIND_TOGGLE_COLLECT;
          what.run(where, times);
          CALLGRIND_TOGGLE_COLLECT;
          CALLGRIND_DUMP_STATS_AT(name.c_str());
        }
      }
    };
    regions(all.inputs);
    regions(all.placed_long);
  }
}

// Instructions for one value (the mean of an input's values).
figures measure_instructions(const bench& all, const std::string& self) {
  std::string folder =
      (std::filesystem::temp_directory_path() / "gauntlet-targets-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  const std::string command =
      "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW valgrind -q --tool=callgrind "
      "--cache-sim=no --collect-atstart=no --callgrind-out-file='" +
      folder + "/f' '" + self + "' --count >'" + folder + "/log' 2>&1";
  const int status = std::system(command.c_str());
  std::map<std::string, double> totals;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::string line, name;
    while (std::getline(file, line)) {
      constexpr std::string_view request = "desc: Trigger: Client Request: ";
      if (line.starts_with(request)) name = line.substr(request.size());
      if (line.starts_with("summary: ") || line.starts_with("totals: ")) {
        if (!name.empty()) totals[name] = std::stod(line.substr(line.find(' ')));
      }
    }
  }
  std::filesystem::remove_all(folder);
  if (status != 0 || totals.empty()) throw std::runtime_error("valgrind does not run here");
  figures counts;
  const auto add = [&](const placed_input& where) {
    for (const subject& what : all.subjects) {
      const std::string name = key(what, where.from());
      const auto one = totals.find(name + "#1"), eleven = totals.find(name + "#11");
      if (one == totals.end() || eleven == totals.end()) continue;
      counts[name] =
          (eleven->second - one->second) / 10 / static_cast<double>(where.values().size());
    }
  };
  for (const placed_input& where : all.inputs) add(where);
  for (const placed_input& where : all.placed_long) add(where);
  return counts;
}

class target_table {
 public:
  // `is_at_least`: the figure has to be as large as the target, not as small.
  void add(const std::string& what, std::optional<double> measured, double must, double aim,
           bool is_at_least = false) {
    const auto reaches = [&](double target) {
      return is_at_least ? *measured >= target : *measured <= target;
    };
    std::string verdict = "not run";
    if (!measured) {
      ++not_run_;
    } else if (reaches(aim)) {
      verdict = "aim";
      ++aims_;
    } else if (reaches(must)) {
      verdict = "must";
      ++musts_;
    } else {
      verdict = "MISSED";
      ++missed_;
    }
    const int digits = must >= 100 ? 0 : 2;
    char line[200];
    std::snprintf(line, sizeof line, "| %-46s | %s%.*f | %s%.*f | %s | %s |", what.c_str(),
                  is_at_least ? ">= " : "<= ", digits, must, is_at_least ? ">= " : "<= ", digits,
                  aim, measured ? number(*measured, digits).c_str() : "-", verdict.c_str());
    std::puts(line);
  }

  static void heading() {
    std::puts("| target | must | aim | measured | reached |\n|---|---|---|---|---|");
  }

  int finish() const {
    std::printf("\n%d aims reached, %d musts only, %d missed, %d not run\n", aims_, musts_, missed_,
                not_run_);
    return missed_ != 0 ? 1 : aims_ + musts_ == 0 ? 3 : 0;
  }

 private:
  static std::string number(double value, int digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
  }
  int aims_ = 0, musts_ = 0, missed_ = 0, not_run_ = 0;
};

std::optional<double> find(const figures& in, const std::string& name) {
  const auto found = in.find(name);
  if (found == in.end()) return std::nullopt;
  return found->second;
}

std::optional<double> ratio(const std::optional<double>& a, const std::optional<double>& b) {
  if (!a || !b) return std::nullopt;
  return *a / *b;
}

int print(const bench& all, const figures& times, const figures& counts, const figures& allocated) {
  for (const std::string& name : all.not_run) std::printf("not run: %s\n", name.c_str());
  target_table table;
  const auto naive = [&](const std::string& where) {
    double best = std::numeric_limits<double>::infinity();
    for (const subject& what : all.subjects) {
      if (what.name.starts_with("naive-")) {
        best = std::min(best, times.at(what.name + "/" + where));
      }
    }
    return std::optional<double>(best);
  };
  const auto time = [&](const std::string& what, const std::string& where) {
    return find(times, what + "/" + where);
  };
  std::printf("\n");
  table.heading();
  for (const auto& [name, count] : allocated) {
    if (name != "strings") table.add("allocations, " + name + ", all inputs", count, 0, 0);
  }
  for (const std::string form : {"avx2"}) {
    for (const std::string where : {"b", "e", "g"}) {
      table.add(form + " faster than strings, " + where,
                ratio(time("strings", where), time(form, where)), 7, 12, true);
    }
    table.add(form + " faster than strings, c", ratio(time("strings", "c"), time(form, "c")), 6, 10,
              true);
    table.add(form + " of naive's time, b", ratio(time(form, "b"), naive("b")), 1.15, 0.6);
    table.add(form + " of naive's time, e", ratio(time(form, "e"), naive("e")), 1.15, 0.6);
    table.add(form + " of naive's time, g", ratio(time(form, "g"), naive("g")), 1.4, 0.8);
    table.add(form + " of naive's time, d", ratio(time(form, "d"), naive("d")), 0.10, 0.07);
    table.add(form + " of memchr's time, d", ratio(time(form, "d"), time("memchr", "d")), 4, 2.5);
  }
  table.add("ssse3 of memchr's time, d", ratio(time("ssse3", "d"), time("memchr", "d")), 8, 6.5);
  table.add("avx2 of line-scan-sse4.2's time, b",
            ratio(time("avx2", "b"), time("line-scan-sse4.2", "b")), 2.2, 1.5);
  table.add("avx2 of line-scan-sse4.2's time, e",
            ratio(time("avx2", "e"), time("line-scan-sse4.2", "e")), 2.8, 1.5);
  for (const std::string where : {"b", "e", "g"}) {
    table.add("portable of naive's time, " + where, ratio(time("portable", where), naive(where)),
              2.3, 1.6);
  }
  table.add("portable of table4's time, d", ratio(time("portable", "d"), time("table4", "d")), 1.25,
            1.0);
  table.add("portable of table4's time, f", ratio(time("portable", "f"), time("table4", "f")), 1.4,
            1.4);
  if (!counts.empty()) {
    const struct {
      std::string form;
      double must[6], aim[6];
    } rows[] = {{"avx2", {320, 920, 900, 1730, 1690, 830}, {240, 640, 620, 1400, 1180, 600}},
                {"ssse3", {330, 1100, 1050, 3600, 2000, 1300}, {250, 760, 720, 3300, 1430, 950}}};
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < 6; ++i) {
        const std::string where(1, "abcdef"[i]);
        table.add("instructions, " + row.form + ", " + where, find(counts, row.form + "/" + where),
                  row.must[i], row.aim[i]);
      }
    }
    const struct {
      std::string where;
      double at_most;
    } strings[] = {{"b", 6600}, {"c", 5600}, {"e", 11600}};
    for (const auto& row : strings) {
      table.add("instructions, strings (the anchor), " + row.where,
                find(counts, "strings/" + row.where), row.at_most, row.at_most);
    }
    for (const subject& what : all.subjects) {
      if (!what.is_parser || what.name == "strings") continue;
      std::optional<double> worst;
      for (const shape& each : all.table.shapes) {
        const auto small = find(counts, what.name + "/" + each.name + "-short");
        const auto large = find(counts, what.name + "/" + each.name + "-long");
        if (!small || !large) continue;
        const double slope =
            std::log(*large / *small) / std::log(static_cast<double>(long_length) / short_length);
        worst = std::max(worst.value_or(slope), slope);
      }
      table.add("instruction slope, worst shape, " + what.name, worst, 1.05, 1.00);
    }
  }
  std::printf("\n| ns a value |");
  for (const placed_input& where : all.inputs) std::printf(" %s |", where.from().name.c_str());
  std::printf("\n|---|");
  for (std::size_t i = 0; i < all.inputs.size(); ++i) std::printf("---|");
  for (const subject& what : all.subjects) {
    std::printf("\n| %s |", what.name.c_str());
    for (const placed_input& where : all.inputs) {
      std::printf(" %.1f |",
                  times.at(key(what, where.from())) / static_cast<double>(where.values().size()));
    }
  }
  if (!counts.empty()) {
    std::printf("\n\n| instructions a value |");
    for (const placed_input& where : all.inputs) std::printf(" %s |", where.from().name.c_str());
    std::printf("\n|---|");
    for (std::size_t i = 0; i < all.inputs.size(); ++i) std::printf("---|");
    for (const subject& what : all.subjects) {
      if (!what.is_parser) continue;
      std::printf("\n| %s |", what.name.c_str());
      for (const placed_input& where : all.inputs) {
        const auto found = find(counts, key(what, where.from()));
        if (found) {
          std::printf(" %.0f |", *found);
        } else {
          std::printf(" not run |");
        }
      }
    }
  }
  std::printf("\n");
  return table.finish();
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
  using namespace gauntlet::bench;
  CLI::App app("Prints the table of speed targets: must, aim, measured.");
  int rounds = 200;
  bool has_no_instructions = false, is_counting = false;
  app.add_option("--rounds", rounds, "Interleaved rounds of the time measurement")
      ->check(CLI::PositiveNumber);
  app.add_flag("--no-instructions", has_no_instructions, "Without callgrind");
  app.add_flag("--count", is_counting, "What callgrind runs")->group("");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    const bench all = prepare(is_counting);
    if (is_counting) {
      count(all);
      return 0;
    }
    const figures allocated = count_allocations(all);
    const figures times = measure_times(all, rounds);
    figures counts;
    if (!has_no_instructions) {
      counts = measure_instructions(all, std::filesystem::read_symlink("/proc/self/exe").string());
    }
    return print(all, times, counts, allocated);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 2;
  }
}
