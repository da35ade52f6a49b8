#include "conformance/grammar/octets.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"

namespace gauntlet::grammar_engine {
namespace {

// x comes first because no grammar gives it a meaning of its own, unlike the letters of realm. DEL
// stands for what must not occur: unlike CR, LF and NUL it has no rule of its own.
constexpr std::string_view easy_octets = "x =,\"!/\\\t:abcdefghijklmnopqrstuvwyz\x7F";

std::size_t reading_rank(std::uint8_t octet) {
  const std::size_t place = easy_octets.find(static_cast<char>(octet));
  return place != std::string_view::npos ? place : easy_octets.size() + octet;
}

std::uint8_t easiest_octet(const octet_set& octets) {
  std::uint8_t best = 0;
  bool found = false;
  for (unsigned octet = 0; octet < 256; ++octet) {
    const auto candidate = static_cast<std::uint8_t>(octet);
    if (!octets[octet] || (found && reading_rank(candidate) >= reading_rank(best))) continue;
    best = candidate;
    found = true;
  }
  return best;
}

}  // namespace

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
  std::map<std::vector<bool>, octet_set> classes;
  for (unsigned octet = 0; octet < 256; ++octet) {
    std::vector<bool> signature;
    signature.reserve(sets.size());
    for (const octet_set& set : sets) signature.push_back(set[octet]);
    classes[std::move(signature)].set(octet);
  }
  members_.clear();
  for (const auto& [signature, members] : classes) members_.push_back(members);
  std::sort(members_.begin(), members_.end(), [](const octet_set& a, const octet_set& b) {
    return reading_rank(easiest_octet(a)) < reading_rank(easiest_octet(b));
  });
  for (std::size_t i = 0; i < members_.size(); ++i) {
    for (unsigned octet = 0; octet < 256; ++octet) {
      if (members_[i][octet]) class_of_[octet] = static_cast<std::uint8_t>(i);
    }
  }
}

octet_partition octet_partition::common_refinement(const octet_partition& a,
                                                   const octet_partition& b) {
  std::vector<octet_set> sets = a.members_;
  sets.insert(sets.end(), b.members_.begin(), b.members_.end());
  return octet_partition(sets);
}

std::uint8_t octet_partition::representative(std::size_t octet_class) const {
  return easiest_octet(members_[octet_class]);
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
