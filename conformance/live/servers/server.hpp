#ifndef CONFORMANCE_LIVE_SERVERS_SERVER_HPP
#define CONFORMANCE_LIVE_SERVERS_SERVER_HPP

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "conformance/live/servers/folder.hpp"
#include "conformance/process/child.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {

// How a server is started. Words of the command and contents of the files are Mustache templates
// over `values` and over `dir` (its folder) and `port_NAME`.
struct server_recipe {
  std::string name;                          // in messages
  std::vector<std::string> command;          // what is run, in the foreground
  std::map<std::string, std::string> files;  // by their names in its folder
  std::vector<std::string> ports;            // NAMEs; it has to listen on all of them, on 127.0.0.1
  nlohmann::json values = nlohmann::json::object();
  std::vector<std::string> environment{};  // NAME=VALUE
  // Beginnings of paths that it leaves outside of its folder, templates: what begins so goes with it.
  std::vector<std::string> leavings{};
  // Off where it needs files that only this user can read.
  bool as_nobody = true;
  absl::Duration start_deadline = absl::Seconds(15);
  absl::Duration stop_grace = absl::Seconds(1);
};

// A server under test that runs. It has a folder of its own, which is all that it writes to, ports
// of its own, and ends with the object: SIGTERM first, SIGKILL for the rest of its session later.
// For one thread, which has to outlive it.
class server {
 public:
  // Takes free ports, writes the files, starts it, and waits until it accepts connections. Where
  // somebody else was quicker to take a port, another one is tried. Errors: kUnavailable with the
  // last words of a server that ended or did not come up in time; kCancelled when a signal asked
  // this process to stop.
  static absl::StatusOr<std::unique_ptr<server>> start(const server_recipe&);
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  std::uint16_t port(const std::string& name) const { return ports_.at(name); }
  const std::filesystem::path& folder() const { return folder_->path(); }
  // Whether it has ended by itself. Takes what it wrote, too; to be called now and then, since a
  // server whose pipes are full stands still.
  bool has_ended();
  // The last lines that it wrote, and how it ended if it has.
  std::string last_words();

 private:
  server() = default;
  static absl::StatusOr<std::unique_ptr<server>> try_once(const server_recipe&);
  absl::Status wait_until_ready(const server_recipe&);

  std::unique_ptr<temporary_folder> folder_;
  std::map<std::string, std::uint16_t> ports_;
  std::unique_ptr<process::child> child_;
  std::vector<std::string> leavings_;
  std::string output_;
  std::string name_;
  absl::Duration stop_grace_;
};

// Fills in a Mustache template; nothing is escaped.
std::string fill_in(const std::string& text, const nlohmann::json& values);

// A port of 127.0.0.1 on which nobody listens now; 0 when there is none.
std::uint16_t free_port();
// Whether somebody accepts connections there.
bool accepts_connections(std::uint16_t port);

}  // namespace gauntlet::live

#endif
