#ifndef CONFORMANCE_REPORT_HELD_BACK_HPP
#define CONFORMANCE_REPORT_HELD_BACK_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/report/nouns.hpp"

// Findings that put users at risk are not published before their maintainers had time (SECURITY.md).
namespace gauntlet::report {

// One entry of the list: cells of one implementation that are not shown before a day.
struct held_back {
  std::string implementation{};
  std::string id{}, family{}, flag{}, requirement{};  // the one that is not empty selects cases
  std::string until{};                                // "2027-01-31"; shown from that day on
};

// Reads the list, and checks it with held-back.schema.json in that folder. Errors: as of json_schema.
absl::StatusOr<std::vector<held_back>> load_held_back(const std::filesystem::path& schema_folder,
                                                      const std::filesystem::path& file);

// Takes what the list says out of the rows: verdict not-run, no answer, and the day in its place.
// `today` as "2026-11-30". Returns how many rows.
std::size_t hold_back(const std::vector<held_back>&, const std::string& today, results& in);

}  // namespace gauntlet::report

#endif
