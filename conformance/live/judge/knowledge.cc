#include "conformance/live/judge/knowledge.hpp"

#include <algorithm>
#include <gauntlet/gauntlet.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/schemes/values/digest.hpp"
#include "conformance/schemes/values/lists.hpp"

namespace gauntlet::live {
namespace {

std::string text_of(const schemes::finding& of) { return absl::StrCat(of.rule, ": ", of.text); }

const std::string* find(const model::challenge& in, std::string_view name) {
  for (const model::param& one : in.params) {
    if (gauntlet::equals_ignore_case(one.name, name)) return &one.value;
  }
  return nullptr;
}

// Without one it is MD5 (RFC 7616, section 3.3).
std::string algorithm_of(const model::challenge& of) {
  const std::string* const named = find(of, "algorithm");
  return named == nullptr ? "MD5" : absl::AsciiStrToUpper(*named);
}

// Which kind of qop a client has to have: auth is the first choice of all, auth-int only where it
// stands alone. Unknown ones are to be ignored.
std::string qop_of(const model::challenge& of) {
  const std::string* const qop = find(of, "qop");
  if (qop == nullptr) return "without qop";
  bool has_auth_int = false;
  for (const std::string_view one : schemes::split_list(*qop)) {
    if (gauntlet::equals_ignore_case(one, "auth")) return "auth";
    has_auth_int = has_auth_int || gauntlet::equals_ignore_case(one, "auth-int");
  }
  return has_auth_int ? "auth-int" : "another qop";
}

std::vector<control> make_controls() {
  std::vector<control> made = {
      {"basic", "Basic alone", "Basic realm=\"control\""},
      {"bearer", "Bearer alone", "Bearer realm=\"control\""},
  };
  const auto add_digest = [&](const std::string& algorithm, const std::string& qop) {
    const std::string name = algorithm.empty() ? "default" : absl::AsciiStrToLower(algorithm);
    made.push_back(
        {absl::StrCat("digest-", name,
                      qop.empty()     ? "-without-qop"
                      : qop == "auth" ? ""
                                      : "-" + qop),
         absl::StrCat("Digest alone", algorithm.empty() ? ", no algorithm" : ", " + algorithm,
                      qop.empty() ? ", without qop" : ", qop " + qop),
         absl::StrCat("Digest realm=\"control\", nonce=\"9c1a53e0b7d24f68\"",
                      algorithm.empty() ? "" : ", algorithm=" + algorithm,
                      qop.empty() ? "" : ", qop=\"" + qop + "\"")});
  };
  for (const char* algorithm :
       {"", "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"}) {
    add_digest(algorithm, "auth");
    add_digest(algorithm, "");
  }
  for (const char* algorithm : {"MD5", "SHA-256"}) add_digest(algorithm, "auth-int");
  for (control& one : made) {
    const schemes::reading read = schemes::read(model::operation::challenges, one.line);
    one.challenge = std::get<model::challenges_result>(schemes::result_of(read)).front();
  }
  return made;
}

}  // namespace

const std::vector<control>& controls() {
  static const std::vector<control> all = make_controls();
  return all;
}

const control* control_of(const std::string& shape) {
  for (const control& one : controls()) {
    if (shape_of(one.challenge) == shape) return &one;
  }
  return nullptr;
}

std::string shape_of(const model::challenge& of) {
  if (!gauntlet::equals_ignore_case(of.scheme, "Digest")) return absl::AsciiStrToLower(of.scheme);
  const std::string* const algorithm = find(of, "algorithm");
  return absl::StrCat("digest ",
                      algorithm == nullptr ? "default" : absl::AsciiStrToUpper(*algorithm), " ",
                      qop_of(of));
}

void knowledge::learn(const model::challenge& asked, const evidence& shown) {
  const schemes::located_challenge* const sent = shown.credentials();
  // A response that is not right is no answer: some take each algorithm for MD5.
  if (sent == nullptr || !shown.fault.empty() || shown.proof == proof::wrong ||
      !gauntlet::equals_ignore_case(sent->scheme, asked.scheme))
    return;
  if (gauntlet::equals_ignore_case(asked.scheme, "Digest") &&
      algorithm_of(asked) != algorithm_of(shown.understood()))
    return;
  const std::string shape = shape_of(asked);
  shapes_.insert(shape);
  if (shown.proof == proof::right) proven_.insert(shape);
  std::set<std::string>& usual = usual_[shape];
  for (const schemes::finding& one : shown.findings) usual.insert(text_of(one));
  const schemes::reading question =
      schemes::without_places(model::result(model::challenges_result{asked}));
  for (const schemes::finding& one : schemes::check_answer(question, shown.reading))
    usual.insert(text_of(one));
}

bool knowledge::can_answer(const model::challenge& of) const {
  return shapes_.count(shape_of(of)) != 0;
}

std::vector<std::string> knowledge::schemes() const {
  std::vector<std::string> made;
  for (const std::string& shape : shapes_) {
    std::string scheme = shape.substr(0, shape.find(' '));
    if (std::find(made.begin(), made.end(), scheme) == made.end())
      made.push_back(std::move(scheme));
  }
  return made;
}

bool knowledge::knows_scheme(std::string_view name) const {
  const std::vector<std::string> all = schemes();
  return std::any_of(all.begin(), all.end(), [&](const std::string& one) {
    return gauntlet::equals_ignore_case(one, name);
  });
}

bool knowledge::is_usual(const std::string& shape, const schemes::finding& of) const {
  const auto found = usual_.find(shape);
  return found != usual_.end() && found->second.count(text_of(of)) != 0;
}

bool knowledge::is_usually_proven(const std::string& shape) const {
  return proven_.count(shape) != 0;
}

std::string describe(const knowledge& of) {
  return of.is_empty() ? "none of the plain challenges" : absl::StrJoin(of.shapes(), ", ");
}

}  // namespace gauntlet::live
