#ifndef CONFORMANCE_LIVE_CHECK_CHECK_HPP
#define CONFORMANCE_LIVE_CHECK_CHECK_HPP

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/live/check/credentials.hpp"
#include "conformance/live/check/prober.hpp"
#include "conformance/model/case_facts.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/verdict.hpp"

// `gauntlet check`: what a live server or proxy does with a 401 or 407, and with the answers to it.
namespace gauntlet::check {

// What was found of one question.
struct outcome {
  model::case_facts facts{};
  model::verdict verdict = model::verdict::not_observable;
  std::string alternative{};               // with verdict::alternative, its name
  std::string said{};                      // one sentence
  std::optional<check::exchange> shown{};  // that shows it
};

struct check_options {
  check::login login{};
  bool is_active = false;  // ill-formed credentials as well
  dial_options dial{};
  std::string listen = "127.0.0.1";  // where the origin of our own is that a proxy is asked for
  std::size_t max_requests = 300;
  std::function<void(std::size_t asked)> progress{};
};

struct checked {
  std::vector<outcome> outcomes{};
  std::size_t requests = 0;
  std::string server{};  // the Server field, as it came
  std::string
      loop{};  // why a client that logs in as it should goes round for ever; empty: it does not
  std::string unreachable{};  // why nothing was found: there is no answer at all
};

// Asks an origin.
checked check_origin(const target&, const check_options&);
// Asks a forward proxy. What it passes on shows at a server of our own at `listen`; where the proxy
// does not reach it, those questions are not observable.
checked check_proxy(const target& proxy, const check_options&);

// The rows of a results file, of an implementation with that id.
std::vector<model::row> rows_of(const std::vector<outcome>&, const std::string& implementation);

}  // namespace gauntlet::check

#endif
