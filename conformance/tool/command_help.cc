#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "conformance/tool/command_tree.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/help_text.hpp"
#include "conformance/tool/markdown.hpp"
#include "conformance/tool/topics.hpp"

namespace gauntlet::tool {
namespace {

// A part of a page. None has the name of a command.
struct topic {
  std::string_view name;
  std::string_view what;
  std::string_view page;
  std::string_view heading;  // empty: the whole page
};

const topic all_topics[] = {
    {"verdicts", "what a case may say of an implementation", topics::PROTOCOL_md, "5.1 Verdicts"},
    {"smuggled", "when quoted text became structure", topics::PROTOCOL_md, "5.2 `smuggled`"},
    {"figures", "what the columns of a report count", topics::PROTOCOL_md, "5.3 Figures"},
    {"exit-codes", "what every command exits with", topics::PROTOCOL_md, "5.4 Exit codes"},
    {"adapters", "how to test your implementation", topics::adapters_md, ""},
    {"protocol", "what an adapter is asked, and answers", topics::PROTOCOL_md,
     "3. Adapter protocol"},
    {"observes", "what an adapter says that its API shows", topics::PROTOCOL_md, "3.3 `observes`"},
    {"octets", "how a JSON string holds any octet", topics::PROTOCOL_md, "1. Octets in JSON"},
    {"operations", "challenges, credentials, auth-info", topics::PROTOCOL_md, "2.1 Operations"},
    {"grammars", "recipient, sender and the others", topics::PROTOCOL_md, "2.4 Grammars"},
    {"offsets", "the octet that an error names", topics::PROTOCOL_md, "2.5 Offsets"},
    {"cases", "the format of the suite's cases", topics::PROTOCOL_md, "4. Cases"},
    {"expectations", "a list of deviations that are known", topics::ci_md, "Known deviations"},
    {"ci", "the suite in your CI", topics::ci_md, ""},
    {"reports", "how to read a report", topics::reports_md, ""},
    {"live", "real servers, proxies and clients", topics::live_md, ""},
    {"live-clients", "the verdicts of gauntlet serve", topics::PROTOCOL_md, "5.5 Live clients"},
    {"comparing", "diff, minimize, learn and fingerprint", topics::compare_md, ""},
    {"commands", "all commands in a sentence each", topics::PROTOCOL_md, "6. Commands"},
};

// Paragraphs are easier to read in short lines than the width of a terminal is.
constexpr std::size_t text_width = 90;

void list_topics() {
  std::cout << "Topics of `gauntlet help TOPIC`; a command may stand there as well.\n\n";
  for (const topic& one : all_topics)
    std::cout << absl::StrFormat("  %-14s %s\n", std::string(one.name), std::string(one.what));
}

void help(const std::string& wanted, const CLI::App& app, command_context& context) {
  if (wanted.empty()) return list_topics();
  std::vector<std::string> known;
  for (const described_command& one : describe(app).commands) {
    if (one.word() == wanted) {
      std::cout << full_help(one);
      return;
    }
    if (!one.group.empty()) known.emplace_back(one.word());
  }
  for (const topic& one : all_topics) {
    known.emplace_back(one.name);
    if (one.name != wanted) continue;
    std::cout << plain_text(section_of(one.page, one.heading), text_width);
    return;
  }
  fail(context, absl::StrCat("help: there is no topic ", model::printable(wanted),
                             model::did_you_mean(wanted, known), " (gauntlet help lists them)"));
}

}  // namespace

void add_help_command(CLI::App& app, command_context& context) {
  CLI::App* command = app.add_subcommand("help", "Explain a topic, or a command");
  const auto wanted = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const topic& one : all_topics) names.emplace_back(one.name);
  command->add_option("TOPIC", *wanted, absl::StrCat("One of ", absl::StrJoin(names, ", ")));
  command->footer(
      "\n"
      "  gauntlet help              the topics\n"
      "  gauntlet help verdicts     one of them\n"
      "  gauntlet help run          as gauntlet run --help\n");
  command->callback([wanted, &app, &context] { help(*wanted, app, context); });
}

}  // namespace gauntlet::tool
