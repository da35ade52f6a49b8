#include "conformance/process/child.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace gauntlet::process {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kept_last_errors = 4096;
// As much as an unprivileged process may ask for; fewer wake-ups for both sides.
constexpr int pipe_capacity = 1 << 20;
constexpr std::chrono::milliseconds memory_period{100};
// For a process that was killed to vanish: only one that hangs in the kernel takes longer.
constexpr absl::Duration kill_grace = absl::Seconds(5);

// Which children are known. The lock is held over clone, so that no child is taken for an orphan
// before it is known.
struct children {
  std::mutex lock;
  std::set<pid_t> known;
  std::map<pid_t, std::uint64_t> limits;  // of memory, for a child with all that it started
  std::set<pid_t> over_limit;             // and therefore killed
  std::string mark;                       // NAME=VALUE in the environment of all; empty: none
  bool adopting = false;
};
children& all_children() {
  static children all;
  return all;
}

void close_descriptor(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

struct pipe_ends {
  int read = -1;
  int write = -1;
  ~pipe_ends() {
    close_descriptor(read);
    close_descriptor(write);
  }
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
};

absl::Status system_error(const std::string& what, int error) {
  return absl::FailedPreconditionError(absl::StrCat(what, ": ", std::strerror(error)));
}

std::vector<std::string> variables_of(const start_options& options) {
  std::vector<std::string> all;
  if (options.base == base_environment::own) {
    for (char** each = environ; *each != nullptr; ++each) all.emplace_back(*each);
  } else {
    for (const char* name : {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
                             "LD_LIBRARY_PATH", "JAVA_HOME", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                             "LSAN_OPTIONS", "MSAN_OPTIONS", "TSAN_OPTIONS"}) {
      if (const char* value = std::getenv(name)) all.push_back(absl::StrCat(name, "=", value));
    }
  }
  for (const std::string& addition : options.environment) {
    const std::string name = addition.substr(0, addition.find('=') + 1);
    std::erase_if(all, [&](const std::string& entry) { return absl::StartsWith(entry, name); });
    all.push_back(addition);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> all;
  for (std::string& s : strings) all.push_back(s.data());
  all.push_back(nullptr);
  return all;
}

void limit(decltype(RLIMIT_CPU) resource, rlim_t soft, rlim_t hard) {
  const rlimit to = {soft, hard};
  ::setrlimit(resource, &to);
}

// What a child is made of, and where it is made: see `begin`.
struct birth {
  const start_options& options;
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* folder;
  int in, out, err;
  int report;  // takes the error number of what failed
  pid_t parent;
};

// As the library's functions of these names, which would ask all threads to do the same: the child
// has none, but sees those of its parent.
bool become_user(const std::pair<uid_t, gid_t>& user) {
  return ::syscall(SYS_setgroups, 0, nullptr) == 0 && ::syscall(SYS_setgid, user.second) == 0 &&
         ::syscall(SYS_setuid, user.first) == 0;
}

// What the child does until exec. Only async-signal-safe calls: other threads may hold any lock. It
// has a stack of its own and shares everything else in memory with the parent, which waits.
[[gnu::no_sanitize_address]] int become(void* from) {
  const birth& of = *static_cast<const birth*>(from);
  const start_options& options = of.options;
  if (options.own_session) ::setsid();
  // Before the signal below, which a change of the user clears.
  if (options.user && !become_user(*options.user)) {
    const int error = errno;
    [[maybe_unused]] const ssize_t written = ::write(of.report, &error, sizeof error);
    return 127;
  }
  if (options.base == base_environment::cleared) ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, options.parent_death_signal);
  if (::getppid() != of.parent) return 127;  // it died before the call above

  // An ignored signal stays ignored over exec, and the runner ignores SIGPIPE. In the foreground
  // the user's wish to ignore the others counts. No handler of the parent may run here.
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction now = {};
    const bool is_ignored = ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
    if (options.own_session || number == SIGPIPE || !is_ignored) ::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);

  if (::dup2(of.in, 0) < 0 || ::dup2(of.out, 1) < 0 || ::dup2(of.err, 2) < 0) return 127;
  // Not closed but marked, since the descriptor that reports a failed exec has to live until then.
  if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0) {
    const long end = ::sysconf(_SC_OPEN_MAX);
    for (int descriptor = 3; descriptor < end; ++descriptor)
      ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }

  limit(RLIMIT_CORE, 0, 0);
  if (options.cpu_seconds != 0) limit(RLIMIT_CPU, options.cpu_seconds, options.cpu_seconds + 1);
  if (options.memory_limit != 0) limit(RLIMIT_AS, options.memory_limit, options.memory_limit);

  if (*of.folder == '\0' || ::chdir(of.folder) == 0)
    ::execve(of.program, of.arguments, of.environment);
  const int error = errno;
  const ssize_t written = ::write(of.report, &error, sizeof error);
  return written == sizeof error ? 127 : 126;
}

// Starts a process without a copy of this one, as posix_spawn does, which cannot do all of the
// above: a run holds its rows, and each copy of them has every page fault once more. Comes back
// when the child has become its program, or failed. Below zero: errno says why.
pid_t begin(const birth& of) {
  alignas(16) std::array<std::byte, std::size_t{64} * 1024> stack;
  sigset_t all;
  sigset_t mask;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &mask);
  const pid_t pid = ::clone(become, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD,
                            const_cast<birth*>(&of));
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  errno = error;
  return pid;
}

void set_nonblocking(int descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

// Takes what is in a pipe, and closes this end when the other one is closed. Bounded.
void drain(int& descriptor, const auto& take) {
  std::array<char, 16384> chunk;
  for (int turn = 0; turn < 64 && descriptor >= 0; ++turn) {
    const ssize_t got = ::read(descriptor, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) close_descriptor(descriptor);
    if (got <= 0) return;
    take(std::string_view(chunk.data(), static_cast<std::size_t>(got)));
  }
}

// A process, as /proc shows it.
struct process_entry {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t session = 0;
  std::uint64_t resident = 0;  // octets
};

std::vector<process_entry> all_processes() {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::vector<process_entry> found;
  DIR* proc = ::opendir("/proc");
  if (proc == nullptr) return found;
  while (const dirent* entry = ::readdir(proc)) {
    const char* name = static_cast<const char*>(entry->d_name);
    if (*name < '0' || *name > '9') continue;
    std::ifstream stat(absl::StrCat("/proc/", name, "/stat"));
    std::string line;
    std::getline(stat, line);
    // PID (NAME) STATE PPID PGRP SESSION ...; the name may hold anything, so the last parenthesis
    // counts. The resident pages are the 24th.
    const std::size_t close = line.rfind(')');
    if (close == std::string::npos || close + 4 > line.size()) continue;
    const std::vector<std::string> words = absl::StrSplit(line.substr(close + 2), ' ');
    if (words.size() < 22) continue;
    process_entry& one = found.emplace_back();
    one.pid = static_cast<pid_t>(std::strtol(name, nullptr, 10));
    std::uint64_t pages = 0;
    if (!absl::SimpleAtoi(words[1], &one.parent) || !absl::SimpleAtoi(words[3], &one.session) ||
        !absl::SimpleAtoi(words[21], &pages))
      found.pop_back();
    else
      one.resident = pages * page;
  }
  ::closedir(proc);
  return found;
}

// The children of this process.
std::vector<pid_t> own_children() {
  std::vector<pid_t> found;
  for (const process_entry& one : all_processes()) {
    if (one.parent == ::getpid()) found.push_back(one.pid);
  }
  return found;
}

// Kills each child whose processes together have more memory than they may: those of its session,
// and those that descend from it.
void enforce_memory_limits() {
  children& all = all_children();
  {
    const std::lock_guard<std::mutex> guard(all.lock);
    if (all.limits.empty()) return;
  }
  const std::vector<process_entry> processes = all_processes();
  std::map<pid_t, const process_entry*> by_pid;
  for (const process_entry& one : processes) by_pid[one.pid] = &one;
  const std::lock_guard<std::mutex> guard(all.lock);
  std::map<pid_t, std::uint64_t> sums;
  for (const process_entry& one : processes) {
    const process_entry* at = &one;
    for (int steps = 0; at != nullptr && steps < 64; ++steps) {
      const pid_t owner = all.limits.count(at->pid) != 0 ? at->pid : at->session;
      if (all.limits.count(owner) != 0) {
        sums[owner] += one.resident;
        break;
      }
      const auto parent = by_pid.find(at->parent);
      at = parent == by_pid.end() ? nullptr : parent->second;
    }
  }
  for (const auto& [pid, sum] : sums) {
    if (sum <= all.limits[pid] || !all.over_limit.insert(pid).second) continue;
    ::kill(-pid, SIGKILL);
    ::kill(pid, SIGKILL);
  }
}

// Kills every process whose environment has the mark. Bounded.
void kill_marked(const std::string& mark) {
  const absl::Time deadline = absl::Now() + kill_grace;
  for (bool found = true; found && absl::Now() < deadline;) {
    found = false;
    for (const process_entry& one : all_processes()) {
      std::ifstream environment(absl::StrCat("/proc/", one.pid, "/environ"), std::ios::binary);
      for (std::string variable; std::getline(environment, variable, '\0');) {
        if (variable != mark) continue;
        found = ::kill(one.pid, SIGKILL) == 0 || found;
        break;
      }
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
}

// Waits for the end of the process that started it, which holds the other end of the pipe, and kills
// what that one left, unless a farewell came first.
[[noreturn]] void stand_by(int farewell, const std::string& mark) {
  ::setsid();
  sigset_t everything;
  sigfillset(&everything);
  ::sigprocmask(SIG_SETMASK, &everything, nullptr);
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int descriptor = 0; descriptor < 3; ++descriptor) ::dup2(nothing, descriptor);
  ::dup2(farewell, 3);
  ::syscall(SYS_close_range, 4U, ~0U, 0U);
  char octet = 0;
  ssize_t got = 0;
  do {
    got = ::read(3, &octet, 1);
  } while (got < 0 && errno == EINTR);
  if (got == 0) kill_marked(mark);
  ::_exit(0);
}

}  // namespace

std::vector<fs::path> search_path() {
  const char* set = std::getenv("PATH");
  const std::vector<std::string> folders =
      absl::StrSplit(set == nullptr ? "/usr/local/bin:/usr/bin:/bin" : set, ':');
  return {folders.begin(), folders.end()};
}

absl::StatusOr<fs::path> find_program(const std::string& name, const std::vector<fs::path>& folders,
                                      const fs::path& working_directory) {
  if (name.empty()) return absl::NotFoundError("the command is empty");
  const bool has_folder = absl::StrContains(name, '/');
  const std::vector<fs::path> only = {working_directory};
  for (const fs::path& folder : has_folder ? only : folders) {
    const fs::path candidate = folder / name;
    std::error_code error;
    if (!fs::is_directory(candidate, error) && ::access(candidate.c_str(), X_OK) == 0)
      return fs::absolute(candidate, error);
    if (has_folder && errno != ENOENT && errno != ENOTDIR)
      return absl::NotFoundError(absl::StrCat(name, ": ", std::strerror(errno)));
  }
  return absl::NotFoundError(absl::StrCat(name, ": no such program"));
}

std::string outcome::describe() const {
  if (!known) return "could not be waited for";
  if (out_of_time) return "used up its CPU time";
  const std::string how =
      signaled ? absl::StrCat("was killed by signal ", code, " (", ::strsignal(code), ")")
               : absl::StrCat("exited with status ", code);
  return out_of_memory ? absl::StrCat("ran out of memory and ", how) : how;
}

absl::StatusOr<std::unique_ptr<child>> child::start(const start_options& options) {
  const absl::StatusOr<fs::path> program =
      options.command.empty()
          ? absl::NotFoundError("the command is empty")
          : find_program(options.command.front(), search_path(), options.working_directory);
  if (!program.ok()) return program.status();

  pipe_ends in, out, err, report;
  const bool feeds = options.input < 0;
  if ((feeds && !in.open()) || !out.open() || !err.open() || !report.open())
    return system_error("pipe", errno);
  std::vector<std::string> words = options.command;
  std::vector<std::string> variables = variables_of(options);
  if (options.own_session) {
    children& all = all_children();
    const std::lock_guard<std::mutex> guard(all.lock);
    if (!all.mark.empty()) variables.push_back(all.mark);
  }
  const std::vector<char*> arguments = pointers(words);
  const std::vector<char*> environment = pointers(variables);
  const std::string folder = options.working_directory.string();

  std::unique_ptr<child> made(new child);
  made->options_ = options;
  {
    children& all = all_children();
    const std::lock_guard<std::mutex> guard(all.lock);
    const pid_t parent = ::getpid();
    const pid_t pid =
        begin({options, program->c_str(), arguments.data(), environment.data(), folder.c_str(),
               feeds ? in.read : options.input, out.write, err.write, report.write, parent});
    if (pid < 0) return system_error("clone", errno);
    made->pid_ = pid;
    all.known.insert(pid);
    if (options.group_memory_limit != 0) all.limits[pid] = options.group_memory_limit;
  }
  close_descriptor(report.write);
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(report.read, &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  if (got == sizeof error) {
    made->kill();
    return absl::NotFoundError(
        absl::StrCat(options.command.front(), ": cannot be started: ", std::strerror(error)));
  }

  made->input_ = std::exchange(in.write, -1);
  made->output_ = std::exchange(out.read, -1);
  made->errors_ = std::exchange(err.read, -1);
  for (const int descriptor : {made->input_, made->output_, made->errors_}) {
    if (descriptor >= 0) set_nonblocking(descriptor);
  }
  ::fcntl(made->input_, F_SETPIPE_SZ, pipe_capacity);
  ::fcntl(made->output_, F_SETPIPE_SZ, pipe_capacity);
  made->pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, made->pid_, 0U));
  if (made->pidfd_ >= 0) ::fcntl(made->pidfd_, F_SETFD, FD_CLOEXEC);
  return made;
}

child::~child() {
  kill();
  close_descriptor(input_);
  close_descriptor(output_);
  close_descriptor(errors_);
  close_descriptor(pidfd_);
}

void child::close_input() { close_descriptor(input_); }

void child::drain_output(std::string& into, std::size_t limit) {
  drain(output_, [&](std::string_view text) {
    into.append(text.substr(0, limit - std::min(limit, into.size())));
  });
}

void child::drain_errors() {
  drain(errors_, [&](std::string_view text) {
    const std::size_t room = std::min(options_.kept_errors - errors_head_.size(), text.size());
    errors_head_.append(text.substr(0, room));
    text.remove_prefix(room);
    errors_tail_.append(text);
    if (errors_tail_.size() > kept_last_errors) {
      errors_dropped_ += errors_tail_.size() - kept_last_errors;
      errors_tail_.erase(0, errors_tail_.size() - kept_last_errors);
    }
  });
}

std::string child::errors_text() const {
  if (errors_dropped_ == 0) return absl::StrCat(errors_head_, errors_tail_);
  return absl::StrCat(errors_head_, "\n[", errors_dropped_, " octets left out]\n", errors_tail_);
}

bool child::reap(int wait_flags) {
  if (reaped_ || pid_ < 0) return true;
  int status = 0;
  rusage used = {};
  pid_t got = 0;
  do {
    got = ::wait4(pid_, &status, wait_flags, &used);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return false;
  {
    children& all = all_children();
    const std::lock_guard<std::mutex> guard(all.lock);
    all.known.erase(pid_);
    all.limits.erase(pid_);
    end_.out_of_memory = all.over_limit.erase(pid_) != 0;
  }
  reaped_ = true;
  if (got < 0) return true;
  end_.known = true;
  end_.signaled = WIFSIGNALED(status);
  end_.code = end_.signaled ? WTERMSIG(status) : WEXITSTATUS(status);
  const auto cpu = static_cast<std::uint64_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  end_.out_of_time =
      end_.signaled && options_.cpu_seconds != 0 &&
      (end_.code == SIGXCPU || (end_.code == SIGKILL && cpu >= options_.cpu_seconds));
  const std::uint64_t resident = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
  const bool failed = end_.signaled || end_.code != 0;
  // The limit is on address space, of which a good part is never touched.
  if (failed && options_.memory_limit != 0 && resident > options_.memory_limit / 2)
    end_.out_of_memory = true;
  return true;
}

// Looked at without reaping: the group keeps its number until kill() has ended it.
absl::Duration child::cpu_time() const {
  clockid_t clock = 0;
  timespec used{};
  if (reaped_ || ::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
    return absl::ZeroDuration();
  return absl::DurationFromTimespec(used);
}

bool child::has_ended() {
  if (reaped_ || pid_ < 0) return true;
  siginfo_t info = {};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

outcome child::kill() {
  if (pid_ < 0 || reaped_) return end_;
  if (options_.own_session) ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  const absl::Time deadline = absl::Now() + kill_grace;
  while (!reap(WNOHANG) && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(1));
  orphanage::sweep();
  return end_;
}

void child::ask_to_end() {
  if (pid_ < 0 || reaped_) return;
  ::kill(options_.own_session ? -pid_ : pid_, options_.parent_death_signal);
}

outcome child::leave() {
  if (has_ended()) reap(0);
  return end_;
}

outcome child::wait(absl::Duration grace) {
  const absl::Time deadline = absl::Now() + grace;
  while (!has_ended()) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    drain_errors();
    pollfd ready = {pidfd_, POLLIN, 0};
    const auto slice =
        static_cast<int>(absl::ToInt64Milliseconds(std::min(left, absl::Milliseconds(20)))) + 1;
    ::poll(&ready, pidfd_ >= 0 ? 1U : 0U, slice);
  }
  drain_errors();
  return kill();
}

struct orphanage::watch {
  int farewell = -1;    // the end of the pipe that closes with this process
  pid_t stand_by = -1;  // the process at its other end
  std::mutex lock;
  std::condition_variable changed;
  bool is_over = false;
  std::thread memory;

  void look_at_memory() {
    std::unique_lock<std::mutex> guard(lock);
    while (!changed.wait_for(guard, memory_period, [&] { return is_over; })) {
      guard.unlock();
      enforce_memory_limits();
      guard.lock();
    }
  }
};

orphanage::orphanage() : watch_(std::make_unique<watch>()) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  children& all = all_children();
  std::random_device random;
  const std::string mark = absl::StrCat("GAUNTLET_RUN=", ::getpid(), ".", random(), random());
  pipe_ends farewell;
  if (farewell.open()) {
    const pid_t pid = ::fork();
    if (pid == 0) stand_by(farewell.read, mark);
    watch_->stand_by = pid;
    watch_->farewell = std::exchange(farewell.write, -1);
  }
  const std::vector<pid_t> present = own_children();
  {
    const std::lock_guard<std::mutex> guard(all.lock);
    all.known.insert(present.begin(), present.end());
    all.mark = mark;
    all.adopting = true;
  }
  watch_->memory = std::thread([this] { watch_->look_at_memory(); });
}

orphanage::~orphanage() {
  {
    const std::lock_guard<std::mutex> guard(watch_->lock);
    watch_->is_over = true;
  }
  watch_->changed.notify_all();
  watch_->memory.join();
  sweep();
  if (watch_->stand_by > 0) {
    [[maybe_unused]] const ssize_t said = ::write(watch_->farewell, "", 1);
    ::waitpid(watch_->stand_by, nullptr, 0);
  }
  close_descriptor(watch_->farewell);
  children& all = all_children();
  const std::lock_guard<std::mutex> guard(all.lock);
  all.adopting = false;
  all.mark.clear();
  all.limits.clear();
  all.over_limit.clear();
  all.known.clear();
}

std::size_t orphanage::sweep() {
  children& all = all_children();
  const std::lock_guard<std::mutex> guard(all.lock);
  if (!all.adopting) return 0;
  std::size_t killed = 0;
  // Killing an orphan makes orphans of its children: go on until there is none, or one breeds
  // faster than this.
  const absl::Time deadline = absl::Now() + kill_grace;
  while (absl::Now() < deadline) {
    bool found = false;
    for (const pid_t pid : own_children()) {
      if (all.known.count(pid) != 0) continue;
      found = true;
      if (::kill(pid, SIGKILL) == 0) ++killed;
      int status = 0;
      for (int turn = 0; turn < 200 && ::waitpid(pid, &status, WNOHANG) == 0; ++turn)
        absl::SleepFor(absl::Milliseconds(1));
    }
    if (!found) break;
  }
  return killed;
}

}  // namespace gauntlet::process
