#include "conformance/grammar/octets.hpp"

#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"

namespace gauntlet::grammar_engine {

octet_set octets_of(std::uint8_t first, std::uint8_t last) {
  octet_set out;
  for (unsigned octet = first; octet <= last; ++octet) out.set(octet);
  return out;
}

octet_set octets_of(const std::string& octets) {
  octet_set out;
  for (const char octet : octets) out.set(static_cast<unsigned char>(octet));
  return out;
}

octet_partition::octet_partition(const std::vector<octet_set>& sets) {
  members_.clear();
  std::map<std::vector<bool>, std::uint8_t> classes;
  for (unsigned octet = 0; octet < 256; ++octet) {
    std::vector<bool> signature;
    signature.reserve(sets.size());
    for (const octet_set& set : sets) signature.push_back(set[octet]);
    const auto [at, added] =
        classes.emplace(std::move(signature), static_cast<std::uint8_t>(members_.size()));
    if (added) members_.emplace_back();
    class_of_[octet] = at->second;
    members_[at->second].set(octet);
  }
}

octet_partition octet_partition::common_refinement(const octet_partition& a,
                                                   const octet_partition& b) {
  std::vector<octet_set> sets = a.members_;
  sets.insert(sets.end(), b.members_.begin(), b.members_.end());
  return octet_partition(sets);
}

std::uint8_t octet_partition::representative(std::size_t octet_class) const {
  static constexpr std::string_view preferred = "a!/=, \t\"\\:bcdefghijklmnopqrstuvwxyz";
  for (const char octet : preferred) {
    if (members_[octet_class][static_cast<unsigned char>(octet)]) {
      return static_cast<std::uint8_t>(octet);
    }
  }
  for (unsigned octet = 0x21; octet < 0x7F; ++octet) {
    if (members_[octet_class][octet]) return static_cast<std::uint8_t>(octet);
  }
  // DEL stands for what must not occur: unlike CR, LF and NUL it has no rule of its own.
  if (members_[octet_class][0x7F]) return 0x7F;
  for (unsigned octet = 0; octet < 256; ++octet) {
    if (members_[octet_class][octet]) return static_cast<std::uint8_t>(octet);
  }
  return 0;
}

std::string octet_partition::describe(std::size_t octet_class) const {
  const octet_set& set = members_[octet_class];
  std::string out;
  for (unsigned first = 0; first < 256;) {
    if (!set[first]) {
      ++first;
      continue;
    }
    unsigned last = first;
    while (last + 1 < 256 && set[last + 1]) ++last;
    if (!out.empty()) out += ' ';
    const auto show = [](unsigned octet) {
      return octet > 0x20 && octet < 0x7F ? std::string(1, static_cast<char>(octet))
                                          : absl::StrFormat("%%x%02X", octet);
    };
    out += show(first);
    if (last > first) out += "-" + show(last);
    first = last + 1;
  }
  return out;
}

}  // namespace gauntlet::grammar_engine
