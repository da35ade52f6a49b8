#ifndef CONFORMANCE_SCHEMES_VALUES_BASIC_HPP
#define CONFORMANCE_SCHEMES_VALUES_BASIC_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::schemes {

// user-pass = user-id ":" password (RFC 7617, section 2). The first colon divides.
struct user_pass {
  std::string user_id{};
  std::string password{};
  friend bool operator==(const user_pass&, const user_pass&) = default;
};

// What the token68 of Basic credentials holds; nothing when fault_of_user_pass has something to say.
//
//     read_user_pass("dXNlcjpwYXNzOndvcmQ=")  // user, pass:word
std::optional<user_pass> read_user_pass(std::string_view token68);

// Why a token68 is no user-pass, as the end of a sentence without a word of what it holds: "is not
// Base64 with its padding"; empty when it is one. O(n).
std::string_view fault_of_user_pass(std::string_view token68);

// How octets beyond ASCII were written, as far as they show it. Latin-1 stands for any charset of
// one octet a letter.
enum class charset { ascii, utf_8, latin_1 };
charset charset_of(std::string_view octets) noexcept;

}  // namespace gauntlet::schemes

#endif
