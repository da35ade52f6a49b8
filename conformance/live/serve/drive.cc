#include "conformance/live/serve/drive.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "conformance/model/text.hpp"
#include "conformance/process/child.hpp"
#include "conformance/process/run.hpp"

namespace gauntlet::serve {
namespace {

using model::verdict;

constexpr std::array<std::string_view, 6> placeholders = {"{url}",   "{user}",  "{password}",
                                                          "{token}", "{proxy}", "{ca}"};

// What a shell says of a program that it cannot run.
constexpr int cannot_execute = 126;
constexpr int not_found = 127;

// What came of one run of the command.
struct outcome {
  live::finding found{};
  std::string error{};  // how the command ended, where that is part of the verdict
};

class driver {
 public:
  driver(host& on, const model::implementation_info& info, const drive_options& options,
         const process::cancellation& cancel)
      : host_(on), info_(info), options_(options), cancel_(cancel) {}

  driven run() {
    std::vector<std::size_t> controls;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < host_.shapes().size(); ++i) {
      if (host_.shapes()[i].control) {
        controls.push_back(i);
      } else if (options_.is_chosen[i]) {
        others.push_back(i);
      }
    }
    total_ = controls.size() + others.size();
    outcomes_.resize(host_.shapes().size());
    ask(controls);
    for (const std::size_t i : controls) host_.learn(i);
    const bool is_silent = std::none_of(controls.begin(), controls.end(), [&](std::size_t i) {
      return !host_.look(i).attempt.requests.empty();
    });
    if (could_not_start_.empty() && is_silent && !cancel_.requested()) {
      could_not_start_ = absl::StrCat("the command asked for no URL: it ", end_of_first_);
    }
    if (could_not_start_.empty()) ask(others);
    process::orphanage::sweep();
    return result();
  }

 private:
  // Runs the command for each of these shapes.
  void ask(const std::vector<std::size_t>& shapes) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> workers;
    const std::size_t count = std::min(std::max<std::size_t>(options_.jobs, 1), shapes.size());
    std::atomic<std::size_t> working = count;
    for (std::size_t i = 0; i < count; ++i) {
      workers.emplace_back([&] {
        for (;;) {
          const std::size_t mine = next++;
          if (mine >= shapes.size() || cancel_.requested() || is_over()) break;
          ask(shapes[mine]);
          ++done_;
          changed_.notify_all();
        }
        --working;
        changed_.notify_all();
      });
    }
    std::unique_lock<std::mutex> guard(lock_);
    while (working != 0) {
      changed_.wait_for(guard, std::chrono::milliseconds(100));
      if (!options_.progress) continue;
      guard.unlock();
      options_.progress(done_, total_);
      guard.lock();
    }
    guard.unlock();
    for (std::thread& one : workers) one.join();
  }

  bool is_over() {
    const std::lock_guard<std::mutex> guard(lock_);
    return !could_not_start_.empty() || hangs_ >= options_.max_hangs;
  }

  void ask(std::size_t shape) {
    const model::case_facts& facts = *host_.shapes()[shape].of.facts;
    if (options_.known != nullptr) {
      if (const runner::expectation* entry = options_.known->leaves_out(facts, info_.version)) {
        outcome left_out;
        left_out.found.judgement.verdict = verdict::not_run;
        left_out.error = "not asked: the expectations file says so: " + entry->reason;
        outcomes_[shape] = std::move(left_out);
        return;
      }
    }
    std::optional<outcome> first = ask_once(shape);
    if (!first) return;
    // What is held against the client is asked for once more.
    const live::finding& found = first->found;
    if (model::is_non_conforming(found.judgement.verdict, found.judgement.is_remark)) {
      const std::optional<outcome> second = ask_once(shape);
      if (!second) return;
      const live::finding& again = second->found;
      // Nonces of the client's own and what is computed from them are others each time.
      if (again.judgement.verdict != found.judgement.verdict ||
          again.judgement.why != found.judgement.why) {
        first->error = absl::StrCat(
            "the verdict was ", std::string(model::to_string(found.judgement.verdict)),
            ", and asked again ", std::string(model::to_string(again.judgement.verdict)), ": ",
            found.judgement.why);
        first->found.judgement = {};
        first->found.judgement.verdict = verdict::flaky;
        first->found.got.clear();
      }
    }
    host_.settle(shape, first->found);
    outcomes_[shape] = *std::move(first);
  }

  std::optional<outcome> ask_once(std::size_t shape) {
    host_.begin(shape);
    process::start_options how;
    how.command = {"/bin/sh", "-c", command_for(shape)};
    how.base = process::base_environment::own;
    how.cpu_seconds = 0;
    how.group_memory_limit = options_.memory_limit;
    // Clients that go by such variables go where they are told.
    const bool is_proxied = host_.options().fields.status == 407;
    for (const char* name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
      how.environment.push_back(absl::StrCat(name, "=", is_proxied ? host_.proxy_url() : ""));
    how.environment.emplace_back(is_proxied ? "no_proxy=" : "no_proxy=*");
    process::run_options limits;
    limits.deadline = options_.timeout;
    limits.max_output = 16 * 1024;
    const absl::StatusOr<process::run_result> ran = process::run(std::move(how), limits);
    if (!ran.ok()) {
      fail(std::string(ran.status().message()));
      return std::nullopt;
    }
    if (ran->cancelled) return std::nullopt;
    return judge(shape, *ran);
  }

  std::optional<outcome> judge(std::size_t shape, const process::run_result& ran) {
    const record came = host_.look(shape);
    const bool is_silent = came.attempt.requests.empty();
    {
      const std::lock_guard<std::mutex> guard(lock_);
      if (end_of_first_.empty()) end_of_first_ = model::printable(ran.describe());
    }
    outcome made;
    const auto ended = [&](verdict what) {
      made.found.judgement.verdict = what;
      made.error = model::printable(ran.describe());
      return made;
    };
    if (ran.out_of_time) {
      ++hangs_;
      ended(verdict::hang);
      if (const std::size_t requests = came.attempt.requests.size(); requests > 20)
        absl::StrAppend(&made.error, " after ", requests, " requests or more: a login loop");
      return made;
    }
    if (ran.end.out_of_memory) return ended(verdict::resource_limit);
    if (is_silent && !ran.end.signaled &&
        (ran.end.code == not_found || ran.end.code == cannot_execute)) {
      fail(model::printable(ran.describe()));
      return std::nullopt;
    }
    if (has_crashed(ran.end)) return ended(verdict::crash);
    const std::optional<live::finding> found = host_.judge(shape);
    if (!found) {
      ended(verdict::not_run);
      made.error = absl::StrCat("it asked for nothing: ", made.error);
      return made;
    }
    made.found = *found;
    return made;
  }

  // A shell tells the signal that its command died of by the status 128 + n.
  static bool has_crashed(const process::outcome& end) {
    if (end.signaled) return true;
    for (const int signal : {SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGSYS}) {
      if (end.code == 128 + signal) return true;
    }
    return false;
  }

  void fail(std::string why) {
    const std::lock_guard<std::mutex> guard(lock_);
    if (could_not_start_.empty()) could_not_start_ = std::move(why);
  }

  // URLs, names and passwords of ours hold nothing that means something to a shell.
  std::string command_for(std::size_t shape) const {
    const live::login& who = host_.options().login;
    return absl::StrReplaceAll(options_.command, {{"{url}", host_.url_of(shape, options_.with_tls)},
                                                  {"{user}", who.user},
                                                  {"{password}", who.password},
                                                  {"{token}", who.token},
                                                  {"{proxy}", host_.proxy_url()},
                                                  {"{ca}", options_.certificate_file}});
  }

  driven result() {
    driven made;
    made.could_not_start = could_not_start_;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      if (!options_.is_chosen[i]) continue;
      model::row row;
      row.implementation = info_.id;
      row.facts = host_.shapes()[i].of.facts;
      if (!outcomes_[i]) {
        row.error = !could_not_start_.empty() ? could_not_start_
                    : cancel_.requested()
                        ? cancel_.reason()
                        : absl::StrCat("not asked: it hung ", hangs_.load(), " times");
        made.rows.push_back(std::move(row));
        continue;
      }
      outcome& of = *outcomes_[i];
      row.verdict = of.found.judgement.verdict;
      row.alternative = std::move(of.found.judgement.alternative);
      row.is_remark = of.found.judgement.is_remark;
      row.lost = std::move(of.found.judgement.lost);
      row.expected = std::move(of.found.judgement.expected);
      row.got = std::move(of.found.got);
      row.error = of.error.empty() ? std::move(of.found.judgement.why) : std::move(of.error);
      row.confirmed = row.verdict != verdict::flaky;
      made.rows.push_back(std::move(row));
    }
    if (hangs_ >= options_.max_hangs) {
      made.notes.push_back(
          absl::StrCat("it hung ", hangs_.load(), " times: what was left is not-run"));
    }
    if (could_not_start_.empty() && !cancel_.requested())
      made.notes.push_back("it answers " + live::describe(host_.known()));
    return made;
  }

  host& host_;
  const model::implementation_info& info_;
  const drive_options& options_;
  const process::cancellation& cancel_;
  std::mutex lock_{};
  std::condition_variable changed_{};
  std::atomic<std::size_t> done_ = 0;
  std::atomic<std::size_t> hangs_ = 0;
  std::size_t total_ = 0;
  std::string could_not_start_{};
  std::string end_of_first_{};
  std::vector<std::optional<outcome>> outcomes_{};
};

}  // namespace

std::string fault_of_command(std::string_view command) {
  if (command.find("{url}") == std::string_view::npos)
    return "the command has to hold {url}, the URL that it shall ask for";
  for (std::size_t at = command.find('{'); at != std::string_view::npos;
       at = command.find('{', at + 1)) {
    const std::size_t end = command.find('}', at);
    if (end == std::string_view::npos) break;
    const std::string_view word = command.substr(at, end + 1 - at);
    const std::string_view name = word.substr(1, word.size() - 2);
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(),
                                                      [](char c) { return c >= 'a' && c <= 'z'; });
    if (is_name && std::find(placeholders.begin(), placeholders.end(), word) == placeholders.end())
      return absl::StrCat("there is no ", std::string(word),
                          ", only {url}, {user}, {password}, {token}, {proxy} and {ca}");
  }
  return "";
}

driven drive(host& on, const model::implementation_info& info, const drive_options& options,
             const process::cancellation& cancel) {
  return driver(on, info, options, cancel).run();
}

}  // namespace gauntlet::serve
