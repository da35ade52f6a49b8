#ifndef CONFORMANCE_SCHEMES_VALUES_SCRAM_HPP
#define CONFORMANCE_SCHEMES_VALUES_SCRAM_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::schemes {

// A message of SCRAM (RFC 5802, section 7), as the `data` of RFC 7804 holds it in Base64.
struct scram_message {
  struct attribute {
    char name = '\0';     // n, r, s, i, c, p, v, e ... (RFC 5802, section 5.1)
    std::string value{};  // as it stands; that of n without its escapes "=2C" and "=3D"
    friend bool operator==(const attribute&, const attribute&) = default;
  };
  std::string gs2_header{};  // "n,," of the first message of a client; empty: it has none
  std::vector<attribute> attributes{};
  // The value of the first attribute of that name; none when there is none.
  const std::string* find(char name) const noexcept;
};

// Nothing when it is no list of attributes, or an escape in the name is wrong.
std::optional<scram_message> read_scram_message(std::string_view octets);

// The same from the value of `data`; nothing when that is no Base64, too.
std::optional<scram_message> read_scram_data(std::string_view data);

}  // namespace gauntlet::schemes

#endif
