// Compiles what has to be compiled, installs nothing, and writes how each adapter is started:
//
//     prepare_adapters ADAPTERS-FOLDER GAUNTLET-PROGRAM OUTPUT.json
//
// One member for each implementation: its command, or what is missing here.
#include <fstream>
#include <iostream>

#include "conformance/implementations/ready.hpp"
#include "nlohmann/json.hpp"

int main(int argc, char** argv) {
  using namespace gauntlet::implementations;
  if (argc != 4) {
    std::cerr << "usage: prepare_adapters ADAPTERS-FOLDER GAUNTLET-PROGRAM OUTPUT.json\n";
    return 2;
  }
  const auto all = make_ready(argv[1], argv[2],
                              {.ids = {}, .policy = install_policy::never, .progress = &std::cerr});
  if (!all.ok()) {
    std::cerr << all.status() << '\n';
    return 1;
  }
  nlohmann::json out = nlohmann::json::object();
  for (const implementation& one : *all) {
    nlohmann::json entry = {{"operations", one.entry.operations},
                            {"language", one.entry.language},
                            {"license", one.entry.license}};
    if (!one.entry.homepage.empty()) entry["homepage"] = one.entry.homepage;
    if (!one.entry.issues.empty()) entry["issues"] = one.entry.issues;
    if (one.state == availability::ready) {
      entry["command"] = one.command;
      entry["working_directory"] = one.working_directory.string();
    } else {
      entry["missing"] = one.missing;
    }
    out[one.entry.id] = entry;
  }
  std::ofstream file(argv[3]);
  file << out.dump(1, ' ', true) << '\n';
  file.close();
  return file ? 0 : 1;
}
