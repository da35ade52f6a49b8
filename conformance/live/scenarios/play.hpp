#ifndef CONFORMANCE_LIVE_SCENARIOS_PLAY_HPP
#define CONFORMANCE_LIVE_SCENARIOS_PLAY_HPP

#include <string>
#include <vector>

#include "conformance/live/scenarios/scenario.hpp"
#include "conformance/live/scenarios/stage.hpp"
#include "conformance/live/servers/program.hpp"
#include "conformance/live/servers/server.hpp"
#include "conformance/live/servers/talk.hpp"

namespace gauntlet::live {

// What came of one scenario.
struct observation {
  reply::how ended = reply::how::closed;
  int status = 0;
  std::vector<std::string> sent;      // the lines of the scenario, filled in
  std::vector<std::string> lines;     // of the field in the response, OWS at the ends aside
  std::vector<std::string> decider;   // of the field in the request that the decider got
  std::vector<std::string> upstream;  // of the field in the request that the origin got
  bool is_reached = false;            // the origin was asked
  bool has_spaced_name = false;       // white space stands before the colon of the field
  bool server_ended = false;
  std::string unplayable;  // not empty: why it could not be asked

  // As a row of the results has it: {"status":401,"lines":[...]}.
  std::string to_json() const;
};

// Puts a scenario to a server in a role.
observation play(const scenario&, const role&, const std::string& number, server&, stage&);

// The outcome that came true; null when none did.
const outcome* outcome_of(const scenario&, const role&, const observation&);

}  // namespace gauntlet::live

#endif
