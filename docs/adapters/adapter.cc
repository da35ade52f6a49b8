// A complete adapter in C++, with nlohmann-json, for this repository's parser.
#include <gauntlet/gauntlet.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
using nlohmann::json;

std::string octets(const std::string& utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i)
    out += (utf8[i] & 0x80) ? char((utf8[i] & 3) << 6 | (utf8[i + 1] & 0x3F)) : utf8[i],
        i += (utf8[i] & 0x80) ? 1 : 0;
  return out;
}
std::string text(std::string_view from) {
  std::string out;
  for (unsigned char c : from)
    if (c < 0x80)
      out += char(c);
    else
      (out += char(0xC0 | c >> 6)) += char(0x80 | (c & 0x3F));
  return out;
}

struct collector {
  json challenges = json::array();
  void auth_scheme(std::string_view name) {
    challenges.push_back({{"scheme", text(name)}, {"token68", nullptr}, {"params", json::array()}});
  }
  void token68(std::string_view value) { challenges.back()["token68"] = text(value); }
  void auth_param(const gauntlet::auth_param& param) {
    std::string unescaped(param.value.unescaped_size(), ' ');
    if (!param.value.unescape_to(unescaped)) std::abort();
    challenges.back()["params"].push_back({{"name", text(param.name)}, {"value", text(unescaped)}});
  }
};

json my_parser(const std::string& value) {
  gauntlet::reader reader(value, gauntlet::operation::challenges, gauntlet::no_limits);
  collector found;
  if (const gauntlet::status status = gauntlet::visit(reader, found); !status)
    return {{"outcome", "reject"},
            {"error", std::string(to_string(status.code))},
            {"offset", status.offset}};
  return {{"outcome", "accept"}, {"challenges", found.challenges}};
}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const json query = json::parse(line);
    if (query["cmd"] == "stop") return 0;
    json answer = {{"outcome", "unsupported"}, {"reason", "challenges only"}};
    if (query["cmd"] == "hello")
      answer = {
          {"protocol", 1},
          {"implementation", {{"name", "my-parser"}, {"version", "1.0"}, {"language", "C++"}}},
          {"operations", {"challenges"}},
          {"observes", {{"lines", "one"}}}};
    else if (query["operation"] == "challenges")
      answer = my_parser(query["lines"].empty() ? "" : octets(query["lines"][0]));
    if (query.contains("seq")) answer["seq"] = query["seq"];
    std::cout << answer.dump(-1, ' ', true) << std::endl;
  }
}
