#ifndef GAUNTLET_VISIT_HPP_
#define GAUNTLET_VISIT_HPP_

#include <string_view>

#include "gauntlet/error.hpp"
#include "gauntlet/event.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"

namespace gauntlet {
inline namespace GAUNTLET_ABI {

// What visit() tells what it finds.
template <typename Sink>
concept event_sink = requires(Sink& sink, std::string_view text, const auth_param& param) {
  sink.auth_scheme(text);
  sink.token68(text);
  sink.auth_param(param);
};

// Reads on to the end, and tells `sink` each event: sink.auth_scheme(std::string_view),
// sink.token68(std::string_view), sink.auth_param(const auth_param&), in the order in which next()
// finds them. Answers the reader's status. While the sink is called, the reader stands where next()
// left it: offset() is that of the event. O(length), and no more than a loop over next() costs.
//
//     struct counter {
//       int schemes = 0, params = 0;
//       void auth_scheme(std::string_view) { ++schemes; }
//       void token68(std::string_view) {}
//       void auth_param(const gauntlet::auth_param&) { ++params; }
//     } found;
//     gauntlet::reader reader("Digest realm=x, qop=auth, Basic", gauntlet::operation::challenges);
//     const gauntlet::status status = gauntlet::visit(reader, found);
//     assert(status && found.schemes == 2 && found.params == 2);
//
// `Reader` is a basic_reader, or another class that has its members next(), scheme(), token68(),
// param() and status().
template <typename Reader, event_sink Sink>
constexpr status visit(Reader&& from, Sink&& sink) noexcept(
    noexcept(sink.auth_scheme(from.scheme())) && noexcept(sink.token68(from.token68())) && noexcept(
        sink.auth_param(from.param()))) {
  for (;;) {
    switch (from.next()) {
      case event::auth_scheme:
        sink.auth_scheme(from.scheme());
        break;
      case event::token68:
        sink.token68(from.token68());
        break;
      case event::auth_param:
        sink.auth_param(from.param());
        break;
      case event::end:
      case event::error:
        return from.status();
    }
  }
}

}  // namespace GAUNTLET_ABI
}  // namespace gauntlet

#endif  // GAUNTLET_VISIT_HPP_
