#include "conformance/tool/strict_readers.hpp"

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <istream>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/lint/refused/refused.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/text.hpp"

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

bool add_from(std::istream& in, const std::string& name, lint::refused& sum,
              command_context& context) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string where = absl::StrCat(name, ":", number);
    const absl::StatusOr<nlohmann::json> document = model::parse_json(line, where);
    if (!document.ok()) {
      fail(context, absl::StrCat("lint: ", std::string(document.status().message())));
      return false;
    }
    const absl::StatusOr<lint::refused> read = lint::refused::from_json(*document);
    if (!read.ok()) {
      fail(context, absl::StrCat("lint: ", where, ": ", std::string(read.status().message())));
      return false;
    }
    sum.add(*read);
  }
  if (in.bad()) fail(context, absl::StrCat("lint: ", name, ": cannot read it"));
  return !in.bad();
}

std::optional<lint::refused> merged(const std::vector<std::string>& files,
                                    command_context& context) {
  lint::refused sum;
  for (const std::string& file : files) {
    if (file == "-") {
      if (!add_from(std::cin, "standard input", sum, context)) return std::nullopt;
      continue;
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
      fail(context, absl::StrCat("lint: ", model::printable(file), ": cannot open it"));
      return std::nullopt;
    }
    if (!add_from(in, model::printable(file), sum, context)) return std::nullopt;
  }
  return sum;
}

}  // namespace

void run_strict_readers(const strict_readers_options& options, lint_inputs inputs,
                        command_context& context) {
  if (inputs.files.empty()) inputs.files.emplace_back("-");
  counting found;
  if (options.merge) {
    std::optional<lint::refused> sum = merged(inputs.files, context);
    if (!sum) return;
    found.table = *std::move(sum);
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
