#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/likely.hpp"
#include "conformance/compare/search.hpp"
#include "conformance/live/check/check.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/results_reader.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/live_questions.hpp"
#include "conformance/tool/login_option.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/readers.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;
using compare::fingerprints;
using compare::known_reader;

constexpr std::array<model::operation, 2> operations = {model::operation::challenges,
                                                        model::operation::credentials};
// So many of the nearest are shown.
constexpr std::size_t most_shown = 5;

struct fingerprint_settings {
  std::vector<std::string> names;
  std::string of;
  std::string from;
  std::string user;
  bool password_stdin = false;
  std::vector<std::string> languages;
  int tier = 0;
  std::string write;
  bool update = false;
};

class fingerprint_command {
 public:
  fingerprint_command(const fingerprint_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    if (!source_.has_suite() || !has_one_question()) return;
    if (settings_.update) return make();
    if (!settings_.of.empty() || !settings_.from.empty()) return name_live();
    name();
  }

 private:
  bool has_one_question() const {
    const auto usage = [&](const char* message) {
      fail(context_, absl::StrCat("fingerprint: ", message));
      return false;
    };
    const std::size_t readers = settings_.names.size() + (context_.trailing ? 1 : 0);
    const bool is_live = !settings_.of.empty() || !settings_.from.empty();
    if (readers + (settings_.update ? 1 : 0) + (settings_.of.empty() ? 0 : 1) +
            (settings_.from.empty() ? 0 : 1) !=
        1) {
      return usage(
          "expected one of: an implementation, a command after --, --of, --from, --update");
    }
    if ((!settings_.languages.empty() || settings_.tier != 0) && !is_live && !settings_.update)
      return usage("--language and --tier go with --of, --from and --update");
    if ((!settings_.user.empty() || settings_.password_stdin) && settings_.of.empty())
      return usage("--user and --password-stdin go with --of");
    return true;
  }

  fs::path own_file() const { return context_.conformance / "compare" / "fingerprints.json"; }

  // --- Who is it? ---

  void name() {
    const auto all = compare::load_fingerprints(own_file());
    if (!all.ok()) return fail(context_, std::string(all.status().message()));
    if (!source_.find(settings_.names)) return;
    for (const fingerprints& of : *all) {
      bool lacks_operation = false;
      auto reader = context_.trailing
                        ? source_.open_trailing(of.operation, &lacks_operation)
                        : source_.open(of.operation, settings_.names.front(), &lacks_operation);
      if (lacks_operation) continue;
      if (!reader) return;
      print(of, known(*reader, of.values));
    }
  }

  static known_reader known(compare::reader& reader, const std::vector<std::string>& values) {
    return {reader.name(), reader.can_show(), reader.observes_json(), reader.ask(values)};
  }

  void print(const fingerprints& of, const known_reader& unknown) {
    const std::vector<compare::likeness> near = compare::likenesses(of, unknown);
    std::cout << model::to_string(of.operation) << ", " << of.values.size()
              << " values: " << verdict_on(near, of.values.size()) << '\n';
    for (std::size_t i = 0; i < std::min(most_shown, near.size()); ++i) {
      std::cout << absl::StrFormat("  %3d of %3d  %s\n", near[i].same, near[i].compared,
                                   model::printable(near[i].name));
    }
    std::cout << '\n';
  }

  static std::string verdict_on(const std::vector<compare::likeness>& near, std::size_t values) {
    std::vector<std::string> same;
    const compare::likeness* nearest = nullptr;
    for (const compare::likeness& one : near) {
      if (!one.counts(values)) continue;
      if (nearest == nullptr) nearest = &one;
      if (one.is_whole()) same.push_back(model::printable(one.name));
    }
    if (nearest == nullptr) return "it shows too little to be named";
    if (same.size() == 1) return absl::StrCat("reads as ", same.front(), " does, and as no other");
    if (!same.empty()) return absl::StrCat("reads as one of: ", absl::StrJoin(same, ", "));
    return absl::StrCat("none that is known here; the nearest is ",
                        model::printable(nearest->name));
  }

  // --- Who is behind a server or a client? ---

  void name_live() {
    std::vector<model::row> rows;
    check::login who;
    if (!(settings_.from.empty() ? check_server(rows, who) : read_rows(rows))) return;
    const std::vector<question> logins = logins_of(rows, who);
    const std::vector<question> challenges = challenges_of(rows);
    if (logins.empty() && challenges.empty()) {
      return fail(context_,
                  "fingerprint: nothing was answered that tells readers apart: a server needs a "
                  "login (--user) with Basic or Digest, a client has to answer challenges",
                  exit_inconclusive);
    }
    if (!source_.find_all(settings_.languages, settings_.tier)) return;
    if (!logins.empty()) name_live(model::operation::credentials, logins);
    if (!challenges.empty()) name_live(model::operation::challenges, challenges);
  }

  bool check_server(std::vector<model::row>& rows, check::login& who) {
    const auto at = check::read_url(settings_.of);
    if (!at.ok()) {
      fail(context_, absl::StrCat("fingerprint: the URL ", std::string(at.status().message())));
      return false;
    }
    check::check_options options;
    // Ill-formed logins tell most; they are sent to servers of one's own alone.
    options.is_active = at->is_loopback();
    if (!login_from(context_, "fingerprint", settings_.user, settings_.password_stdin, who))
      return false;
    options.login = who;
    progress_line line;
    options.progress = [&](std::size_t asked) {
      if (line.is_due()) line.show(absl::StrFormat("fingerprint: %d requests", asked));
    };
    const check::checked found = check::check_origin(*at, options);
    if (!found.unreachable.empty()) {
      fail(context_, absl::StrCat("fingerprint: ", at->url(), ": no answer: ", found.unreachable),
           exit_inconclusive);
      return false;
    }
    rows = check::rows_of(found.outcomes, "server");
    return true;
  }

  bool read_rows(std::vector<model::row>& rows) {
    auto run = model::read_results_file(settings_.from, model::when_unfinished::accept);
    if (!run.ok()) {
      fail(context_, absl::StrCat("fingerprint: ", std::string(run.status().message())));
      return false;
    }
    if (run->header.implementations.size() != 1) {
      fail(context_,
           "fingerprint: --from takes the results of `gauntlet check` or `gauntlet serve "
           "--run`, of one server or client");
      return false;
    }
    rows = std::move(run->rows);
    return true;
  }

  void name_live(model::operation op, const std::vector<question>& asked) {
    std::vector<std::string> values;
    for (const question& one : asked) {
      values.push_back(one.plain);
      values.push_back(one.value);
    }
    const std::vector<compare::candidate> known = candidates(op, asked, ask_all(op, values));
    compare::yes_or_no unknown;
    for (const question& one : asked) unknown.push_back(one.is_taken);
    const compare::likelihoods found = compare::likeliest(unknown, known);
    std::cout << model::to_string(op) << ", " << asked.size() << " answers: " << verdict_on(found)
              << '\n';
    for (std::size_t i = 0; i < std::min(most_shown, found.known.size()); ++i) {
      const compare::likely& one = found.known[i];
      std::cout << absl::StrFormat("  %3.0f %%  %2d of %2d  %s\n", 100 * one.confidence, one.same,
                                   one.compared, names_of(one, ", "));
    }
    std::cout << absl::StrFormat("  %3.0f %%            nobody known\n", 100 * found.nobody);
    const compare::left_out out = compare::leave_each_out(known);
    std::cout << absl::StrFormat(
        "Of %d known readers %d answer as no other does; with each of these left out, another is "
        "named for %d.\n\n",
        known.size(), out.tried, out.misnamed);
  }

  static std::string verdict_on(const compare::likelihoods& found) {
    if (found.known.empty() || found.known.front().confidence <= found.nobody)
      return "nobody that is known here";
    const compare::likely& first = found.known.front();
    return absl::StrFormat(
        "%s%s, confidence %.0f %%",
        first.confidence < compare::confident ? "most likely, but not certain: " : "",
        first.names.size() == 1
            ? names_of(first, "")
            : absl::StrFormat("one of %d that answer alike, so that nothing here tells them apart",
                              first.names.size()),
        100 * first.confidence);
  }

  static std::string names_of(const compare::likely& of, const char* between) {
    return absl::StrJoin(of.names, between, [](std::string* out, const std::string& name) {
      absl::StrAppend(out, model::printable(name));
    });
  }

  std::vector<known_reader> ask_all(model::operation op, const std::vector<std::string>& values) {
    progress_line line;
    return source_.ask_all(op, values, [&](const std::string& id) {
      if (line.is_due()) line.show(absl::StrCat("fingerprint: ", id));
    });
  }

  // --- The table ---

  void make() {
    if (!source_.find_all(settings_.languages, settings_.tier)) return;
    std::vector<model::test_case> suite;
    if (!source_.load_suite(suite)) return;
    std::vector<fingerprints> all;
    for (const model::operation op : operations) {
      const std::vector<std::string> pool = compare::pool_of(suite, op);
      const std::vector<known_reader> readers = ask_all(op, pool);
      if (source_.cancel().requested()) {
        return fail(context_, "fingerprint: stopped; nothing was written", exit_inconclusive);
      }
      all.push_back(
          reduced(op, pool, compare::telling_values(pool, readers, source_.cancel()), readers));
      report(all.back(), pool.size());
    }
    const fs::path file = settings_.write.empty() ? own_file() : fs::path(settings_.write);
    if (const absl::Status status = model::write_file(file, compare::to_json(all)); !status.ok())
      return fail(context_, std::string(status.message()));
    std::cout << "Written: " << file.string() << '\n';
  }

  static fingerprints reduced(model::operation op, const std::vector<std::string>& pool,
                              const std::vector<std::size_t>& chosen,
                              const std::vector<known_reader>& readers) {
    fingerprints made;
    made.operation = op;
    for (const std::size_t at : chosen) made.values.push_back(pool[at]);
    for (const known_reader& one : readers) {
      known_reader& next =
          made.readers.emplace_back(known_reader{one.name, one.can_show, one.observes_json, {}});
      for (const std::size_t at : chosen) next.readings.push_back(one.readings[at]);
    }
    return made;
  }

  static void report(const fingerprints& of, std::size_t pool) {
    std::cout << of.readers.size() << " readers of " << model::to_string(of.operation) << ": "
              << of.values.size() << " of " << pool << " values tell them apart\n";
    for (const std::string& value : of.values) {
      std::cout << "  " << model::quoted_printable(value.substr(0, 100))
                << (value.size() > 100 ? "..." : "") << '\n';
    }
    for (const std::vector<std::string>& group : compare::twins(of))
      std::cout << "Read alike, as far as they show it: " << absl::StrJoin(group, ", ") << '\n';
    std::cout << '\n';
  }

  const fingerprint_settings& settings_;
  command_context& context_;
  reader_source source_{"fingerprint", context_};
};

}  // namespace

void add_fingerprint_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand(
      "fingerprint", "Name the library that a reader is, by how it reads a few values");
  const auto settings = std::make_shared<fingerprint_settings>();
  command->add_option("IMPLEMENTATION", settings->names,
                      "One of `gauntlet list`; or a command after --");
  command
      ->add_option(
          "--of", settings->of,
          "A server at that URL that asks for a login: which library reads its credentials")
      ->type_name("URL");
  command
      ->add_option(
          "--from", settings->from,
          "The results of `gauntlet check` or `gauntlet serve --run`: the same of what was "
          "asked already; of a client, which library reads its challenges")
      ->type_name("RESULTS")
      ->check(path_given());
  command
      ->add_option("-u,--user", settings->user,
                   "With --of: who logs in; without the password with --password-stdin")
      ->type_name("NAME[:PASSWORD]");
  command->add_flag("--password-stdin", settings->password_stdin,
                    "The password is the first line of standard input");
  add_set_options(*command, settings->languages, settings->tier);
  command->add_flag("--update", settings->update,
                    "Ask all that is installed, and choose the values that tell them apart anew");
  command->add_option("--write", settings->write, "With --update: where the table goes")
      ->type_name("FILE")
      ->check(path_given());
  command->footer(
      "\n"
      "  gauntlet fingerprint -- ./unknown-adapter\n"
      "  gauntlet fingerprint werkzeug\n"
      "  gauntlet fingerprint --of http://127.0.0.1:8080/private --user me:secret\n"
      "  gauntlet fingerprint --update --write fingerprints.json\n\n"
      "Exit status 3: it cannot be asked.\n");
  command->callback([settings, &context] { fingerprint_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
