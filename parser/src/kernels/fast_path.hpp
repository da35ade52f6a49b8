// Reads the fields that nearly everybody sends, and leaves every other one to the reader.
#ifndef GAUNTLET_SRC_KERNELS_FAST_PATH_HPP_
#define GAUNTLET_SRC_KERNELS_FAST_PATH_HPP_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "common.hpp"
#include "gauntlet/parse.hpp"
#include "tables.hpp"

namespace gauntlet::kernels {
namespace {

// A usual field is one line of
//
//     challenges  = challenge *( ", " challenge )
//     credentials = challenge
//     challenge   = auth-scheme [ SP ( token68 / auth-param *( ", " auth-param ) ) ]
//     auth-param  = token "=" ( token / quoted-string )
//
// which is a part of the grammar for recipients: one SP where RFC 9110 allows several or none, no
// empty elements. What is usual means what the reader says that it means. What is not may be valid
// all the same: then the reader begins again at the first octet, and finds the elements or the
// error.
//
// It is fast because hardly an octet is looked at by itself. Of 64 octets, the block, the kernel
// tells which end a run of tchar and which a run of qdtext: two words of 64 bits. A token ends at
// the lowest bit that is set from its first octet on: a shift and a count, however long it is. Left
// to ask are questions such as whether `="` follows. If no bit is set, the block is over, and the
// next one is classified. After the last octet of the field all bits are set, so that every run
// ends there; that it is not read is asked wherever octets are.
//
// All offsets are in the block. Words are shifted twice, by an offset below 64 and by the few octets
// from there to a run, because the sum may be 64, and that is not a shift.
//
// `Kernel` has, for a field from `first` to `last`,
//
//     ends_of_runs(first, last, at)         where runs end in the 64 octets from `at` on: two_words
//     skip_token68_char(first, last, at)    the end of a run of the octets of a token68
template <typename Kernel>
class fast_path {
 public:
  fast_path(std::string_view field_value, std::span<element> storage) noexcept
      : first_(field_value.data()),
        last_(first_ + field_value.size()),
        next_(storage.data()),
        storage_last_(storage.data() + storage.size()) {
    classify_from(first_);
    start_token(0, 0);
  }

  // Whether the field is a usual one and the storage holds its elements. If not, it may hold
  // anything.
  bool read(bool is_list) noexcept {
    for (;;) {
      if (!has_token()) return false;
      const std::size_t size = first_of(ends_of_token_);
      if (!put(event::auth_scheme, view(at_, size), {})) return false;
      at_ += size;
      step found = step::none;
      if (at_ != left_ && block_[at_] == ' ') {
        start_token(at_, 1);
        do {
          found = read_auth_param();
        } while (found == step::next);
        if (found == step::none && !is_after_auth_scheme()) {
          // After auth-params: another auth-scheme.
          if (!is_list) return false;
          continue;
        }
        if (found == step::none && !read_token68()) return false;
      }
      if (found == step::none) found = find_next(0);
      if (found != step::next || !is_list) return found == step::end;
    }
  }

  // What was stored last, and one on.
  const element* stored_last() const noexcept { return next_; }

 private:
  static constexpr std::size_t block_size = 64;

  // `next` is 0, which is what GCC asks for best: a tenth of the instructions on `e`.
  enum class step {
    next,     // an element was read, and the ", " after it
    end,      // the last one was read
    none,     // nothing of the kind is here
    unusual,  // only the reader knows
  };

  step read_auth_param() noexcept {
    if (!has_token()) return step::none;
    const std::string_view name = view(at_, first_of(ends_of_token_));
    const std::size_t equals = at_ + name.size();
    if (equals + 2 > left_) return step::none;
    if (is(equals, "=\"")) [[likely]]
      return read_quoted_string(name, equals);
    if (block_[equals] != '=') return step::none;
    // `a=` and `a==` are token68.
    if (is_after_auth_scheme() && !is_tchar(block_[equals + 1])) return step::none;
    start_token(equals, 1);
    if (!has_token()) return step::unusual;
    const std::size_t size = first_of(ends_of_token_);
    const param_value value = param_value::from_token(view(at_, size));
    if (!put(event::auth_param, name, value)) return step::unusual;
    at_ += size;
    return find_next(0);
  }

  // The value, and so the auth-param, after the name and its "=".
  step read_quoted_string(std::string_view name, std::size_t equals) noexcept {
    const char* const first = block_ + equals + 2;
    std::size_t size = 0;
    const std::uint64_t ends = ends_of_qdtext_ >> equals >> 2;
    if (ends != 0) [[likely]] {
      size = first_of(ends);
      at_ = equals + 2 + size;
    } else {
      find_end_of_qdtext(first);
      size = static_cast<std::size_t>(block_ + at_ - first);
    }
    // Before anything is asked about the octet at its end: the registers are free sooner.
    if (!put(event::auth_param, name, param_value::from_quoted_string({first, size}, 0))) {
      return step::unusual;
    }
    if (at_ >= left_) return step::unusual;
    if (block_[at_] != '"') [[unlikely]] {
      std::size_t quoted_pairs = 0;
      for (; block_[at_] == '\\'; ++quoted_pairs) {
        if (at_ + 2 > left_ || !is_quoted_pair_char(block_[at_ + 1])) return step::unusual;
        const std::uint64_t more = ends_of_qdtext_ >> at_ >> 2;
        if (more != 0) {
          at_ += 2 + first_of(more);
        } else {
          find_end_of_qdtext(block_ + at_ + 2);
        }
        if (at_ >= left_) return step::unusual;
      }
      if (block_[at_] != '"') return step::unusual;
      size = static_cast<std::size_t>(block_ + at_ - first);
      --next_;
      put(event::auth_param, name, param_value::from_quoted_string({first, size}, quoted_pairs));
    }
    return find_next(1);
  }

  // May be long, and is a run of another set: by a loop of its own.
  bool read_token68() noexcept {
    const char* const first = block_ + at_;
    const char* last = Kernel::skip_token68_char(first_, last_, first);
    if (last == first) return false;
    while (last != last_ && *last == '=') ++last;
    at_ = left_ = 0;
    if (last != last_) classify_from(last);
    return put(event::token68, {first, static_cast<std::size_t>(last - first)}, {});
  }

  // Whether what is here is the first after an auth-scheme and SP, which may be a token68.
  bool is_after_auth_scheme() const noexcept { return next_[-1].kind() == event::auth_scheme; }

  // What comes after the element that ends `more` octets after `at_`.
  step find_next(std::size_t more) noexcept {
    if (at_ + more + 3 > left_) [[unlikely]]
      return at_ + more == left_ ? step::end : step::unusual;
    if (!is(at_ + more, ", ")) return step::unusual;
    start_token(at_, more + 2);
    return step::next;
  }

  void start_token(std::size_t at, std::size_t more) noexcept {
    ends_of_token_ = ends_of_tchar_ >> at >> more;
    at_ = at + more;
  }

  // Whether a token that ends in the block begins at `at_`. Near the end of the block it gets
  // another one, so that all tokens of up to 32 octets do.
  bool has_token() noexcept {
    if (ends_of_token_ == 0) [[unlikely]] {
      if (at_ < block_size / 2) return false;
      classify_from(block_ + at_);
      start_token(0, 0);
      if (ends_of_token_ == 0) return false;
    }
    return (ends_of_token_ & 1) == 0;
  }

  // Where the run of qdtext ends that begins at `from` and goes to the end of the block or begins
  // after it, in whichever block that is.
  void find_end_of_qdtext(const char* from) noexcept {
    const char* const next = block_ + block_size;
    classify_from(from < next ? next : from);
    while (ends_of_qdtext_ == 0) classify_from(block_ + block_size);
    at_ = first_of(ends_of_qdtext_);
  }

  void classify_from(const char* at) noexcept {
    block_ = at;
    left_ = static_cast<std::size_t>(last_ - at);
    const two_words ends = Kernel::ends_of_runs(first_, last_, at);
    ends_of_tchar_ = static_cast<std::uint64_t>(ends);
    ends_of_qdtext_ = static_cast<std::uint64_t>(ends >> 64);
  }

  bool put(event kind, std::string_view text, const param_value& value) noexcept {
    if (next_ == storage_last_) return false;
    *next_ = element(kind, text, value);
    ++next_;
    return true;
  }

  bool is(std::size_t at, const char (&two)[3]) const noexcept {
    return std::memcmp(block_ + at, two, 2) == 0;
  }

  std::string_view view(std::size_t at, std::size_t size) const noexcept {
    return {block_ + at, size};
  }

  const char* first_;
  const char* last_;
  const char* block_ = nullptr;
  std::size_t left_ = 0;  // octets from block_ to last_
  std::uint64_t ends_of_tchar_ = 0, ends_of_qdtext_ = 0;
  std::size_t at_ = 0;
  std::uint64_t ends_of_token_ = 0;  // of a token at at_: bit i for octet at_ + i
  element* next_;
  element* storage_last_;
};

// parse() of a field in one line, if it is a usual one and keeps to the limits: there is no more of
// anything than there are elements, so that one number is below all limits.
template <typename Kernel>
bool parse_usual(std::string_view field_value, operation what, std::span<element> storage,
                 const options& limits, std::size_t& size) noexcept {
  if (what == operation::auth_info || limits.mode != grammar::recipient ||
      field_value.size() > limits.max_length || storage.empty()) {
    return false;
  }
  fast_path<Kernel> path(field_value, storage);
  if (!path.read(what == operation::challenges)) return false;
  size = static_cast<std::size_t>(path.stored_last() - storage.data());
  return size <= limits.max_challenges && size <= limits.max_auth_params;
}

}  // namespace
}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_FAST_PATH_HPP_
