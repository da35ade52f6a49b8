#ifndef CONFORMANCE_TOOL_RUN_OUTPUT_HPP
#define CONFORMANCE_TOOL_RUN_OUTPUT_HPP

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/results_writer.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/expectations.hpp"
#include "conformance/runner/run.hpp"
#include "conformance/runner/select.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/output_folder.hpp"

namespace gauntlet::tool {

// Options that say what becomes of results.
struct output_settings {
  std::string out = "out";
  std::vector<std::string> formats;  // besides the two that every run writes
  std::string track;
  std::string expectations;
  bool update_expectations = false;
  bool details = false;
  bool no_color = false;
  bool quiet = false;
};
void add_output_options(CLI::App&, output_settings&);

// Options that select cases. `add_selection_options(..., false)` adds --id and --family alone.
void add_selection_options(CLI::App&, runner::selection&, bool all = true);
// What was selected, as members of the header's options.
nlohmann::ordered_json to_json(const runner::selection&);

// The word that starts this program again for somebody who stands where it was started.
std::string program_word(const command_context&);

// Says on standard error what cannot go to the report.
void note(const std::string& text);

// What every command does that judges implementations: it reads the results that it shall be compared
// with and the deviations that are known, keeps the folder of the results, and in the end writes and
// prints them and tells the exit code. Functions that return bool return false after fail().
class run_output {
 public:
  // `command` stands in messages. Both have to outlive the object.
  run_output(const char* command, const output_settings& settings, command_context& context)
      : command_(command), settings_(settings), context_(context) {}

  // Before anything takes time: checks the options, reads the results to compare with, and takes the
  // folder.
  bool open();
  // Reads the file of known deviations: the one that was named, else gauntlet-expectations.json in
  // the working directory; never a file in the checkout of the suite. `may_begin`: whether a new
  // file may be begun, else why not.
  bool find_expectations(const std::string& may_begin = "");
  const std::optional<runner::expectations>& known() const { return known_; }
  // What an earlier run left unfinished goes when there is something to take its place.
  bool begin();
  model::results_writer& writer() { return writer_; }
  // Versions and the machine.
  static void complete(model::run_header&);

  // Writes and prints what came of `cases` cases. `asked`: implementations were named, or a command
  // given.
  void finish(runner::run_result& made, std::size_t cases, bool asked,
              const process::cancellation& cancel);

 private:
  bool usage(const std::string& message);
  void write_expectations(const runner::expectations& updated) const;
  void print(const runner::run_result& made, std::size_t cases, const std::string& where) const;
  std::string write(runner::run_result& made);
  void fail_if_untracked(const model::results& now) const;

  const char* command_;
  const output_settings& settings_;
  command_context& context_;
  std::optional<model::results> before_;
  std::filesystem::path expectations_file_;
  std::optional<runner::expectations> known_;
  std::unique_ptr<output_folder> folder_;
  model::results_writer writer_{
      [this](std::string_view octets) { return folder_->append(octets); }};
};

}  // namespace gauntlet::tool

#endif
