#ifndef CONFORMANCE_LIVE_SERVE_HOST_HPP
#define CONFORMANCE_LIVE_SERVE_HOST_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "conformance/live/judge/case_judge.hpp"
#include "conformance/live/judge/knowledge.hpp"
#include "conformance/live/origin/exchange.hpp"
#include "conformance/live/serve/scenario.hpp"
#include "conformance/model/case.hpp"

namespace gauntlet::serve {

// The listeners, in the order in which the server has them.
enum listener_number : std::size_t {
  origin_listener,
  proxy_listener,
  other_listener,
  tls_listener
};

// One URL: a challenge case of the suite, or a scenario.
struct shape {
  model::test_case of{};             // of a scenario, its facts alone
  const scenario* script = nullptr;  // of a case of the suite, null
  const std::string& id() const { return of.facts->id; }
  // Of a control: the challenge to which a client shows what it knows.
  std::optional<model::challenge> control{};
};

// An exchange as it is kept: heads, bodies and answers are cut where they are long.
struct kept_exchange {
  std::uint64_t number = 0;
  std::uint64_t connection = 0;
  std::string at{};     // RFC 3339, UTC
  std::string where{};  // "origin", "proxy", "another origin", with TLS or in a tunnel
  std::string request{};
  std::string answer{};
  std::string fault{};
};

// What was kept of one URL.
struct record {
  live::attempt attempt{};
  std::vector<kept_exchange> exchanges{};
  std::size_t not_kept = 0;  // exchanges beyond what is kept
  std::uint64_t attempts = 0;
  bool is_answered = false;  // the last answer was neither a 401 nor a 407
};

struct host_options {
  live::login login{};
  live::field_names fields = live::origin_fields;  // of what is judged: proxy_fields with --proxy
  bool is_driven = false;                          // attempts begin with begin()
  // Of a client that is driven, one attempt at a time: a path of no case is asked for by the attempt
  // that is under way, such as /v2/ of a container registry.
  bool takes_any_path = false;
  std::size_t max_kept_octets = std::size_t{128} * 1024 * 1024;  // of all exchanges together
};

// Answers the requests of the server and keeps what came. Safe for several threads.
class host {
 public:
  host(std::vector<shape>, host_options);

  const std::vector<shape>& shapes() const noexcept { return shapes_; }
  const host_options& options() const noexcept { return options_; }

  // What the server calls.
  origin::answer answer(const origin::request&);
  void observe(origin::exchange);
  // Where the server listens, and what its clients may trust; `address` as in URLs. Before it, what
  // is asked for is not there.
  void set_place(std::string address, std::vector<std::uint16_t> ports, std::string certificate);
  std::string url_of(std::size_t shape, bool with_tls = false) const;
  std::string proxy_url() const;

  // Begins an attempt at a URL: what came before is forgotten.
  void begin(std::size_t shape);
  // What has come since.
  record look(std::size_t shape) const;

  // The verdict on what came so far; nothing where nothing came.
  std::optional<live::finding> judge(std::size_t shape) const;
  // Learns from a control what the client knows.
  void learn(std::size_t shape);
  live::knowledge known() const;
  // What a driver has found, to be shown in place of the host's own verdict.
  void settle(std::size_t shape, live::finding);

  // Of the page: JSON of all shapes with their states, of the exchanges of one, of counters, and the
  // events from `next` on as text/event-stream.
  std::string shapes_json() const;
  std::string known_json() const;
  std::string exchanges_json(std::size_t shape) const;
  std::string events_from(std::uint64_t& next) const;

 private:
  struct place {
    std::size_t shape = 0;
    std::string step{};
    std::string rest{};
  };
  std::optional<place> find(std::string_view target) const;
  origin::answer answer_shape(const place&, const origin::request&, bool is_elsewhere);
  origin::answer answer_page(std::string_view path, const origin::request&);
  origin::answer answer_proxy(const origin::request&);
  std::optional<place> place_of(const origin::request&) const;
  live::field_names fields_of(const origin::arrival&) const;
  std::optional<live::finding> judge_locked(std::size_t shape) const;
  void learn_locked(std::size_t shape);
  void tell_locked(std::size_t shape);
  std::string state_json_locked(std::size_t shape) const;
  void keep_locked(std::size_t shape, const origin::exchange&);
  void forget_locked(std::size_t shape);

  const std::vector<shape> shapes_;
  const host_options options_;
  std::unordered_map<std::string, std::size_t> by_id_{};
  std::size_t longest_id_ = 0;
  std::string address_{};
  std::vector<std::uint16_t> ports_{};
  std::string certificate_{};
  std::atomic<bool> is_open_ = false;

  mutable std::mutex lock_{};
  std::vector<record> records_;
  std::vector<std::optional<live::finding>> settled_;
  std::optional<std::size_t> current_{};  // the attempt that began last
  live::knowledge known_{};
  std::size_t kept_octets_ = 0;
  std::uint64_t exchanges_ = 0;
  std::uint64_t broken_ = 0;  // half requests and the like
  std::deque<std::string> events_{};
  std::uint64_t first_event_ = 0;
};

// The shapes of a suite: its challenge cases, and the scenarios first.
std::vector<shape> shapes_of(const std::vector<model::test_case>& suite);

}  // namespace gauntlet::serve

#endif
