#include "conformance/live/servers/server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <kainjow/mustache.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "conformance/model/text.hpp"
#include "conformance/process/cancel.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

using kainjow::mustache::data;

constexpr int most_tries = 3;
constexpr absl::Duration look_period = absl::Milliseconds(10);
constexpr std::size_t kept_output = 16384;

data to_mustache(const nlohmann::json& from) {
  if (from.is_boolean()) return from.get<bool>() ? data::type::bool_true : data::type::bool_false;
  if (from.is_string()) return from.get<std::string>();
  if (from.is_array()) {
    data list(data::type::list);
    for (const nlohmann::json& each : from) list.push_back(to_mustache(each));
    return list;
  }
  if (from.is_object()) {
    data object(data::type::object);
    for (const auto& [name, value] : from.items()) object.set(name, to_mustache(value));
    return object;
  }
  return from.dump();
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool is_cancelled() {
  const process::cancellation* cancel = process::signal_guard::current();
  return cancel != nullptr && cancel->requested();
}

}  // namespace

std::string fill_in(const std::string& text, const nlohmann::json& values) {
  kainjow::mustache::mustache parsed(text);
  parsed.set_custom_escape([](const std::string& same) { return same; });
  return parsed.render(to_mustache(values));
}

std::uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return 0;
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool got = ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                   ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(descriptor);
  return got ? ntohs(address.sin_port) : std::uint16_t{0};
}

bool accepts_connections(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const sockaddr_in address = loopback(port);
  const bool got =
      ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return got;
}

absl::StatusOr<std::unique_ptr<server>> server::start(const server_recipe& recipe) {
  for (int turn = 1;; ++turn) {
    absl::StatusOr<std::unique_ptr<server>> made = try_once(recipe);
    const bool was_taken =
        absl::IsUnavailable(made.status()) &&
        absl::StrContains(absl::AsciiStrToLower(made.status().message()), "in use");
    if (!was_taken || turn == most_tries) return made;
  }
}

absl::StatusOr<std::unique_ptr<server>> server::try_once(const server_recipe& recipe) {
  std::unique_ptr<server> made(new server);
  made->name_ = recipe.name;
  made->stop_grace_ = recipe.stop_grace;
  const auto user = recipe.as_nobody ? unprivileged_user() : std::nullopt;
  absl::StatusOr<std::unique_ptr<temporary_folder>> folder = temporary_folder::make(user);
  if (!folder.ok()) return folder.status();
  made->folder_ = *std::move(folder);

  nlohmann::json values = recipe.values;
  values["dir"] = made->folder().string();
  for (const std::string& name : recipe.ports) {
    made->ports_[name] = free_port();
    values[absl::StrCat("port_", name)] = absl::StrCat(made->ports_[name]);
  }
  for (const auto& [name, text] : recipe.files) {
    if (absl::Status status = made->folder_->write(name, fill_in(text, values)); !status.ok())
      return status;
  }
  process::start_options how;
  for (const std::string& word : recipe.command) how.command.push_back(fill_in(word, values));
  how.environment = {absl::StrCat("HOME=", made->folder().string()),
                     absl::StrCat("TMPDIR=", made->folder().string())};
  for (const std::string& each : recipe.environment)
    how.environment.push_back(fill_in(each, values));
  for (const std::string& each : recipe.leavings) made->leavings_.push_back(fill_in(each, values));
  how.working_directory = made->folder();
  how.cpu_seconds = 0;
  how.user = user;
  how.parent_death_signal = SIGTERM;
  absl::StatusOr<std::unique_ptr<process::child>> child = process::child::start(how);
  if (!child.ok()) return child.status();
  made->child_ = *std::move(child);
  made->child_->close_input();
  if (absl::Status status = made->wait_until_ready(recipe); !status.ok()) return status;
  return made;
}

absl::Status server::wait_until_ready(const server_recipe& recipe) {
  const absl::Time deadline = absl::Now() + recipe.start_deadline;
  for (;;) {
    const bool answers = std::all_of(ports_.begin(), ports_.end(), [](const auto& each) {
      return accepts_connections(each.second);
    });
    // Somebody else may be the one that answers.
    if (has_ended()) {
      return absl::UnavailableError(absl::StrCat(name_, " did not start: ", last_words()));
    }
    if (answers) return absl::OkStatus();
    if (is_cancelled()) return absl::CancelledError(process::signal_guard::current()->reason());
    if (absl::Now() > deadline) {
      return absl::UnavailableError(absl::StrCat(name_, " does not accept connections after ",
                                                 absl::FormatDuration(recipe.start_deadline), ": ",
                                                 last_words()));
    }
    absl::SleepFor(look_period);
  }
}

server::~server() {
  if (child_ == nullptr) return;
  child_->ask_to_end();
  child_->wait(stop_grace_);
  for (const std::filesystem::path beginning : leavings_) {
    std::error_code ignored;
    for (const auto& each : std::filesystem::directory_iterator(beginning.parent_path(), ignored)) {
      if (absl::StartsWith(each.path().string(), beginning.string()))
        std::filesystem::remove_all(each.path(), ignored);
    }
  }
}

bool server::has_ended() {
  child_->drain_output(output_, kept_output);
  child_->drain_errors();
  return child_->has_ended();
}

std::string server::last_words() {
  const bool is_over = has_ended();
  const std::string all = absl::StrCat(output_, "\n", child_->errors_text());
  std::vector<std::string> lines = absl::StrSplit(all, '\n', absl::SkipWhitespace());
  if (lines.size() > 3) lines.erase(lines.begin(), lines.end() - 3);
  // What it started ends with it.
  std::string words = is_over ? child_->kill().describe() : "";
  for (const std::string& line : lines) {
    absl::StrAppend(&words, words.empty() ? "" : "; ",
                    model::printable(std::string(absl::StripAsciiWhitespace(line))).substr(0, 300));
  }
  return words.empty() ? "it said nothing" : words;
}

}  // namespace gauntlet::live
