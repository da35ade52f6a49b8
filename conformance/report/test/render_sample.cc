// Writes every report of a large made-up run into a folder, and a site below it, for people who work on their looks:
// render_sample DIRECTORY [IMPLEMENTATIONS [CASES]]. With "hostile" in place of the numbers, the
// run holds everything that could break a format; check_reports.py reads those.
// GAUNTLET_SAMPLE_CHECKOUT is a checkout of which the site gets its playground and its
// documentation, GAUNTLET_SAMPLE_AUTOMATA a folder of automata: without one of them it fails.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "conformance/model/results_writer.hpp"
#include "conformance/model/test/sample.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/site.hpp"

int main(int argc, char** argv) {
  using namespace gauntlet::report;
  namespace model = gauntlet::model;
  if (argc < 2) {
    std::cerr << "usage: render_sample DIRECTORY [hostile | IMPLEMENTATIONS [CASES]]\n";
    return 2;
  }
  const std::string directory = argv[1];
  const auto number = [&](int i, std::size_t otherwise) {
    return argc > i && std::string(argv[i]) != "large"
               ? static_cast<std::size_t>(std::strtoul(argv[i], nullptr, 10))
               : otherwise;
  };
  const bool hostile = argc > 2 && std::string(argv[2]) == "hostile";
  results r =
      hostile ? model::sample::hostile() : model::sample::large(number(2, 10), number(3, 400));
  std::ofstream file(directory + "/results.ndjson", std::ios::binary);
  const absl::StatusOr<run_footer> footer = model::write_results(r, file);
  absl::Status status = footer.status();
  if (status.ok()) {
    r.footer = *footer;
    status = write_reports(r, directory, format_names());
    const char* checkout = std::getenv("GAUNTLET_SAMPLE_CHECKOUT");
    const char* automata = std::getenv("GAUNTLET_SAMPLE_AUTOMATA");
    const auto left_out = write_site(r, directory + "/site", checkout != nullptr ? checkout : "",
                                     automata != nullptr ? automata : "");
    status.Update(left_out.status());
    if (checkout != nullptr && left_out.ok()) {
      for (const std::string& one : *left_out) status.Update(absl::UnavailableError(one));
    }
  }
  if (!status.ok()) {
    std::cerr << status << "\n";
    return 2;
  }
  terminal_options options;
  options.color = std::getenv("GAUNTLET_SAMPLE_COLOR") != nullptr;
  const char* columns = std::getenv("COLUMNS");
  if (columns != nullptr) options.width = std::strtoul(columns, nullptr, 10);
  std::cout << render_terminal(r, options);
  return 0;
}
