#include "conformance/lint/pairs.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <gauntlet/gauntlet.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/lint/octets.hpp"
#include "conformance/schemes/check.hpp"
#include "conformance/schemes/values/digest.hpp"

namespace gauntlet::lint {
namespace {

using model::operation;
using schemes::located_challenge;
using schemes::located_param;

// A map that forgets the oldest of its keys.
template <typename Value>
class memory {
 public:
  Value* find(const std::string& key) {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
  }
  Value& at(const std::string& key) {
    const auto [found, is_new] = values_.try_emplace(key);
    if (is_new) {
      order_.push_back(key);
      if (order_.size() > max_remembered) {
        values_.erase(order_.front());
        order_.pop_front();
      }
    }
    return values_[key];
  }

 private:
  static constexpr std::size_t max_remembered = 1000;
  std::unordered_map<std::string, Value> values_{};
  std::deque<std::string> order_{};
};

// Values of this size and above are not remembered.
constexpr std::size_t max_value = std::size_t{16} << 10;

std::string value_of(const located_challenge& c, std::string_view name) {
  const located_param* found = find_param(c, name);
  return found == nullptr ? std::string() : found->param.value;
}

// Whether the same value may be sent again and again: its scheme has no nonce and no handshake.
bool is_reusable(const located_challenge& c) {
  return is_scheme(c, "Basic") || is_scheme(c, "Bearer") || is_scheme(c, "Token");
}

bool is_true(const std::string& text) { return gauntlet::equals_ignore_case(text, "true"); }

std::string to_key(std::string_view host, bool is_proxy) {
  return absl::StrCat(is_proxy ? "proxy " : "origin ", to_lower(host));
}

// What is remembered of a request until its response comes.
struct request {
  bool is_known = false;
  std::string method{};
  std::string target{};
  bool has_cookie = false;
  schemes::reading credentials[2]{};  // for the origin, for the proxy
};

// What is remembered of a server or proxy.
struct server {
  schemes::reading challenges{};
  std::string refused{};    // the credentials that were answered with a challenge
  std::string nextnonce{};  // what the server wants to see next
  bool was_stale = false;   // its last challenge said stale=true
};

}  // namespace

struct pairs::state {
  std::string user{};
  std::optional<std::string> password{};
  memory<request> requests{};
  memory<server> servers{};
  memory<std::string> hosts_of_credentials{};
  memory<std::string> counts_of_nonces{};

  std::vector<pair_remark> said{};

  void say(const char* rule, std::optional<std::size_t> field, schemes::span at, std::string text) {
    said.push_back({{.rule = rule, .at = at, .text = std::move(text)}, field});
  }

  void on_credentials(const head&, const auth_field&, const looked_at&, std::size_t index);
  void on_challenges(const head&, const auth_field&, const looked_at&, std::size_t index,
                     const request* asked);
  void on_info(const head&, const auth_field&, const looked_at&, std::size_t index,
               const request* asked);
};

void pairs::state::on_credentials(const head& of, const auth_field& field, const looked_at& value,
                                  std::size_t index) {
  if (value.reading.challenges.empty()) return;
  const located_challenge& sent = value.reading.challenges.front();
  server& to = servers.at(to_key(of.host, field.kind.is_proxy));
  if (!to.challenges.challenges.empty()) {
    for (const schemes::finding& one : schemes::check_answer(to.challenges, value.reading)) {
      said.push_back(
          {{.rule = one.rule, .at = one.at, .text = one.text, .level = one.level, .refs = one.refs},
           index});
    }
  }
  if (is_reusable(sent) && to.refused == field.value) {
    say("login-loop", index, sent.at,
        "the same credentials are sent again after the server has refused them");
  }
  if (is_reusable(sent) && !of.host.empty() && !field.kind.is_proxy) {
    const std::string host = to_lower(of.host);
    std::string& before = hosts_of_credentials.at(field.value);
    if (!before.empty() && before != host) {
      say("credentials-cross-host", index, sent.at,
          "the same credentials went to another host before: a redirect may have carried them");
    }
    before = host;
  }
  const std::string nonce = value_of(sent, "nonce");
  const std::string count = value_of(sent, "nc");
  if (is_scheme(sent, "Digest") && !nonce.empty()) {
    if (!count.empty()) {
      std::string& last = counts_of_nonces.at(absl::StrCat(
          to_key(of.host, field.kind.is_proxy), " ", value_of(sent, "cnonce"), " ", nonce));
      if (to_lower(count) <= last) {
        say("nonce-count-repeated", index, find_param(sent, "nc")->value_at,
            "nc does not grow with each request that uses the nonce: a server takes this for a "
            "replay");
      }
      last = to_lower(count);
    }
    if (!to.nextnonce.empty() && to.nextnonce != nonce) {
      say("nextnonce-ignored", index, find_param(sent, "nonce")->value_at,
          "the server has named the next nonce, and this is another one");
      to.nextnonce.clear();
    }
  }
}

void pairs::state::on_challenges(const head& of, const auth_field& field, const looked_at& value,
                                 std::size_t index, const request* asked) {
  if (of.status != 401 && of.status != 407) return;
  server& from = servers.at(to_key(of.host, field.kind.is_proxy));
  const located_challenge* answer = nullptr;
  if (asked != nullptr) {
    const schemes::reading& sent = asked->credentials[field.kind.is_proxy ? 1 : 0];
    from.refused = sent.value;
    if (!sent.challenges.empty()) answer = &sent.challenges.front();
  }
  bool is_stale = false;
  for (const located_challenge& c : value.reading.challenges) {
    if (is_scheme(c, "Digest") && is_true(value_of(c, "stale"))) {
      is_stale = true;
      // The client has used the nonce of the challenge before, which was an answer to a stale one.
      const bool is_loop =
          from.was_stale && answer != nullptr && is_scheme(*answer, "Digest") &&
          std::any_of(from.challenges.challenges.begin(), from.challenges.challenges.end(),
                      [&](const auto& earlier) {
                        return value_of(earlier, "nonce") == value_of(*answer, "nonce");
                      });
      if (is_loop) {
        say("stale-loop", index, find_param(c, "stale")->value_at,
            "stale=true answers a nonce that the server has given out just before: the login never "
            "ends");
      }
    }
    const located_param* error = find_param(c, "error");
    if (error != nullptr && asked != nullptr && answer == nullptr &&
        (is_scheme(c, "Bearer") || is_scheme(c, "DPoP"))) {
      say("error-without-credentials", index, error->value_at,
          "the challenge tells an error, but the request had no credentials");
    }
  }
  from.was_stale = is_stale;
  from.nextnonce.clear();
  from.challenges = value.reading;
}

void pairs::state::on_info(const head& of, const auth_field& field, const looked_at& value,
                           std::size_t index, const request* asked) {
  if (value.reading.challenges.empty()) return;
  const located_challenge& info = value.reading.challenges.front();
  if (const located_param* next = find_param(info, "nextnonce"))
    servers.at(to_key(of.host, field.kind.is_proxy)).nextnonce = next->param.value;
  const located_param* proof = find_param(info, "rspauth");
  if (!password || asked == nullptr || proof == nullptr) return;
  const schemes::reading& sent = asked->credentials[field.kind.is_proxy ? 1 : 0];
  if (sent.challenges.empty() || !is_scheme(sent.challenges.front(), "Digest")) return;
  std::optional<schemes::digest_input> input = schemes::digest_input_of(sent.challenges.front());
  // With auth-int the body counts, which is not here.
  if (!input || gauntlet::equals_ignore_case(input->qop, "auth-int")) return;
  if (input->username.empty()) input->username = user;
  if (input->username != user) return;
  input->password = *password;
  input->method = asked->method;
  const std::optional<std::string> expected = schemes::digest_rspauth(*input);
  if (expected && to_lower(proof->param.value) != *expected) {
    say("rspauth-wrong", index, proof->value_at,
        "rspauth is not what the password gives: the response does not prove that its server knows "
        "it");
  }
}

pairs::pairs(std::string user, std::optional<std::string> password)
    : state_(std::make_unique<state>()) {
  state_->user = std::move(user);
  state_->password = std::move(password);
}
pairs::~pairs() = default;
pairs::pairs(pairs&&) noexcept = default;
pairs& pairs::operator=(pairs&&) noexcept = default;

std::vector<pair_remark> pairs::on(const head& of, const std::vector<auth_field>& fields,
                                   const std::vector<looked_at>& values) {
  state_->said.clear();
  const std::string exchange = of.exchange == 0 ? std::string() : absl::StrCat(of.exchange);
  const auto is_judged = [&](std::size_t i, operation op) {
    return fields[i].kind.operation == op && values[i].is_valid &&
           fields[i].value.size() < max_value;
  };
  if (of.kind == head_kind::request) {
    if (!exchange.empty()) {
      request& asked = state_->requests.at(exchange);
      asked = request{.is_known = true,
                      .method = std::string(of.method),
                      .target = std::string(of.target.substr(0, max_value)),
                      .has_cookie = std::any_of(of.fields.begin(), of.fields.end(), [](auto& one) {
                        return gauntlet::equals_ignore_case(one.name, "Cookie");
                      })};
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (is_judged(i, operation::credentials))
          asked.credentials[fields[i].kind.is_proxy ? 1 : 0] = values[i].reading;
      }
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (is_judged(i, operation::credentials)) state_->on_credentials(of, fields[i], values[i], i);
    }
  } else if (of.kind == head_kind::response) {
    const request* asked = exchange.empty() ? nullptr : state_->requests.find(exchange);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (is_judged(i, operation::challenges))
        state_->on_challenges(of, fields[i], values[i], i, asked);
      if (is_judged(i, operation::auth_info)) state_->on_info(of, fields[i], values[i], i, asked);
    }
    if (of.status == 403 && fields.empty() && asked != nullptr && !asked->has_cookie &&
        asked->credentials[0].challenges.empty()) {
      state_->say("403-without-credentials", std::nullopt, {},
                  "the request had no credentials, and the answer is 403: if credentials would do, "
                  "it is 401 with a challenge");
    }
  }
  return std::move(state_->said);
}

}  // namespace gauntlet::lint
