#ifndef CONFORMANCE_GRAMMAR_OCTETS_HPP
#define CONFORMANCE_GRAMMAR_OCTETS_HPP

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gauntlet::grammar_engine {

using octet_set = std::bitset<256>;

octet_set octets_of(std::uint8_t first, std::uint8_t last);
octet_set octets_of(const std::string& octets);

// A division of the 256 octets into classes. They are numbered in an order in which what is easy to
// read comes first, so that shortest words are made of letters rather than of HTABs.
class octet_partition {
 public:
  // One class with all octets.
  octet_partition() = default;
  // The coarsest partition in which every set is a union of classes.
  explicit octet_partition(const std::vector<octet_set>& sets);
  // The coarsest partition that refines both.
  static octet_partition common_refinement(const octet_partition&, const octet_partition&);

  std::size_t size() const { return members_.size(); }
  std::uint8_t class_of(std::uint8_t octet) const { return class_of_[octet]; }
  const octet_set& members(std::size_t octet_class) const { return members_[octet_class]; }
  // The octet of a class that a person reads most easily.
  std::uint8_t representative(std::size_t octet_class) const;
  // The octets of a class in a form for people: `A-Za-z!` and %x80-FF.
  std::string describe(std::size_t octet_class) const;

  friend bool operator==(const octet_partition&, const octet_partition&) = default;

 private:
  std::array<std::uint8_t, 256> class_of_{};
  std::vector<octet_set> members_{octet_set().set()};
};

}  // namespace gauntlet::grammar_engine

#endif
