#include "conformance/live/scenarios/play.hpp"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/octets.hpp"
#include "conformance/schemes/reading.hpp"
#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/digest.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

using nlohmann::json;

constexpr absl::Duration deadline = absl::Seconds(10);
constexpr char cnonce[] = "Z2F1bnRsZXQ";
constexpr char nc[] = "00000001";
constexpr char unknown_nonce[] = "AAAA";  // no server made it

// The name of the field where a server that asks for itself is a proxy.
std::string name_for(const role& of, const std::string& field) {
  if (!of.is_proxy) return field;
  if (field == "WWW-Authenticate") return "Proxy-Authenticate";
  if (field == "Authorization" || field == "Authentication-Info") return "Proxy-" + field;
  return field;
}

std::vector<std::string> lines_of(const wire::head& head, const std::string& name) {
  std::vector<std::string> lines;
  for (const std::string_view value : head.values(name)) lines.emplace_back(value);
  return lines;
}

// Whether one of its lines has white space between the name and the colon.
bool has_spaced_name(const wire::head& head, const std::string& name) {
  return std::any_of(head.fields.begin(), head.fields.end(), [&](const wire::field_line& each) {
    const std::string_view written = head.text(each.name);
    const std::string_view trimmed = wire::trim(written);
    return each.has_colon && trimmed.size() < written.size() && wire::same_name(trimmed, name);
  });
}

// A request as it goes to the server; the last one says so.
std::string request_octets(const played_request& of, const std::string& target,
                           const std::string& host, const std::vector<std::string>& fields,
                           bool is_last) {
  std::string made = absl::StrCat(of.method, " ", target, " HTTP/1.1\r\nHost: ", host, "\r\n");
  for (const std::string& line : fields) absl::StrAppend(&made, line, "\r\n");
  if (!of.body.empty()) absl::StrAppend(&made, "Content-Length: ", of.body.size(), "\r\n");
  if (is_last) absl::StrAppend(&made, "Connection: close\r\n");
  return absl::StrCat(made, "\r\n", of.body);
}

// The host and port of a request-target: its own, or where the request goes.
std::string host_of(const std::string& method, const std::string& target, std::uint16_t port) {
  if (method == "CONNECT") return target;
  const std::size_t authority = target.find("://");
  if (authority == std::string::npos) return absl::StrCat("127.0.0.1:", port);
  const std::size_t end = target.find('/', authority + 3);
  return target.substr(authority + 3, end - authority - 3);
}

std::string value_of(const schemes::located_challenge& from, std::string_view name) {
  const std::string* const value = find_value(from, name);
  return value == nullptr ? "" : *value;
}

// Fills in what an answer to a Digest challenge is made of; an error text when there is none.
std::string answer_digest(const role& of, const std::string& method, const std::string& uri,
                          const std::vector<std::string>& challenges, json& to) {
  const schemes::reading read =
      schemes::read(model::operation::challenges, model::combine(challenges));
  for (const schemes::located_challenge& each : read.challenges) {
    std::string algorithm = value_of(each, "algorithm");
    if (algorithm.empty()) algorithm = "MD5";
    if (!absl::EqualsIgnoreCase(each.scheme, "Digest") ||
        !absl::EqualsIgnoreCase(algorithm, of.algorithm))
      continue;
    const auto hash = schemes::read_digest_algorithm(algorithm);
    if (!hash) continue;
    schemes::digest_input input{.algorithm = *hash,
                                .username = of.user,
                                .realm = value_of(each, "realm"),
                                .password = of.password,
                                .nonce = value_of(each, "nonce"),
                                .cnonce = cnonce,
                                .nc = nc,
                                .qop = "auth",
                                .method = method,
                                .uri = uri};
    to["realm"] = input.realm;
    to["nonce"] = input.nonce;
    to["algorithm"] = algorithm;
    to["opaque"] = value_of(each, "opaque");
    to["has_opaque"] = !value_of(each, "opaque").empty();
    to["response"] = schemes::digest_response(input).value_or("");
    input.password += "x";
    to["wrong_response"] = schemes::digest_response(input).value_or("");
    input.password = of.password;
    input.qop.clear();
    to["old_response"] = schemes::digest_response(input).value_or("");
    input.qop = "auth";
    input.nonce = unknown_nonce;
    to["unknown_nonce"] = input.nonce;
    to["unknown_nonce_response"] = schemes::digest_response(input).value_or("");
    return {};
  }
  return "it sent no Digest challenge with the algorithm " + of.algorithm;
}

bool is_fold_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// One SP for each run of white space that holds the end of a line; with `controls`, SP for each CR,
// LF and NUL outside of those, too.
std::string without_folds(std::string_view text, bool controls) {
  std::string made;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_fold_space(text[end])) ++end;
    const std::string_view run = text.substr(i, end - i);
    const std::size_t line_feed = run.find('\n');
    const bool is_fold = line_feed != std::string_view::npos && line_feed + 1 < run.size();
    if (is_fold) {
      made += ' ';
    } else if (!run.empty()) {
      made += run;
    }
    i = end;
    if (i < text.size() && run.empty()) made += text[i++];
  }
  if (controls) {
    for (char& c : made) {
      if (c == '\r' || c == '\n' || c == '\0') c = ' ';
    }
  }
  return made;
}

// A run of white space where a fold may have been is one SP, so that any number of them, and an HTAB
// that belonged to the fold, compare equal.
std::string squeezed(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\t';
    if (!is_space || made.empty() || made.back() != ' ') made += is_space ? ' ' : c;
  }
  return made;
}

bool compares(comparison how, const std::vector<std::string>& sent,
              const std::vector<std::string>& got) {
  std::vector<std::string> trimmed;
  for (const std::string& line : sent) trimmed.emplace_back(wire::trim(line));
  const auto each = [&](auto&& settle) {
    return std::equal(trimmed.begin(), trimmed.end(), got.begin(), got.end(),
                      [&](const std::string& x, const std::string& y) {
                        return squeezed(settle(x)) == squeezed(settle(y));
                      });
  };
  switch (how) {
    case comparison::any:
      return true;
    case comparison::same:
      return trimmed == got;
    case comparison::folded:
      return each([](const std::string& line) { return without_folds(line, false); });
    case comparison::spaced:
      return each([](const std::string& line) { return without_folds(line, true); }) &&
             std::none_of(got.begin(), got.end(), [](const std::string& line) {
               return line.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
             });
    case comparison::joined:
      return got.size() == 1 && trimmed.size() > 1 && got.front() == model::combine(sent);
    case comparison::fewer: {
      auto next = trimmed.begin();
      for (const std::string& line : got) {
        next = std::find(next, trimmed.end(), line);
        if (next == trimmed.end()) return false;
        ++next;
      }
      return got.size() < trimmed.size();
    }
    case comparison::repeated: {
      const auto all_in = [](const auto& these, const auto& those) {
        return std::all_of(these.begin(), these.end(), [&](const std::string& line) {
          return std::find(those.begin(), those.end(), line) != those.end();
        });
      };
      return got.size() > trimmed.size() && all_in(trimmed, got) && all_in(got, trimmed);
    }
    case comparison::none:
      return got.empty();
    case comparison::some:
      return !got.empty();
  }
  return false;
}

bool has_status(const std::vector<std::string>& wanted, const role& of, const observation& seen) {
  if (wanted.empty()) return seen.ended == reply::how::answered;
  const std::string code = absl::StrCat(seen.status);
  const std::string asks = of.is_proxy ? "407" : "401";
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& each) {
    if (each == "closed") return seen.ended == reply::how::closed;
    if (each == "unreadable") return seen.ended == reply::how::unreadable;
    if (seen.ended != reply::how::answered) return false;
    if (each == "asks") return code == asks;
    if (absl::EndsWith(each, "xx")) return code.front() == each.front();
    return each == code;
  });
}

bool challenges_fit(const outcome& wanted, const scenario& of, const observation& seen) {
  if (wanted.schemes.empty() && !wanted.has_realm && wanted.parameters.empty()) return true;
  const schemes::reading read =
      schemes::read(model::operation::challenges, model::combine(seen.lines));
  if (!read.status || read.challenges.empty()) return false;
  if (!wanted.schemes.empty() &&
      !std::equal(wanted.schemes.begin(), wanted.schemes.end(), read.challenges.begin(),
                  read.challenges.end(), [](const std::string& name, const auto& each) {
                    return absl::EqualsIgnoreCase(name, each.scheme);
                  }))
    return false;
  const schemes::located_challenge& first = read.challenges.front();
  return (!wanted.has_realm || value_of(first, "realm") == of.realm) &&
         std::all_of(wanted.parameters.begin(), wanted.parameters.end(), [&](const auto& each) {
           const std::string* const value = find_value(first, each.first);
           return each.second ? value != nullptr && *value == *each.second : value == nullptr;
         });
}

}  // namespace

std::string observation::to_json() const {
  switch (ended) {
    case reply::how::closed:
      return R"({"outcome":"closed the connection"})";
    case reply::how::timed_out:
      return R"({"outcome":"no answer"})";
    case reply::how::unreadable:
      return R"({"outcome":"what it sent is no response"})";
    case reply::how::cancelled:
      return "";
    case reply::how::answered:
      break;
  }
  const auto list = [](const std::vector<std::string>& from) {
    std::string text = "[";
    for (const std::string& line : from)
      absl::StrAppend(&text, text.size() > 1 ? "," : "",
                      model::to_json_string(line.substr(0, 4096)));
    return text + "]";
  };
  return absl::StrCat("{\"status\":", status, ",\"lines\":", list(lines),
                      decider.empty() ? "" : absl::StrCat(",\"decider\":", list(decider)),
                      has_spaced_name ? ",\"white space before the colon\":true" : "",
                      is_reached ? absl::StrCat(",\"upstream\":", list(upstream)) : "", "}");
}

observation play(const scenario& of, const role& as, const std::string& number, server& to,
                 stage& with) {
  observation made;
  const std::uint16_t port = to.port(as.port);
  const json places = {
      {"origin", with.address()}, {"number", number}, {"turn", absl::StrCat(with.turn())}};
  const std::string target =
      fill_in(of.request.target.empty() ? as.target : of.request.target, places);
  std::string mark = with.begin(of);
  json values = {
      {"basic", schemes::encode_base64(as.user + ":" + as.password, schemes::alphabet::standard)},
      {"user", as.user},
      {"token", as.token},
      {"uri", target},
      {"nc", nc},
      {"cnonce", cnonce},
      {"authorization", name_for(as, "Authorization")}};
  const auto written = [&](const played_request& what, std::vector<std::string> fields,
                           bool is_last) {
    for (const std::string& line : what.fields) fields.push_back(fill_in(line, values));
    fields.insert(fields.begin(), mark);
    const std::string where = fill_in(what.target.empty() ? as.target : what.target, places);
    const std::string host = host_of(what.method, where, port);
    return outgoing_request{request_octets(what, where, host, fields, is_last), what.method};
  };

  // Those without the nonce have a response, and those without a response the nonce.
  const bool is_digest =
      of.from == sender::client &&
      std::any_of(of.of.lines.begin(), of.of.lines.end(), [](const auto& line) {
        return absl::StrContains(line, "{{nonce}}") || absl::StrContains(line, "response}}");
      });
  if (is_digest) {
    const reply asked = talk(port, {written({.method = of.request.method}, {}, true)}, deadline);
    made.unplayable =
        answer_digest(as, of.request.method, target,
                      lines_of(asked.message.head, name_for(as, "WWW-Authenticate")), values);
    if (!made.unplayable.empty()) return made;
    mark = with.begin(of);
  }
  made.sent = of.of.lines;
  std::vector<std::string> fields;
  if (of.from == sender::client) {
    for (std::string& line : made.sent) {
      line = fill_in(line, values);
      fields.push_back(absl::StrCat(name_for(as, of.field), ": ", line));
    }
  }
  std::vector<outgoing_request> requests;
  for (const played_request& each : of.earlier) {
    requests.push_back(written(each, {}, !of.is_on_one_connection));
    if (of.is_on_one_connection) continue;
    talk(port, std::exchange(requests, {}), deadline);
    mark = with.begin(of);
  }
  requests.push_back(written(of.request, std::move(fields), true));
  const reply got = talk(port, requests, deadline);
  const stage::seen seen = with.end();
  made.ended = got.ended;
  made.status = got.status;
  // Credentials are answered with a challenge.
  const std::string answered = name_for(
      as, of.from == sender::client ? "WWW-Authenticate" : std::string(wire::trim(of.field)));
  made.lines = lines_of(got.message.head, answered);
  made.has_spaced_name = has_spaced_name(got.message.head, answered);
  made.is_reached = !seen.at_origin.empty();
  if (!seen.at_decider.empty())
    made.decider = lines_of(seen.at_decider.front().head, of.upstream_field);
  if (made.is_reached) made.upstream = lines_of(seen.at_origin.back().head, of.upstream_field);
  made.server_ended = to.has_ended();
  return made;
}

const outcome* outcome_of(const scenario& of, const role& as, const observation& seen) {
  const auto found = std::find_if(of.expect.begin(), of.expect.end(), [&](const outcome& each) {
    return has_status(each.status, as, seen) && compares(each.lines, seen.sent, seen.lines) &&
           challenges_fit(each, of, seen) &&
           (!each.is_reached || *each.is_reached == seen.is_reached) &&
           (!each.has_spaced_name || *each.has_spaced_name == seen.has_spaced_name) &&
           compares(each.decider, seen.sent, seen.decider) &&
           compares(each.upstream, seen.sent, seen.upstream);
  });
  return found == of.expect.end() ? nullptr : &*found;
}

}  // namespace gauntlet::live
