// What the limits count in a valid value, from the oracle's roles.
#ifndef GAUNTLET_PARSER_TEST_SUPPORT_LIMITS_HPP_
#define GAUNTLET_PARSER_TEST_SUPPORT_LIMITS_HPP_

#include <cstddef>
#include <cstdint>
#include <gauntlet/error.hpp>
#include <gauntlet/options.hpp>
#include <string_view>

#include "parser/test/support/oracle.hpp"

namespace gauntlet::test {

// One element that a limit counts.
struct occurrence {
  enum class kind : std::uint8_t { challenge, auth_param, empty };
  kind what = kind::challenge;
  std::size_t offset = 0;
  std::size_t number =
      0;  // of the challenge, of the auth-param in it, of the empty element in a row
};

// The occurrences of a value in order; `count == most`: it may have more.
struct occurrences {
  static constexpr std::size_t most = 2048;
  occurrence all[most];
  std::size_t count = 0;
  std::size_t challenges = 0, auth_params = 0, empties = 0;  // the greatest numbers

  void add(occurrence::kind what, std::size_t offset, std::size_t number) {
    if (count < most) all[count++] = {what, offset, number};
    std::size_t& greatest = what == occurrence::kind::challenge    ? challenges
                            : what == occurrence::kind::auth_param ? auth_params
                                                                   : empties;
    if (number > greatest) greatest = number;
  }
};

// An empty element ends at a comma that has nothing but white space between it and the comma before
// it.
template <typename Oracle>
void find_occurrences(const Oracle& in, occurrences& found) {
  using kind = occurrence::kind;
  found.count = found.challenges = found.auth_params = found.empties = 0;
  const std::string_view value = in.value();
  std::size_t auth_params = 0, commas = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (in.role(i) == tables::ignored) {
      if (value[i] == ',' && ++commas > 1) found.add(kind::empty, i, commas - 1);
      continue;
    }
    commas = 0;
    const unsigned begins = in.marks(i);
    if ((begins & tables::begins_challenge) != 0) {
      found.add(kind::challenge, i, found.challenges + 1);
      auth_params = 0;
    } else if ((begins & tables::begins_param) != 0) {
      found.add(kind::auth_param, i, ++auth_params);
    }
  }
}

// The limit that is exceeded first, of the occurrences before `end`.
inline status first_exceeded(const occurrences& in, operation what, const options& limits,
                             std::size_t end = static_cast<std::size_t>(-1)) {
  using kind = occurrence::kind;
  for (std::size_t i = 0; i < in.count; ++i) {
    const occurrence& each = in.all[i];
    if (each.offset >= end) continue;
    if (each.what == kind::challenge && what == operation::challenges &&
        each.number > limits.max_challenges) {
      return {errc::limit_challenges, each.offset};
    }
    if (each.what == kind::auth_param && each.number > limits.max_auth_params) {
      return {errc::limit_auth_params, each.offset};
    }
    if (each.what == kind::empty && each.number > limits.max_empty_elements) {
      return {errc::limit_empty_elements, each.offset};
    }
  }
  return {};
}

}  // namespace gauntlet::test

#endif  // GAUNTLET_PARSER_TEST_SUPPORT_LIMITS_HPP_
