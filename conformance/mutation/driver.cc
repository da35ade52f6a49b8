// Holds a subject (subject.cc, built from mutated sources) against the cases or against the subject
// of the sources as they are.
//
//     driver cases SUBJECT CASES               exit 0: agrees with all; 1: the first case that
//     kills driver compare ORIGINAL SUBJECT LENGTH [VALUES]
//                                              exit 0: no difference; 1: the first difference
//
// CASES and VALUES are in the binary rendering of mutate.py.

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

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
};

subject load(const char* path) {
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) give_up(dlerror());
  const subject loaded{reinterpret_cast<parse_function*>(dlsym(library, "subject_parse")),
                       reinterpret_cast<write_function*>(dlsym(library, "subject_write"))};
  if (loaded.parse == nullptr || loaded.write == nullptr) give_up("no subject");
  return loaded;
}

// A copy of octets that ends where memory ends, so that a reader that looks further dies.
class guarded_copy {
 public:
  std::string_view of(std::string_view octets) {
    if (base_ == nullptr || octets.size() > inner_) grow(octets.size());
    char* const first = base_ + page() + inner_ - octets.size();
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
    of.write(operation, calls.data(), calls.size(), capacity, &out);
    return result(buffer, out);
  }

 private:
  static std::string_view result(const std::string& buffer, const sink& out) {
    return std::string_view(buffer).substr(0, out.size < out.capacity ? out.size : out.capacity);
  }

  std::string first_;
  std::string second_;
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

int run_parse_case(runner& run, const subject& of, input& in, std::vector<guarded_copy>& memory,
                   std::string_view id) {
  const int operation = static_cast<int>(in.number());
  std::vector<std::string_view> lines(in.number());
  if (memory.size() < lines.size()) memory.resize(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = memory[i].of(in.text());
  for (int grammar = 0; grammar < 2; ++grammar) {
    const std::string_view wanted = in.text();
    for (int way = 0; way < 3; ++way) {
      if (way == 1 && lines.size() != 1) continue;
      const std::string_view found = run.parse(of, operation, grammar, way, lines);
      if (found != wanted) return differ(id, wanted, found);
    }
  }
  return 0;
}

int run_serialize_case(runner& run, const subject& of, input& in, std::string_view id) {
  const int operation = static_cast<int>(in.number());
  std::vector<write_call> calls(in.number());
  for (write_call& call : calls) {
    call.kind = static_cast<write_call::kind_type>(in.number());
    call.form = static_cast<std::uint8_t>(in.number());
    call.first = in.text();
    call.second = in.text();
  }
  const bool is_refused = in.number() != 0;
  const std::string_view octets = in.text();
  const std::string size = std::to_string(octets.size());
  const std::string written = "O" + size + ":" + std::string(octets);
  if (is_refused) {
    const std::string_view found = run.write(of, operation, calls, 4096);
    return found == "F" ? 0 : differ(id, "F", found);
  }
  std::string_view found = run.write(of, operation, calls, octets.size());
  if (found != written) return differ(id, written, found);
  if (octets.empty()) return 0;
  for (const std::size_t capacity : {std::size_t{0}, octets.size() - 1}) {
    found = run.write(of, operation, calls, capacity);
    if (found != "B" + size) return differ(id, "B" + size, found);
  }
  return 0;
}

int run_cases(const subject& of, const char* path) {
  input in(path);
  runner run;
  std::vector<guarded_copy> memory(1);
  std::size_t count = 0;
  while (!in.at_end()) {
    const bool is_parse = in.number() == 0;
    const std::string_view id = in.text();
    const int outcome =
        is_parse ? run_parse_case(run, of, in, memory, id) : run_serialize_case(run, of, in, id);
    if (outcome != 0) return outcome;
    ++count;
  }
  std::printf("%zu cases\n", count);
  return 0;
}

// Comparing two subjects.

class comparison {
 public:
  comparison(const subject& original, const subject& mutant)
      : original_(original), mutant_(mutant) {}

  // True when they agree on the lines.
  bool agrees(int operation, int grammar, const std::vector<std::string_view>& lines) {
    for (int way = 0; way < 3; ++way) {
      if (way == 1 && lines.size() != 1) continue;
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
    // The representatives: tchar only, tchar and token68, token68 only, SP, HTAB, comma, equals,
    // DQUOTE, backslash, qdtext only, nothing at all, and the word with a case of its own.
    static constexpr std::string_view octets = "!a/ \t,=\"\\(\x01";
    const std::size_t symbols = octets.size() + 1 + (with_lines ? 1 : 0);
    std::vector<std::size_t> word;
    guarded_copy memory[16];
    std::vector<std::string_view> lines;
    std::string text;
    for (;;) {
      text.clear();
      lines.clear();
      std::size_t first = 0;
      for (const std::size_t symbol : word) {
        if (symbol < octets.size()) {
          text += octets[symbol];
        } else if (symbol == octets.size()) {
          text += "reaLm";
        } else {
          lines.push_back(memory[lines.size()].of(std::string_view(text).substr(first)));
          first = text.size();
        }
      }
      lines.push_back(memory[lines.size()].of(std::string_view(text).substr(first)));
      if (!with_lines || lines.size() > 1) {
        for (int operation = 0; operation < 3; ++operation) {
          for (int grammar = 0; grammar < 2; ++grammar) {
            if (!agrees(operation, grammar, lines)) return false;
          }
        }
      }
      std::size_t at = word.size();
      while (at != 0 && ++word[at - 1] == symbols) word[--at] = 0;
      if (at == 0) {
        if (word.size() == length) return true;
        word.assign(word.size() + 1, 0);
      }
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
        for (const std::size_t capacity : {0U, 1U, 2U, 5U, 6U, 7U, 9U, 12U, 64U}) {
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
      std::size_t at = word.size();
      while (at != 0 && ++word[at - 1] == calls.size()) word[--at] = 0;
      if (at == 0) {
        if (word.size() == length) return true;
        word.assign(word.size() + 1, 0);
      }
    }
  }

  bool agree_on_file(const char* path) {
    input in(path);
    while (!in.at_end()) {
      const int operation = static_cast<int>(in.number());
      std::vector<std::string_view> lines(in.number());
      for (std::string_view& line : lines) line = in.text();
      for (int grammar = 0; grammar < 2; ++grammar) {
        if (!agrees(operation, grammar, lines)) return false;
      }
    }
    return true;
  }

  unsigned long long count() const { return count_; }

 private:
  subject original_;
  subject mutant_;
  runner run_;
  unsigned long long count_ = 0;
};

int compare(const char* original, const char* mutant, std::size_t length, const char* values) {
  comparison both(load(original), load(mutant));
  const bool agree = (values == nullptr || both.agree_on_file(values)) &&
                     both.agree_on_writing(length < 3 ? length : 3) &&
                     both.agree_on_all(length < 4 ? length : 4, false) &&
                     both.agree_on_all(length < 6 ? length : 6, true) &&
                     (length <= 4 || both.agree_on_all(length, false));
  if (!agree) return 1;
  std::printf("no difference in %llu comparisons\n", both.count());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // A mutant may loop, or fill its memory.
  const std::string mode = argc > 1 ? argv[1] : "";
  const rlimit memory{std::size_t{2} << 30, std::size_t{2} << 30};
  setrlimit(RLIMIT_AS, &memory);
  const rlimit core{0, 0};
  setrlimit(RLIMIT_CORE, &core);
  if (mode == "cases" && argc == 4) {
    const rlimit time{5, 6};
    setrlimit(RLIMIT_CPU, &time);
    return run_cases(load(argv[2]), argv[3]);
  }
  if (mode == "compare" && (argc == 5 || argc == 6)) {
    const rlimit time{3600, 3601};
    setrlimit(RLIMIT_CPU, &time);
    return compare(argv[2], argv[3], std::strtoul(argv[4], nullptr, 10),
                   argc == 6 ? argv[5] : nullptr);
  }
  give_up("usage: driver cases SUBJECT CASES | driver compare ORIGINAL SUBJECT LENGTH [VALUES]");
}
