#ifndef CONFORMANCE_LIVE_CLIENTS_CLIENT_HPP
#define CONFORMANCE_LIVE_CLIENTS_CLIENT_HPP

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "conformance/live/serve/host.hpp"
#include "conformance/model/case.hpp"
#include "conformance/model/results.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/runner/collect.hpp"

namespace gauntlet::live {

// One column of the matrix: a way in which a client is used, an entry of clients.json.
struct client {
  std::string id;
  std::string title;
  std::string program;               // an entry of the manifest
  std::vector<std::string> version;  // arguments that make it tell its version
  // Of a shell. Besides what `gauntlet serve --run` knows, {program} is the command of the manifest,
  // {clients} the folder of clients.json, {dir} a folder that goes with the run.
  std::string command;
  // A command that stays while the others come and go, such as a browser that is started once. It is
  // ready with its first line. Empty: none.
  std::string beside;
  std::size_t jobs = 1;         // commands side by side
  bool is_proxied = false;      // it is asked by a proxy, with 407
  bool takes_any_path = false;  // as of serve::host_options
  bool is_on_request = false;   // it is only run when it is named
};

// Errors: kInvalidArgument as of json_schema, which name the file; an id that is there twice.
absl::StatusOr<std::vector<client>> load_clients(const std::filesystem::path& folder);

// The cases that clients are asked besides the scenarios of `gauntlet serve`.
absl::StatusOr<std::vector<model::test_case>> load_client_cases(
    const std::filesystem::path& folder, const std::filesystem::path& schema_folder);

// A client with what the machine has of its program.
struct client_subject {
  client how;
  std::filesystem::path folder;      // of clients.json
  std::vector<std::string> command;  // of the program
  model::implementation_info info;   // what is known of it before it runs
};

// Drives a client over the shapes of which `is_chosen`, and judges what came, as `gauntlet serve --run`
// does. `rows_done` counts as it goes on. Comes to an end whatever the client does; to be called
// while there is a process::orphanage.
runner::column run_client(const client_subject&, const std::vector<serve::shape>&,
                          const std::vector<bool>& is_chosen, std::atomic<std::size_t>& rows_done,
                          const process::cancellation&);

}  // namespace gauntlet::live

#endif
