#include "conformance/model/test/support.hpp"

#include <stdlib.h>

#include <fstream>
#include <stdexcept>
#include <utility>

#include "nlohmann/json.hpp"

namespace gauntlet::model::testing {
namespace {

using nlohmann::json;

template <typename T>
T value_or_throw(absl::StatusOr<T> from) {
  if (!from.ok()) throw std::runtime_error(std::string(from.status().message()));
  return *std::move(from);
}

std::vector<test_case> load(const json& document) {
  case_loader loader = value_or_throw(case_loader::open(schema_folder));
  if (const absl::Status status = loader.load_text(document.dump(), "test"); !status.ok()) {
    throw std::runtime_error(std::string(status.message()));
  }
  return loader.take();
}

}  // namespace

test_case make_case(const std::string& members) {
  json one = json::parse("{" + members + "}");
  const json usual = {
      {"id", "test/case"},
      {"since", "0.1.0"},
      {"title", "a case of a test"},
      {"operation", "challenges"},
      {"requirements", json::array()},
      {"refs", json::array({{{"rfc", 9110}, {"section", "11.2"}, {"level", "must"}}})}};
  for (const auto& [name, value] : usual.items()) {
    if (!one.contains(name)) one[name] = value;
  }
  if (one.contains("lines") && !one.contains("generate"))
    one["generate"] = one["parse"] == "must-accept" ? "valid" : "must-not";
  std::vector<test_case> made =
      load({{"suite", "gauntlet"}, {"format", 1}, {"cases", json::array({one})}});
  return made.at(0);
}

std::vector<test_case> make_cases(const std::string& members) {
  return load(json::parse(R"({"suite":"gauntlet","format":1,)" + members + "}"));
}

result result_of(operation op, const std::string& text) {
  return value_or_throw(result_from_json(op, json::parse(text)));
}

temporary_folder::temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "gauntlet-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

temporary_folder::~temporary_folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::filesystem::path temporary_folder::write(const std::string& name,
                                              std::string_view text) const {
  const std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

}  // namespace gauntlet::model::testing
