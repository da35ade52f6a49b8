#include "conformance/compare/shorten.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gauntlet::compare {
namespace {

// Octets from easy to hard to read.
constexpr std::string_view easy = "aFb =,\"x1\\;/\t";
constexpr std::size_t at_once = 2048;

std::size_t rank(char octet) {
  const std::size_t found = easy.find(octet);
  if (found != std::string_view::npos) return found;
  const auto code = static_cast<unsigned char>(octet);
  return easy.size() + (code > 0x20 && code < 0x7F ? 0 : 1);
}

// The first of the candidates that shows it.
bool take_first(std::string& value, std::vector<std::string> candidates, const shows& look) {
  for (std::size_t begin = 0; begin < candidates.size(); begin += at_once) {
    const std::size_t end = std::min(candidates.size(), begin + at_once);
    const std::vector<std::string> some(candidates.begin() + static_cast<std::ptrdiff_t>(begin),
                                        candidates.begin() + static_cast<std::ptrdiff_t>(end));
    const std::vector<bool> found = look(some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (!found[i]) continue;
      value = some[i];
      return true;
    }
  }
  return false;
}

bool remove_run(std::string& value, std::size_t length, const shows& look) {
  std::vector<std::string> candidates;
  // Long runs at every half of their length, short ones everywhere.
  const std::size_t step = length > 8 ? length / 2 : 1;
  for (std::size_t at = 0; at + length <= value.size(); at += step)
    candidates.push_back(value.substr(0, at) + value.substr(at + length));
  return take_first(value, std::move(candidates), look);
}

bool replace_octet(std::string& value, const shows& look) {
  std::vector<std::string> candidates;
  for (std::size_t at = 0; at < value.size(); ++at) {
    for (std::size_t to = 0; to < std::min(rank(value[at]), easy.size()); ++to) {
      candidates.push_back(value);
      candidates.back()[at] = easy[to];
    }
  }
  return take_first(value, std::move(candidates), look);
}

// Tries all values of one length.
class all_of_length {
 public:
  all_of_length(const enumeration& of, std::size_t length, first_of_all& to, const shows& look)
      : of_(of), length_(length), to_(to), look_(look) {}

  // False when there are too many.
  bool run() {
    std::string value;
    if (!extend(value)) return false;
    flush();
    return true;
  }

 private:
  bool extend(std::string& value) {
    if (to_.is_found) return true;
    if (value.size() == length_) {
      if (to_.tried + waiting_.size() >= of_.max_values) {
        flush();
        return to_.is_found;
      }
      waiting_.push_back(value);
      if (waiting_.size() == at_once) flush();
      return true;
    }
    for (const std::string& symbol : of_.symbols) {
      if (value.size() + symbol.size() > length_) continue;
      value += symbol;
      if (!extend(value)) return false;
      value.resize(value.size() - symbol.size());
    }
    return true;
  }

  void flush() {
    if (waiting_.empty() || to_.is_found) return;
    const std::vector<bool> found = look_(waiting_);
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      ++to_.tried;
      if (!found[i]) continue;
      to_.is_found = true;
      to_.value = waiting_[i];
      break;
    }
    waiting_.clear();
  }

  const enumeration& of_;
  std::size_t length_;
  first_of_all& to_;
  const shows& look_;
  std::vector<std::string> waiting_{};
};

}  // namespace

std::string shorten(std::string value, const shows& look) {
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (std::size_t length = std::max<std::size_t>(value.size() / 2, 1); length > 0; length /= 2) {
      while (remove_run(value, length, look)) has_changed = true;
    }
    while (replace_octet(value, look)) has_changed = true;
  }
  return value;
}

first_of_all first_that_shows(const enumeration& of, const shows& look) {
  first_of_all made;
  for (std::size_t length = 0; length <= of.max_octets; ++length) {
    if (!all_of_length(of, length, made, look).run() || made.is_found) break;
    made.complete_to = length;
  }
  return made;
}

}  // namespace gauntlet::compare
