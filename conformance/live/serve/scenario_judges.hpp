#ifndef CONFORMANCE_LIVE_SERVE_SCENARIO_JUDGES_HPP
#define CONFORMANCE_LIVE_SERVE_SCENARIO_JUDGES_HPP

#include "conformance/live/judge/case_judge.hpp"
#include "conformance/live/judge/evidence.hpp"
#include "conformance/live/judge/knowledge.hpp"
#include "conformance/model/result.hpp"

// What clients do in scenarios, each a function of the requests that came. None is called without a
// request.
namespace gauntlet::serve {

using live::attempt;
using live::field_names;
using live::finding;
using live::knowledge;
using live::login;

inline constexpr char first_nonce[] = "f0e1d2c3b4a59687";
inline constexpr char second_nonce[] = "0123456789abcdef";

// Whether a plain challenge is answered, and whether what comes keeps all rules of its scheme.
finding judge_control(const model::challenge& asked, const attempt&, const login&,
                      const field_names&);
// No credentials may come: nobody asked for them.
finding judge_unasked(const attempt&, const knowledge&, const login&, const field_names&);
// The response has the status and the field of the other kind: an origin's of a proxy, or the other
// way round.
finding judge_other_status(const attempt&, const knowledge&, const login&, const field_names&);
// Credentials may come, or not: the response is a success that says how to log in.
finding judge_success(const attempt&, const knowledge&, const login&, const field_names&);
// Credentials have to come: a plain challenge in an unusual response.
finding judge_answer(const attempt&, const knowledge&, const login&, const field_names&);
// The client stops when it was refused (RFC 9110, section 15.5.2).
finding judge_giving_up(const attempt&, const knowledge&, const login&, const field_names&);
// It goes on with the new nonce after stale=true (RFC 7616, section 3.3).
finding judge_stale(const attempt&, const knowledge&, const login&, const field_names&);
// Of the requests after a redirect to `/second`: the nonce that it takes there,
finding judge_next_nonce(const attempt&, const knowledge&, const login&, const field_names&);
// whether it counts what it sends with one nonce (RFC 7616, section 3.4),
finding judge_counting(const attempt&, const knowledge&, const login&, const field_names&);
// what it makes of another origin that domain names,
finding judge_domain(const attempt&, const knowledge&, const login&, const field_names&);
// whether it sends its credentials unasked in the protection space,
finding judge_redirect(const attempt&, const knowledge&, const login&, const field_names&);
// and that it does not on another origin (RFC 9110, section 11.5);
finding judge_other_origin(const attempt&, const knowledge&, const login&, const field_names&);
// and that it answers the second of two realms.
finding judge_two_realms(const attempt&, const knowledge&, const login&, const field_names&);
// It sent credentials of Digest, and lived to see what came with the 200.
finding judge_info(const attempt&, const knowledge&, const login&, const field_names&);

}  // namespace gauntlet::serve

#endif
