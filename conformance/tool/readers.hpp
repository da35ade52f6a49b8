#ifndef CONFORMANCE_TOOL_READERS_HPP
#define CONFORMANCE_TOOL_READERS_HPP

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conformance/compare/fingerprint.hpp"
#include "conformance/compare/reader.hpp"
#include "conformance/implementations/ready.hpp"
#include "conformance/implementations/survey.hpp"
#include "conformance/model/case.hpp"
#include "conformance/process/cancel.hpp"
#include "conformance/process/child.hpp"
#include "conformance/tool/commands.hpp"

namespace gauntlet::tool {

// The readers that a command names: ids of the manifest, `grammar`, or the command after --. Each
// function returns nothing (or false) after fail().
class reader_source {
 public:
  // `command` goes in front of messages.
  reader_source(const char* command, command_context& context)
      : command_(command), context_(context) {}

  // Installs and builds the named ones; none where only a command after -- is meant.
  bool find(const std::vector<std::string>& names);
  // Finds all that are here, of these languages and up to that tier, and installs nothing.
  bool find_all(const std::vector<std::string>& languages = {}, int tier = 0);
  // Those found, in the manifest's order.
  const std::vector<implementations::implementation>& found() const { return found_; }

  // With `lacks_operation` one that does not read the operation is no failure: nothing, and true there.
  std::unique_ptr<compare::reader> open(model::operation, const std::string& name,
                                        bool* lacks_operation = nullptr);
  std::unique_ptr<compare::reader> open_trailing(model::operation, bool* lacks_operation = nullptr);
  // What all that are found and have the operation make of the values, several of them side by side
  // and none kept longer than it takes; those that do not start are told of and left out. `progress`
  // is called with a name when one is asked.
  std::vector<compare::known_reader> ask_all(
      model::operation, const std::vector<std::string>& values,
      const std::function<void(const std::string&)>& progress);

  // Whether the suite's folder is known.
  bool has_suite();
  // The suite's cases.
  bool load_suite(std::vector<model::test_case>& to);

  const process::cancellation& cancel() const { return cancel_; }

 private:
  bool usage(const std::string& message);
  bool make_ready(const implementations::ready_options&);
  std::unique_ptr<compare::reader> start(model::operation, const std::string& id,
                                         process::start_options, bool* lacks_operation);

  const char* command_;
  command_context& context_;
  process::cancellation cancel_;
  process::signal_guard signals_{cancel_};
  process::orphanage orphans_{};
  std::vector<implementations::implementation> found_{};
};

}  // namespace gauntlet::tool

#endif
