// Holds a subject (subject.cc, built from mutated sources) against the cases or against the subject
// of the sources as they are.
//
//     driver cases SUBJECT CASES [PARTS]
//         Exit 0: it agrees with all; 1: the first case that it fails. PARTS are those of
//         subject.cc.
//     driver schemata SUBJECT CASES NUMBER...
//         Each of these mutants of a subject that has many (schemata.py), in a process of its own:
//         lines of its number and `survived`, or `killed` and by what.
//     driver compare WHAT LENGTH VALUES ORIGINAL SUBJECT...
//         For each subject `same` or the first difference. Exit 0: no difference; 1: there is one.
//         WHAT is read, write or all. NUMBER=SUBJECT is a mutant of a subject that has many.
//
// CASES and VALUES are in the binary rendering of mutate.py; `-` means no values.

#include <dlfcn.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "subject.hpp"

namespace {

using gauntlet_mutation::digest_function;
using gauntlet_mutation::parse_function;
using gauntlet_mutation::sink;
using gauntlet_mutation::write_call;
using gauntlet_mutation::write_function;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "driver: %s\n", what.c_str());
  std::exit(2);
}

struct subject {
  parse_function* parse;
  write_function* write;
  digest_function* digest;  // only in those that are built to be compared
  int* chosen = nullptr;    // of the mutants of schemata.py, in those that have them
  void (*start)() = nullptr;
  int number = 0;

  void choose() const {
    if (chosen == nullptr || *chosen == number) return;
    *chosen = number;
    start();
  }
};

subject load(const char* path) {
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) give_up(dlerror());
  const subject loaded{reinterpret_cast<parse_function*>(dlsym(library, "subject_parse")),
                       reinterpret_cast<write_function*>(dlsym(library, "subject_write")),
                       reinterpret_cast<digest_function*>(dlsym(library, "subject_digest")),
                       static_cast<int*>(dlsym(library, "subject_mutant")),
                       reinterpret_cast<void (*)()>(dlsym(library, "subject_start"))};
  if (loaded.parse == nullptr) give_up("no subject");
  return loaded;
}

// Memory that is followed, and preceded, by memory that cannot be used, so that who looks further
// dies.
class guarded_memory {
 public:
  // Octets at its end.
  char* end(std::size_t size) {
    if (base_ == nullptr || size > inner_) grow(size);
    return base_ + page() + inner_ - size;
  }

  std::string_view copy(std::string_view octets, bool is_at_front = false) {
    char* const last = end(octets.size());
    char* const first = is_at_front ? base_ + page() : last;
    if (!octets.empty()) std::memcpy(first, octets.data(), octets.size());
    return {first, octets.size()};
  }

 private:
  static std::size_t page() {
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
  }

  void grow(std::size_t size) {
    inner_ = size / page() * page() + page();
    void* const mapped =
        mmap(nullptr, inner_ + 2 * page(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) give_up("mmap");
    base_ = static_cast<char*>(mapped);
    if (mprotect(base_ + page(), inner_, PROT_READ | PROT_WRITE) != 0) give_up("mprotect");
  }

  char* base_ = nullptr;
  std::size_t inner_ = 0;
};

class input {
 public:
  explicit input(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) give_up(std::string("cannot read ") + path);
    octets_.assign(std::istreambuf_iterator<char>(file), {});
  }

  bool at_end() const { return at_ == octets_.size(); }

  std::size_t number() {
    need(4);
    std::size_t value = 0;
    for (std::size_t i = 4; i-- > 0;) {
      value = value << 8 | static_cast<unsigned char>(octets_[at_ + i]);
    }
    at_ += 4;
    return value;
  }

  std::string_view text() {
    const std::size_t size = number();
    need(size);
    at_ += size;
    return std::string_view(octets_).substr(at_ - size, size);
  }

 private:
  void need(std::size_t size) const {
    if (octets_.size() - at_ < size) give_up("the file ends too early");
  }

  std::string octets_;
  std::size_t at_ = 0;
};

class runner {
 public:
  runner() : first_(std::size_t{1} << 18, '\0'), second_(first_) {}

  std::string_view parse(const subject& of, int operation, int grammar, int way,
                         const std::vector<std::string_view>& lines, bool is_second = false) {
    std::string& buffer = is_second ? second_ : first_;
    sink out{buffer.data(), buffer.size(), 0};
    of.parse(operation, grammar, way, lines.data(), lines.size(), &out);
    return result(buffer, out);
  }

  std::string_view write(const subject& of, int operation, const std::vector<write_call>& calls,
                         std::size_t capacity, bool is_second = false) {
    std::string& buffer = is_second ? second_ : first_;
    sink out{buffer.data(), buffer.size(), 0};
    of.write(operation, calls.data(), calls.size(), written_.end(capacity), capacity, &out);
    return result(buffer, out);
  }

 private:
  static std::string_view result(const std::string& buffer, const sink& out) {
    return std::string_view(buffer).substr(0, out.size < out.capacity ? out.size : out.capacity);
  }

  std::string first_;
  std::string second_;
  guarded_memory written_;
};

void show(const char* what, std::string_view octets) {
  std::printf("%s", what);
  for (const char octet : octets) {
    if (octet >= 0x20 && octet < 0x7f && octet != '\\') {
      std::putchar(octet);
    } else {
      std::printf("\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(octet)));
    }
  }
  std::putchar('\n');
}

int differ(std::string_view where, std::string_view wanted, std::string_view found) {
  show("", where);
  show("  wanted ", wanted);
  show("  found  ", found);
  return 1;
}

// Whether a subject of these parts has the way of parsing.
bool has_way(unsigned parts, int way) { return (parts & (way < 2 ? 1U : way == 2 ? 2U : 4U)) != 0; }

int run_parse_case(runner& run, const subject& of, unsigned parts, input& in,
                   std::vector<guarded_memory>& memory, std::string_view id) {
  const int operation = static_cast<int>(in.number());
  std::vector<std::string_view> lines(in.number());
  if (memory.size() < 2 * lines.size()) memory.resize(2 * lines.size());
  std::vector<std::string_view> front = lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = in.text();
    lines[i] = memory[2 * i].copy(line);
    front[i] = memory[2 * i + 1].copy(line, true);
  }
  for (int grammar = 0; grammar < 2; ++grammar) {
    const std::string_view wanted = in.text();
    for (int way = 0; way < 6; ++way) {
      if (!has_way(parts, way) || ((way == 1 || way == 3) && lines.size() != 1)) continue;
      const std::string_view found = run.parse(of, operation, grammar, way, lines);
      if (found != wanted) return differ(id, wanted, found);
    }
    for (const int way : {0, 2, 4, 5}) {
      if (!has_way(parts, way)) continue;
      std::string_view found = run.parse(of, operation, grammar, way, front);
      if (found != wanted) return differ(id, wanted, found);
      // No lines are the empty value.
      if (lines.size() != 1 || !lines[0].empty()) continue;
      found = run.parse(of, operation, grammar, way, {});
      if (found != wanted) return differ(id, wanted, found);
    }
  }
  return 0;
}

// Whether a name occurs twice in a challenge, ASCII case aside.
bool has_repeated_name(const std::vector<write_call>& calls) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i].kind != write_call::param) continue;
    for (std::size_t j = i + 1; j < calls.size() && calls[j].kind != write_call::challenge; ++j) {
      const std::string_view a = calls[i].first;
      const std::string_view b = calls[j].first;
      if (a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0) return true;
    }
  }
  return false;
}

// Whether the writer does what it has to: `octets` written, or refused.
int check_writing(runner& run, const subject& of, int operation,
                  const std::vector<write_call>& calls, bool is_refused, std::string_view octets,
                  std::string_view id) {
  if (is_refused) {
    // Only a repeated name needs the buffer to be found.
    for (const std::size_t capacity : {std::size_t{4096}, std::size_t{5}, std::size_t{0}}) {
      const std::string_view found = run.write(of, operation, calls, capacity);
      if (found != "F") return differ(id, "F", found);
      if (has_repeated_name(calls)) break;
    }
    return 0;
  }
  const std::string size = std::to_string(octets.size());
  const std::string written = "O" + size + ":" + std::string(octets);
  std::string_view found = run.write(of, operation, calls, octets.size());
  if (found != written) return differ(id, written, found);
  for (std::size_t capacity = 0; capacity < octets.size(); ++capacity) {
    if (capacity == 64) capacity = octets.size() - 1;
    found = run.write(of, operation, calls, capacity);
    if (found != "B" + size) return differ(id, "B" + size, found);
  }
  return 0;
}

// The structure of a case, written as what it is, and as what the other two operations make of it:
// credentials have one scheme, auth-info has none.
int run_serialize_case(runner& run, const subject& of, bool has_writer, input& in,
                       std::vector<guarded_memory>& memory, std::string_view id) {
  const int operation = static_cast<int>(in.number());
  std::vector<write_call> calls(in.number());
  if (memory.size() < 2 * calls.size()) memory.resize(2 * calls.size());
  std::size_t texts = 0;
  std::size_t schemes = 0;
  for (write_call& call : calls) {
    call.kind = static_cast<write_call::kind_type>(in.number());
    call.form = static_cast<std::uint8_t>(in.number());
    // At the front of memory, where the last octets are looked at first; a value is read forwards.
    call.first = memory[texts++].copy(in.text(), call.kind == write_call::token68);
    call.second = memory[texts++].copy(in.text());
    if (call.kind == write_call::challenge) ++schemes;
  }
  const bool is_refused = in.number() != 0;
  const std::string_view octets = in.text();
  if (!has_writer) return 0;
  const bool has_payload_only = schemes == 0 && !calls.empty();
  const bool fits[] = {!has_payload_only, schemes == 1, schemes == 0};
  for (int other = 0; other < 3; ++other) {
    const bool is_other_refused = is_refused || (other != operation && !fits[other]);
    const int outcome = check_writing(run, of, other, calls, is_other_refused, octets, id);
    if (outcome != 0) return outcome;
  }
  // A token68 and parameters are too much in any order.
  if (is_refused && calls.size() > 2 && calls[1].kind == write_call::token68 &&
      calls[2].kind == write_call::param) {
    std::rotate(calls.begin() + 1, calls.begin() + 2, calls.end());
    return check_writing(run, of, operation, calls, true, {}, id);
  }
  return 0;
}

// Processor time for one case. A value of 64 KiB may take 0.3 seconds in all forms, three times that on a slow machine.
void limit_time_of_case() {
  const itimerval limit{{0, 0}, {4, 0}};
  setitimer(ITIMER_VIRTUAL, &limit, nullptr);
}

int run_cases(const subject& of, input in, unsigned parts) {
  const bool has_writer = (parts & 8U) != 0;
  if (has_writer && of.write == nullptr) give_up("no writer");
  runner run;
  std::vector<guarded_memory> memory(1);
  std::size_t count = 0;
  while (!in.at_end()) {
    limit_time_of_case();
    const bool is_parse = in.number() == 0;
    const std::string_view id = in.text();
    const int outcome = is_parse ? run_parse_case(run, of, parts, in, memory, id)
                                 : run_serialize_case(run, of, has_writer, in, memory, id);
    if (outcome != 0) return outcome;
    ++count;
  }
  std::printf("%zu cases\n", count);
  return 0;
}

int run_schemata(const char* path, const char* cases_path, const std::vector<int>& numbers) {
  subject of = load(path);
  if (of.chosen == nullptr) give_up("no mutants to choose from");
  const input cases(cases_path);
  for (const int number : numbers) {
    std::printf("%d ", number);
    std::fflush(stdout);
    const pid_t child = fork();
    if (child < 0) give_up("fork");
    if (child == 0) {
      of.number = number;
      limit_time_of_case();
      of.choose();
      const int outcome = run_cases(of, cases, 15);
      std::fflush(stdout);
      _exit(outcome);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child) give_up("waitpid");
    if (WIFSIGNALED(status)) std::printf("signal %d\n", WTERMSIG(status));
  }
  return 0;
}

// Comparing subjects.

// The representatives of the octet classes: tchar only, tchar and token68, token68 only, SP, HTAB,
// comma, equals, DQUOTE, backslash, qdtext only, nothing at all.
constexpr std::string_view representatives = "!a/ \t,=\"\\(\x01";
// One symbol of its own, for grammar sender.
constexpr std::string_view realm = "reaLm";
constexpr std::size_t octet_and_word_symbols = representatives.size() + 1;

// Goes to the next word over so many symbols, longer ones last. False after the last one.
bool advance(std::vector<std::size_t>& word, std::size_t symbols, std::size_t length) {
  std::size_t at = word.size();
  while (at != 0 && ++word[at - 1] == symbols) word[--at] = 0;
  if (at != 0) return true;
  if (word.size() == length) return false;
  word.assign(word.size() + 1, 0);
  return true;
}

class comparison {
 public:
  comparison(const subject& original, const subject& mutant)
      : original_(original), mutant_(mutant) {}

  // True when they agree on the lines.
  bool agrees(int operation, int grammar, const std::vector<std::string_view>& lines) {
    for (int way = 0; way < 6; ++way) {
      if ((way == 1 || way == 3) && lines.size() != 1) continue;
      ++count_;
      const std::string_view wanted = run_.parse(original_, operation, grammar, way, lines);
      const std::string_view found = run_.parse(mutant_, operation, grammar, way, lines, true);
      if (wanted == found) continue;
      std::printf("operation %d, grammar %d, way %d\n", operation, grammar, way);
      for (const std::string_view line : lines) show("  line   ", line);
      differ("", wanted, found);
      return false;
    }
    return true;
  }

  // All strings of up to `length` symbols of the alphabet. A symbol is an octet that stands for its
  // class, the word realm, or, if asked for, the end of a line.
  bool agree_on_all(std::size_t length, bool with_lines) {
    const std::size_t symbols = octet_and_word_symbols + (with_lines ? 1 : 0);
    std::vector<std::size_t> word;
    guarded_memory memory[16];
    std::vector<std::string_view> lines;
    std::string text;
    for (;;) {
      text.clear();
      lines.clear();
      std::size_t first = 0;
      for (const std::size_t symbol : word) {
        if (symbol < representatives.size()) {
          text += representatives[symbol];
        } else if (symbol == representatives.size()) {
          text += realm;
        } else {
          lines.push_back(memory[lines.size()].copy(std::string_view(text).substr(first)));
          first = text.size();
        }
      }
      lines.push_back(memory[lines.size()].copy(std::string_view(text).substr(first)));
      if (!with_lines || lines.size() > 1) {
        for (int operation = 0; operation < 3; ++operation) {
          for (int grammar = 0; grammar < 2; ++grammar) {
            if (!agrees(operation, grammar, lines)) return false;
          }
        }
      }
      if (!advance(word, symbols, length)) return true;
    }
  }

  // All sequences of up to `length` calls of a writer, with buffers of all interesting sizes.
  bool agree_on_writing(std::size_t length) {
    using namespace std::string_view_literals;
    static const std::vector<write_call> calls = [] {
      std::vector<write_call> all;
      for (const std::string_view scheme : {"A"sv, ""sv, "B/"sv}) {
        all.push_back({write_call::challenge, 0, scheme, {}});
      }
      for (const std::string_view text : {"a="sv, "="sv, ""sv, "a=b"sv, "!"sv}) {
        all.push_back({write_call::token68, 0, text, {}});
      }
      for (const std::string_view name :
           {"a"sv, "A"sv, "bc"sv, "realm"sv, "Realm"sv, ""sv, "a="sv}) {
        for (const std::string_view value :
             {"x"sv, ""sv, "x y"sv, "\"\\"sv, "\\"sv, "a\",b"sv, ","sv, "\x01"sv, "\x7f"sv}) {
          for (std::uint8_t form = 0; form < 3; ++form) {
            all.push_back({write_call::param, form, name, value});
          }
        }
      }
      return all;
    }();
    std::vector<std::size_t> word;
    std::vector<write_call> chosen;
    for (;;) {
      chosen.clear();
      for (const std::size_t i : word) chosen.push_back(calls[i]);
      for (int operation = 0; operation < 3; ++operation) {
        for (const std::size_t capacity : {0U, 6U, 64U, 1U, 2U, 5U, 7U, 9U, 12U}) {
          if (word.size() > 2 && capacity != 0 && capacity != 6 && capacity != 64) break;
          ++count_;
          const std::string_view wanted = run_.write(original_, operation, chosen, capacity);
          const std::string_view found = run_.write(mutant_, operation, chosen, capacity, true);
          if (wanted == found) continue;
          std::printf("operation %d, capacity %zu\n", operation, capacity);
          for (const write_call& call : chosen) {
            std::printf("  call %d form %d", int{call.kind}, int{call.form});
            show(" ", call.first);
            show("    ", call.second);
          }
          differ("", wanted, found);
          return false;
        }
      }
      if (!advance(word, calls.size(), length)) return true;
    }
  }

  unsigned long long count() const { return count_; }

 private:
  subject original_;
  subject mutant_;
  runner run_;
  unsigned long long count_ = 0;
};

// The readers of all subjects on all words of up to `length` symbols: digests of their events, in
// blocks, so that the original reads each word once whatever the number of subjects.
class digest_comparison {
 public:
  // `differs[i]` says that subject i needs no more comparing.
  digest_comparison(const subject& original, const std::vector<subject>& subjects,
                    std::vector<bool>& differs)
      : original_(original), subjects_(subjects), differs_(differs) {}

  void compare(std::size_t length) {
    std::vector<std::size_t> word;
    bool is_there = true;
    while (is_there) {
      std::vector<std::string> texts;
      while (is_there && texts.size() < 4096) {
        std::string text;
        for (const std::size_t symbol : word) {
          if (symbol < representatives.size()) {
            text += representatives[symbol];
          } else {
            text += realm;
          }
        }
        texts.push_back(text);
        is_there = advance(word, octet_and_word_symbols, length);
      }
      for (int operation = 0; operation < 3; ++operation) compare_block(operation, texts);
    }
  }

  // The same on the values of a file.
  void compare_values(const char* path) {
    input in(path);
    while (!in.at_end()) {
      const int operation = static_cast<int>(in.number());
      std::vector<std::string> texts(in.number());
      for (std::string& text : texts) text = in.text();
      compare_block(operation, texts);
    }
  }

  unsigned long long count() const { return count_; }

 private:
  void compare_block(int operation, const std::vector<std::string>& texts) {
    for (int grammar = 0; grammar < 2; ++grammar) {
      const std::vector<std::uint64_t> wanted = digests(original_, operation, grammar, texts);
      count_ += texts.size();
      for (std::size_t i = 0; i < subjects_.size(); ++i) {
        if (differs_[i]) continue;
        const std::vector<std::uint64_t> found = digests(subjects_[i], operation, grammar, texts);
        for (std::size_t j = 0; j < texts.size() && !differs_[i]; ++j) {
          if (found[j] == wanted[j]) continue;
          std::printf("%zu: operation %d, grammar %d\n", i, operation, grammar);
          show("  other events or error on ", texts[j]);
          differs_[i] = true;
        }
      }
    }
  }

  std::vector<std::uint64_t> digests(const subject& of, int operation, int grammar,
                                     const std::vector<std::string>& texts) {
    std::vector<std::uint64_t> found;
    found.reserve(texts.size());
    of.choose();
    for (const std::string& text : texts) {
      const std::string_view copy = memory_.copy(text);
      found.push_back(of.digest(operation, grammar, copy.data(), copy.size()));
    }
    return found;
  }

  const subject& original_;
  const std::vector<subject>& subjects_;
  std::vector<bool>& differs_;
  guarded_memory memory_;
  unsigned long long count_ = 0;
};

int compare(std::string_view what, std::size_t length, const char* values,
            const char* original_path, const std::vector<const char*>& paths) {
  const subject original = load(original_path);
  std::vector<subject> subjects;
  std::vector<bool> differs(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const char* const equals = std::strchr(paths[i], '=');
    subjects.push_back(load(equals == nullptr ? paths[i] : equals + 1));
    if (equals != nullptr) subjects.back().number = std::atoi(paths[i]);
    subjects.back().choose();
    std::printf("%zu: %s\n", i, paths[i]);
    std::fflush(stdout);
    comparison both(original, subjects[i]);
    const std::size_t calls = length > 4 ? 3 : 2;
    const std::size_t symbols = length < 4 ? length : 4;
    differs[i] = (what != "read" && !both.agree_on_writing(calls)) ||
                 (what != "write" &&
                  !(both.agree_on_all(symbols, false) && both.agree_on_all(symbols, true)));
    std::printf("  %llu comparisons\n", both.count());
    std::fflush(stdout);
  }
  digest_comparison all(original, subjects, differs);
  if (what != "write" && length > 4) all.compare(length);
  if (what != "write" && std::string_view(values) != "-") all.compare_values(values);
  bool is_different = false;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::printf("%zu: %s\n", i, differs[i] ? "different" : "same");
    is_different = is_different || differs[i];
  }
  std::printf("%llu readings of values of up to %zu symbols and of those given\n", all.count(),
              length);
  return is_different ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  // A mutant may loop, or fill its memory.
  const std::string mode = argc > 1 ? argv[1] : "";
  const rlimit memory{std::size_t{2} << 30, std::size_t{2} << 30};
  setrlimit(RLIMIT_AS, &memory);
  const rlimit core{0, 0};
  setrlimit(RLIMIT_CORE, &core);
  if (mode == "cases" && (argc == 4 || argc == 5)) {
    return run_cases(load(argv[2]), input(argv[3]),
                     argc == 5 ? static_cast<unsigned>(std::atoi(argv[4])) : 15U);
  }
  if (mode == "schemata" && argc >= 4) {
    std::vector<int> numbers;
    for (int i = 4; i < argc; ++i) numbers.push_back(std::atoi(argv[i]));
    return run_schemata(argv[2], argv[3], numbers);
  }
  if (mode == "compare" && argc >= 7) {
    return compare(argv[2], std::strtoul(argv[3], nullptr, 10), argv[4], argv[5],
                   {argv + 6, argv + argc});
  }
  give_up(
      "usage: driver cases SUBJECT CASES [PARTS] | driver schemata SUBJECT CASES NUMBER... | "
      "driver compare WHAT LENGTH VALUES ORIGINAL SUBJECT...");
}
