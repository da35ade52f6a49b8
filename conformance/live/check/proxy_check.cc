#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/live/check/examiner.hpp"
#include "conformance/live/origin/server.hpp"

namespace gauntlet::check {
namespace {

using model::requirement_level;
using model::verdict;

// What an origin says that has two logins: two lines, so that one that is lost shows.
constexpr const char* origin_lines[] = {R"(Newauth realm="a, b", type=1)",
                                        R"(Basic realm="c \"d\"")"};

// A second proxy asks for this login. It is made up, as all credentials here that the proxy that is
// checked has no business with.
constexpr char next_challenge[] = R"(Basic realm="the \"next\" proxy")";
constexpr char next_login[] = "Basic bmV4dDptYWRlLXVw";
// Behind it. Nobody resolves it: the second proxy is we.
constexpr char behind_next[] = "gauntlet.test:80";

// An origin of our own, which keeps the last request and says what it is told to; and, for whoever
// comes with CONNECT, a proxy that asks for a login.
class upstream {
 public:
  static absl::StatusOr<std::unique_ptr<upstream>> start(const std::string& address) {
    auto made = std::make_unique<upstream>();
    made->address_ =
        address.find(':') == std::string::npos ? address : absl::StrCat("[", address, "]");
    origin::options options;
    options.address = address;
    options.handler = [own = made.get()](const origin::request& asked) {
      return own->answer(asked);
    };
    absl::StatusOr<std::unique_ptr<origin::server>> server =
        origin::server::start(std::move(options));
    if (!server.ok()) return server.status();
    made->server_ = *std::move(server);
    return made;
  }
  std::string authority() const { return absl::StrCat(address_, ":", server_->port()); }

  // The last request that came to `path` since it was asked for last.
  std::optional<wire::message> take(const std::string& path) {
    const std::lock_guard<std::mutex> guard(lock_);
    if (!last_) return {};
    const auto line = wire::read_request_line(last_->head.start());
    if (!line || line->target.find(path) == std::string_view::npos) return {};
    return std::exchange(last_, std::nullopt);
  }

 private:
  origin::answer answer(const origin::request& asked) {
    const std::lock_guard<std::mutex> guard(lock_);
    last_ = asked.message;
    const auto line = wire::read_request_line(asked.message.head.start());
    const auto asks_for = [&](const char* path) {
      return line && line->target.find(path) != std::string_view::npos;
    };
    origin::answer made;
    made.close = true;
    if (line && line->method == "CONNECT") {
      const bool is_in = asked.message.head.value("Proxy-Authorization") == next_login;
      made.tunnel = is_in;
      made.close = !is_in;
      made.octets = is_in ? "HTTP/1.1 200 OK\r\n\r\n"
                          : absl::StrCat("HTTP/1.1 407 x\r\nProxy-Authenticate: ", next_challenge,
                                         "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return made;
    }
    if (asks_for("/origin-401")) {
      made.octets = absl::StrCat("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: ", origin_lines[0],
                                 "\r\nWWW-Authenticate: ", origin_lines[1], "\r\n");
    } else if (asks_for("/next-proxy-407")) {
      made.octets =
          "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic "
          "realm=\"next\"\r\n";
    } else {
      made.octets = "HTTP/1.1 200 OK\r\nAuthentication-Info: nextnonce=\"a, b\"\r\n";
    }
    made.octets += "Content-Length: 2\r\nConnection: close\r\n\r\nok";
    return made;
  }

  std::string address_{};
  std::mutex lock_{};
  std::optional<wire::message> last_{};
  std::unique_ptr<origin::server> server_{};  // the first to go
};

question about(const std::string& id, const std::string& title,
               std::vector<std::string> requirements, std::vector<model::reference> refs) {
  question asked;
  asked.id = id;
  asked.title = title;
  asked.expected = "passed on unchanged";
  asked.requirements = std::move(requirements);
  asked.refs = std::move(refs);
  asked.level = asked.refs.front().level;
  return asked;
}

question refusal_question(const std::string& id, const std::string& title) {
  question asked = about(absl::StrCat("refusal/", id), title, {"R65", "R73"},
                         {cite(9110, "11.7.1", requirement_level::must),
                          cite(9110, "15.5.8", requirement_level::must)});
  asked.expected = "a 407 with a challenge";
  return asked;
}

// The field lines with which the first challenge that can be answered is answered.
std::vector<std::string> credentials_for(examiner& with, const exchange& refusal,
                                         const std::string& method, const std::string& form) {
  const login& who = with.options().login;
  for (const schemes::located_challenge& one : challenges_of(refusal, with.door()).challenges) {
    const auto made = answer(one, who, {method, form, ""});
    if (made) return {absl::StrCat("Proxy-Authorization: ", to_text(*made))};
  }
  return {};
}

// What goes through a tunnel is nobody's business but that of its ends (RFC 9110, section 9.3.6): an
// origin, or a proxy that asks for a login of its own.
class tunnel_checks {
 public:
  tunnel_checks(examiner& with, upstream& behind) : with_(with), behind_(behind) {}

  void run() {
    const question through = about("chain/tunnel", "a request in a tunnel reaches its end as it is",
                                   {"R67"}, {cite(9110, "9.3.6", requirement_level::prose)});
    question asks = about("chain/next-asks", "a proxy in the tunnel asks for its own login",
                          {"R65"}, {cite(9110, "11.7.1", requirement_level::prose)});
    asks.expected = "its 407, unchanged";
    question both = about("chain/both-logins", "each of two proxies gets its login and no other",
                          {"R67", "R68"}, {cite(9110, "11.7.2", requirement_level::prose)});
    both.operation = "credentials";

    ask what;
    what.is_made_up = true;
    what.form = "/tunnelled";
    what.tunnels = {open()};
    const exchange end = with_.ask().send(what);
    const std::optional<wire::message> came = behind_.take(what.form);
    if (!came) {
      for (const question& one : {through, asks, both})
        with_.found(one, verdict::not_observable,
                    absl::StrCat("no tunnel to ", behind_.authority(), ": ", outcome_of(end)));
      return;
    }
    const bool is_same = came->head.octets == end.sent;
    with_.found(through, is_same ? verdict::pass : verdict::wrong_result,
                is_same ? "octet by octet" : "what arrives is not what was sent", end);

    what.method = "CONNECT";
    what.form = behind_next;
    what.tunnels = {open()};
    const exchange refused = with_.ask().send(what);
    const bool is_its_own = refused.code() == 407 && values_of(refused, "Proxy-Authenticate") ==
                                                         std::vector<std::string>{next_challenge};
    with_.found(asks, is_its_own ? verdict::pass : verdict::wrong_result, outcome_of(refused),
                refused);

    what.lines = {absl::StrCat("Proxy-Authorization: ", next_login)};
    what.tunnels = {open()};
    const exchange opened = with_.ask().send(what);
    const std::optional<wire::message> login = behind_.take(behind_next);
    const bool has_one = login && login->head.values("Proxy-Authorization") ==
                                      std::vector<std::string_view>{next_login};
    with_.found(both, has_one && opened.code() == 200 ? verdict::pass : verdict::wrong_result,
                has_one ? outcome_of(opened) : "the second proxy gets others", opened);
  }

 private:
  // A request for a tunnel to the server of our own, with the login that the proxy takes.
  std::string open() {
    ask plain;
    plain.method = "CONNECT";
    plain.form = behind_.authority();
    const exchange refused = with_.ask().send(plain);
    std::string head =
        absl::StrCat("CONNECT ", plain.form, " HTTP/1.1\r\nHost: ", plain.form, "\r\n");
    for (const std::string& line : credentials_for(with_, refused, "CONNECT", plain.form))
      absl::StrAppend(&head, line, "\r\n");
    return head + "\r\n";
  }

  examiner& with_;
  upstream& behind_;
};

class relay_checks {
 public:
  relay_checks(examiner& with, upstream& behind) : with_(with), behind_(behind) {}

  void run() {
    const std::string own = "Authorization: Basic Z2F1bnRsZXQ6bWFkZS11cA==";
    const exchange plain = through("/plain", {own});
    const std::optional<wire::message> seen = behind_.take("/plain");
    const auto passes_on = [&](const char* id, const char* title, const char* requirement,
                               model::reference ref) {
      question asked = about(absl::StrCat("relay/", id), title, {requirement}, {std::move(ref)});
      asked.operation = "credentials";
      return asked;
    };
    question leak = passes_on("proxy-authorization", "its own credentials do not reach the origin",
                              "R67", cite(9110, "11.7.2", requirement_level::prose));
    leak.expected = "not passed on";
    const question kept = passes_on("authorization", "the origin's credentials reach it unchanged",
                                    "R60", cite(9110, "11.6.2", requirement_level::must));
    if (!seen) {
      const std::string why = absl::StrCat("no request reached a server of ours on ",
                                           behind_.authority(), ": ", outcome_of(plain));
      with_.found(leak, verdict::not_observable, why, plain);
      with_.found(kept, verdict::not_observable, why, plain);
      return;
    }
    if (!was_asked_) {
      with_.found(leak, verdict::not_observable, "it asked for no login", plain);
    } else if (seen->head.value("Proxy-Authorization")) {
      with_.found(leak, verdict::wrong_result,
                  "the origin gets them: Proxy-Authorization is passed on", plain);
    } else {
      with_.found(leak, verdict::pass, "they do not", plain);
    }
    const auto value = seen->head.value("Authorization");
    const bool is_same = value && *value == own.substr(own.find(' ') + 1);
    with_.found(kept, is_same ? verdict::pass : verdict::wrong_result,
                is_same ? "unchanged"
                : value ? "the origin gets others"
                        : "the origin gets none",
                plain);

    const question info = about("relay/authentication-info", "Authentication-Info passes unchanged",
                                {"R63"}, {cite(9110, "11.6.3", requirement_level::prose)});
    const auto infos = values_of(plain, "Authentication-Info");
    const bool is_whole = infos == std::vector<std::string>{R"(nextnonce="a, b")"};
    with_.found(
        info, is_whole ? verdict::pass : verdict::wrong_result,
        is_whole ? "unchanged" : absl::StrCat(infos.size(), " lines, others than were sent"),
        plain);
    relay_401();
    relay_407();
  }

 private:
  // Asks for a path of the origin behind the proxy, with the login that it takes.
  exchange through(const std::string& path, std::vector<std::string> lines = {}) {
    ask what;
    what.form = absl::StrCat("http://", behind_.authority(), path);
    what.lines = lines;
    exchange got = with_.ask().send(what);
    if (!got.is_answered() || got.code() != 407) return got;
    // The 407 of a proxy further on is not this proxy's.
    if (behind_.take(path)) return got;
    was_asked_ = true;
    what.lines = credentials_for(with_, got, "GET", what.form);
    if (what.lines.empty()) return got;
    what.lines.insert(what.lines.end(), lines.begin(), lines.end());
    return with_.ask().send(what);
  }

  void relay_401() {
    const exchange got = through("/origin-401");
    const question asked =
        about("relay/www-authenticate", "two field lines with challenges pass unchanged",
              {"R56", "R11"}, {cite(9110, "11.6.1", requirement_level::must)});
    if (got.code() != 401) {
      with_.found(asked, verdict::wrong_result,
                  absl::StrCat("the origin said 401, the client gets ", outcome_of(got)), got);
      return;
    }
    const std::vector<std::string> lines = values_of(got, "WWW-Authenticate");
    if (lines == std::vector<std::string>(std::begin(origin_lines), std::end(origin_lines))) {
      with_.found(asked, verdict::pass, "unchanged", got);
    } else if (lines ==
               std::vector<std::string>{absl::StrCat(origin_lines[0], ", ", origin_lines[1])}) {
      with_.found(asked, verdict::alternative, "combined into one line, which means the same", got,
                  "combined");
    } else {
      with_.found(asked, verdict::wrong_result,
                  absl::StrCat("2 lines became ", lines.size(), ", or others"), got);
    }
  }

  void relay_407() {
    const exchange got = through("/next-proxy-407");
    question asked = about("relay/proxy-authenticate", "the 407 of a proxy further on", {"R66"},
                           {cite(9110, "11.7.1", requirement_level::prose)});
    asked.parse = "may-accept";
    const bool is_passed = got.code() == 407;
    with_.found(asked, is_passed ? verdict::alternative : verdict::pass,
                absl::StrCat(is_passed ? "passed on to the client as it is: " : "the client gets ",
                             outcome_of(got)),
                got, is_passed ? "passed-on" : "");
  }

  examiner& with_;
  upstream& behind_;
  bool was_asked_ = false;
};

}  // namespace

checked check_proxy(const target& proxy, const check_options& options) {
  checked none;
  absl::StatusOr<std::unique_ptr<upstream>> behind = upstream::start(options.listen);
  if (!behind.ok()) {
    none.unreachable = std::string(behind.status().message());
    return none;
  }
  door to;
  to.dial = proxy;
  to.is_proxy = true;
  to.authority = (*behind)->authority();
  to.form = absl::StrCat("http://", to.authority, "/");
  examiner with("proxy", to, options);

  const exchange get = with.ask().send({});
  if (!get.is_answered()) {
    none.unreachable = get.fault;
    return none;
  }
  with.must_ask_for_login(refusal_question("get", "GET without credentials"), get);
  with.lint(get);
  ask what;
  what.method = "CONNECT";
  what.form = to.authority;
  const exchange connect = with.ask().send(what);
  with.must_ask_for_login(refusal_question("connect", "CONNECT without credentials"), connect);
  with.lint(connect);
  std::string loop;
  if (with.asks_for_login(get)) {
    what.lines = credentials_for(with, connect, "CONNECT", what.form);
    if (!what.lines.empty()) {
      const exchange opened = with.ask().send(what);
      question asked = about("refusal/connect-login", "CONNECT with the login", {"R59"},
                             {cite(9110, "11.7.2", requirement_level::prose)});
      asked.operation = "credentials";
      const bool is_refused = opened.is_answered() && opened.code() == 407;
      with.found(asked,
                 !opened.is_answered() ? verdict::not_observable
                 : is_refused          ? verdict::over_strict
                                       : verdict::pass,
                 outcome_of(opened), opened);
    }
    loop = check_logins(with, get);
  }
  relay_checks(with, **behind).run();
  tunnel_checks(with, **behind).run();
  with.finish_lint();
  checked made = with.take(&get);
  made.loop = std::move(loop);
  return made;
}

}  // namespace gauntlet::check
