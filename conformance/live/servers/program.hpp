#ifndef CONFORMANCE_LIVE_SERVERS_PROGRAM_HPP
#define CONFORMANCE_LIVE_SERVERS_PROGRAM_HPP

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

namespace gauntlet::live {

// What one part of a configuration can be asked, such as the folder that asks for Basic.
struct role {
  std::string port;       // the NAME of one of the configuration's
  std::string target;     // of the request; a template over `origin` and, of realms, `number`
  bool is_proxy = false;  // 407 and the Proxy- fields in place of 401
  // Whether it has to be started anew for each case, with the case's realm as `realm`.
  bool restarts = false;
  std::string realm;              // the one that it has been given
  std::string algorithm = "MD5";  // of Digest
  std::string token;              // that it takes, of Bearer
  std::string user = "user", password = "pass";
};

// One column of the matrix: a way in which a program is used.
struct usage {
  std::string id;
  std::string title;
  std::map<std::string, role> roles;  // by their names, which scenarios cite
};

// One configuration of a server or proxy: a folder of conformance/live/servers.
struct configuration {
  std::string id;       // the folder's name
  std::string program;  // an entry of the manifest
  std::vector<std::string> arguments;
  std::vector<std::string> version;  // arguments that make it tell its version
  std::vector<std::string> ports;
  std::map<std::string, std::string> files;  // templates, by name
  nlohmann::json values;                     // for them
  // How octets of a text are written in a quoted string of the configuration; an empty one says
  // that it cannot be written.
  std::map<char, std::string> escapes;
  std::map<std::string, std::string> cannot;  // why it cannot be asked a scenario, by its id
  bool own_user = false;                      // it has to run as this process's user
  std::vector<std::string> environment;
  std::vector<std::string> leavings;  // beginnings of paths outside of its folder that go with it
  std::vector<usage> usages;

  // A text as it stands in the configuration; nothing when it cannot.
  std::optional<std::string> escaped(const std::string& text) const;
};

// Reads all of a folder, each with the files of `shared`. Errors: kInvalidArgument as of
// json_schema, which name the file.
absl::StatusOr<std::vector<configuration>> load_configurations(
    const std::filesystem::path& servers);

}  // namespace gauntlet::live

#endif
