#ifndef GAUNTLET_GAUNTLET_HPP_
#define GAUNTLET_GAUNTLET_HPP_

// All of the parser: reads and writes the values of the HTTP authentication fields (RFC 9110
// section 11), that is WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization,
// Authentication-Info and Proxy-Authentication-Info.
//
//     gauntlet::reader         one event after the other           reader.hpp
//     gauntlet::visit          all events to one object            visit.hpp
//     gauntlet::challenges     for (challenge : challenges(...))   challenges.hpp
//     gauntlet::credentials    the same for Authorization          challenges.hpp
//     gauntlet::auth_info      the same for Authentication-Info    challenges.hpp
//     gauntlet::validate       valid or not, and where not         reader.hpp
//     gauntlet::join           several field lines as one value    field_lines.hpp
//     gauntlet::parse          all events into one's own storage   parse.hpp
//     gauntlet::select         the challenge that is preferred     challenges.hpp
//     gauntlet::kernel         the same with vector instructions   kernel.hpp
//     gauntlet::writer         the way back                        writer.hpp
//
// No heap, exceptions, RTTI, locale, global state or recursion; everything is constexpr and
// noexcept; nothing has to be linked but for gauntlet::kernel.
//
//     const gauntlet::challenges list("Basic realm=\"simple\", charset=UTF-8");
//     for (const gauntlet::challenge challenge : list) {
//       assert(challenge.is("basic") && challenge.find("realm")->value.equals("simple"));
//     }

#include "gauntlet/challenges.hpp"
#include "gauntlet/chars.hpp"
#include "gauntlet/error.hpp"
#include "gauntlet/event.hpp"
#include "gauntlet/field_lines.hpp"
#include "gauntlet/kernel.hpp"
#include "gauntlet/options.hpp"
#include "gauntlet/parse.hpp"
#include "gauntlet/reader.hpp"
#include "gauntlet/scan.hpp"
#include "gauntlet/value.hpp"
#include "gauntlet/version.hpp"
#include "gauntlet/visit.hpp"
#include "gauntlet/writer.hpp"

#endif  // GAUNTLET_GAUNTLET_HPP_
