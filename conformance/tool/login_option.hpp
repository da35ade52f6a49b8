#ifndef CONFORMANCE_TOOL_LOGIN_OPTION_HPP
#define CONFORMANCE_TOOL_LOGIN_OPTION_HPP

#include <string>

#include "conformance/live/check/credentials.hpp"
#include "conformance/tool/commands.hpp"

namespace gauntlet::tool {

// Reads the login of --user NAME[:PASSWORD] and --password-stdin; none where neither is given. What
// is on a command line is seen by others and kept by shells: passwords come from there only where
// they are written there. False after fail(), in front of whose message `command` stands.
bool login_from(command_context&, const char* command, const std::string& user, bool password_stdin,
                check::login& to);
// The first line of standard input, without its end.
bool line_from_input(command_context&, const char* command, std::string& to);

}  // namespace gauntlet::tool

#endif
