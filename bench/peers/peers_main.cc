// Times every peer on every case that it can be asked for. With --list prints what they are, and
// what each took of each case.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <exception>
#include <list>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bench/cases.hpp"
#include "bench/gate/alloc_guard.hpp"
#include "bench/peers/peer.hpp"

namespace gauntlet::bench {
namespace {

// A case as one peer gets it.
struct row {
  const peer* of;
  const input* in;
  std::vector<std::string> prepared;

  std::size_t run() const {
    std::size_t taken = 0;
    for (const std::string& value : prepared) {
      if (of->read(value, in->operation)) ++taken;
    }
    return taken;
  }
};

std::vector<peer> every_peer() {
  std::vector<peer> all = gauntlet_peers();
  const auto add = [&](const std::vector<peer>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  add(anchor_peers());
#ifdef GAUNTLET_PEER_poco
  add(poco_peers());
#endif
#ifdef GAUNTLET_PEER_beast
  add(beast_peers());
#endif
#ifdef GAUNTLET_PEER_libsoup
  add(libsoup_peers());
#endif
#ifdef GAUNTLET_PEER_httplib
  add(httplib_peers());
#endif
#ifdef GAUNTLET_PEER_re
  add(re_peers());
#endif
#ifdef GAUNTLET_PEER_osip
  add(osip_peers());
#endif
#ifdef GAUNTLET_PEER_sofia
  add(sofia_peers());
#endif
  return all;
}

int run_all(int argc, char** argv) {
  const bool is_listing = argc > 1 && std::string_view(argv[1]) == "--list";
  const case_table table = load_cases(default_case_file());
  const std::vector<peer> peers = every_peer();
  std::list<row> rows;
  nlohmann::json listed = nlohmann::json::array();
  for (const peer& one : peers) {
    nlohmann::json cases = nlohmann::json::object();
    for (const input& in : table.inputs) {
      row made{&one, &in, {}};
      for (const std::string& value : in.values) {
        if (auto prepared = one.prepare(value, in.operation)) {
          made.prepared.push_back(*std::move(prepared));
        }
      }
      if (made.prepared.empty()) continue;
      const std::size_t taken = made.run();
      const auto before = allocations();
      made.run();
      const auto allocated = allocations() - before;
      cases[in.name] = {{"values", in.values.size()},
                        {"asked", made.prepared.size()},
                        {"taken", taken},
                        {"allocations", static_cast<double>(allocated) /
                                            static_cast<double>(made.prepared.size())}};
      // What it refuses at once says nothing about its speed.
      if (taken > 0) rows.push_back(std::move(made));
    }
    listed.push_back({{"name", one.name},
                      {"version", one.version},
                      {"function", one.function},
                      {"leaves_out", one.leaves_out},
                      {"cases", std::move(cases)}});
  }
  if (is_listing) {
    std::puts(listed.dump().c_str());
    return 0;
  }
  for (const row& one : rows) {
    benchmark::RegisterBenchmark(
        (one.of->name + "/" + one.in->name).c_str(), [&one](benchmark::State& state) {
          for ([[maybe_unused]] auto _ : state) {
            benchmark::DoNotOptimize(one.run());
          }
          state.counters["values"] = static_cast<double>(one.prepared.size());
        });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  if (benchmark::RunSpecifiedBenchmarks() == 0) return 2;
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace gauntlet::bench

int main(int argc, char** argv) {
  try {
    return gauntlet::bench::run_all(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "peers: %s\n", error.what());
    return 2;
  }
}
