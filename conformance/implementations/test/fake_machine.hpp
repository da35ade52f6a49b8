#ifndef CONFORMANCE_IMPLEMENTATIONS_TEST_FAKE_MACHINE_HPP
#define CONFORMANCE_IMPLEMENTATIONS_TEST_FAKE_MACHINE_HPP

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "conformance/implementations/machine.hpp"
#include "conformance/implementations/manifest.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::implementations {

// A machine made of shell scripts in a folder of its own: its search path holds what a test puts
// there and nothing else. What the scripts are called with stands in `log`.
class fake_machine {
 public:
  fake_machine() {
    static std::atomic<int> count{0};
    root_ = std::filesystem::path(testing::TempDir()) /
            ("machine-" + std::to_string(getpid()) + "-" + std::to_string(++count));
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_ / "bin");
    std::filesystem::create_directories(root_ / "adapters" / "javascript");
    std::filesystem::create_directory_symlink(
        std::filesystem::path(GAUNTLET_TEST_SOURCE_DIR) / "conformance" / "suite", root_ / "suite");
    here.search_path = {root_ / "bin"};
    here.root = true;
    here.cache = root_ / "cache";
    file("adapters/adapter.sh",
         "read x\n"
         "if [ -e \"$0.gone\" ]; then echo '{\"protocol\":1,\"error\":\"no such library\"}'; exit "
         "3; fi\n"
         "echo '{\"protocol\":1,\"implementation\":{\"name\":\"a\",\"version\":\"7\"}}'\n");
    program("sh", "exec /bin/sh \"$@\"");
  }
  ~fake_machine() { std::filesystem::remove_all(root_); }
  fake_machine(const fake_machine&) = delete;
  fake_machine& operator=(const fake_machine&) = delete;

  machine here;

  std::filesystem::path path(const std::string& name) const { return root_ / name; }

  void file(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }

  // A program whose calls are logged before `body` runs.
  void program(const std::string& name, const std::string& body) {
    file("bin/" + name, "#!/bin/sh\necho \"" + name + " $*\" >> '" + path("log").string() + "'\n" +
                            "here='" + root_.string() + "'\n" + body + "\n");
    std::filesystem::permissions(root_ / "bin" / name, std::filesystem::perms::owner_all);
  }

  // A package database and a package manager: what is installed are the lines of the file
  // `installed`. An apt-get without package lists (file `lists`) knows no package.
  void debian() {
    file("installed", "");
    program("dpkg-query",
            "status=0\nfor p in \"$@\"; do case $p in -*|*Package*) continue;; esac\n"
            "  if grep -qx \"$p\" $here/installed; then echo \"$p installed\"; else status=1; fi\n"
            "done\nexit $status");
    program("apt-get",
            "mode=install\npackages=''\n"
            "while [ $# -gt 0 ]; do case $1 in -o) shift;; --assume-no) mode=simulate;; update) "
            "mode=update;;"
            " -*|install) ;; *) packages=\"$packages $1\";; esac; shift; done\n"
            "if [ $mode = update ]; then [ -e $here/offline ] && { echo 'E: Failed to fetch "
            "http://x  Temporary failure resolving' >&2; exit 100; }\n"
            "  touch $here/lists; exit 0; fi\n"
            "for p in $packages; do\n"
            "  if [ ! -e $here/lists ] || grep -qx \"$p\" $here/unknown 2>/dev/null; then echo "
            "\"E: Unable to locate package $p\" >&2; bad=1; fi\n"
            "done\n[ -z \"$bad\" ] || exit 100\n"
            "if [ $mode = simulate ]; then echo 'Need to get 1,200 kB of archives.'\n"
            "  echo \"After this operation, $(cat $here/size 2>/dev/null || echo 5,000) kB of "
            "additional disk space will be used.\"; echo Abort. >&2; exit 1; fi\n"
            "[ -e $here/stopped ] && { echo 'E: dpkg was interrupted, you must manually run \"dpkg "
            "--configure -a\" to correct the problem.' >&2; exit 100; }\n"
            "[ -e $here/offline ] && { echo 'E: Unable to fetch some archives' >&2; exit 100; }\n"
            "for p in $packages; do if grep -qx \"$p\" $here/broken 2>/dev/null; then echo \"E: "
            "$p: unmet dependencies\" >&2; exit 100; fi; done\n"
            "for p in $packages; do echo $p >> $here/installed; done");
    file("lists", "");
  }

  std::string log() const {
    std::ifstream in(root_ / "log");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  // One implementation for each of the given members, on top of what all have.
  manifest of(const nlohmann::json& entries) const {
    nlohmann::json document = {{"format", 1},
                               {"runtimes",
                                {{{"id", "sh"},
                                  {"title", "a shell"},
                                  {"programs", {"sh"}},
                                  {"apt", {"dash"}},
                                  {"megabytes", 1}},
                                 {{"id", "rexx"},
                                  {"title", "Rexx"},
                                  {"programs", {"rexx"}},
                                  {"apt", {"regina-rexx"}},
                                  {"megabytes", 30}}}},
                               {"implementations", nlohmann::json::array()}};
    for (nlohmann::json entry : entries) {
      nlohmann::json whole = {
          {"title", "T"},        {"language", "sh"}, {"operations", {"challenges"}},
          {"default", "always"}, {"runtime", "sh"},  {"command", {"sh", "{adapters}/adapter.sh"}},
          {"homepage", "h"},     {"issues", "i"},    {"license", "MIT"}};
      whole.update(entry);
      document["implementations"].push_back(whole);
    }
    auto read = read_manifest(document, root_ / "adapters", "manifest.json");
    EXPECT_TRUE(read.ok()) << read.status();
    file_manifest(document);
    return read.ok() ? *read : manifest{};
  }

 private:
  void file_manifest(const nlohmann::json& document) const {
    std::ofstream(root_ / "adapters" / "manifest.json") << document.dump();
  }

  std::filesystem::path root_;
};

}  // namespace gauntlet::implementations

#endif
