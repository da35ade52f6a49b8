#ifndef CONFORMANCE_LIVE_SERVE_REPLY_OCTETS_HPP
#define CONFORMANCE_LIVE_SERVE_REPLY_OCTETS_HPP

#include <string>
#include <string_view>

#include "conformance/live/origin/exchange.hpp"
#include "conformance/live/serve/scenario.hpp"

namespace gauntlet::serve {

// The octets of a reply to a request with that method. The fields of the reply come last in the
// head, so that what is broken in them breaks nothing else, and the connection ends with it. A 2xx
// to CONNECT makes the connection a tunnel.
origin::answer octets_of(const reply&, std::string_view method);

// A whole response of the page.
origin::answer page_answer(int status, std::string_view type, std::string body,
                           std::string_view method);

}  // namespace gauntlet::serve

#endif
