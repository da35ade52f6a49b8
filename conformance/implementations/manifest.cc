#include "conformance/implementations/manifest.hpp"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace gauntlet::implementations {
namespace {

using nlohmann::json;

// Reads an object member by member; the first fault is kept, and what follows it reads as nothing.
class object_reader {
 public:
  object_reader(const json& object, std::string pointer, absl::Status& status)
      : object_(object), pointer_(std::move(pointer)), status_(status) {
    if (!object_.is_object()) fail("", "expected an object");
  }

  void only(const std::set<std::string>& names) {
    if (!object_.is_object()) return;
    for (const auto& item : object_.items()) {
      if (names.count(item.key()) == 0) fail(absl::StrCat("/", item.key()), "unknown member");
    }
  }

  std::string text(const std::string& name, bool required) {
    const json* member = find(name, required);
    if (member == nullptr) return {};
    if (!member->is_string() || member->get<std::string>().empty()) {
      fail(absl::StrCat("/", name), "expected a string that is not empty");
      return {};
    }
    return member->get<std::string>();
  }

  std::vector<std::string> texts(const std::string& name, bool required) {
    const json* member = find(name, required);
    if (member == nullptr) return {};
    const auto is_text = [](const json& each) {
      return each.is_string() && !each.get<std::string>().empty();
    };
    if (!member->is_array() || (required && member->empty()) ||
        !std::all_of(member->begin(), member->end(), is_text)) {
      fail(absl::StrCat("/", name), "expected an array of strings");
      return {};
    }
    return member->get<std::vector<std::string>>();
  }

  double number(const std::string& name, bool required, double otherwise) {
    const json* member = find(name, required);
    if (member == nullptr) return otherwise;
    if (!member->is_number() || member->get<double>() < 0) {
      fail(absl::StrCat("/", name), "expected a number that is not negative");
      return otherwise;
    }
    return member->get<double>();
  }

  bool boolean(const std::string& name, bool otherwise) {
    const json* member = find(name, false);
    if (member == nullptr) return otherwise;
    if (!member->is_boolean()) {
      fail(absl::StrCat("/", name), "expected true or false");
      return otherwise;
    }
    return member->get<bool>();
  }

  const json* find(const std::string& name, bool required) {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(name);
    if (found != object_.end()) return &*found;
    if (required) fail("", absl::StrCat("\"", name, "\" is missing"));
    return nullptr;
  }

  const std::string& pointer() const { return pointer_; }
  absl::Status& status() { return status_; }

  void fail(const std::string& where, const std::string& what) {
    if (status_.ok()) {
      status_ = absl::InvalidArgumentError(absl::StrCat(pointer_, where, ": ", what));
    }
  }

 private:
  const json& object_;
  std::string pointer_;
  absl::Status& status_;
};

runtime read_runtime(object_reader in) {
  in.only({"id", "title", "programs", "apt", "megabytes"});
  return {in.text("id", true), in.text("title", true), in.texts("programs", true),
          in.texts("apt", true), in.number("megabytes", true, 0)};
}

build_step read_build(object_reader in) {
  in.only({"command", "inputs"});
  return {in.texts("command", true), in.texts("inputs", true)};
}

default_set read_default(object_reader& in) {
  const std::string name = in.text("default", true);
  if (name == "always") return default_set::always;
  if (name == "with-runtime") return default_set::with_runtime;
  if (name != "never") in.fail("/default", "expected always, with-runtime or never");
  return default_set::never;
}

// Every `{...}` of a command has to be one that can be filled in.
void check_placeholders(object_reader& in, const std::string& where,
                        const std::vector<std::string>& words,
                        const std::vector<std::string>& known) {
  for (const std::string& word : words) {
    for (std::size_t open = word.find('{'); open != std::string::npos;
         open = word.find('{', open + 1)) {
      const std::string name = word.substr(open, word.find('}', open) - open + 1);
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        in.fail(where, absl::StrCat("unknown placeholder in \"", word,
                                    "\"; known here: ", absl::StrJoin(known, " ")));
      }
    }
  }
}

manifest_entry read_entry(object_reader in, const manifest& so_far) {
  in.only({"id", "title", "language", "operations", "reference", "default", "runtime", "command",
           "build", "files", "apt", "npm", "megabytes", "limit_memory", "homepage", "issues",
           "license", "upstream", "downloads_per_month"});
  manifest_entry entry;
  entry.id = in.text("id", true);
  entry.title = in.text("title", true);
  entry.language = in.text("language", true);
  entry.operations = in.texts("operations", true);
  entry.reference = in.boolean("reference", false);
  entry.in_default_set = read_default(in);
  entry.runtime = in.text("runtime", false);
  entry.command = in.texts("command", true);
  if (const json* build = in.find("build", false)) {
    entry.build.push_back(
        read_build(object_reader(*build, absl::StrCat(in.pointer(), "/build"), in.status())));
  }
  entry.files = in.texts("files", false);
  entry.apt = in.texts("apt", false);
  entry.npm = in.texts("npm", false);
  entry.megabytes = in.number("megabytes", false, 0);
  entry.limit_memory = in.boolean("limit_memory", true);
  entry.homepage = in.text("homepage", false);
  entry.issues = in.text("issues", false);
  entry.license = in.text("license", true);
  entry.upstream = in.text("upstream", false);
  entry.downloads_per_month = in.number("downloads_per_month", false, -1);

  // Findings in other people's software have to have somewhere to go.
  if (!entry.reference && (entry.homepage.empty() || entry.issues.empty())) {
    in.fail("", "\"homepage\" or \"issues\" is missing");
  }
  static const std::set<std::string> operations = {"challenges", "credentials", "auth-info"};
  for (const std::string& operation : entry.operations) {
    if (operations.count(operation) == 0) {
      in.fail("/operations", absl::StrCat("\"", operation, "\" is not an operation"));
    }
  }
  if (!entry.runtime.empty() && so_far.find_runtime(entry.runtime) == nullptr) {
    in.fail("/runtime", absl::StrCat("there is no runtime \"", entry.runtime, "\""));
  }
  std::vector<std::string> known = {"{adapters}", "{gauntlet}"};
  if (!entry.npm.empty()) known.push_back("{npm}");
  if (!entry.build.empty()) known.push_back("{build}");
  check_placeholders(in, "/command", entry.command, known);
  for (const build_step& build : entry.build) {
    check_placeholders(in, "/build/command", build.command, {"{adapters}", "{build}"});
    check_placeholders(in, "/build/inputs", build.inputs, {"{adapters}"});
  }
  if (so_far.find(entry.id) != nullptr)
    in.fail("/id", absl::StrCat("\"", entry.id, "\" is there twice"));
  return entry;
}

}  // namespace

const manifest_entry* manifest::find(const std::string& id) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const manifest_entry& each) { return each.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

const runtime* manifest::find_runtime(const std::string& id) const {
  const auto found = std::find_if(runtimes.begin(), runtimes.end(),
                                  [&](const runtime& each) { return each.id == id; });
  return found == runtimes.end() ? nullptr : &*found;
}

absl::StatusOr<manifest> read_manifest(const json& document, const std::filesystem::path& directory,
                                       const std::string& name) {
  absl::Status status;
  manifest out;
  out.directory = directory;
  object_reader in(document, "", status);
  in.only({"format", "runtimes", "implementations"});
  if (const json* format = in.find("format", true); format != nullptr && *format != 1) {
    in.fail("/format", "this program reads format 1");
  }
  const auto each_of = [&](const std::string& member, const auto& read) {
    const json* list = in.find(member, true);
    if (list == nullptr) return;
    if (!list->is_array()) {
      in.fail(absl::StrCat("/", member), "expected an array");
      return;
    }
    for (std::size_t i = 0; i < list->size() && status.ok(); ++i) {
      read(object_reader((*list)[i], absl::StrCat("/", member, "/", i), status));
    }
  };
  each_of("runtimes", [&](object_reader one) {
    runtime read = read_runtime(one);
    if (out.find_runtime(read.id) != nullptr) {
      one.fail("/id", absl::StrCat("\"", read.id, "\" is there twice"));
    }
    out.runtimes.push_back(std::move(read));
  });
  each_of("implementations",
          [&](const object_reader& one) { out.entries.push_back(read_entry(one, out)); });
  if (status.ok()) return out;
  return absl::Status(status.code(), absl::StrCat(name, ": ", status.message()));
}

absl::StatusOr<manifest> load_manifest(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    return absl::NotFoundError(absl::StrCat(file.string(), ": cannot be read"));
  }
  json document;
  try {
    document = json::parse(text.str());
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(file.string(), ": ", error.what()));
  }
  return read_manifest(document, std::filesystem::absolute(file).parent_path(), file.string());
}

}  // namespace gauntlet::implementations
