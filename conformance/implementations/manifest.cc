#include "conformance/implementations/manifest.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/spelling.hpp"
#include "conformance/model/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::implementations {
namespace {

using nlohmann::json;

// What the schema cannot say of an entry; the first fault, at its place below the entry.
class entry_check {
 public:
  entry_check(const manifest_entry& entry, const manifest& so_far) {
    if (so_far.find(entry.id) != nullptr)
      fail("/id", absl::StrCat("\"", entry.id, "\" is there twice"));
    if (!entry.runtime.empty() && so_far.find_runtime(entry.runtime) == nullptr)
      fail("/runtime", absl::StrCat("there is no runtime \"", entry.runtime, "\""));
    std::vector<std::string> known = {"{adapters}", "{gauntlet}"};
    if (!entry.npm.empty()) known.push_back("{npm}");
    if (!entry.build.empty()) known.push_back("{build}");
    check_placeholders("/command", entry.command, known);
    for (const build_step& build : entry.build) {
      check_placeholders("/build/command", build.command, {"{adapters}", "{build}"});
      check_placeholders("/build/inputs", build.inputs, {"{adapters}"});
    }
  }
  const std::string& fault() const { return fault_; }

 private:
  void fail(const std::string& where, const std::string& what) {
    if (fault_.empty()) fault_ = absl::StrCat(where, ": ", what);
  }

  // Every `{...}` of a command has to be one that can be filled in.
  void check_placeholders(const std::string& where, const std::vector<std::string>& words,
                          const std::vector<std::string>& known) {
    for (const std::string& word : words) {
      for (std::size_t open = word.find('{'); open != std::string::npos;
           open = word.find('{', open + 1)) {
        const std::string name = word.substr(open, word.find('}', open) - open + 1);
        if (std::find(known.begin(), known.end(), name) == known.end()) {
          fail(where, absl::StrCat("unknown placeholder in \"", word,
                                   "\"; known here: ", absl::StrJoin(known, " ")));
        }
      }
    }
  }

  std::string fault_;
};

using texts = std::vector<std::string>;

bool contains(const texts& list, const std::string& name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const std::string& one) { return absl::EqualsIgnoreCase(one, name); });
}

runtime read_runtime(const json& from) {
  return {from["id"], from["title"], from["programs"], from["apt"], from["megabytes"]};
}

default_set default_set_of(const std::string& name) {
  if (name == "always") return default_set::always;
  return name == "with-runtime" ? default_set::with_runtime : default_set::never;
}

manifest_entry read_entry(const json& from) {
  const auto text = [&](const char* name) { return from.value(name, std::string()); };
  const auto list = [&](const char* name) { return from.value(name, texts()); };
  manifest_entry entry;
  entry.id = text("id");
  entry.title = text("title");
  entry.language = text("language");
  entry.operations = list("operations");
  entry.reference = from.value("reference", entry.reference);
  entry.runtime = text("runtime");
  entry.command = list("command");
  if (const auto build = from.find("build"); build != from.end())
    entry.build.push_back(
        build_step{(*build)["command"], (*build)["inputs"], build->value("downloads", false)});
  entry.files = list("files");
  entry.apt = list("apt");
  entry.npm = list("npm");
  entry.npm_folder = entry.npm.empty() ? "" : from.value("npm_folder", "javascript");
  entry.megabytes = from.value("megabytes", entry.megabytes);
  entry.limit_memory = from.value("limit_memory", entry.limit_memory);
  entry.in_default_set = default_set_of(text("default"));
  entry.tier = from.value("tier", entry.in_default_set == default_set::never ? 2 : 1);
  entry.homepage = text("homepage");
  entry.issues = text("issues");
  entry.license = text("license");
  entry.upstream = text("upstream");
  if (from.contains("newest")) {
    entry.newest = from["newest"]["version"];
    entry.why_not_newest = from["newest"]["why_not"];
  }
  entry.downloads_per_month = from.value("downloads_per_month", entry.downloads_per_month);
  return entry;
}

}  // namespace

absl::Status keep(manifest& from, const std::vector<std::string>& ids,
                  const std::vector<std::string>& languages, int tier) {
  std::vector<std::string> known_ids, known_languages;
  for (const manifest_entry& entry : from.entries) {
    known_ids.push_back(entry.id);
    if (!contains(known_languages, entry.language)) known_languages.push_back(entry.language);
  }
  for (const std::string& id : ids) {
    if (!contains(known_ids, id)) {
      return absl::NotFoundError(absl::StrCat("there is no implementation ", model::printable(id),
                                              model::did_you_mean(id, known_ids),
                                              " (`gauntlet list` names them)"));
    }
  }
  for (const std::string& language : languages) {
    if (!contains(known_languages, language)) {
      return absl::NotFoundError(absl::StrCat("there is no implementation in ",
                                              model::printable(language), ": ",
                                              absl::StrJoin(known_languages, ", ")));
    }
  }
  std::erase_if(from.entries, [&](const manifest_entry& entry) {
    return (!ids.empty() && !contains(ids, entry.id)) ||
           (!languages.empty() && !contains(languages, entry.language)) ||
           (tier != 0 && entry.tier > tier);
  });
  return absl::OkStatus();
}

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
  const absl::StatusOr<model::json_schema> schema = model::json_schema::open(
      directory.parent_path() / "suite" / "schema" / "manifest.schema.json");
  if (!schema.ok()) return schema.status();
  if (absl::Status status = schema->validate(document, name); !status.ok()) return status;

  const auto invalid = [&](const char* list, std::size_t index, const std::string& fault) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": /", list, "/", index, fault));
  };
  manifest out;
  out.directory = directory;
  for (const json& each : document["runtimes"]) {
    runtime read = read_runtime(each);
    if (out.find_runtime(read.id) != nullptr) {
      return invalid("runtimes", out.runtimes.size(),
                     absl::StrCat("/id: \"", read.id, "\" is there twice"));
    }
    out.runtimes.push_back(std::move(read));
  }
  for (const json& each : document["implementations"]) {
    manifest_entry read = read_entry(each);
    const entry_check check(read, out);
    if (!check.fault().empty())
      return invalid("implementations", out.entries.size(), check.fault());
    out.entries.push_back(std::move(read));
  }
  return out;
}

absl::StatusOr<manifest> load_manifest(const std::filesystem::path& file) {
  const absl::StatusOr<std::string> text = model::read_file(file);
  if (!text.ok()) return text.status();
  const absl::StatusOr<json> document = model::parse_json(*text, file.string());
  if (!document.ok()) return document.status();
  return read_manifest(*document, std::filesystem::absolute(file).parent_path(), file.string());
}

}  // namespace gauntlet::implementations
