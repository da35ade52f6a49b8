#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "conformance/live/origin/server.hpp"
#include "conformance/live/serve/drive.hpp"
#include "conformance/live/serve/host.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/json_file.hpp"
#include "conformance/model/text.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"
#include "conformance/report/text.hpp"
#include "conformance/runner/collect.hpp"
#include "conformance/runner/select.hpp"
#include "conformance/tool/arguments.hpp"
#include "conformance/tool/commands.hpp"
#include "conformance/tool/progress.hpp"
#include "conformance/tool/run_output.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t usual_port = 8401;

struct serve_settings {
  std::string listen = "127.0.0.1";
  std::uint16_t port = usual_port;
  bool is_port_given = false;
  std::string run;
  std::string name;
  bool proxy = false;
  bool tls = false;
  std::size_t jobs = 0;
  double timeout = 10;
  std::uint64_t memory_mib = 2048;
  runner::selection chosen;
  output_settings output;
};

// A file of one's own that goes with this object.
class temporary_file {
 public:
  absl::Status write(const std::string& content) {
    std::error_code error;
    std::string path = (fs::temp_directory_path(error) / "gauntlet-XXXXXX").string();
    const int file = ::mkstemp(path.data());
    if (file < 0) return absl::InternalError(absl::StrCat("cannot make ", path));
    ::close(file);
    path_ = path;
    return model::write_file(path_, content);
  }
  ~temporary_file() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  temporary_file() = default;
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;

  std::string path() const { return path_.string(); }

 private:
  fs::path path_{};
};

// The program of a command, as an id: "/usr/bin/curl -s" is "curl".
std::string id_of(const std::string& command) {
  const std::string program = command.substr(0, command.find(' '));
  std::string id;
  for (const char c : program.substr(program.rfind('/') + 1)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      id.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "client" : id.substr(0, 100);
}

// The work of `gauntlet serve`, step by step; each returns false when the command is over.
class serve_command {
 public:
  serve_command(const serve_settings& settings, command_context& context)
      : settings_(settings), context_(context) {}

  void run() {
    process::cancellation cancel;
    const process::signal_guard signals(cancel);
    if (!check() || !load_cases()) return;
    if (settings_.run.empty()) {
      if (start()) wait(cancel);
    } else if (output_.open() && output_.find_expectations() && start() && write_certificate() &&
               output_.begin()) {
      drive(cancel);
    }
    if (server_) server_->stop();
  }

 private:
  bool usage(const std::string& message) {
    fail(context_, absl::StrCat("serve: ", message), exit_usage);
    return false;
  }

  bool check() {
    if (context_.conformance.empty()) {
      return usage(
          "the suite's data is not here: run it in a checkout, or set GAUNTLET_CONFORMANCE to its "
          "conformance folder");
    }
    if (settings_.run.empty()) {
      if (!settings_.name.empty()) return usage("--name is for the command of --run");
      return true;
    }
    if (const std::string fault = serve::fault_of_command(settings_.run); !fault.empty())
      return usage(absl::StrCat("--run: ", fault));
    if (!settings_.name.empty() && !is_slug(settings_.name)) {
      return usage(absl::StrCat("--name ", model::printable(settings_.name), ": ", slug_form));
    }
    return true;
  }

  bool load_cases() {
    absl::StatusOr<model::case_loader> loader =
        model::case_loader::open(context_.conformance / "suite" / "schema");
    if (!loader.ok()) return usage(std::string(loader.status().message()));
    if (const absl::Status status = loader->load(context_.conformance / "suite" / "cases");
        !status.ok())
      return usage(std::string(status.message()));
    shapes_ = serve::shapes_of(loader->take());
    for (const serve::shape& one : shapes_) suite_.push_back(one.of);
    const absl::StatusOr<std::vector<model::test_case>> chosen =
        runner::select(suite_, settings_.chosen);
    if (!chosen.ok()) return usage(std::string(chosen.status().message()));
    selected_ = chosen->size();
    return true;
  }

  bool start() {
    serve::host_options options;
    if (settings_.proxy) options.fields = live::proxy_fields;
    options.is_driven = !settings_.run.empty();
    host_ = std::make_unique<serve::host>(std::move(shapes_), options);
    origin::options with;
    with.address = settings_.listen;
    // Commands that are driven are told where to go: any port will do.
    const std::uint16_t first = options.is_driven && !settings_.is_port_given ? 0 : settings_.port;
    const auto port = [&](int offset) {
      return first == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(first + offset);
    };
    with.listeners = {{port(0), false}, {port(1), false}, {port(2), false}, {port(3), true}};
    with.handler = [this](const origin::request& asked) { return host_->answer(asked); };
    with.observer = [this](origin::exchange one) { host_->observe(std::move(one)); };
    absl::StatusOr<std::unique_ptr<origin::server>> made = origin::server::start(std::move(with));
    if (!made.ok()) return usage(std::string(made.status().message()));
    server_ = *std::move(made);
    std::vector<std::uint16_t> ports;
    for (std::size_t i = 0; i < 4; ++i) ports.push_back(server_->port(i));
    const bool is_any = settings_.listen == "0.0.0.0" || settings_.listen == "::";
    const bool is_v6 = settings_.listen.find(':') != std::string::npos;
    host_->set_place(is_any  ? "127.0.0.1"
                     : is_v6 ? absl::StrCat("[", settings_.listen, "]")
                             : settings_.listen,
                     std::move(ports), server_->certificate_pem());
    if (settings_.listen.rfind("127.", 0) != 0 && settings_.listen != "::1") {
      note(absl::StrCat("serve: listening on ", settings_.listen,
                        ": whoever reaches this machine can use it, and reads what clients send"));
    }
    return true;
  }

  // Until a signal comes.
  void wait(const process::cancellation& cancel) const {
    const live::login& who = host_->options().login;
    std::cout << "page    http://127.0.0.1:" << server_->port(serve::origin_listener)
              << "/\nproxy   " << host_->proxy_url()
              << "\nTLS     https://localhost:" << server_->port(serve::tls_listener)
              << "/ (its certificate: /ca.pem)\nuser    " << who.user << "\npassword "
              << who.password << "\n"
              << report::counted(host_->shapes().size(), "URL") << "; Ctrl-C ends it\n"
              << std::flush;
    pollfd ended{cancel.descriptor(), POLLIN, 0};
    while (!cancel.requested()) ::poll(&ended, 1, -1);
  }

  bool write_certificate() {
    if (settings_.run.find("{ca}") == std::string::npos) return true;
    const absl::Status written = certificate_.write(server_->certificate_pem());
    return written.ok() || usage(std::string(written.message()));
  }

  void drive(const process::cancellation& cancel) {
    model::implementation_info info;
    info.id = settings_.name.empty() ? id_of(settings_.run) : settings_.name;
    info.name = info.id;
    info.operations = {"challenges"};
    serve::drive_options options;
    options.command = settings_.run;
    options.jobs =
        settings_.jobs != 0 ? settings_.jobs : std::max(1U, std::thread::hardware_concurrency());
    options.timeout = absl::Seconds(settings_.timeout);
    options.memory_limit = settings_.memory_mib * 1024 * 1024;
    options.with_tls = settings_.tls;
    options.certificate_file = certificate_.path();
    for (const serve::shape& one : host_->shapes())
      options.is_chosen.push_back(runner::is_selected(*one.of.facts, settings_.chosen));
    if (output_.known()) options.known = &*output_.known();

    runner::collect_options collecting;
    run_output::complete(collecting.header);
    collecting.header.options = header_options();
    if (output_.known()) collecting.known.push_back(*output_.known());
    collecting.update_expectations = settings_.output.update_expectations;
    collecting.write_to = &output_.writer();
    runner::collector collector(std::move(collecting), 1, suite_);
    runner::column column;
    {
      progress_line line(settings_.output.quiet, absl::Seconds(10));
      options.progress = [&](std::size_t done, std::size_t total) {
        if (line.is_due()) {
          line.show(absl::StrFormat("%d/%d URLs, %.0f a second", done, total,
                                    static_cast<double>(done) / line.seconds()));
        }
      };
      const process::orphanage orphans;
      serve::driven driven = serve::drive(*host_, info, options, cancel);
      if (!driven.could_not_start.empty()) {
        info.status = model::implementation_status::could_not_start;
        info.reason = driven.could_not_start;
      }
      column = {info, std::move(driven.rows), std::move(driven.notes)};
    }
    collector.add(std::move(column));
    runner::run_result made = collector.finish({info.id}, cancel);
    if (!info.reason.empty()) note(absl::StrCat("serve: ", info.reason));
    output_.finish(made, selected_, true, cancel);
  }

  // What was asked for, and the words that ask for it again.
  std::string header_options() const {
    std::vector<std::string> again = {program_word(context_), "serve", "--run", settings_.run};
    if (settings_.proxy) again.emplace_back("--proxy");
    if (settings_.tls) again.emplace_back("--tls");
    if (!settings_.name.empty()) again.insert(again.end(), {"--name", settings_.name});
    if (settings_.timeout != serve_settings().timeout)
      again.insert(again.end(), {"--timeout", absl::StrCat(settings_.timeout)});
    again.insert(again.end(), {"--out", (fs::path(settings_.output.out) / "one").string()});
    nlohmann::ordered_json options = {{"again", again}, {"whole", true}};
    options.update(to_json(settings_.chosen));
    options["timeout"] = settings_.timeout;
    return options.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  }

  const serve_settings& settings_;
  command_context& context_;
  run_output output_{"serve", settings_.output, context_};
  std::vector<serve::shape> shapes_{};
  std::vector<model::test_case> suite_{};
  std::size_t selected_ = 0;
  temporary_file certificate_{};
  std::unique_ptr<serve::host> host_{};
  std::unique_ptr<origin::server> server_{};  // the first to go: it calls the host
};

void add_options(CLI::App& command, serve_settings& to) {
  command
      .add_option("--run", to.run,
                  "A command that asks for {url} as {user} with {password}: run for each URL")
      ->type_name("COMMAND");
  command
      .add_flag("--proxy", to.proxy, "407 in place of 401: the proxy port asks, {proxy} is its URL")
      ->group("How");
  command
      .add_flag("--tls", to.tls,
                "https URLs; with --proxy through CONNECT. {ca} is the certificate's file")
      ->group("How");
  command
      .add_option("--listen", to.listen,
                  "The address to listen on; other than loopback at your risk")
      ->type_name("ADDRESS")
      ->capture_default_str()
      ->group("How");
  command
      .add_option_function<std::uint16_t>(
          "--port",
          [&to](std::uint16_t port) {
            to.port = port;
            to.is_port_given = true;
          },
          "The port of the page and the URLs, and the three after it; 0: free ones (default: 8401)")
      ->type_name("PORT")
      ->check(count_in(0, 65532))
      ->group("How");
  command.add_option("--jobs", to.jobs, "Commands side by side (default: the processors)")
      ->type_name("N")
      ->check(count_in(1, 1024))
      ->group("How");
  command.add_option("--timeout", to.timeout, "Seconds for one command")
      ->type_name("S")
      ->check(number_in(0.01, 3600))
      ->capture_default_str()
      ->group("How");
  command
      .add_option("--memory-limit", to.memory_mib,
                  "Memory that a command and all that it starts may have; 0: no limit")
      ->type_name("MIB")
      ->check(count_in(0, 1 << 20))
      ->capture_default_str()
      ->group("How");
  command.add_option("--name", to.name, "The id of the client (default: the program's name)")
      ->type_name("ID")
      ->group("How");
  add_selection_options(command, to.chosen);
  add_output_options(command, to.output);
}

}  // namespace

void add_serve_command(CLI::App& app, command_context& context) {
  CLI::App* command =
      app.add_subcommand("serve", "Live clients: one URL for each challenge of the suite");
  const auto settings = std::make_shared<serve_settings>();
  add_options(*command, *settings);
  command->footer(
      "\n"
      "  gauntlet serve                       a page for people, and URLs for any client\n"
      "  gauntlet serve --run 'curl -s --anyauth -u {user}:{password} {url}'\n"
      "  gauntlet serve --proxy --run 'curl -s -x {proxy} --proxy-anyauth -U {user}:{password} "
      "{url}'\n\n"
      "With --run, what the client does is judged like an implementation of `gauntlet run`: the "
      "same verdicts,\nexpectations, reports and exit codes.\n");
  command->callback([settings, &context] { serve_command(*settings, context).run(); });
}

}  // namespace gauntlet::tool
