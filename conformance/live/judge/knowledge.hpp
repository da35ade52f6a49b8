#ifndef CONFORMANCE_LIVE_JUDGE_KNOWLEDGE_HPP
#define CONFORMANCE_LIVE_JUDGE_KNOWLEDGE_HPP

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/live/judge/evidence.hpp"
#include "conformance/model/result.hpp"

namespace gauntlet::live {

// A plain challenge to which a client has to show what it knows, before anything is held against
// it.
struct control {
  std::string name;  // "basic", "digest-sha-256": the last part of its id
  std::string title;
  std::string line;
  model::challenge challenge{};  // what the line says
};
const std::vector<control>& controls();
// The one of that shape; null where there is none.
const control* control_of(const std::string& shape);

// What of a challenge decides whether a client can answer it: "Basic", "Digest SHA-256 auth",
// "Digest MD5 without qop". Of other schemes the name. Letter case of schemes is ASCII lower case in
// it.
std::string shape_of(const model::challenge&);

// What a client knows, learned from how it answered the controls.
class knowledge {
 public:
  // The client answered this challenge, which stood alone, with these credentials.
  void learn(const model::challenge& asked, const evidence&);
  bool is_empty() const noexcept { return shapes_.empty(); }
  const std::set<std::string>& shapes() const noexcept { return shapes_; }
  // Whether the client answers challenges of this shape where they stand alone.
  bool can_answer(const model::challenge&) const;
  // The schemes of which it knows any shape, in lower case.
  std::vector<std::string> schemes() const;
  bool knows_scheme(std::string_view name) const;
  // What is wrong with its credentials of a shape even then: told once, by the control.
  bool is_usual(const std::string& shape, const schemes::finding&) const;
  bool is_usually_proven(const std::string& shape) const;

 private:
  std::set<std::string> shapes_{};
  std::set<std::string> proven_{};
  std::map<std::string, std::set<std::string>> usual_{};
};

// "Basic; Digest MD5 auth, SHA-256 auth", for people.
std::string describe(const knowledge&);

}  // namespace gauntlet::live

#endif
