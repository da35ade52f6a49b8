#ifndef GAUNTLET_SCAN_HPP_
#define GAUNTLET_SCAN_HPP_

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "gauntlet/chars.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// Finds where runs of octets of one set end, octet by octet in a table: the portable scanner.
//
// basic_reader takes every run of octets through its scanner and looks at single octets otherwise,
// so that a faster scanner can take the place of this one without touching the grammar. A scanner
// is a trivially copyable class with these members:
//
//     start(first, last)     a new field line: all calls until the next start() are about it
//     last()                 its end
//     skip_tchar(at) ...     the first octet in [at, last) that is not in the set, or last
//     end_of_tchar_nearby(at)
//                            as skip_tchar(at) where the scanner knows it without looking, else at
//
// `at` is in [first, last] and never moves back within a line. A scanner reads nothing outside of
// [first, last), keeps no storage but its own members, and takes time linear in the octets that it
// passes, or in the length of the line altogether.
//
//     constexpr std::string_view line = "realm=x";
//     gauntlet::scalar_scanner scanner;
//     scanner.start(line.data(), line.data() + line.size());
//     assert(scanner.skip_tchar(line.data()) == line.data() + 5);
class scalar_scanner {
  // Before its callers: Clang 14 evaluates a template at compile time only where it is defined.
  template <detail::octet_class Set>
  constexpr const char* skip(const char* at) const noexcept {
    // Most runs are short, and end where the same name has ended before: a question an octet.
    if (last_ - at >= 8) {
      if ((class_of(at[0]) & Set) == 0) return at;
      if ((class_of(at[1]) & Set) == 0) return at + 1;
      if ((class_of(at[2]) & Set) == 0) return at + 2;
      if ((class_of(at[3]) & Set) == 0) return at + 3;
      if ((class_of(at[4]) & Set) == 0) return at + 4;
      if ((class_of(at[5]) & Set) == 0) return at + 5;
      if ((class_of(at[6]) & Set) == 0) return at + 6;
      if ((class_of(at[7]) & Set) == 0) return at + 7;
      at += 8;
    }
    // Where a longer one ends cannot be guessed: one question for eight octets. `members` keeps the
    // bit of the set as long as all octets so far are in it, so that the sum counts them, in units
    // of that bit.
    for (; last_ - at >= 8; at += 8) {
      unsigned members = Set;
      unsigned sum = members &= class_of(at[0]);
      sum += members &= class_of(at[1]);
      sum += members &= class_of(at[2]);
      sum += members &= class_of(at[3]);
      sum += members &= class_of(at[4]);
      sum += members &= class_of(at[5]);
      sum += members &= class_of(at[6]);
      sum += members &= class_of(at[7]);
      if (members == 0) return at + sum / Set;
    }
    while (at != last_ && detail::is_class(*at, Set)) ++at;
    return at;
  }

  static constexpr unsigned class_of(char octet) noexcept {
    return detail::octet_classes.bits[static_cast<unsigned char>(octet)];
  }

 public:
  constexpr void start(const char*, const char* last) noexcept { last_ = last; }

  constexpr const char* last() const noexcept { return last_; }

  //     tchar                                                             RFC 9110 section 5.6.2
  constexpr const char* skip_tchar(const char* at) const noexcept {
    return skip<detail::class_tchar>(at);
  }

  constexpr const char* end_of_tchar_nearby(const char* at) const noexcept { return at; }

  // The octets of a token68 before its "=".
  //
  //     ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/"                 RFC 9110 section 11.2
  constexpr const char* skip_token68_char(const char* at) const noexcept {
    return skip<detail::class_token68>(at);
  }

  // The octets that are in both sets above.
  constexpr const char* skip_tchar_and_token68_char(const char* at) const noexcept {
    return skip<detail::class_ambiguous>(at);
  }

  //     qdtext                                                            RFC 9110 section 5.6.4
  constexpr const char* skip_qdtext(const char* at) const noexcept {
    return skip<detail::class_qdtext>(at);
  }

  //     SP / HTAB                                                         RFC 9110 section 5.6.3
  constexpr const char* skip_ows(const char* at) const noexcept {
    while (at != last_ && detail::is_class(*at, detail::class_ows)) ++at;
    return at;
  }

  constexpr const char* skip_sp(const char* at) const noexcept { return skip_octet(at, ' '); }

  constexpr const char* skip_equals(const char* at) const noexcept { return skip_octet(at, '='); }

 private:
  constexpr const char* skip_octet(const char* at, char octet) const noexcept {
    while (at != last_ && *at == octet) ++at;
    return at;
  }

  const char* last_ = nullptr;
};

namespace detail {

// The octets of a field line: of a view, or of a struct with data and size, as in C.
template <typename Line>
constexpr std::string_view octets_of(const Line& line) noexcept {
  if constexpr (std::is_convertible_v<const Line&, std::string_view>) {
    return line;
  } else {
    return {line.data, line.size};
  }
}

}  // namespace detail

// A field line without SP and HTAB at either end: the field value that it carries.
//
//     field-line = field-name ":" OWS field-value OWS                     RFC 9112 section 5
//
// RFC 9110 section 5.5 excludes the white space before the value is evaluated. O(octets removed).
// The result is a view of `line`.
//
//     static_assert(gauntlet::trim_ows(" \tFoo ") == "Foo");
constexpr std::string_view trim_ows(std::string_view line) noexcept {
  const char* first = line.data();
  const char* last = first + line.size();
  while (first != last && is_ows(*first)) ++first;
  while (first != last && is_ows(*(last - 1))) --last;
  return {first, static_cast<std::size_t>(last - first)};
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_SCAN_HPP_
