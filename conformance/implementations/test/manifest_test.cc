#include "conformance/implementations/manifest.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"

namespace gauntlet::implementations {
namespace {

using nlohmann::json;

const std::filesystem::path adapters =
    std::filesystem::path(GAUNTLET_TEST_SOURCE_DIR) / "conformance" / "adapters";

json small() {
  return json::parse(R"({
    "format": 1,
    "runtimes": [{"id": "sh", "title": "a shell", "programs": ["sh"], "apt": ["dash"], "megabytes": 0}],
    "implementations": [{
      "id": "one", "title": "One", "language": "sh", "operations": ["challenges"], "default": "always",
      "runtime": "sh", "command": ["sh", "{adapters}/one.sh"], "homepage": "h", "issues": "i",
      "license": "MIT"}]})");
}

std::string error_of(const json& document) {
  const auto read = read_manifest(document, adapters, "manifest.json");
  return read.ok() ? "" : std::string(read.status().message());
}

TEST(Manifest, ReadsWhatStandsInIt) {
  const auto read = read_manifest(small(), adapters, "manifest.json");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_NE(read->find("one"), nullptr);
  EXPECT_EQ(read->find("one")->language, "sh");
  EXPECT_EQ(read->find("one")->in_default_set, default_set::always);
  EXPECT_TRUE(read->find("one")->limit_memory);
  EXPECT_LT(read->find("one")->downloads_per_month, 0);
  EXPECT_EQ(read->find("two"), nullptr);
  EXPECT_EQ(read->find_runtime("sh")->apt, std::vector<std::string>{"dash"});
}

TEST(Manifest, TellsWhereAFaultIsAndWhatWasExpected) {
  const auto fault = [](const char* place, const json& value) {
    json document = small();
    document[json::json_pointer(place)] = value;
    return error_of(document);
  };
  const auto tells = [](const std::string& error, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) EXPECT_NE(error.find(part), std::string::npos) << error;
  };
  tells(
      fault("/implementations/0/command", "sh one.sh"),
      {"manifest.json: /implementations/0/command: ", "; expected array", "; found \"sh one.sh\""});
  tells(fault("/implementations/0/memory_limit", false),
        {"manifest.json: /implementations/0: unknown member memory_limit", "limit_memory"});
  tells(fault("/implementations/0/default", "sometimes"),
        {"/implementations/0/default: ", "expected \"always\" or \"with-runtime\" or \"never\"",
         "; found \"sometimes\""});
  tells(fault("/implementations/0/operations/0", "challenge"),
        {"/implementations/0/operations/0: ", "\"auth-info\"", "; found \"challenge\""});
  tells(fault("/runtimes/0/megabytes", -1),
        {"/runtimes/0/megabytes: ", "; expected number, minimum 0; found -1"});
  tells(fault("/format", 2), {"manifest.json: /format: ", "; expected 1; found 2"});
  tells(error_of(json::array()), {"manifest.json: /: ", "; expected object; found []"});
  json document = small();
  document["implementations"][0].erase("language");
  tells(error_of(document), {"manifest.json: /implementations/0: ", "'language'"});
  document = small();
  document["implementations"][0].erase("issues");
  tells(error_of(document), {"manifest.json: /implementations/0: ", "'issues'"});
  document["implementations"][0]["reference"] = true;
  EXPECT_EQ(error_of(document), "");
}

TEST(Manifest, RefusesWhatItCouldNotFillIn) {
  json document = small();
  document["implementations"][0]["runtime"] = "ksh";
  EXPECT_EQ(error_of(document),
            "manifest.json: /implementations/0/runtime: there is no runtime \"ksh\"");
  document = small();
  document["implementations"][0]["command"] = {"{build}/one"};
  EXPECT_NE(error_of(document).find("unknown placeholder in \"{build}/one\""), std::string::npos);
}

TEST(Manifest, RefusesAnIdThatIsThereTwice) {
  json document = small();
  document["implementations"].push_back(document["implementations"][0]);
  EXPECT_EQ(error_of(document), "manifest.json: /implementations/1/id: \"one\" is there twice");
  document = small();
  document["runtimes"].push_back(document["runtimes"][0]);
  EXPECT_EQ(error_of(document), "manifest.json: /runtimes/1/id: \"sh\" is there twice");
}

TEST(Manifest, FileThatIsNotThereOrNoJson) {
  const auto gone = load_manifest("/nowhere/manifest.json");
  EXPECT_EQ(gone.status().code(), absl::StatusCode::kNotFound);
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "broken-manifest.json";
  std::ofstream(file) << "{\"format\": 1,\n nonsense}";
  const auto broken = load_manifest(file);
  EXPECT_EQ(broken.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(broken.status().message()).find("broken-manifest.json:2:"),
            std::string::npos);
}

TEST(Manifest, OwnManifestIsReadAndItsFilesAreThere) {
  const auto read = load_manifest(adapters / "manifest.json");
  ASSERT_TRUE(read.ok()) << read.status();
  const auto exists = [](std::string path) {
    const std::string folder = "{adapters}";
    if (path.compare(0, folder.size(), folder) != 0) return true;
    return std::filesystem::exists(adapters / path.substr(folder.size() + 1));
  };
  std::set<std::string> languages;
  int references = 0;
  for (const manifest_entry& entry : read->entries) {
    SCOPED_TRACE(entry.id);
    for (const std::string& word : entry.command) EXPECT_TRUE(exists(word)) << word;
    for (const build_step& build : entry.build) {
      for (const std::string& input : build.inputs) EXPECT_TRUE(exists(input)) << input;
    }
    if (entry.in_default_set == default_set::always && !entry.reference) {
      languages.insert(entry.language);
    }
    references += entry.reference ? 1 : 0;
  }
  EXPECT_EQ(references, 1);
  EXPECT_GE(languages.size(), 4U);
}

TEST(Manifest, EveryNpmPackageIsPinned) {
  const auto read = load_manifest(adapters / "manifest.json");
  ASSERT_TRUE(read.ok());
  std::map<std::string, json> locks;
  for (const manifest_entry& entry : read->entries) {
    if (entry.npm.empty()) continue;
    if (locks.count(entry.npm_folder) == 0) {
      std::ifstream file(adapters / entry.npm_folder / "package-lock.json");
      locks[entry.npm_folder] = json::parse(file);
    }
    for (const std::string& package : entry.npm) {
      EXPECT_TRUE(locks[entry.npm_folder]["packages"].contains("node_modules/" + package))
          << package;
    }
  }
  for (const auto& [folder, lock] : locks) {
    for (const auto& package : lock["packages"].items()) {
      if (package.key().empty()) continue;
      EXPECT_TRUE(package.value().contains("integrity")) << package.key();
      EXPECT_FALSE(package.value().contains("resolved")) << package.key();
    }
  }
}

TEST(Manifest, DefaultSetStaysSmall) {
  const auto read = load_manifest(adapters / "manifest.json");
  ASSERT_TRUE(read.ok());
  double sum = 0;
  std::set<std::string> counted;
  for (const manifest_entry& entry : read->entries) {
    if (entry.in_default_set != default_set::always) continue;
    bool fresh = false;
    for (const std::string& package : entry.apt) fresh = counted.insert(package).second || fresh;
    if (fresh) sum += entry.megabytes;
    if (entry.runtime.empty() || !counted.insert("runtime " + entry.runtime).second) continue;
    sum += read->find_runtime(entry.runtime)->megabytes;
  }
  EXPECT_GT(sum, 10);
  EXPECT_LT(sum, 90);
}

}  // namespace
}  // namespace gauntlet::implementations
