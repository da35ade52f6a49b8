// What the vector kernels look octets up in: tables of 16 entries, made from the classes of
// chars.hpp.
#ifndef GAUNTLET_SRC_KERNELS_TABLES_HPP_
#define GAUNTLET_SRC_KERNELS_TABLES_HPP_

#include <cstddef>
#include <cstdint>

#include "gauntlet/chars.hpp"

namespace gauntlet::kernels {

// An octet below 0x80 is in a set if the entries for its low and its high four bits have a bit in
// common: one bit for each different row of the 16 x 8 table that the set is. Octets from 0x80 on
// are in none: their entry in `low` is 0 to a shuffle, which takes the highest bit as "no entry".
//
// Twice the same 16 octets, as the 256-bit shuffle wants them.
struct alignas(32) nibble_table {
  std::uint8_t entry[32]{};

  constexpr void set(std::size_t at, unsigned bits) noexcept {
    entry[at] = entry[at + 16] = static_cast<std::uint8_t>(bits);
  }
};
struct nibble_tables {
  nibble_table low, high;
};

constexpr bool is_member(std::size_t octet, int set) noexcept {
  return detail::is_class(static_cast<int>(octet), set);
}

consteval unsigned row_of(std::size_t high, int set) {
  unsigned row = 0;
  for (std::size_t low = 0; low < 16; ++low) {
    if (is_member(high * 16 + low, set)) row |= 1U << low;
  }
  return row;
}

consteval nibble_tables make_nibble_tables(int set) {
  unsigned rows[16] = {};
  std::size_t count = 0;
  nibble_tables tables;
  for (std::size_t high = 0; high < 8; ++high) {
    const unsigned row = row_of(high, set);
    if (row == 0) continue;
    std::size_t bit = 0;
    while (bit < count && rows[bit] != row) ++bit;
    if (bit == count) rows[count++] = row;
    tables.high.set(high, 1U << bit);
  }
  for (std::size_t low = 0; low < 16; ++low) {
    unsigned bits = 0;
    for (std::size_t bit = 0; bit < count; ++bit) bits |= ((rows[bit] >> low) & 1U) << bit;
    tables.low.set(low, bits);
  }
  return tables;
}

inline constexpr unsigned control_bit = 0x80;

// tchar in the bits below control_bit; control_bit for the octets below 0x20 but HTAB and 0x19.
consteval nibble_tables make_block_tables() {
  nibble_tables tables = make_nibble_tables(detail::class_tchar);
  for (std::size_t low = 0; low < 16; ++low) {
    if (low != 9) tables.low.set(low, tables.low.entry[low] | control_bit);
  }
  tables.high.set(0, control_bit);
  tables.high.set(1, control_bit);
  return tables;
}

// The other octets that end a run of qdtext, each where its low four bits say, so that comparing an
// octet with its own entry finds them. Entries without one hold what no octet there is equal to.
consteval nibble_table make_special_table() {
  nibble_table table;
  for (std::size_t low = 0; low < 16; ++low) table.set(low, 0xff);
  for (const unsigned octet : {0x19U, 0x22U, 0x5cU, 0x7fU}) table.set(octet & 15U, octet);
  return table;
}

inline constexpr nibble_tables block_tables = make_block_tables();
inline constexpr nibble_table special_table = make_special_table();
inline constexpr nibble_tables token68_tables = make_nibble_tables(detail::class_token68);
inline constexpr nibble_tables ambiguous_tables = make_nibble_tables(detail::class_ambiguous);

// The same look-ups, octet by octet: what the vector code has to agree with.
constexpr unsigned look_up(const nibble_tables& tables, std::size_t octet) noexcept {
  return octet < 0x80 ? tables.low.entry[octet & 15] & tables.high.entry[octet >> 4] : 0U;
}
consteval bool tables_are_right() {
  for (std::size_t octet = 0; octet < 256; ++octet) {
    const unsigned bits = look_up(block_tables, octet);
    const bool is_special = special_table.entry[octet & 15] == octet && octet < 0x80;
    const bool ends_qdtext = (bits & control_bit) != 0 || is_special;
    if ((bits != 0 && (bits & control_bit) == 0) != is_member(octet, detail::class_tchar) ||
        ends_qdtext == is_member(octet, detail::class_qdtext) ||
        (look_up(token68_tables, octet) != 0) != is_member(octet, detail::class_token68) ||
        (look_up(ambiguous_tables, octet) != 0) != is_member(octet, detail::class_ambiguous)) {
      return false;
    }
  }
  return true;
}
static_assert(tables_are_right());

// For a look-up of the whole octet: 128 entries.
struct alignas(64) octet_table {
  std::uint8_t entry[128]{};
};
inline constexpr char octet_is_tchar = 1;
inline constexpr unsigned octet_ends_run = 0x80;

consteval octet_table make_outside_table(int set) {
  octet_table table;
  for (std::size_t octet = 0; octet < 128; ++octet) {
    table.entry[octet] = is_member(octet, set) ? 0 : octet_ends_run;
  }
  return table;
}
// octet_ends_run for what ends a run of qdtext, and octet_is_tchar.
consteval octet_table make_block_octets() {
  octet_table table = make_outside_table(detail::class_qdtext);
  for (std::size_t octet = 0; octet < 128; ++octet) {
    if (is_member(octet, detail::class_tchar)) table.entry[octet] |= octet_is_tchar;
  }
  return table;
}

inline constexpr octet_table block_octets = make_block_octets();
inline constexpr octet_table outside_token68 = make_outside_table(detail::class_token68);
inline constexpr octet_table outside_ambiguous = make_outside_table(detail::class_ambiguous);

// Where runs of tchar and of qdtext end in up to 64 octets: bit i for octet i, in the low and in
// the high word. What stands after the line ends every run. One number, not a struct of two: that
// would make compilers go through memory.
__extension__ using two_words = unsigned __int128;

constexpr two_words block_ends(std::uint64_t tchar, std::uint64_t qdtext) noexcept {
  return static_cast<two_words>(qdtext) << 64 | tchar;
}

}  // namespace gauntlet::kernels

#endif  // GAUNTLET_SRC_KERNELS_TABLES_HPP_
