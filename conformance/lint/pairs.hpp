#ifndef CONFORMANCE_LINT_PAIRS_HPP
#define CONFORMANCE_LINT_PAIRS_HPP

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/lint/field.hpp"
#include "conformance/lint/message.hpp"
#include "conformance/lint/mistake.hpp"
#include "conformance/lint/value.hpp"

namespace gauntlet::lint {

// What the heads of a trace say to each other.
struct pair_remark {
  remark what{};
  std::optional<std::size_t> field{};  // index into the fields of the head; nothing: the head
};

// Remembers challenges, credentials and nonces of a trace, and judges what answers them. Of each it
// remembers at most `max_remembered`, the oldest are forgotten first.
class pairs {
 public:
  // With a password, rspauth is computed.
  pairs(std::string user, std::optional<std::string> password);
  ~pairs();
  pairs(pairs&&) noexcept;
  pairs& operator=(pairs&&) noexcept;

  std::vector<pair_remark> on(const head&, const std::vector<auth_field>&,
                              const std::vector<looked_at>&);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace gauntlet::lint

#endif
