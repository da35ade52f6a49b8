#include "conformance/runner/run.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "conformance/model/text.hpp"
#include "conformance/process/child.hpp"
#include "conformance/runner/judge.hpp"
#include "conformance/runner/reference.hpp"

namespace gauntlet::runner {
namespace {

using model::verdict;

constexpr char fail_fast_reason[] = "not asked: --fail-fast stopped the run at the first failure";

// The requests for each case, made once for all implementations.
class request_table {
 public:
  explicit request_table(const std::vector<model::test_case>& cases) {
    asked_.resize(cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const model::test_case& c = cases[i];
      if (c.kind == model::case_kind::serialize) {
        asked_[i].push_back(serialize_request(c.structure));
        continue;
      }
      std::vector<std::string> trimmed;
      for (const std::string& line : c.lines) trimmed.emplace_back(model::trim(line));
      if (trimmed != c.lines) as_they_are_.emplace(i, requests(c.operation, c.lines));
      asked_[i] = requests(c.operation, trimmed);
      if (c.lines.size() > 1) joined_.emplace(i, parse_request(c.operation, {c.combined}));
    }
  }

  // What an implementation is asked: one request, or one for each line.
  std::span<const request> get(std::size_t index, const observes& can) const {
    const auto joined = joined_.find(index);
    if (joined == joined_.end()) return whole(index, can).first(1);
    if (can.lines == line_form::one) return {&joined->second, 1};
    return can.lines == line_form::each ? whole(index, can).subspan(1) : whole(index, can).first(1);
  }

 private:
  // One with all lines and, if there are several, one for each.
  static std::vector<request> requests(model::operation op, const std::vector<std::string>& lines) {
    std::vector<request> made = {parse_request(op, lines)};
    if (lines.size() > 1) {
      for (const std::string& line : lines) made.push_back(parse_request(op, {line}));
    }
    return made;
  }

  // A reader of messages gets the lines with their OWS, the others without (RFC 9110, section 5.5).
  std::span<const request> whole(std::size_t index, const observes& can) const {
    const auto found =
        can.input == input_form::message ? as_they_are_.find(index) : as_they_are_.end();
    return found == as_they_are_.end() ? asked_[index] : found->second;
  }

  std::vector<std::vector<request>> asked_;
  std::unordered_map<std::size_t, std::vector<request>> as_they_are_;  // where that differs
  std::unordered_map<std::size_t, request> joined_;
};

// What the workers share.
struct shared_state {
  std::mutex lock;
  std::condition_variable changed;
  std::size_t next = 0;
  std::size_t finished = 0;
  std::vector<std::string> running;
  std::atomic<std::size_t> rows_done = 0;
  std::atomic<bool> stop = false;  // by --fail-fast
};

// The results file while the run goes on, for all workers. After an error nothing more is written.
class row_log {
 public:
  explicit row_log(model::results_writer* to) : to_(to) {}

  void begin(const model::run_header& header) {
    with([&] { return to_->begin(header); });
  }
  void add(std::size_t number, const model::implementation_info& info) {
    with([&] { return to_->add(number, info); });
  }
  template <class Record>
  void append(const Record& record) {
    with([&] { return to_->append(record); });
  }
  void flush() {
    with([&] { return to_->flush(); });
  }
  absl::Status status() {
    const std::lock_guard<std::mutex> guard(lock_);
    return status_;
  }

 private:
  template <class Work>
  void with(const Work& work) {
    const std::lock_guard<std::mutex> guard(lock_);
    if (to_ != nullptr && status_.ok()) status_ = work();
  }

  std::mutex lock_;
  model::results_writer* to_;
  absl::Status status_;
};

// All that one implementation comes to. Written by one worker at a time.
struct subject_result {
  std::vector<model::row> rows;  // of the cases that are asked, then of costs on which it failed
  std::vector<model::cost> costs;
  std::vector<std::string> broken;
  std::vector<std::string> faults;
  std::vector<std::string> notes;
  bool has_expectations = false;
  std::optional<expectations> updated;
  std::size_t compared = 0;
};

std::string both(std::string first, const std::string& second) {
  if (first.empty()) return second;
  if (!second.empty()) absl::StrAppend(&first, "; it said: ", second);
  return first;
}

// An answer as its row has it: what it says of the offset stands beside it, and is not compared.
std::string shown(answer of) {
  of.offset.reset();
  return to_json(of);
}

bool contains(const std::vector<model::operation>& list, model::operation op) {
  return std::find(list.begin(), list.end(), op) != list.end();
}

// "HTTP::Headers::Auth" as an id: "http-headers-auth".
std::string slug_of(std::string_view name, const std::string& otherwise) {
  std::string slug;
  for (const char c : name.substr(0, 100)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? otherwise : slug;
}

// Runs all cases against one implementation.
class subject_run {
 public:
  subject_run(const std::vector<model::test_case>& cases, const request_table& requests,
              const std::vector<model::test_case>& costs, std::size_t number, subject& of,
              const run_options& options, const process::cancellation& cancel, shared_state& shared,
              row_log& log, subject_result& to)
      : cases_(cases),
        requests_(requests),
        costs_(costs),
        number_(number),
        subject_(of),
        options_(options),
        cancel_(cancel),
        shared_(shared),
        log_(log),
        to_(to) {}

  // Asks all cases, and screens the costs. What goes wrong with one implementation in a way that
  // nobody thought of, such as memory that is not there, costs its rows that are still open and
  // nothing else.
  void run() {
    to_.rows.resize(cases_.size());
    is_set_.resize(cases_.size());
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      to_.rows[i].implementation = subject_.info.id;
      to_.rows[i].facts = cases_[i].facts;
    }
    try {
      ask_all();
    } catch (const std::exception& error) {
      give_up(error.what());
    }
    if (!is_told_) tell();
    if (!options_.update_expectations) release();
  }

  // Measures what may be superlinear; to be called when nothing else of the run is under way.
  void measure_costs() {
    if (to_measure_.empty()) return;
    try {
      measure_alone();
    } catch (const std::exception& error) {
      to_.notes.push_back(absl::StrCat("cost: given up: ", error.what()));
    }
    if (!options_.update_expectations) release();
  }

  // Compares the rows with the expectations file, or rewrites it.
  void finish(const std::vector<model::test_case>& whole_suite) {
    if (to_.has_expectations) {
      to_.faults =
          apply_expectations(*options_.known, subject_.info.version, whole_suite, to_.rows);
    }
    if (to_.has_expectations && options_.update_expectations &&
        subject_.info.status == model::implementation_status::ran)
      update(whole_suite);
    for (const std::size_t index : ready_) log_.append(to_.rows[index]);
    ready_.clear();
  }

 private:
  void ask_all() {
    find_expectations();
    if (subject_.info.status != model::implementation_status::ran) {
      all_not_run(subject_.info.reason);
    } else if (shared_.stop) {
      all_not_run(fail_fast_reason);
    } else if (cancel_.requested()) {
      all_not_run(cancel_.reason());
    } else {
      run_session();
    }
  }

  void give_up(const char* why) {
    const std::string reason = absl::StrCat("the runner gave up on this implementation: ", why);
    to_.notes.push_back(reason);
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (!is_set_[i]) set(i, verdict::not_run, reason);
    }
  }

  // Writes what is known of the implementation; its rows come after that.
  void tell() {
    if (subject_.info.name.empty()) subject_.info.name = name_without_hello();
    log_.add(number_, subject_.info);
    is_told_ = true;
  }

  // An adapter that never said who it is has the name that was given, or else its command.
  std::string name_without_hello() const {
    return subject_.id_from_hello ? absl::StrJoin(subject_.process.command, " ",
                                                  [](std::string* to, const std::string& word) {
                                                    to->append(model::shell_quoted(word));
                                                  })
                                  : subject_.info.id;
  }

  // Writes the rows that nothing changes any more: all that are set but `held`.
  void release(std::size_t held = static_cast<std::size_t>(-1)) {
    if (!is_told_) return;
    const bool is_held = std::erase(ready_, held) != 0;
    for (const std::size_t index : ready_) {
      model::row& row = to_.rows[index];
      if (to_.has_expectations) mark_known(*options_.known, subject_.info.version, row);
      log_.append(row);
    }
    ready_.clear();
    if (is_held) ready_.push_back(held);
  }

  // Once before the hello and once after it: either may name the implementation as the file does.
  void find_expectations() {
    if (!options_.known) return;
    const std::string& name = options_.known->implementation;
    const model::implementation_info& info = subject_.info;
    if (name.empty() || name == info.id || name == info.name || name == hello_name_)
      to_.has_expectations = true;
  }

  // From here on the rewritten file counts: what it lacks is a reason for each new entry.
  void update(const std::vector<model::test_case>& whole_suite) {
    const std::string& version = subject_.info.version;
    expectations after = updated_expectations(*options_.known, version, whole_suite, to_.rows);
    if (after.implementation.empty()) after.implementation = subject_.info.id;
    for (model::row& row : to_.rows) row.known.reset();
    to_.faults = apply_expectations(after, version, whole_suite, to_.rows);
    for (const expectation& entry : after.entries) {
      if (entry.reason.empty())
        to_.faults.push_back(absl::StrCat(show(entry), ": the new entry needs a reason"));
    }
    to_.updated = std::move(after);
  }

  void all_not_run(const std::string& reason) {
    for (std::size_t i = 0; i < cases_.size(); ++i) set(i, verdict::not_run, reason);
  }

  void set(std::size_t index, verdict v, std::string error) {
    model::row& row = to_.rows[index];
    row.verdict = v;
    row.error = std::move(error);
    is_set_[index] = true;
    ready_.push_back(index);
    shared_.rows_done.fetch_add(1, std::memory_order_relaxed);
    if (options_.fail_fast && model::is_non_conforming(row) && !is_expected(row))
      shared_.stop = true;
  }

  bool is_expected(const model::row& row) const {
    return to_.has_expectations &&
           options_.known->permits(*row.facts, subject_.info.version, row.verdict) != nullptr;
  }

  void run_session() {
    session with(settings(), cancel_);
    with.stopped = fail_fast_reason;
    const absl::StatusOr<hello> said = with.open();
    if (!said.ok()) {
      const std::string reason(said.status().message());
      if (said.status().code() != absl::StatusCode::kCancelled) {
        subject_.info.status = model::implementation_status::could_not_start;
        subject_.info.reason = reason;
      }
      all_not_run(reason);
      return;
    }
    take_hello(*said);
    tell();
    ask(with);
    screen_costs(with);
    with.close();
    finish_session(with);
    note_if_nothing_is_judged();
  }

  session_options settings() const {
    session_options made = options_.session;
    made.process = subject_.process;
    return made;
  }

  void take_hello(const hello& said) {
    hello_name_ = said.name;
    can_ = said.can_show;
    operations_ = said.operations;
    serializes_ = said.serializes;
    model::implementation_info& info = subject_.info;
    const auto fill = [](std::string& to, const std::string& from) {
      if (to.empty()) to = from;
    };
    fill(info.name, said.name);
    if (!said.version.empty()) info.version = said.version;
    fill(info.language, said.language);
    if (!said.runtime.empty()) info.runtime = said.runtime;
    fill(info.homepage, said.homepage);
    fill(info.issues, said.issues);
    fill(info.license, said.license);
    info.observes = said.observes_json;
    for (const model::operation op : operations_)
      info.operations.emplace_back(model::to_string(op));
    for (const model::operation op : serializes_)
      info.serializes.emplace_back(model::to_string(op));
    if (subject_.id_from_hello) info.id = slug_of(said.name, info.id);
    for (model::row& row : to_.rows) row.implementation = info.id;
    find_expectations();
  }

  bool is_supported(const model::test_case& c) const {
    return contains(c.kind == model::case_kind::serialize ? serializes_ : operations_, c.operation);
  }

  // The entry that keeps a case from being run; null when there is none.
  const expectation* left_out(const model::test_case& c) const {
    return to_.has_expectations ? options_.known->leaves_out(*c.facts, subject_.info.version)
                                : nullptr;
  }

  // Rows that need no question: what the adapter does not do, and what must not be asked.
  bool is_settled(std::size_t index) {
    const model::test_case& c = cases_[index];
    if (!is_supported(c)) {
      set(index, verdict::unsupported,
          absl::StrCat("hello does not list ",
                       c.kind == model::case_kind::serialize ? "serializing " : "the operation ",
                       c.facts->operation));
      return true;
    }
    const expectation* entry = left_out(c);
    if (entry != nullptr) {
      set(index, verdict::not_run,
          absl::StrCat("not asked: the expectations file says so: ", entry->reason));
      return true;
    }
    return false;
  }

  // In portions, each confirmed before the next, so that rows are final soon.
  void ask(session& with) {
    constexpr std::size_t portion = 1024;
    for (std::size_t first = 0; first < cases_.size() && !shared_.stop; first += portion) {
      std::vector<std::size_t> cases;
      for (std::size_t i = first; i < std::min(first + portion, cases_.size()); ++i) {
        if (!is_settled(i)) cases.push_back(i);
      }
      ask(with, cases, [&](std::size_t i, std::vector<reply> replies) {
        last_asked_ = i;
        take(i, std::move(replies));
      });
      confirm(with, cases);
      // All but the last one, to which a line that comes at the end belongs.
      if (!options_.update_expectations) release(last_asked_);
    }
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      if (!is_set_[i]) set(i, verdict::not_run, with.stopped);
    }
  }

  // Asks the requests of these cases; `take` gets the replies to those of one case.
  void ask(session& with, const std::vector<std::size_t>& cases,
           const std::function<void(std::size_t, std::vector<reply>)>& take) {
    struct question {
      std::size_t index;
      bool is_last;  // of the requests of its case
    };
    std::vector<question> questions;
    std::vector<const request*> asked;
    for (const std::size_t i : cases) {
      for (const request& one : requests_.get(i, can_)) {
        questions.push_back({i, false});
        asked.push_back(&one);
      }
      questions.back().is_last = true;
    }
    std::vector<reply> got;
    with.ask_all(asked, [&](std::size_t n, reply one) {
      got.push_back(std::move(one));
      if (questions[n].is_last) take(questions[n].index, std::exchange(got, {}));
      return !shared_.stop;
    });
  }

  // Asks once more what is going to be held against the implementation: an answer that is another
  // one the second time says nothing about the value. What ends otherwise than by an answer is no
  // contradiction.
  void confirm(session& with, const std::vector<std::size_t>& cases) {
    std::vector<std::size_t> again;
    for (const std::size_t i : cases) {
      if (!to_.rows[i].got.empty() && model::is_judged(to_.rows[i].verdict)) again.push_back(i);
    }
    if (again.empty() || with.is_exhausted() || shared_.stop) return;
    ask(with, again, [&](std::size_t i, std::vector<reply> replies) {
      std::vector<answer> answers;
      for (reply& one : replies) {
        if (one.how != ending::answered) return;
        answers.push_back(std::move(one.answer));
      }
      const std::string second = shown(put_together(std::move(answers)));
      model::row& row = to_.rows[i];
      if (second == row.got) return;
      row.error = absl::StrCat("the answer was ", std::exchange(row.got, {}).substr(0, 200),
                               ", and asked again ", second.substr(0, 200));
      row.verdict = verdict::flaky;
      row.alternative.clear();
      row.confirmed = false;
    });
  }

  // The replies to the requests of one case.
  void take(std::size_t index, std::vector<reply> replies) {
    model::row& row = to_.rows[index];
    std::vector<answer> answers;
    reply* worst = nullptr;
    for (reply& one : replies) {
      if (one.how != ending::answered) {
        if (worst == nullptr || verdict_of(one.how) < verdict_of(worst->how)) worst = &one;
      } else {
        answers.push_back(std::move(one.answer));
      }
    }
    if (worst != nullptr) {
      set(index, verdict_of(worst->how), std::move(worst->error));
      row.confirmed = worst->how != ending::flaky;
      return;
    }
    const model::test_case& c = cases_[index];
    if (subject_.info.is_reference) compare_in_process(c, answers.front());
    judgement made = judge(c, answers, can_, subject_.info.is_reference);
    const answer got = put_together(std::move(answers));
    row.alternative = std::move(made.alternative);
    row.is_remark = made.is_remark;
    row.lost = std::move(made.lost);
    row.expected = std::move(made.expected);
    row.offset_reported = got.offset;
    if (made.verdict != verdict::pass) row.got = shown(got);
    set(index, made.verdict, both(std::move(made.why), got.text));
  }

  // The parser called directly has to say what it says as an adapter.
  void compare_in_process(const model::test_case& c, const answer& got) {
    const answer direct = c.kind == model::case_kind::serialize
                              ? reference_serialize(c.structure)
                              : reference_parse(c.operation, c.lines);
    ++to_.compared;
    if (direct.outcome == got.outcome && direct.parsed == got.parsed && direct.lines == got.lines &&
        direct.offset == got.offset && direct.text == got.text) {
      return;
    }
    to_.broken.push_back(absl::StrCat(c.id(), ": the parser says ", to_json(direct), " ",
                                      direct.text, " in process, but ", to_json(got), " ", got.text,
                                      " as an adapter"));
  }

  // After the cases, in the process that answered them, which is warm by then.
  void screen_costs(session& with) {
    for (const model::test_case& c : costs_) {
      if (shared_.stop || cancel_.requested()) return;
      if (with.is_exhausted()) {
        to_.notes.emplace_back("cost: not measured: there are no restarts left");
        return;
      }
      if (!is_supported(c) || left_out(c) != nullptr) continue;
      last_asked_ = nothing;
      cost_finding made = screen_cost(c, with, options_.session.case_deadline, options_.cost);
      if (cancel_.requested()) return;
      if (made.found.rated == model::cost_class::superlinear) {
        to_measure_.push_back(&c);
      } else {
        take(c, std::move(made));
      }
      if (options_.session.isolate) with.close();
    }
  }

  void measure_alone() {
    session with(settings(), cancel_);
    for (const model::test_case* c : to_measure_) {
      if (shared_.stop || cancel_.requested()) return;
      cost_finding made = measure_cost(*c, with, options_.session.case_deadline, options_.cost);
      if (cancel_.requested()) return;
      take(*c, std::move(made));
      if (options_.session.isolate) with.close();
    }
    with.close();
  }

  void take(const model::test_case& c, cost_finding made) {
    made.found.implementation = subject_.info.id;
    made.found.facts = c.facts;
    log_.append(made.found);
    to_.costs.push_back(std::move(made.found));
    if (made.failed == ending::answered) return;
    // Not a question of cost: the implementation dies of the value.
    model::row& row = to_.rows.emplace_back();
    row.implementation = subject_.info.id;
    row.facts = c.facts;
    row.verdict = verdict_of(made.failed);
    row.error = std::move(made.error);
    ready_.push_back(to_.rows.size() - 1);
  }

  void finish_session(const session& with) {
    const session_notes& notes = with.notes();
    if (!notes.unexpected_line.empty() && last_asked_ == nothing) {
      to_.notes.push_back(
          absl::StrCat("cost: an unexpected line after the last answer: ", notes.unexpected_line));
    } else if (!notes.unexpected_line.empty() && last_asked_ < to_.rows.size()) {
      model::row& row = to_.rows[last_asked_];
      row.verdict = verdict::protocol_error;
      row.error = absl::StrCat("an unexpected line after the last answer: ", notes.unexpected_line);
    }
    for (const std::string& text : notes.texts) to_.notes.push_back(text);
  }

  // A run in which nothing could be judged must not look like success.
  void note_if_nothing_is_judged() {
    if (to_.rows.empty()) return;
    model::verdict_counts counts;
    for (const model::row& row : to_.rows) counts.add(row.verdict, row.is_remark);
    if (counts.judged() != 0) return;
    std::string why = "nothing was judged:";
    for (const verdict v : model::all_verdicts) {
      if (counts[v] != 0)
        absl::StrAppend(&why, " ", counts[v], " ", std::string(model::to_string(v)));
    }
    to_.notes.push_back(std::move(why));
  }

  const std::vector<model::test_case>& cases_;
  const request_table& requests_;
  const std::vector<model::test_case>& costs_;
  std::size_t number_;
  subject& subject_;
  const run_options& options_;
  const process::cancellation& cancel_;
  shared_state& shared_;
  row_log& log_;
  subject_result& to_;

  std::vector<bool> is_set_;
  std::vector<std::size_t> ready_;  // rows that are set and not yet written
  bool is_told_ = false;

  std::string hello_name_;
  observes can_;
  std::vector<model::operation> operations_;
  std::vector<model::operation> serializes_;
  static constexpr auto nothing = static_cast<std::size_t>(-1);
  std::size_t last_asked_ = nothing;

  std::vector<const model::test_case*> to_measure_;  // costs that may be superlinear
};

std::string now_text() {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone());
}

// Rows = implementations x cases, each pair once, in order; then those of costs on which it failed.
void check_rows(const std::vector<model::test_case>& cases, const std::vector<subject>& subjects,
                const std::vector<subject_result>& parts, std::vector<std::string>& broken) {
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const std::vector<model::row>& rows = parts[s].rows;
    bool whole = rows.size() >= cases.size();
    for (std::size_t i = 0; whole && i < cases.size(); ++i) {
      whole = rows[i].facts == cases[i].facts && rows[i].implementation == subjects[s].info.id;
    }
    if (!whole) {
      broken.push_back(absl::StrCat(subjects[s].info.id, ": ", rows.size(), " rows for ",
                                    cases.size(), " cases, or not in their order"));
    }
  }
}

// Calls `work` for every subject, `jobs` side by side, and `look` several times a second from this
// thread.
void for_each_subject(const std::vector<subject>& subjects, shared_state& shared, std::size_t jobs,
                      const std::function<void(std::size_t)>& work,
                      const std::function<void(run_progress)>& look) {
  shared.next = 0;
  shared.finished = 0;
  const auto worker = [&] {
    // An adapter that reads no more is an error of write(), whatever the program does about the
    // signal.
    sigset_t pipe_signal;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
    for (;;) {
      std::size_t mine = 0;
      std::string id;  // before a hello may change it
      {
        const std::lock_guard<std::mutex> guard(shared.lock);
        if (shared.next == subjects.size()) return;
        mine = shared.next++;
        id = subjects[mine].info.id;
        shared.running.push_back(id);
      }
      work(mine);
      {
        const std::lock_guard<std::mutex> guard(shared.lock);
        ++shared.finished;
        shared.running.erase(std::find(shared.running.begin(), shared.running.end(), id));
      }
      shared.changed.notify_all();
    }
  };
  std::vector<std::thread> workers;
  const std::size_t count = std::min(std::max<std::size_t>(jobs, 1), subjects.size());
  for (std::size_t i = 0; i < count; ++i) workers.emplace_back(worker);
  {
    std::unique_lock<std::mutex> guard(shared.lock);
    while (shared.finished < subjects.size()) {
      shared.changed.wait_for(guard, std::chrono::milliseconds(100));
      const run_progress now{0, 0, shared.finished, subjects.size(), shared.running};
      guard.unlock();
      look(now);
      guard.lock();
    }
  }
  for (std::thread& one : workers) one.join();
}

}  // namespace

run_result run_suite(const std::vector<model::test_case>& cases,
                     const std::vector<model::test_case>& whole_suite,
                     std::vector<subject> subjects, const run_options& options,
                     const process::cancellation& cancel) {
  const absl::Time started = absl::Now();
  run_result made;
  made.results.header = options.header;
  made.results.header.started = now_text();
  for (const subject& one : subjects) made.results.header.implementations.push_back(one.info);
  std::vector<model::test_case> asked;
  std::vector<model::test_case> costs;
  for (const model::test_case& c : cases)
    (c.kind == model::case_kind::cost ? costs : asked).push_back(c);
  const request_table requests(asked);
  row_log log(options.write_to);
  log.begin(made.results.header);
  std::vector<subject_result> parts(subjects.size());
  shared_state shared;
  std::vector<std::unique_ptr<subject_run>> runs;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    runs.push_back(std::make_unique<subject_run>(asked, requests, costs, i, subjects[i], options,
                                                 cancel, shared, log, parts[i]));
  }
  const auto look = [&](run_progress now) {
    log.flush();
    now.rows_done = shared.rows_done.load();
    now.rows_total = asked.size() * subjects.size();
    if (options.progress) options.progress(now);
  };
  {
    const process::orphanage orphans;
    for_each_subject(
        subjects, shared, options.jobs, [&](std::size_t i) { runs[i]->run(); }, look);
    // With nothing else of ours under way.
    if (!costs.empty()) {
      for_each_subject(
          subjects, shared, 1, [&](std::size_t i) { runs[i]->measure_costs(); }, look);
    }
  }
  for (const auto& run : runs) run->finish(whole_suite);
  check_rows(asked, subjects, parts, made.broken_invariants);
  if (options.known && std::none_of(parts.begin(), parts.end(), [](const subject_result& part) {
        return part.has_expectations;
      })) {
    made.expectation_faults.push_back(
        absl::StrCat("the file is for \"", options.known->implementation, "\", which was not run"));
  }
  made.results.header.implementations.clear();
  made.results.rows.reserve(asked.size() * subjects.size());
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const std::string& id = subjects[s].info.id;
    subject_result& part = parts[s];
    std::move(part.rows.begin(), part.rows.end(), std::back_inserter(made.results.rows));
    std::move(part.costs.begin(), part.costs.end(), std::back_inserter(made.results.costs));
    for (const std::string& text : part.broken)
      made.broken_invariants.push_back(absl::StrCat(id, ": ", text));
    for (const std::string& text : part.faults)
      made.expectation_faults.push_back(absl::StrCat(id, ": ", text));
    for (const std::string& text : part.notes) made.notes.push_back(absl::StrCat(id, ": ", text));
    if (part.updated) made.updated = std::move(part.updated);
    made.compared_in_process += part.compared;
    made.results.header.implementations.push_back(std::move(subjects[s].info));
  }
  made.results.footer.complete = !cancel.requested() && !shared.stop;
  made.results.footer.ended = now_text();
  made.written = log.status();
  made.seconds = absl::ToDoubleSeconds(absl::Now() - started);
  return made;
}

int exit_code_of(const run_result& of, bool asked) {
  bool failure = !of.broken_invariants.empty();
  bool inconclusive = false;
  std::unordered_set<std::string_view> judged;
  for (const model::row& row : of.results.rows)
    if (model::is_judged(row.verdict)) judged.insert(row.implementation);
  for (const model::cost& cost : of.results.costs) judged.insert(cost.implementation);
  std::vector<std::string> references;
  for (const model::implementation_info& info : of.results.header.implementations) {
    if (info.is_reference) references.push_back(info.id);
    if (!asked && !info.is_reference) continue;
    if (info.status != model::implementation_status::ran || !judged.contains(info.id))
      inconclusive = true;
  }
  for (const model::row& row : of.results.rows) {
    const bool is_reference =
        std::find(references.begin(), references.end(), row.implementation) != references.end();
    if (!asked && !is_reference) continue;
    if (model::is_new_failure(row)) failure = true;
    const bool left_out =
        row.known && (row.known->verdict == "hang" || row.known->verdict == "crash");
    if (row.verdict == verdict::flaky || (row.verdict == verdict::not_run && !left_out))
      inconclusive = true;
  }
  if (asked && !of.expectation_faults.empty()) failure = true;
  if (failure) return 1;
  return inconclusive || !of.results.footer.complete ? 3 : 0;
}

}  // namespace gauntlet::runner
