// Copyright 2026 The Gauntlet authors. SPDX-License-Identifier: Apache-2.0
//
// A mutator that knows what a list of challenges looks like: it works on elements, names, values
// and the white space between them, and leaves a share of the work to the engine's own mutations.
// It builds on every compiler; libFuzzer and Centipede call it.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>

#include "fuzz/support/uninstrumented.hpp"
#include "fuzz/support/words.hpp"

// The engine's own mutation; absent where no engine has one.
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                      std::size_t max_size);

FUZZ_UNINSTRUMENTED_BEGIN
namespace fuzz {
namespace {

constexpr std::size_t capacity = 1U << 16U;

// The longest input that it makes, where the engine would take a longer one: Centipede allows 1
// MiB.
constexpr std::size_t long_enough = 4096;

class random_numbers {
 public:
  explicit random_numbers(unsigned seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33U) % bound);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

// The input, in a buffer of fixed size; edits that do not fit do nothing.
class text {
 public:
  text(std::uint8_t* data, std::size_t size, std::size_t max_size)
      : data_(reinterpret_cast<char*>(data)), size_(size), max_size_(max_size) {}

  std::size_t size() const { return size_; }
  char at(std::size_t i) const { return data_[i]; }
  std::string_view view() const { return {data_, size_}; }
  void set(std::size_t i, char octet) { data_[i] = octet; }

  // [first, last) becomes `octets`, which may be a part of the text.
  void replace(std::size_t first, std::size_t last, std::string_view octets) {
    static char copy[capacity];
    if (size_ - (last - first) + octets.size() > max_size_ || octets.size() > capacity) return;
    if (!octets.empty()) std::memcpy(copy, octets.data(), octets.size());
    std::memmove(data_ + first + octets.size(), data_ + last, size_ - last);
    if (!octets.empty()) std::memcpy(data_ + first, copy, octets.size());
    size_ += octets.size() - (last - first);
  }
  void insert(std::size_t at, std::string_view octets) { replace(at, at, octets); }
  void erase(std::size_t first, std::size_t last) { replace(first, last, {}); }

 private:
  char* data_;
  std::size_t size_;
  std::size_t max_size_;
};

struct range {
  std::size_t first, last;
};

constexpr std::size_t max_elements = 256;

// The parts between commas outside of quoted-strings, however broken the value is.
std::size_t split(const text& in, range (&elements)[max_elements]) {
  std::size_t count = 0;
  std::size_t first = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < in.size() && count + 1 < max_elements; ++i) {
    if (quoted && in.at(i) == '\\') {
      ++i;
    } else if (in.at(i) == '"') {
      quoted = !quoted;
    } else if (in.at(i) == ',' && !quoted) {
      elements[count++] = {first, i};
      first = i + 1;
    }
  }
  elements[count++] = {first, in.size()};
  return count;
}

constexpr std::string_view whites[] = {"", " ", "\t", "  ", " \t", "\t ", "    "};
// Delimiters, and octets on both sides of the boundaries of the octet classes.
constexpr char octets_at_boundaries[] = {'"',    '\\',   ',',    '=',    ' ',    '\t',   '/',  '!',
                                         '~',    '\x7F', '\x80', '\xFF', '\x00', '\x1F', '\r', '\n',
                                         'a',    'Z',    '0',    '_',    ':',    ';',    '(',  '|',
                                         '\x0B', '+',    '-',    '.',    '@',    '[',    '{',  '}'};
constexpr std::string_view values[] = {"x",          "\"\"",       "\"x\"",      "\"\\\"\"",
                                       "\"\\\\\"",   "\"a, b=c\"", "\"\\a\\b\"", "\"\xE9\"",
                                       "\"\\\xFF\"", "\"\t \"",    "a=",         "=",
                                       "\"",         "\"a\\",      "!"};
// Names of the tchar that no other rule has, and that names in use rarely contain.
constexpr std::string_view odd_names[] = {"!", "*", "a*", "'a", "x|y", "^~", "#1", "`", "$%&"};
constexpr std::string_view token68s[] = {"a",    "a=",     "a==",  "YII=",         "a/b",
                                         "a/b=", "-._~+/", "a===", "dXNlcjpwYXNz", "0"};

template <std::size_t N>
std::string_view pick(random_numbers& random, const std::string_view (&from)[N]) {
  return from[random.below(N)];
}

std::string_view white(random_numbers& random) {
  return random.one_in(3) ? pick(random, whites) : std::string_view();
}

std::string_view name(random_numbers& random) {
  switch (random.below(6)) {
    case 0:
      return pick(random, odd_names);
    case 1:
      return "realm";  // the one that has a rule of its own
    default:
      return pick(random, words::names);
  }
}

// A new element: a challenge, a parameter or both.
std::string_view new_element(random_numbers& random) {
  static char storage[256];
  std::size_t size = 0;
  const auto put = [&](std::string_view octets) {
    if (size + octets.size() > sizeof storage) return;
    if (!octets.empty()) std::memcpy(storage + size, octets.data(), octets.size());
    size += octets.size();
  };
  put(white(random));
  const std::size_t form = random.below(4);
  if (form != 0) put(pick(random, words::schemes));
  if (form != 1) {
    if (form != 0) put(random.one_in(4) ? "  " : " ");
    if (form == 2) {
      put(pick(random, token68s));
    } else {
      put(name(random));
      put(white(random));
      put("=");
      put(white(random));
      put(pick(random, values));
    }
  }
  put(white(random));
  return {storage, size};
}

bool is_delimiter(char octet) {
  return octet == ',' || octet == '=' || octet == '"' || octet == ' ' || octet == '\t' ||
         octet == '\\';
}

// A place beside a delimiter, or anywhere.
std::size_t place(random_numbers& random, const text& in) {
  const std::size_t from = random.below(in.size() + 1);
  if (random.one_in(4)) return from;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::size_t at = (from + i) % in.size();
    if (is_delimiter(in.at(at))) return at + random.below(2);
  }
  return from;
}

void mutate(text& in, random_numbers& random) {
  static range elements[max_elements];
  const std::size_t count = split(in, elements);
  const std::size_t chosen = random.below(count);
  const range element = elements[chosen];
  const auto octets_of = [&](range of) { return in.view().substr(of.first, of.last - of.first); };

  switch (random.below(18)) {
    case 0: {  // a new element
      static char storage[300];
      const std::string_view fresh = new_element(random);
      std::memcpy(storage, fresh.data(), fresh.size());
      storage[fresh.size()] = ',';
      const bool first = random.one_in(2) || in.size() == 0;
      if (first) {
        in.insert(element.first, {storage, fresh.size() + (in.size() == 0 ? 0U : 1U)});
      } else {
        in.insert(element.last, fresh);
        in.insert(element.last, ",");
      }
      break;
    }
    case 1:  // one element less
      in.erase(element.first, element.last + (element.last < in.size() ? 1U : 0U));
      break;
    case 2: {  // an element twice, or many times
      const std::size_t times = random.one_in(8) ? 64 + random.below(4) : 1 + random.below(3);
      for (std::size_t i = 0; i < times; ++i) {
        in.insert(element.last, octets_of(element));
        in.insert(element.last, ",");
      }
      break;
    }
    case 3: {  // empty elements
      const std::size_t times = random.one_in(8) ? 63 + random.below(4) : 1 + random.below(3);
      const std::size_t at = random.one_in(2) ? element.first : element.last;
      for (std::size_t i = 0; i < times; ++i) in.insert(at, random.one_in(3) ? ", " : ",");
      break;
    }
    case 4: {  // white space beside a delimiter
      const std::size_t at = place(random, in);
      in.insert(at, whites[1 + random.below(std::size(whites) - 1)]);
      break;
    }
    case 5: {  // less white space
      for (std::size_t i = 0; i < in.size(); ++i) {
        const std::size_t at = (element.first + i) % in.size();
        if (in.at(at) != ' ' && in.at(at) != '\t') continue;
        in.erase(at, at + 1);
        break;
      }
      break;
    }
    case 6: {  // SP for HTAB and back
      for (std::size_t i = 0; i < in.size(); ++i) {
        const std::size_t at = (element.first + i) % in.size();
        if (in.at(at) != ' ' && in.at(at) != '\t') continue;
        in.set(at, in.at(at) == ' ' ? '\t' : ' ');
        break;
      }
      break;
    }
    case 7: {  // another value, or the value quoted
      const std::size_t equals = octets_of(element).find('=');
      if (equals == std::string_view::npos) {
        in.insert(element.last, "=");
        break;
      }
      const std::size_t from = element.first + equals + 1;
      if (random.one_in(2)) {
        in.replace(from, element.last, pick(random, values));
      } else {
        in.insert(element.last, "\"");
        in.insert(from, "\"");
      }
      break;
    }
    case 8: {  // another name or scheme at the front of the element
      std::size_t first = element.first;
      while (first < element.last && (in.at(first) == ' ' || in.at(first) == '\t')) ++first;
      std::size_t last = first;
      while (last < element.last && !is_delimiter(in.at(last))) ++last;
      in.replace(first, last, random.one_in(2) ? name(random) : pick(random, words::schemes));
      break;
    }
    case 9: {  // a payload after the element
      in.insert(element.last, random.one_in(2) ? pick(random, token68s) : new_element(random));
      in.insert(element.last, " ");
      break;
    }
    case 10: {  // an escape
      const std::size_t at = place(random, in);
      in.insert(at, "\\");
      break;
    }
    case 11: {  // an octet from a boundary, in place of one or beside it
      const char octet = octets_at_boundaries[random.below(std::size(octets_at_boundaries))];
      const std::size_t at = random.one_in(2) ? place(random, in) : random.below(in.size() + 1);
      if (at < in.size() && random.one_in(2)) {
        in.set(at, octet);
      } else {
        in.insert(at, {&octet, 1});
      }
      break;
    }
    case 12: {  // the other case
      for (std::size_t i = element.first; i < element.last; ++i) {
        const char octet = in.at(i);
        const bool letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
        if (letter && random.one_in(2)) in.set(i, static_cast<char>(octet ^ 0x20));
      }
      break;
    }
    case 13: {  // elements change places
      const range other = elements[random.below(count)];
      if (other.first == element.first) break;
      static char storage[capacity];
      const std::string_view octets = octets_of(element);
      if (octets.size() > capacity) break;
      std::memcpy(storage, octets.data(), octets.size());
      const std::string_view copy{storage, octets.size()};
      if (other.first < element.first) {
        in.replace(element.first, element.last, octets_of(other));
        in.replace(other.first, other.last, copy);
      } else {
        in.replace(other.first, other.last, copy);
        // What stood there is gone: a copy instead of an exchange is as good.
      }
      break;
    }
    case 14: {  // a cut
      const std::size_t at = random.below(in.size() + 1);
      if (random.one_in(2)) {
        in.erase(at, in.size());
      } else {
        in.erase(0, at);
      }
      break;
    }
    case 15: {  // a line break, which field_lines takes for one
      in.insert(place(random, in), "\n");
      break;
    }
    case 16: {  // one octet less
      if (in.size() == 0) break;
      const std::size_t at = random.below(in.size());
      in.erase(at, at + 1);
      break;
    }
    case 17: {  // the octet before or after one in ASCII
      const std::size_t at = place(random, in);
      if (at < in.size()) {
        const int step = random.one_in(2) ? 1 : -1;
        in.set(at, static_cast<char>(static_cast<unsigned char>(in.at(at)) + step));
      }
      break;
    }
  }
}

}  // namespace
}  // namespace fuzz
FUZZ_UNINSTRUMENTED_END

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed);

FUZZ_UNINSTRUMENTED_BEGIN
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  const std::size_t longest = size > fuzz::long_enough ? size : fuzz::long_enough;
  if (max_size > longest) max_size = longest;
  fuzz::random_numbers random(seed);
  if (LLVMFuzzerMutate != nullptr && random.below(10) < 3) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  if (size > max_size || size > fuzz::capacity) return size < max_size ? size : max_size;
  fuzz::text in(data, size, max_size);
  const std::size_t steps = 1 + random.below(3);
  for (std::size_t i = 0; i < steps; ++i) fuzz::mutate(in, random);
  return in.size();
}
FUZZ_UNINSTRUMENTED_END
