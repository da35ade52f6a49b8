#include "conformance/live/scenarios/matrix.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "conformance/process/child.hpp"

namespace gauntlet::live {
namespace {

// One thing that a thread does from its start to its end.
struct task {
  std::string name;
  std::function<std::vector<runner::column>()> work;
};

// What the threads share.
class task_list {
 public:
  explicit task_list(std::vector<task> tasks) : tasks_(std::move(tasks)) {}

  void work(runner::collector& to) {
    for (;;) {
      std::size_t mine = 0;
      {
        const std::lock_guard<std::mutex> guard(lock_);
        if (next_ == tasks_.size()) return;
        mine = next_++;
        running_.push_back(tasks_[mine].name);
      }
      for (runner::column& one : tasks_[mine].work()) to.add(std::move(one));
      {
        const std::lock_guard<std::mutex> guard(lock_);
        ++done_;
        running_.erase(std::find(running_.begin(), running_.end(), tasks_[mine].name));
      }
      changed_.notify_all();
    }
  }

  // Calls `look` several times a second until everything is done.
  void watch(const std::function<void(runner::run_progress)>& look) {
    std::unique_lock<std::mutex> guard(lock_);
    while (done_ < tasks_.size()) {
      changed_.wait_for(guard, std::chrono::milliseconds(200));
      runner::run_progress now;
      now.implementations_done = done_;
      now.implementations_total = tasks_.size();
      now.running = running_;
      guard.unlock();
      look(std::move(now));
      guard.lock();
    }
  }

 private:
  std::vector<task> tasks_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::vector<std::string> running_;
};

}  // namespace

std::vector<std::string> columns_of(const matrix& of) {
  std::vector<std::string> ids;
  for (const server_subject& one : of.servers) {
    for (const usage& each : one.how.usages) ids.push_back(each.id);
  }
  for (const client_subject& one : of.clients) ids.push_back(one.how.id);
  return ids;
}

void run_matrix(const matrix& of, std::size_t jobs, runner::collector& to,
                const std::function<void(const runner::run_progress&)>& progress,
                const process::cancellation& cancel) {
  std::atomic<std::size_t> rows_done = 0;
  std::size_t rows_total = 0;
  std::vector<task> tasks;
  for (const server_subject& one : of.servers) {
    rows_total += rows_of(one.how, of.scenarios);
    tasks.push_back(
        {one.how.id, [&] { return run_servers(one, of.scenarios, rows_done, cancel); }});
  }
  const auto chosen =
      static_cast<std::size_t>(std::count(of.is_chosen.begin(), of.is_chosen.end(), true));
  for (const client_subject& one : of.clients) {
    rows_total += chosen;
    tasks.push_back({one.how.id, [&] {
                       std::vector<runner::column> column;
                       column.push_back(
                           run_client(one, of.shapes, of.is_chosen, rows_done, cancel));
                       return column;
                     }});
  }
  const process::orphanage orphans;
  task_list list(std::move(tasks));
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < std::max<std::size_t>(jobs, 1); ++i)
    workers.emplace_back([&] { list.work(to); });
  list.watch([&](runner::run_progress now) {
    now.rows_done = rows_done.load();
    now.rows_total = rows_total;
    if (progress) progress(now);
  });
  for (std::thread& one : workers) one.join();
}

}  // namespace gauntlet::live
