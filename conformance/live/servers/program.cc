#include "conformance/live/servers/program.hpp"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "conformance/model/json_file.hpp"
#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::live {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char description[] = "server.json";

role read_role(const json& from, const std::string& usual_port) {
  role made;
  made.port = from.value("port", usual_port);
  made.target = from.at("target").get<std::string>();
  made.is_proxy = from.value("proxy", false);
  made.restarts = from.value("restart", false);
  made.realm = from.value("realm", "");
  made.algorithm = from.value("algorithm", made.algorithm);
  made.token = from.value("token", "");
  return made;
}

absl::Status read_files(const fs::path& folder, configuration& to) {
  std::error_code error;
  for (const fs::directory_entry& each : fs::recursive_directory_iterator(folder, error)) {
    const std::string name = each.path().lexically_relative(folder).string();
    if (!each.is_regular_file() || name == description) continue;
    absl::StatusOr<std::string> text = model::read_file(each.path());
    if (!text.ok()) return text.status();
    to.files[name] = *std::move(text);
  }
  if (error) return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
  return absl::OkStatus();
}

configuration read_configuration(const json& from, const std::string& id) {
  configuration made;
  made.id = id;
  made.program = from.value("program", id);
  made.arguments = from.at("arguments").get<std::vector<std::string>>();
  made.version = from.value("version", std::vector<std::string>());
  made.ports = from.at("ports").get<std::vector<std::string>>();
  made.values = from.value("values", json::object());
  const json escapes = from.value("escapes", json::object());
  for (const auto& [octet, text] : escapes.items())
    made.escapes[model::octets_from_utf8(octet).value_or("\"").front()] = text.get<std::string>();
  made.cannot = from.value("cannot", made.cannot);
  made.own_user = from.value("own_user", false);
  made.environment = from.value("environment", std::vector<std::string>());
  made.leavings = from.value("leavings", std::vector<std::string>());
  for (const json& each : from.at("usages")) {
    usage& one = made.usages.emplace_back();
    one.id = each.at("id").get<std::string>();
    one.title = each.at("title").get<std::string>();
    for (const auto& [name, data] : each.at("roles").items())
      one.roles[name] = read_role(data, made.ports.front());
  }
  return made;
}

}  // namespace

std::optional<std::string> configuration::escaped(const std::string& text) const {
  std::string made;
  for (const char octet : text) {
    const auto found = escapes.find(octet);
    if (found == escapes.end()) {
      made += octet;
    } else if (found->second.empty()) {
      return std::nullopt;
    } else {
      made += found->second;
    }
  }
  return made;
}

absl::StatusOr<std::vector<configuration>> load_configurations(const fs::path& servers) {
  absl::StatusOr<model::json_schema> schema =
      model::json_schema::open(servers / "server.schema.json");
  if (!schema.ok()) return schema.status();
  std::vector<fs::path> folders;
  std::error_code error;
  for (const fs::directory_entry& each : fs::directory_iterator(servers, error)) {
    if (fs::is_regular_file(each.path() / description)) folders.push_back(each.path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(servers.string(), ": ", error.message()));
  std::sort(folders.begin(), folders.end());
  std::vector<configuration> all;
  std::set<std::string> ids;
  for (const fs::path& folder : folders) {
    const std::string name = (folder / description).string();
    const absl::StatusOr<json> document = schema->read(name);
    if (!document.ok()) return document.status();
    configuration made = read_configuration(*document, folder.filename().string());
    for (const fs::path& from : {servers / "shared", folder}) {
      if (absl::Status status = read_files(from, made); !status.ok()) return status;
    }
    for (const usage& one : made.usages) {
      if (!ids.insert(one.id).second)
        return absl::InvalidArgumentError(absl::StrCat(name, ": ", one.id, " is there twice"));
      for (const auto& [role_name, data] : one.roles) {
        if (std::find(made.ports.begin(), made.ports.end(), data.port) == made.ports.end())
          return absl::InvalidArgumentError(
              absl::StrCat(name, ": ", one.id, ": ", role_name, ": there is no port ", data.port));
      }
    }
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace gauntlet::live
