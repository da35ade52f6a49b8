#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/lint/rules.hpp"
#include "conformance/live/check/check.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/collect.hpp"
#include "conformance/runner/select.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/login_option.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/run_output.hpp"
#include "conformance/tool/show.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

struct check_settings {
  std::string url;
  std::string user;
  bool password_stdin = false;
  bool token_stdin = false;
  bool is_proxy = false;
  check::check_options options{};
  double timeout = 10;
  std::string via;
  std::string via_user;
  std::string name;
  runner::selection chosen{};
  output_settings output{};
};

// How much an outcome weighs for whoever reads the list: the worst first.
int rank(const check::outcome& one) {
  if (model::is_non_conforming(one.verdict, false)) return 0;
  switch (one.verdict) {
    case model::verdict::lenient:
      return 1;
    case model::verdict::alternative:
      return 2;
    case model::verdict::pass:
      return 3;
    default:
      return 4;
  }
}

std::string text_of(const model::case_facts& facts) {
  std::vector<std::string> parts;
  for (const model::reference& one : facts.refs)
    parts.push_back(lint::describe(schemes::reference{one.rfc, one.doc, one.section}));
  parts.insert(parts.end(), facts.requirements.begin(), facts.requirements.end());
  return absl::StrJoin(parts, "; ");
}

// A slug of what a server calls itself and where it is: "nginx-1.22.1", else "localhost-8080".
std::string id_of(const check::target& at, const std::string& server) {
  std::string id;
  for (const char c : server.empty() ? at.authority_with_port() : server.substr(0, 40)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_letter || is_upper) {
      id.push_back(is_upper ? static_cast<char>(c + 0x20) : c);
    } else if (c == '.' && !id.empty() && id.back() != '-' && id.back() != '.') {
      id.push_back('.');
    } else if (!id.empty() && id.back() != '-' && id.back() != '.') {
      id.push_back('-');
    }
    if (c == ' ') break;
  }
  while (!id.empty() && (id.back() == '-' || id.back() == '.')) id.pop_back();
  return id.empty() ? "server" : id;
}

class check_command {
 public:
  check_command(check_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    const absl::StatusOr<check::target> at = check::read_url(settings_.url);
    if (!at.ok()) {
      usage(absl::StrCat("the URL ", std::string(at.status().message())));
      return;
    }
    if (!read_via() || !read_login() || !output_.open() || !output_.find_expectations() ||
        !output_.begin())
      return;
    process::cancellation cancel;
    const process::signal_guard signals(cancel);
    check::check_options& options = settings_.options;
    options.dial.timeout = absl::Seconds(settings_.timeout);
    // What is on this machine is one's own; loopback behind a proxy may be that of another one.
    const std::optional<check::gateway>& via = options.dial.via;
    options.is_active = options.is_active || (at->is_loopback() && (!via || via->at.is_loopback()));
    if (options.listen != "127.0.0.1" && options.listen != "::1")
      std::cerr << "gauntlet: check: listening on " << model::printable(options.listen)
                << " while it runs: whoever reaches it gets answers that are made up\n";
    check::checked found;
    {
      progress_line line(settings_.output.quiet, absl::Seconds(10));
      options.progress = [&](std::size_t asked) {
        if (line.is_due()) line.show(absl::StrFormat("%d requests", asked));
      };
      found =
          settings_.is_proxy ? check::check_proxy(*at, options) : check::check_origin(*at, options);
    }
    if (!found.unreachable.empty()) {
      fail(context_, absl::StrCat("check: ", at->url(), ": no answer: ", found.unreachable),
           exit_inconclusive);
      return;
    }
    if (!select(found.outcomes)) return;
    print(*at, found);
    write(*at, found, cancel);
    if (context_.exit_code == exit_success && !found.loop.empty())
      context_.exit_code = exit_inconclusive;
  }

 private:
  bool usage(const std::string& message) {
    fail(context_, absl::StrCat("check: ", message), exit_usage);
    return false;
  }

  bool read_via() {
    if (settings_.via.empty()) {
      return settings_.via_user.empty() || usage("--via-user goes with --via URL");
    }
    absl::StatusOr<check::target> at = check::read_url(settings_.via);
    if (!at.ok())
      return usage(absl::StrCat("the URL of --via ", std::string(at.status().message())));
    if (!settings_.via_user.empty() && settings_.via_user.find(':') == std::string::npos)
      return usage("--via-user has no password: --via-user NAME:PASSWORD");
    settings_.options.dial.via = check::gateway{*std::move(at), settings_.via_user};
    return true;
  }

  bool read_login() {
    if (settings_.password_stdin && settings_.token_stdin)
      return usage("--password-stdin and --token-stdin exclude each other");
    check::login& who = settings_.options.login;
    if (!login_from(context_, "check", settings_.user, settings_.password_stdin, who)) return false;
    if (!settings_.token_stdin) return true;
    who.token.emplace();
    return line_from_input(context_, "check", *who.token);
  }

  void print(const check::target& at, const check::checked& found) const {
    std::cout << at.url();
    if (!found.server.empty())
      std::cout << " (" << model::printable(found.server.substr(0, 60)) << ")";
    std::cout << ": " << found.requests << " requests\n\n";
    std::vector<const check::outcome*> sorted;
    for (const check::outcome& one : found.outcomes) sorted.push_back(&one);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto* a, const auto* b) { return rank(*a) < rank(*b); });
    for (const check::outcome* one : sorted) print(*one);
    if (!found.loop.empty()) std::cout << "verdict: LOOP, because of " << found.loop << ".\n\n";
  }

  void print(const check::outcome& one) const {
    const int weight = rank(one);
    std::string word(model::to_string(one.verdict));
    if (one.verdict == model::verdict::pass) word = "holds";
    if (one.verdict == model::verdict::not_observable) word = "not seen";
    std::cout << absl::StrFormat("%-13s %s: %s\n", word, one.facts.title, one.said);
    // Each with the exchange that shows it where it is held against the server, else on demand.
    if (weight > 1 && !settings_.output.details) return;
    std::cout << "              " << one.facts.id << "; " << text_of(one.facts) << '\n';
    if (one.shown) {
      std::string text = check::describe(*one.shown);
      for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        std::cout << "              " << text.substr(begin, end - begin) << '\n';
        begin = end + 1;
      }
    }
    std::cout << '\n';
  }

  // Those that were asked for.
  bool select(std::vector<check::outcome>& outcomes) {
    std::vector<model::test_case> all;
    for (const check::outcome& one : outcomes) {
      model::test_case made;
      made.facts = std::make_shared<model::case_facts>(one.facts);
      all.push_back(std::move(made));
    }
    const absl::StatusOr<std::vector<model::test_case>> chosen =
        runner::select(all, settings_.chosen);
    if (!chosen.ok()) return usage(std::string(chosen.status().message()));
    std::erase_if(outcomes, [&](const check::outcome& one) {
      return std::none_of(chosen->begin(), chosen->end(),
                          [&](const model::test_case& each) { return each.id() == one.facts.id; });
    });
    return true;
  }

  void write(const check::target& at, const check::checked& found,
             const process::cancellation& cancel) {
    runner::column column;
    column.info.id = settings_.name.empty() ? id_of(at, found.server) : settings_.name;
    column.info.name = found.server.empty() ? at.authority() : found.server;
    column.info.operations = {"challenges", "credentials", "auth-info"};
    column.info.observes = "{}";
    column.rows = check::rows_of(found.outcomes, column.info.id);
    std::vector<model::test_case> suite;
    for (const model::row& row : column.rows) {
      model::test_case made;
      made.facts = row.facts;
      suite.push_back(std::move(made));
    }
    runner::collect_options options;
    run_output::complete(options.header);
    nlohmann::ordered_json asked;
    asked["again"] = again();
    asked["whole"] = true;  // nothing but an id is missing
    options.header.options =
        asked.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
    if (output_.known()) options.known.push_back(*output_.known());
    options.update_expectations = settings_.output.update_expectations;
    options.write_to = &output_.writer();
    const std::string id = column.info.id;
    runner::collector to(std::move(options), 1, suite);
    to.add(std::move(column));
    runner::run_result made = to.finish({id}, cancel);
    output_.finish(made, suite.size(), true, cancel);
  }

  // The command that does it again; whoever types it knows the password.
  std::vector<std::string> again() const {
    std::vector<std::string> words = {program_word(context_), "check", settings_.url};
    if (settings_.is_proxy) words.emplace_back("--proxy");
    if (settings_.options.is_active) words.emplace_back("--active");
    if (!settings_.via.empty()) words.insert(words.end(), {"--via", settings_.via});
    if (!settings_.user.empty()) {
      words.emplace_back("--user");
      words.push_back(settings_.options.login.user);
      words.emplace_back("--password-stdin");
    }
    words.emplace_back("--out");
    words.push_back((std::filesystem::path(settings_.output.out) / "one").string());
    return words;
  }

  check_settings& settings_;
  command_context& context_;
  run_output output_{"check", settings_.output, context_};
};

}  // namespace

void add_check_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "check", "Ask a live server or proxy: its 401 or 407, which logins it takes, how it refuses");
  const auto settings = std::make_shared<check_settings>();
  command
      ->add_option("URL", settings->url, "The page that asks for a login; with --proxy the proxy")
      ->required();
  command
      ->add_option("-u,--user", settings->user,
                   "Who logs in; without the password with --password-stdin. Attempts that fail on "
                   "purpose may lock the user out where that is the server's rule")
      ->type_name("NAME[:PASSWORD]");
  command->add_flag("--password-stdin", settings->password_stdin,
                    "The password is the first line of standard input");
  command->add_flag("--token-stdin", settings->token_stdin,
                    "For Bearer: the token is the first line of standard input");
  command->add_flag("--proxy", settings->is_proxy,
                    "URL is a forward proxy: its 407, and what it passes on");
  command->add_flag("--active", settings->options.is_active,
                    "Ill-formed credentials, too: to a server of your own; always so on loopback");
  command->add_option("--max-requests", settings->options.max_requests, "No more than that many")
      ->check(count_in(1, 100000))
      ->capture_default_str();
  command->add_option("--timeout", settings->timeout, "Seconds for a connection, and for an answer")
      ->check(number_in(0.01, 3600))
      ->capture_default_str();
  command
      ->add_option("--via", settings->via,
                   "A proxy on the way: all connections go through tunnels that it opens")
      ->type_name("URL");
  command->add_option("--via-user", settings->via_user, "Who logs in there")
      ->type_name("NAME:PASSWORD");
  command
      ->add_option("--listen", settings->options.listen,
                   "With --proxy: the address of this machine at which the proxy reaches an origin "
                   "of our own")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command->add_flag("--insecure", settings->options.dial.trusts_anybody, "Any certificate will do");
  command
      ->add_option("--cacert", settings->options.dial.ca_file,
                   "Certificates to trust, in place of the system's")
      ->type_name("PEM")
      ->check(path_given());
  command->add_option("--name", settings->name, "The id of the server in reports")->type_name("ID");
  add_selection_options(*command, settings->chosen, false);
  add_output_options(*command, settings->output);
  command->footer(
      "\n"
      "  gauntlet check http://127.0.0.1:8080/private\n"
      "  gauntlet check https://example.org/ --user me --password-stdin <password.txt\n"
      "  gauntlet check http://127.0.0.1:3128 --proxy --user me:secret\n\n"
      "Exit status 1: something does not hold that has to; 3: no answer, or a login that goes "
      "round "
      "for ever.\n");
  command->callback([settings, &context] { check_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
