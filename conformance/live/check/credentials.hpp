#ifndef CONFORMANCE_LIVE_CHECK_CREDENTIALS_HPP
#define CONFORMANCE_LIVE_CHECK_CREDENTIALS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/schemes/reading.hpp"

// Credentials, and how challenges are answered.
namespace gauntlet::check {

// Who logs in. Nothing: nobody was given.
struct login {
  std::string user{};
  std::optional<std::string> password{};
  std::optional<std::string> token{};  // for Bearer
};

// Credentials in their parts. Values as they are meant; how they are written says the form.
struct credentials {
  struct param {
    std::string name{};
    std::string value{};
    bool is_quoted = false;
  };
  std::string scheme{};
  std::string token68{};
  std::vector<param> params{};
};

// As clients write it: `Digest username="u", qop=auth`.
std::string to_text(const credentials&);
// What stands after the scheme.
std::string payload(const credentials&, std::string_view equals = "=",
                    std::string_view comma = ", ");
// `"` value with its DQUOTEs and backslashes escaped `"`.
std::string quoted_string(std::string_view value);

// What a request is, as far as Digest hashes it.
struct hashed_request {
  std::string method{};
  std::string uri{};
  std::string body{};
};

// How Digest names the user: in username, by its hash (userhash), or in username*.
enum class user_form { plain, hashed, extended };

// How Digest is to be answered; the defaults are what the challenge asks for.
struct digest_choice {
  std::string qop{};  // "auth", "auth-int"; empty: what the challenge offers, or RFC 2069's
  user_form user = user_form::plain;
  // What differs from the truth, for checks of how a server refuses.
  std::optional<std::string> nonce{};
  std::optional<std::string> realm{};
  std::optional<std::string> uri{};
};

// The answer to a challenge; nothing where its scheme or algorithm is not known here, or the login
// lacks what it takes. `nc`: how often the nonce was used, this time included.
std::optional<credentials> answer(const schemes::located_challenge&, const login&,
                                  const hashed_request&, unsigned nc = 1,
                                  const digest_choice& = {});

// What a server has to say after a login with Digest (RFC 7616, section 3.5): whether the rspauth of
// Authentication-Info is right; nothing where there is none.
std::optional<bool> rspauth_is_right(const schemes::located_challenge& info,
                                     const credentials& sent, const login&, std::string_view uri,
                                     std::string_view body);

}  // namespace gauntlet::check

#endif
