#include "conformance/tool/login_option.hpp"

#include <iostream>
#include <utility>

#include "absl/strings/str_cat.h"

namespace gauntlet::tool {

bool line_from_input(command_context& context, const char* command, std::string& to) {
  if (!std::getline(std::cin, to)) {
    fail(context, absl::StrCat(command, ": there is no line on standard input"));
    return false;
  }
  if (!to.empty() && to.back() == '\r') to.pop_back();
  return true;
}

bool login_from(command_context& context, const char* command, const std::string& user,
                bool password_stdin, check::login& to) {
  const auto usage = [&](const char* message) {
    fail(context, absl::StrCat(command, ": ", message));
    return false;
  };
  if (user.empty()) {
    return !password_stdin || usage("--password-stdin goes with --user NAME");
  }
  const std::size_t colon = user.find(':');
  to.user = user.substr(0, colon);
  if (colon != std::string::npos) to.password = user.substr(colon + 1);
  if (!to.password && !password_stdin)
    return usage("--user has no password: --user NAME:PASSWORD, or --password-stdin");
  if (!password_stdin) return true;
  std::string line;
  if (!line_from_input(context, command, line)) return false;
  to.password = std::move(line);
  return true;
}

}  // namespace gauntlet::tool
