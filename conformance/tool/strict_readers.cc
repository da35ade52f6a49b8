#include "conformance/tool/strict_readers.hpp"

#include <unistd.h>

#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/lint/refused/refused.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/report_lines.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

constexpr std::size_t rows_for_people = 40;

class counting final : public lint::sink {
 public:
  void on_head(const lint::head& found) override { table.count(found); }
  void on_unreadable(const lint::place& at, std::string_view why) override {
    table.count_unreadable();
    if (++told_ > max_told) return;
    std::cerr << "gauntlet: lint: " << model::printable(name) << ": octet " << at.offset;
    if (at.line != 0) std::cerr << ", line " << at.line;
    if (at.record != 0) std::cerr << ", record " << at.record;
    std::cerr << ": " << why << '\n';
  }
  void tell_the_rest() const {
    if (told_ > max_told)
      std::cerr << "gauntlet: lint: and " << told_ - max_told << " more parts like these\n";
  }

  lint::refused table{};
  std::string name{};

 private:
  static constexpr std::uint64_t max_told = 10;
  std::uint64_t told_ = 0;
};

}  // namespace

void run_strict_readers(const strict_readers_options& options, lint_inputs inputs,
                        command_context& context) {
  if (inputs.files.empty()) inputs.files.emplace_back("-");
  counting found;
  if (options.merge) {
    const auto add = [&](const nlohmann::json& document) {
      const absl::StatusOr<lint::refused> read = lint::refused::from_json(document);
      if (read.ok()) found.table.add(*read);
      return read.status();
    };
    if (!for_each_report("lint", inputs.files, add, context)) return;
  } else {
    inputs.start = [&](const std::string& name, lint::format) { found.name = name; };
    inputs.progress = [&] { return absl::StrFormat("%d messages", found.table.heads()); };
    if (!read_lint_inputs(inputs, found, context)) return;
    found.tell_the_rest();
  }
  if (options.text || (!options.json && ::isatty(STDOUT_FILENO) == 1)) {
    std::cout << found.table.to_text(rows_for_people);
  } else {
    std::cout << found.table.to_json() << '\n';
  }
}

}  // namespace gauntlet::tool
