#include "conformance/schemes/values/scram.hpp"

#include <algorithm>

#include "conformance/schemes/values/base64.hpp"
#include "conformance/schemes/values/lists.hpp"
#include "conformance/schemes/values/octets.hpp"

namespace gauntlet::schemes {
namespace {

// saslname: "=2C" stands for a comma and "=3D" for "=" (RFC 5802, section 5.1).
std::optional<std::string> read_sasl_name(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      name.push_back(text[i]);
      continue;
    }
    const std::string_view escape = text.substr(i, 3);
    if (escape != "=2C" && escape != "=3D") return {};
    name.push_back(escape == "=2C" ? ',' : '=');
    i += 2;
  }
  return name;
}

}  // namespace

const std::string* scram_message::find(char name) const noexcept {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const attribute& a) { return a.name == name; });
  return found == attributes.end() ? nullptr : &found->value;
}

std::optional<scram_message> read_scram_message(std::string_view octets) {
  scram_message read;
  // gs2-header = gs2-cbind-flag "," [ authzid ] ","
  if (!octets.empty() &&
      (octets.substr(0, 2) == "n," || octets.substr(0, 2) == "y," || octets.substr(0, 2) == "p=")) {
    const std::size_t flag_end = octets.find(',');
    const std::size_t end =
        flag_end == std::string_view::npos ? flag_end : octets.find(',', flag_end + 1);
    // A message of a server that is done may begin with p= as well, but holds no second comma.
    if (end != std::string_view::npos) {
      read.gs2_header = octets.substr(0, end + 1);
      octets.remove_prefix(end + 1);
    }
  }
  for (const std::string_view part : split(octets, ',')) {
    if (part.size() < 2 || !is_alpha(part[0]) || part[1] != '=') return {};
    scram_message::attribute& made = read.attributes.emplace_back();
    made.name = part[0];
    made.value = part.substr(2);
    if (made.name != 'n') continue;
    std::optional<std::string> name = read_sasl_name(made.value);
    if (!name) return {};
    made.value = *std::move(name);
  }
  return read;
}

std::optional<scram_message> read_scram_data(std::string_view data) {
  const std::optional<std::string> octets = decode_base64(data, alphabet::standard);
  if (!octets) return {};
  return read_scram_message(*octets);
}

}  // namespace gauntlet::schemes
