#ifndef CONFORMANCE_LIVE_JUDGE_EVIDENCE_HPP
#define CONFORMANCE_LIVE_JUDGE_EVIDENCE_HPP

#include <string>
#include <string_view>
#include <vector>

#include "conformance/model/result.hpp"
#include "conformance/schemes/check.hpp"
#include "conformance/schemes/reading.hpp"

// What the requests of a client show of how it read a challenge: credentials say which scheme it
// took, and those of Digest also which realm, nonce, algorithm and qop.
namespace gauntlet::live {

// The user that clients are told to log in as. Made up, so nothing of it is a secret.
struct login {
  std::string user = "user";
  std::string password = "passw0rd";
  std::string token = "mF_9.B5f-4.1JqM";  // for Bearer
};

// A request, as far as authentication goes.
struct sent_request {
  std::string method{};
  std::string target{};
  std::vector<std::string> credentials{};  // the lines of Authorization or Proxy-Authorization
  std::string content{};
  bool is_elsewhere = false;     // to another origin than the one that asked first
  std::string step{};            // of a conversation: "", or "/second" where a redirect led there
  bool has_other_field = false;  // the one of those two that is not asked for here
};

// What one client did with one URL, in the order in which the requests came.
struct attempt {
  std::vector<sent_request> requests{};
};

// The fields of a 401, or of a 407.
struct field_names {
  std::string_view challenge = "WWW-Authenticate";
  std::string_view credentials = "Authorization";
  int status = 401;
};
inline constexpr field_names origin_fields{};
inline constexpr field_names proxy_fields{"Proxy-Authenticate", "Proxy-Authorization", 407};

// Whether the secret of credentials is that of the login.
enum class proof {
  right,
  wrong,
  unknown  // of a scheme that is not computed here, or of credentials that lack something
};

// What one request's credentials say.
struct evidence {
  std::string fault{};  // why they are no credentials in the grammar, in words; empty: they are
  bool holds_control = false;                // CR, LF or NUL
  schemes::reading reading{};                // of the combined value
  std::vector<schemes::finding> findings{};  // what their scheme does not allow, level must
  live::proof proof = live::proof::unknown;
  // Of Digest: the realm that the response was computed with, where that is not the one that came
  // back.
  std::string hashed_realm{};
  bool hashed_another = false;

  const schemes::located_challenge* credentials() const {
    return reading.challenges.empty() ? nullptr : &reading.challenges.front();
  }
  // The challenge that was understood, as far as it shows.
  model::challenge understood() const;
};

// `realms`: what the client may have taken for the realm, besides the one that it sends back.
evidence read_evidence(const sent_request&, const login&, const field_names&,
                       const std::vector<std::string>& realms);

// What clients take for the realms of challenges: the values as they stand between the DQUOTEs,
// and cut or changed in the ways that are known.
std::vector<std::string> candidate_realms(const std::vector<std::string>& challenge_lines);

// Whether two values of `credentials` lines are the same but for what changes with each request
// (the counter, the client's nonce, the response).
bool same_credentials(const evidence& a, const evidence& b);

}  // namespace gauntlet::live

#endif
