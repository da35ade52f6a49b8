#ifndef CONFORMANCE_LINT_REFUSED_REFUSED_HPP
#define CONFORMANCE_LINT_REFUSED_REFUSED_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/status/statusor.h"
#include "conformance/lint/reader.hpp"
#include "nlohmann/json_fwd.hpp"

namespace gauntlet::lint {

// What a strict reader refuses of some traffic, how often, and from which host: what breaks with an
// upgrade to one. Strict means grammar `recipient` of RFC 9110, and no recovery.
//
// add() is associative and commutative, and refused{} is its identity: the sum over many inputs does
// not depend on how they were divided. That holds although the rows are bounded: those are kept
// whose keys come first in an order of their hashes, and a key that is left out of a part is left
// out of every sum with it.
class refused {
 public:
  static constexpr std::size_t max_rows = 10000;
  explicit refused(std::size_t rows = max_rows) : max_rows_(rows) {}

  struct key {
    std::string field{};  // as RFC 9110 writes it
    std::string error{};  // the parser's code
    std::string shape{};  // see shape.hpp
    std::string host{};   // empty: not known
    friend bool operator==(const key&, const key&) = default;
  };

  void count(const head&);
  void count_unreadable() { ++unreadable_; }
  void add(const refused& other);

  std::uint64_t heads() const noexcept { return heads_; }
  std::uint64_t values() const noexcept { return values_; }
  std::uint64_t refused_values() const noexcept { return refused_; }
  std::uint64_t unreadable() const noexcept { return unreadable_; }

  // One line of ASCII JSON, without LF; rows with the most values come first.
  //
  //     {"gauntlet_refused":1,"heads":2,"values":2,"refused":1,"redacted":0,"unreadable":0,
  //      "rows":[{"field":"WWW-Authenticate","error":"expected_comma","shape":"w w^ w",
  //               "host":"a.example","values":1}],"other_rows":0}
  std::string to_json() const;
  // The inverse. Errors: kInvalidArgument for whatever to_json() does not write.
  static absl::StatusOr<refused> from_json(const nlohmann::json&);
  // For people; several lines. At most `rows` of them, and how many more there are.
  std::string to_text(std::size_t rows) const;

  friend bool operator==(const refused&, const refused&) = default;

 private:
  // A hash, and the row as one string.
  using order = std::pair<std::uint64_t, std::string>;
  void put(key row, std::uint64_t values);
  std::vector<const std::pair<const order, std::pair<key, std::uint64_t>>*> by_values() const;

  std::size_t max_rows_;
  std::uint64_t heads_ = 0;
  std::uint64_t values_ = 0;  // judged: one for each name of a field in a head
  std::uint64_t refused_ = 0;
  std::uint64_t redacted_ = 0;  // not judged, since the tool that wrote them had changed them
  std::uint64_t unreadable_ = 0;
  std::map<order, std::pair<key, std::uint64_t>> rows_{};
  std::uint64_t other_rows_ = 0;  // values of the rows that are left out
};

}  // namespace gauntlet::lint

#endif
