#ifndef CONFORMANCE_SCHEMES_FINDINGS_HPP
#define CONFORMANCE_SCHEMES_FINDINGS_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/schemes/check.hpp"
#include "conformance/schemes/data.hpp"

namespace gauntlet::schemes {

// Collects findings; used by check() and check_answer() alone.
class findings {
 public:
  // `name` is that of the parameter in lower case: it orders what stands at one place.
  void add(std::string_view rule, schemes::level level, span at, std::string text,
           const std::vector<reference>& refs, std::string_view name = "") {
    found_.push_back({std::string(name), {std::string(rule), level, at, std::move(text), refs}});
  }
  std::size_t size() const noexcept { return found_.size(); }

  // In the order of their places, then of rule and name.
  std::vector<finding> take();

 private:
  struct named {
    std::string name;
    schemes::finding finding;
  };
  std::vector<named> found_{};
};

// The first parameter of each rule of a part; null where there is none.
using found_params = std::vector<const located_param*>;
found_params first_of_each(const part&, const located_challenge&);

// The value of a parameter in lower case where it is a word, else as it is; the default where it is
// missing, and nothing without one.
std::optional<std::string> value_of(const part&, std::size_t param, const found_params&);

// What a challenge, credentials or auth-info does that the part of its scheme does not allow; not
// what RFC 9110 says of every scheme. O(params).
void check_part(const model::operation op, const part&, const located_challenge&, findings&);

std::string lower_case(std::string_view text);

}  // namespace gauntlet::schemes

#endif
