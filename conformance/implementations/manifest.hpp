#ifndef CONFORMANCE_IMPLEMENTATIONS_MANIFEST_HPP
#define CONFORMANCE_IMPLEMENTATIONS_MANIFEST_HPP

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json_fwd.hpp"

// The implementations under test: what the manifest says of them (here), what of it is on this
// machine (survey.hpp), how the rest gets there (installation.hpp), and the one call that does all
// of it for `gauntlet run` (ready.hpp).
namespace gauntlet::implementations {

// Whether plain `gauntlet run` installs an implementation: always, only where its runtime is there
// already (a Java library where a JDK is), or only when asked to.
enum class default_set { always, with_runtime, never };

// What runs an adapter: an interpreter or a compiler, found on this machine and never installed
// together with one of its own package managers.
struct runtime {
  std::string id;                     // "python3"
  std::string title;                  // "Python 3"
  std::vector<std::string> programs;  // all of them are needed; the first one starts the adapters
  std::vector<std::string> apt;       // the Debian packages that hold them
  double megabytes = 0;               // on disk, over a bare build machine
};

// A command that makes something which the adapter's command needs.
struct build_step {
  std::vector<std::string> command;
  std::vector<std::string> inputs;  // rebuilt when one of them changes
  bool downloads = false;  // gets packages by itself: only where something may be installed
};

// How an adapter comes to run: one entry of the manifest. In commands and paths, `{adapters}`
// stands for the folder of the manifest, `{build}` for the folder that the build step fills,
// `{npm}` for the folder with the npm packages, `{gauntlet}` for this program, and a first word
// that is the id of a runtime for that runtime's program.
struct manifest_entry {
  std::string id;  // unique; a slug, as on the command line and in file names
  std::string title;
  std::string language;
  std::vector<std::string> operations;
  bool reference = false;  // this repository's own parser
  std::string runtime;     // empty: none but what the adapter's own command names
  std::vector<std::string> command;
  std::vector<build_step> build;   // none or one
  std::vector<std::string> files;  // files of the library that must be there, such as jars
  std::vector<std::string> apt;    // Debian packages of the library
  std::vector<std::string> npm;    // npm packages, pinned by the lockfile of that folder
  std::string npm_folder;          // beside the adapters; all of a lockfile is installed together
  double megabytes = 0;            // of apt and npm packages, over the runtime
  bool limit_memory = true;        // off where the runtime reserves address space, such as a JVM
  default_set in_default_set = default_set::never;
  int tier = 1;          // 1 to 3: how heavy it is, its runtime not counted
  std::string homepage;  // of others both: where findings go
  std::string issues;
  std::string license;
  std::string upstream;             // what to know before a finding goes upstream; may be empty
  std::string newest;               // the newest version, where it is not the one under test
  std::string why_not_newest;       // and why it is not
  double downloads_per_month = -1;  // where the registry tells; negative: unknown
};

struct manifest {
  std::filesystem::path directory;  // of the manifest: the adapters are beside it
  std::vector<runtime> runtimes;
  std::vector<manifest_entry> entries;

  // The entry or runtime of that id; null when there is none. The pointers live as long as the
  // manifest is not changed.
  const manifest_entry* find(const std::string& id) const;
  const runtime* find_runtime(const std::string& id) const;
};

// Reads a manifest and validates it with `../suite/schema/manifest.schema.json`, seen from the
// folder of the manifest.
//
// Errors: kNotFound when the file or the schema cannot be read; kInvalidArgument when it is not
// JSON or not as the schema says, when an id is used twice, and when a runtime or a placeholder is
// unknown. The message names the file and the place, such as
// `adapters/manifest.json: /implementations/3/runtime: there is no runtime "ksh"`.
absl::StatusOr<manifest> load_manifest(const std::filesystem::path& file);

// The same from a document in memory; `name` stands for the file in messages.
absl::StatusOr<manifest> read_manifest(const nlohmann::json& document,
                                       const std::filesystem::path& directory,
                                       const std::string& name);

// Leaves the entries with one of these ids, of one of these languages (letter case aside), and of
// that tier or a lighter one; what is empty or 0 leaves all. Errors: kNotFound for an id or a language
// that is not there, which names those that are near.
absl::Status keep(manifest&, const std::vector<std::string>& ids,
                  const std::vector<std::string>& languages, int tier);

}  // namespace gauntlet::implementations

#endif
