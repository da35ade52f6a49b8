#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/result.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/scan/counts.hpp"
#include "conformance/scan/scan.hpp"
#include "conformance/schemes/reading.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/report_lines.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

struct scan_options {
  std::vector<std::string> files;
  std::string operation = "challenges";
  std::string grammar = "recipient";
  std::string format = "auto";
  std::string pointer;
  std::string rejects;
  unsigned jobs = 0;
  std::size_t max_record = std::size_t{4} << 20;
  std::size_t chunk = std::size_t{1} << 20;
  bool no_limits = false;
  bool is_crlf = false;
  bool merge = false;
  bool json = false;
  bool text = false;
  bool allow_malformed = false;
  bool quiet = false;
  bool show_secrets = false;
};

std::string progress_text(const scan::scan_progress& now, double seconds) {
  const auto mega = [](std::uint64_t octets) { return static_cast<double>(octets) / 1e6; };
  const std::string total =
      now.octets_total == 0 ? "" : absl::StrFormat(" of %.0f", mega(now.octets_total));
  return absl::StrFormat("%.0f%s MB, %.0f MB/s", mega(now.octets_read), total,
                         mega(now.octets_read) / seconds);
}

// RFC 6901: empty, or names that each begin with a slash, in which a tilde is ~0 or ~1.
bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

bool is_named_ndjson(std::string file) {
  if (file.ends_with(".gz")) file.erase(file.size() - 3);
  return file.ends_with(".ndjson") || file.ends_with(".jsonl") || file.ends_with(".json");
}

bool is_text_wanted(const scan_options& options) {
  return options.text || (!options.json && ::isatty(STDOUT_FILENO) == 1);
}

void print(const scan_options& options, const scan::reading& how, const scan::counts& of) {
  if (is_text_wanted(options)) {
    std::cout << scan::to_text(how, of);
  } else {
    std::cout << scan::to_json(how, of) << '\n';
  }
}

// Adds up reports: each line of each file is one.
void merge(const scan_options& options, command_context& context) {
  std::optional<scan::report> sum;
  const auto add = [&](const nlohmann::json& document) {
    const absl::StatusOr<scan::report> read = scan::report_from_json(document);
    if (!read.ok()) return read.status();
    if (!sum) {
      sum = *read;
      return absl::OkStatus();
    }
    if (sum->reading != read->reading) {
      return absl::InvalidArgumentError(
          "another operation, grammar or limits than the reports before it: they cannot be added");
    }
    sum->counts.add(read->counts);
    return absl::OkStatus();
  };
  if (!for_each_report("scan", options.files, add, context)) return;
  if (!sum) {
    fail(context, "scan: there is no report to merge");
    return;
  }
  print(options, sum->reading, sum->counts);
}

void run_scan(const scan_options& options, command_context& context) {
  const auto op = operation_named(context, "scan", options.operation);
  if (!op) return;
  const auto g = parser_grammar_named(context, "scan", options.grammar);
  if (!g) return;
  scan::scan_settings settings;
  settings.records.reading = {
      .what = schemes::parser_operation(*op), .mode = *g, .has_limits = !options.no_limits};
  settings.records.is_crlf = options.is_crlf;
  settings.records.pointer = options.pointer;
  settings.records.shows_secrets = options.show_secrets;
  if (!options.files.empty()) settings.files = options.files;
  const auto ndjson = std::count_if(options.files.begin(), options.files.end(), is_named_ndjson);
  if (options.format == "ndjson" || !options.pointer.empty()) {
    settings.records.format = scan::format::ndjson;
  } else if (options.format == "auto" && ndjson > 0) {
    if (static_cast<std::size_t>(ndjson) != options.files.size()) {
      fail(context,
           "scan: some of the files have the name of NDJSON and some have not: say --format lines "
           "or --format ndjson");
      return;
    }
    settings.records.format = scan::format::ndjson;
  } else if (options.format != "auto" && options.format != "lines") {
    fail(context, absl::StrCat("scan: unknown format ", options.format, ": lines, ndjson or auto"));
    return;
  }
  if (!is_json_pointer(options.pointer)) {
    fail(context, absl::StrCat("scan: --pointer ", options.pointer,
                               ": a JSON pointer begins with a slash, such as /headers/value"));
    return;
  }
  settings.jobs =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  settings.max_record = options.max_record;
  settings.chunk_size = options.chunk;
  std::ofstream rejects;
  if (!options.rejects.empty()) {
    for (const std::string& file : settings.files) {
      std::error_code none;
      if (std::filesystem::equivalent(file, options.rejects, none)) {
        fail(context, absl::StrCat("scan: --rejects ", options.rejects,
                                   ": is one of the inputs, and would be emptied"));
        return;
      }
    }
    rejects.open(options.rejects, std::ios::binary);
    if (!rejects) {
      fail(context, absl::StrCat("scan: ", options.rejects, ": cannot write it"));
      return;
    }
    settings.rejects = &rejects;
  }

  process::cancellation cancel;
  const process::signal_guard guard(cancel);
  settings.cancel = &cancel;
  progress_line line(options.quiet);
  settings.progress = [&](const scan::scan_progress& now) {
    if (line.is_due()) line.show(progress_text(now, line.seconds()));
  };
  const absl::StatusOr<scan::scan_outcome> outcome = scan::scan(settings);
  line.clear();
  const double seconds = line.seconds();
  if (!outcome.ok()) {
    fail(context, absl::StrCat("scan: ", std::string(outcome.status().message())));
    return;
  }
  if (settings.rejects != nullptr && !rejects.flush()) {
    fail(context, absl::StrCat("scan: ", options.rejects, ": cannot write it"));
    return;
  }
  for (const std::string& fault : outcome->faults) std::cerr << "gauntlet: scan: " << fault << '\n';
  const std::uint64_t unread = outcome->counts.malformed + outcome->counts.oversized;
  if (outcome->interrupted) {
    // A report of a part would be merged as if it were whole.
    if (is_text_wanted(options)) {
      std::cout << cancel.reason() << "; what was counted until then:\n"
                << scan::to_text(settings.records.reading, outcome->counts);
    }
    fail(context,
         absl::StrCat("scan: ", cancel.reason(), " after ", outcome->octets_read, " octets",
                      is_text_wanted(options) ? "" : "; no report is written of a part"),
         exit_inconclusive);
    return;
  }
  print(options, settings.records.reading, outcome->counts);
  if (outcome->rejected_with_cr * 2 > outcome->counts.rejected) {
    std::cerr << "gauntlet: scan: " << outcome->rejected_with_cr << " of the "
              << outcome->counts.rejected
              << " rejected values end in CR: if the lines end in CRLF, say --crlf\n";
  }
  if (!options.quiet && is_text_wanted(options)) {
    std::cerr << absl::StrFormat("%.3f s, %.2f GB/s, %d %s\n", seconds,
                                 static_cast<double>(outcome->octets_read) / seconds / 1e9,
                                 settings.jobs, settings.jobs == 1 ? "thread" : "threads");
  }
  if (unread > 0 && !options.allow_malformed) {
    fail(context,
         absl::StrCat("scan: ", unread,
                      unread == 1 ? " record could not be read" : " records could not be read",
                      " (--allow-malformed: count them and succeed)"));
  }
}

}  // namespace

void add_scan_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "scan", "Count what is in many field values: logs, crawls; reports can be merged");
  const auto options = std::make_shared<scan_options>();
  command->add_option("FILE", options->files,
                      "Files or pipes, also compressed with gzip; - or none: standard input");
  add_operation_option(*command, options->operation);
  command->add_option("--grammar", options->grammar, "recipient or sender")->capture_default_str();
  command
      ->add_option("--format", options->format,
                   "lines: each line is a value; ndjson: each line is a JSON document; auto: by "
                   "the files' names (.ndjson, .jsonl, .json)")
      ->capture_default_str();
  command->add_option("--pointer", options->pointer,
                      "NDJSON: where the value is, a JSON pointer such as "
                      "/headers/www-authenticate; records without it are counted as absent");
  command->add_flag("--crlf", options->is_crlf, "Lines end in CRLF, not LF");
  command->add_flag("--no-limits", options->no_limits,
                    "Read values without the parser's default limits");
  command->add_option("--rejects", options->rejects,
                      "Write each value that is not accepted to this file, with its source, line, "
                      "error and offset: NDJSON that scan can read again");
  command->add_option("--jobs", options->jobs, "Threads (default: one for each processor)")
      ->check(count_in(1, 1024));
  command
      ->add_option("--max-record", options->max_record,
                   "Octets of a line; longer ones are skipped and counted")
      ->capture_default_str()
      ->check(count_in(1, std::uint64_t{1} << 40));
  command->add_option("--chunk", options->chunk, "Octets that a thread takes at once")
      ->capture_default_str()
      ->check(count_in(1, std::uint64_t{1} << 30));
  command->add_flag("--merge", options->merge,
                    "The files are reports of scan, one per line: print their sum");
  const auto json = command->add_flag("--json", options->json,
                                      "Print the report as one line of JSON (default unless "
                                      "standard output is a terminal)");
  command->add_flag("--text", options->text, "Print the report for people")->excludes(json);
  command->add_flag("--allow-malformed", options->allow_malformed,
                    "Records that cannot be read are counted, but are not a failure");
  command->add_flag("--show-secrets", options->show_secrets,
                    "Keep rejected credentials as they are, not as [redacted]");
  command->add_flag("--quiet", options->quiet, "No progress and no time on standard error");
  command->footer(
      "\n"
      "  gauntlet scan --text www-authenticate.txt\n"
      "  gauntlet scan crawl.ndjson.gz --pointer "
      "/response/headers/www-authenticate\n"
      "  parallel --pipepart -a values.txt --block 64M gauntlet scan --jobs 1 | gauntlet scan "
      "--merge\n"
      "  gauntlet scan --merge a.json b.json\n\n"
      "An NDJSON document is a string (a field line), an array of strings (field lines that are "
      "combined), or an object\nwith either as its member \"lines\" or \"value\"; each code point "
      "up to U+00FF is one octet.\n"
      "Invalid values are what is counted, not a failure. Exit status 2: an input or a record "
      "could not be read. 3: interrupted.\n");
  command->callback([options, &context] {
    if (options->merge) {
      merge(*options, context);
    } else {
      run_scan(*options, context);
    }
  });
}

}  // namespace gauntlet::tool
