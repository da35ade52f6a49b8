#ifndef CONFORMANCE_LIVE_SCENARIOS_STAGE_HPP
#define CONFORMANCE_LIVE_SCENARIOS_STAGE_HPP

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/live/origin/server.hpp"
#include "conformance/live/scenarios/scenario.hpp"
#include "conformance/live/wire/message.hpp"

namespace gauntlet::live {

// What is on the other side of a server under test: the origin, at /origin/, and the service that
// decides for it, at /auth. It plays one scenario at a time.
class stage {
 public:
  // Errors: as of origin::server::start().
  static absl::StatusOr<std::unique_ptr<stage>> open();
  stage(const stage&) = delete;
  stage& operator=(const stage&) = delete;

  std::uint16_t port() const { return server_->port(); }
  // "127.0.0.1:8080"
  std::string address() const;

  // Another number each time that something begins.
  std::uint64_t turn() const { return turn_; }
  // From now on requests belong to this scenario. Returns the line that marks them: what comes with
  // another mark, late, is sent away.
  std::string begin(const scenario&);
  // The requests that came since, those of the decider apart.
  struct seen {
    std::vector<wire::message> at_origin;
    std::vector<wire::message> at_decider;
  };
  seen end();

 private:
  stage() = default;
  origin::answer answer(const origin::request&);

  std::mutex lock_;
  const scenario* now_ = nullptr;  // null: nothing is played
  std::uint64_t turn_ = 0;
  seen seen_;
  std::unique_ptr<origin::server> server_;  // the first to go: it calls answer()
};

}  // namespace gauntlet::live

#endif
