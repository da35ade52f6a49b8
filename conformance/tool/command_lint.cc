#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "conformance/lint/linter.hpp"
#include "conformance/lint/reader.hpp"
#include "conformance/lint/rules.hpp"
#include "conformance/lint/write/writer.hpp"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/lint_inputs.hpp"
#include "conformance/tool/show.hpp"
#include "conformance/tool/strict_readers.hpp"

namespace gauntlet::tool {
namespace {

struct lint_options {
  std::vector<std::string> files;
  std::string format;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string operation = "challenges";
  std::string fail_on = "SECURITY";
  std::string output = "terminal";
  std::string explain;
  std::string user;
  bool password_stdin = false;
  bool list_rules = false;
  bool fix = false;
  bool show_secrets = false;
  bool demo = false;
  bool no_color = false;
  bool quiet = false;
  bool is_for_strict_readers = false;
  strict_readers_options strict_readers{};
};

// What a reverse proxy in front of a web application may answer.
constexpr char demo_head[] =
    "HTTP/1.1 401 Unauthorized\r\n"
    "Server: example\r\n"
    "WWW-Authenticate: Basic realm=My App\r\n"
    "WWW-Authenticate: Bearer realm=\"api\", error=\"invalid_token\", "
    "error_description=\"The \"aud\" claim is wrong\"\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

const std::pair<const char*, schemes::level> levels[] = {{"MUST", schemes::level::must},
                                                         {"SECURITY", schemes::level::security},
                                                         {"SHOULD", schemes::level::should},
                                                         {"INTEROP", schemes::level::interop}};

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return text;
}

// A paragraph in lines of at most 100 columns.
void print_wrapped(std::ostream& out, const std::string& text) {
  constexpr std::size_t width = 100;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (column != 0 && column + 1 + end - at > width) {
      out << '\n';
      column = 0;
    }
    if (column != 0) {
      out << ' ';
      ++column;
    }
    out << text.substr(at, end - at);
    column += end - at;
    at = end + 1;
  }
  out << '\n';
}

int explain(const std::string& id, command_context& context) {
  const lint::rule* rule = lint::find_rule(id);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const lint::rule& one : lint::all_rules()) known.push_back(one.id);
    fail(context, absl::StrCat("lint: there is no rule ", model::printable(id),
                               model::did_you_mean(id, known), " (--list-rules has all)"));
    return exit_usage;
  }
  std::cout << rule->id << " (" << schemes::to_string(rule->level) << "): " << rule->title
            << "\n\n";
  print_wrapped(std::cout, rule->what + " " + rule->why);
  std::cout << '\n';
  print_wrapped(std::cout, "What to do: " + rule->remedy);
  std::cout << "\nFor example:\n\n";
  for (std::size_t at = 0; at < rule->example.size();) {
    const std::size_t end = std::min(rule->example.find('\n', at), rule->example.size());
    std::cout << "    " << model::printable(rule->example.substr(at, end - at)) << '\n';
    at = end + 1;
  }
  std::cout << '\n';
  for (const schemes::reference& one : rule->refs) std::cout << lint::describe(one) << '\n';
  for (const lint::stumble& one : rule->stumbles) print_wrapped(std::cout, "stumbles: " + one.text);
  return exit_success;
}

void list_rules() {
  std::size_t widest = 0;
  for (const lint::rule& one : lint::all_rules()) widest = std::max(widest, one.id.size());
  for (const lint::rule& one : lint::all_rules()) {
    std::cout << absl::StrFormat("%-8s  %-*s  %s\n", std::string(schemes::to_string(one.level)),
                                 static_cast<int>(widest), one.id, one.title);
  }
}

void read_fields(const lint_options& options, lint::linter& to) {
  lint::head made;
  for (const auto& [name, value] : options.fields)
    made.fields.push_back({.name = name, .value = value});
  to.start("--field", lint::format::fields);
  to.on_head(made);
}

// The password that --password-stdin asks for: the first line.
std::optional<std::string> read_password() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

int failing(const lint::totals& sums, schemes::level fail_on) {
  for (const auto& [name, level] : levels) {
    if (level <= fail_on && sums.findings[static_cast<int>(level)] != 0) return exit_failure;
  }
  return exit_success;
}

void run_lint(const lint_options& options, command_context& context) {
  if (options.list_rules) {
    list_rules();
    return;
  }
  if (!options.explain.empty()) {
    context.exit_code = explain(options.explain, context);
    return;
  }
  const auto op = operation_named(context, "lint", options.operation);
  if (!op) return;
  const auto level = std::find_if(std::begin(levels), std::end(levels), [&](const auto& one) {
    return one.first == upper(options.fail_on);
  });
  if (level == std::end(levels)) {
    fail(context, absl::StrCat("lint: unknown level ", model::printable(options.fail_on),
                               ": MUST, SECURITY, SHOULD or INTEROP"));
    return;
  }
  const auto output = lint::output_from_string(options.output);
  if (!output) {
    fail(context, absl::StrCat("lint: unknown output ", model::printable(options.output),
                               ": terminal, json, sarif, github or junit"));
    return;
  }
  if (!options.format.empty() && !lint::format_from_string(options.format)) {
    fail(context, absl::StrCat("lint: unknown format ", model::printable(options.format),
                               ": head, curl, git, git-credential, fields, har, warc, ndjson or "
                               "tshark"));
    return;
  }
  if (options.is_for_strict_readers) {
    run_strict_readers(options.strict_readers,
                       {.files = options.files, .format = options.format, .quiet = options.quiet},
                       context);
    return;
  }
  const bool reads_stdin =
      !options.demo && options.fields.empty() &&
      (options.files.empty() ||
       std::find(options.files.begin(), options.files.end(), "-") != options.files.end());
  lint::linter_settings settings;
  settings.shows_secrets = options.show_secrets;
  settings.judge.user = options.user;
  settings.judge.also_as = *op;
  if (options.fields.size() == 1) settings.judge.also = options.fields.front().first;
  if (options.password_stdin) {
    if (options.user.empty() || reads_stdin) {
      fail(context, "lint: --password-stdin goes with --user NAME and a FILE");
      return;
    }
    settings.judge.password = read_password();
  }
  if (options.fix) {
    settings.fixed = &std::cout;
    settings.not_fixed = &std::cerr;
  }
  const report::terminal_options terminal = terminal_look(options.no_color, false);
  const auto writer =
      lint::make_writer(*output, std::cout, {.has_color = terminal.color, .width = terminal.width});
  lint::linter linter(settings, *writer);

  if (options.demo) {
    if (!options.fix && *output == lint::output::terminal)
      std::cout << demo_head << "says `gauntlet lint`:\n\n";
    linter.start("demo", lint::format::head);
    const auto reader = lint::make_reader(lint::format::head, linter);
    reader->push(demo_head);
    reader->finish();
  } else if (!options.fields.empty()) {
    read_fields(options, linter);
  } else {
    const lint_inputs inputs{
        .files = options.files,
        .format = options.format,
        .quiet = options.quiet,
        .start = [&](const std::string& name, lint::format format) { linter.start(name, format); },
        .progress = [&] { return absl::StrFormat("%d messages", linter.sums().messages); }};
    if (!read_lint_inputs(inputs, linter, context)) return;
  }
  linter.finish();
  if (options.demo) return;
  context.exit_code = options.fix ? (linter.is_left() ? exit_failure : exit_success)
                                  : failing(linter.sums(), level->second);
  if (context.exit_code == exit_success && linter.sums().unreadable != 0) {
    fail(context, absl::StrCat("lint: ", linter.sums().unreadable,
                               linter.sums().unreadable == 1 ? " part" : " parts",
                               " of the input could not be read"));
  } else if (linter.sums().messages == 0) {
    fail(context, "lint: there is no message in the input", exit_inconclusive);
  }
}

}  // namespace

void add_lint_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "lint", "Say what is wrong in real responses and requests, and how it should read");
  const auto options = std::make_shared<lint_options>();
  command->add_option("FILE", options->files, "Files; - or none: standard input");
  command->add_option("--format", options->format,
                      "head, curl, git, git-credential, fields, har, warc, ndjson or tshark; "
                      "without it the content tells");
  command
      ->add_option("--field", options->fields,
                   "A field in place of a file, may be repeated: --field NAME VALUE")
      ->type_name("NAME VALUE");
  command
      ->add_option(
          "--operation", options->operation,
          "How --field is read where NAME is no field of RFC 9110: challenges, credentials "
          "or auth-info")
      ->capture_default_str();
  command
      ->add_option("--fail-on", options->fail_on,
                   "Exit with 1 when a finding of this level or one before it stands: MUST, "
                   "SECURITY, SHOULD, INTEROP")
      ->capture_default_str();
  command
      ->add_option(
          "--output", options->output,
          "terminal; json: a document a line; sarif: SARIF 2.1.0; github: annotations of a "
          "workflow; junit")
      ->capture_default_str();
  command->add_flag("--fix", options->fix,
                    "Print the heads, corrected, and no findings; what is not corrected, and why, "
                    "goes to standard error");
  command->add_flag("--show-secrets", options->show_secrets,
                    "Show passwords, tokens and cookies as they are");
  command->add_option("--explain", options->explain, "Explain a rule and exit")->type_name("RULE");
  command->add_flag("--list-rules", options->list_rules, "List the rules and exit");
  command->add_option("--user", options->user,
                      "Whose login it is: with --password-stdin the server's rspauth is checked");
  command->add_flag("--password-stdin", options->password_stdin,
                    "Read the password of --user from standard input");
  command->add_flag("--demo", options->demo, "Show a bad 401, and what is said of it");
  CLI::Option* const strict = command->add_flag(
      "--strict-readers", options->is_for_strict_readers,
      "Count what a strict reader would refuse, by field, error, shape and host, in place of "
      "findings");
  command
      ->add_flag("--merge", options->strict_readers.merge,
                 "The files are tables of --strict-readers, one a line: print their sum")
      ->needs(strict);
  CLI::Option* const json =
      command
          ->add_flag("--json", options->strict_readers.json,
                     "--strict-readers: one line of JSON (default unless standard output is a "
                     "terminal)")
          ->needs(strict);
  command->add_flag("--text", options->strict_readers.text, "--strict-readers: a table for people")
      ->needs(strict)
      ->excludes(json);
  command->add_flag("--no-color", options->no_color, "No colours on a terminal (also NO_COLOR)");
  command->add_flag("--quiet", options->quiet, "No progress on standard error");
  command->footer(
      "\n"
      "  curl -si https://example.org/ | gauntlet lint\n"
      "  curl -v https://example.org/ 2>&1 >/dev/null | gauntlet lint\n"
      "  gauntlet lint --field WWW-Authenticate 'Basic realm=My App'\n"
      "  gauntlet lint --fix head.txt\n"
      "  gauntlet lint --explain missing-comma\n"
      "  parallel gauntlet lint --strict-readers ::: *.warc.gz | gauntlet lint --strict-readers "
      "--merge --text\n\n"
      "Secrets are shown as [redacted]. Exit status 1: a finding stands (--fail-on). 2: an input "
      "could not be read.\n3: there was no message in it.\n");
  command->callback([options, &context] { run_lint(*options, context); });
}

}  // namespace gauntlet::tool
