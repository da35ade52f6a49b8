#ifndef CONFORMANCE_SCHEMES_DATA_HPP
#define CONFORMANCE_SCHEMES_DATA_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"
#include "conformance/schemes/check.hpp"
#include "conformance/schemes/forms.hpp"

// What the files of conformance/suite/schemes say; their schema explains each member. They are
// compiled in, so that an installed program needs no suite for them.
namespace gauntlet::schemes {

enum class quoting : std::uint8_t { quoted, token, both };
// How a parameter of the credentials answers that of the challenge.
enum class echo : std::uint8_t { none, same, offered, asked };

// A parameter of the same part, and the value that it has where one counts.
struct condition {
  std::size_t param = 0;
  std::string value{};  // empty: any
};

struct param_rule {
  std::string name{};
  bool is_required = false;
  level required_level = level::must;
  std::vector<condition> unless{};
  schemes::quoting quoting = schemes::quoting::both;
  level quoting_level = level::must;
  std::optional<std::size_t> message{};  // index into messages of the part; nothing: of all
  const schemes::form* form = nullptr;
  bool is_word = false;  // one of `words` and nothing else
  std::vector<std::string> words{};
  std::optional<std::string> default_value{};
  bool is_once = false;
  std::vector<condition> needs{};
  std::vector<condition> excludes{};
  schemes::echo echo = schemes::echo::none;
  std::vector<reference> refs{};
};

struct part {
  std::string scheme{};  // as its specification writes it
  std::vector<std::string> fields{};
  bool takes_none = false;
  bool takes_token68 = false;
  bool takes_params = false;
  bool takes_other = false;
  const schemes::form* token68_form = nullptr;
  std::vector<param_rule> params{};
  std::vector<std::string> messages{};  // of the scheme, in the order of the file
  std::vector<std::string> never{};
  std::optional<std::size_t> distinct{};
  bool refuses_unknown = false;
  std::vector<reference> refs{};

  // The rule of a name, ASCII case aside; params.size() when there is none. O(params).
  std::size_t find(std::string_view name) const noexcept;
};

struct scheme {
  std::string name{};
  std::vector<std::string> spellings{};  // other names of it
  std::array<std::optional<part>, 3> parts{};

  const part* of(model::operation op) const noexcept {
    const std::optional<part>& found = parts[static_cast<std::size_t>(op)];
    return found ? &*found : nullptr;
  }
  bool is(std::string_view name) const noexcept;
};

// In the order of the files' names.
const std::vector<scheme>& all_schemes();
// By its name or another spelling, ASCII case aside.
const scheme* find_scheme(std::string_view name) noexcept;

}  // namespace gauntlet::schemes

#endif
