#ifndef CONFORMANCE_TOOL_TEST_TOOL_HPP
#define CONFORMANCE_TOOL_TEST_TOOL_HPP

#include <stdlib.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "conformance/model/results_reader.hpp"
#include "conformance/model/text.hpp"
#include "gtest/gtest.h"

// The built program, run as a user runs it.
namespace gauntlet::tool {

namespace fs = std::filesystem;

inline constexpr char program[] = GAUNTLET_TEST_PROGRAM;
inline const fs::path broken = fs::path(GAUNTLET_TEST_CONFORMANCE) / "adapters" / "broken";

inline std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct ran {
  int status = -1;
  std::string out;
  std::string err;
};

class Tool : public ::testing::Test {
 protected:
  Tool() {
    std::string name = (fs::temp_directory_path() / "gauntlet-tool-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Tool() override {
    std::error_code error;
    fs::remove_all(folder_, error);
  }

  // Runs the program by way of a shell; `arguments` is shell text.
  ran run(const std::string& arguments, const std::string& input = "") const {
    std::ofstream(folder_ / "in", std::ios::binary) << input;
    const std::string line = "cd " + model::shell_quoted(folder_.string()) + " && " +
                             model::shell_quoted(program) + " " + arguments +
                             " <in >stdout 2>stderr";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(folder_ / "stdout"),
            read(folder_ / "stderr")};
  }

  model::results results() const {
    absl::StatusOr<model::results> read =
        model::read_results_file((folder_ / "out" / "results.ndjson").string());
    EXPECT_TRUE(read.ok()) << read.status();
    return read.ok() ? *std::move(read) : model::results{};
  }

  fs::path folder_;
  // The cases of one family, without the time that it takes to load all others.
  const std::string list_ =
      "--cases " +
      model::shell_quoted((fs::path(GAUNTLET_TEST_CONFORMANCE) / "suite/cases/list").string());
};

}  // namespace gauntlet::tool

#endif
