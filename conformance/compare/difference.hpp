#ifndef CONFORMANCE_COMPARE_DIFFERENCE_HPP
#define CONFORMANCE_COMPARE_DIFFERENCE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/compare/reader.hpp"
#include "conformance/model/result.hpp"
#include "conformance/runner/observes.hpp"

namespace gauntlet::compare {

// How two readings of a value differ, worst first.
enum class difference : std::uint8_t {
  results,     // both accept, and have something else: each acts on another value
  only_first,  // the first accepts
  only_second,
  fails,  // one of them fails, the other does not
  none,
};
std::string_view to_string(difference) noexcept;

// Compares what both can show (PROTOCOL.md, section 3.3). What one of them cannot show, or cannot be
// asked, is no difference. O(size of the results).
class comparison {
 public:
  comparison(const runner::observes& first, const runner::observes& second);

  difference between(const reading& first, const reading& second) const;
  // Whether both had something to say that the other can show, too: else their agreement is worth
  // nothing.
  bool can_tell(const reading& first, const reading& second) const;
  // Of what both can show of two accepted values: whether one sees something to act on that the other
  // does not. Of challenges that is a scheme, of credentials the scheme with its user: of Basic who
  // stands in the token68, of others the token68 itself, or the parameter `username`; of other fields
  // nothing.
  struct seen_alone {
    bool first = false;
    bool second = false;
  };
  seen_alone sees_alone(const reading& first, const reading& second) const;

 private:
  bool can_refuse(const reading& accepted, const runner::observes& by) const;
  // What both can show of two results; nothing where one shows what the other has no word for.
  struct common_view {
    model::result first;
    model::result second;
  };
  std::optional<common_view> common(const model::result& first, const model::result& second) const;

  runner::observes first_;
  runner::observes second_;
  runner::observes forms_;  // how values are written, where both tell
};

// `user:password` of the token68 of Basic. Readers that decode it show it as it came, or encode it
// anew: what it stands for is the same either way. Most leave out what is no digit, and stop where
// the padding is whole. What is no Base64 even so stays as it is.
std::string user_pass_of(const std::string& token68);

// Whether both can be handed that value: octets that one of them cannot carry show nothing.
bool is_carried_by_both(std::string_view value, const runner::observes& first,
                        const runner::observes& second);

// Why the reading is smuggled: it takes something from the text of a quoted-string (PROTOCOL.md,
// section 5.2); empty where it does not.
std::string why_smuggled(model::operation, const std::string& value, const reading&);

}  // namespace gauntlet::compare

#endif
