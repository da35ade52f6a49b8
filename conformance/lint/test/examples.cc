#include "conformance/lint/test/examples.hpp"

#include <cstdlib>
#include <string_view>

#include "conformance/model/octets.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::lint {
namespace {

using nlohmann::json;

// The next line of a text; one that begins with a space goes on.
std::string_view next_line(std::string_view& rest) {
  std::size_t end = rest.find('\n');
  while (end != std::string_view::npos && end + 1 < rest.size() && rest[end + 1] == ' ')
    end = rest.find('\n', end + 1);
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

}  // namespace

std::string octets_of(const json& text) {
  return model::octets_from_utf8(text.get<std::string>()).value();
}

head head_of(const std::string& text) {
  head made;
  std::string_view rest = text;
  if (rest.starts_with("HTTP/")) {
    made.start_line = next_line(rest);
    made.kind = head_kind::response;
    made.status = std::atoi(std::string(made.start_line.substr(made.start_line.find(' '))).c_str());
  } else if (const std::string_view line = rest.substr(0, rest.find('\n'));
             line.find(" HTTP/1.1") != std::string_view::npos) {
    made.start_line = next_line(rest);
    made.kind = head_kind::request;
    made.method = line.substr(0, line.find(' '));
    made.target = line.substr(line.find(' ') + 1, line.rfind(' ') - line.find(' ') - 1);
  }
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    made.fields.push_back({.name = line.substr(0, colon), .value = line.substr(colon + 1)});
    if (made.fields.back().name == "Host") made.host = made.fields.back().value.substr(1);
  }
  return made;
}

example read_example(const json& from) {
  example made;
  if (from.is_string()) {
    made.texts.push_back(octets_of(from));
    return made;
  }
  if (from.contains("field")) {
    made.name = from.at("field").get<std::string>();
    made.value = octets_of(from.at("value"));
    for (int i = 0; i < from.value("times", 0); ++i)
      made.value += from.at("repeat").get<std::string>();
    made.field.emplace();
    return made;
  }
  for (const json& one : from.at("heads")) made.texts.push_back(octets_of(one));
  if (from.contains("tls")) made.is_tls = from.at("tls").get<bool>();
  made.settings.user = from.value("user", "");
  if (from.contains("password")) made.settings.password = from.at("password").get<std::string>();
  return made;
}

std::vector<judgement> judge_example(const example& of) {
  judge judging(of.settings);
  std::vector<judgement> made;
  if (of.field) {
    head one;
    one.fields.push_back({.name = of.name, .value = of.value});
    made.push_back(judging.on(one));
    return made;
  }
  std::uint64_t exchange = 0;
  std::string host;
  for (const std::string& text : of.texts) {
    head one = head_of(text);
    one.is_tls = of.is_tls;
    if (of.texts.size() > 1) {
      if (one.kind == head_kind::request) {
        ++exchange;
        host = one.host;
      }
      one.exchange = exchange;
      one.host = host;
    }
    made.push_back(judging.on(one));
  }
  return made;
}

std::vector<std::string> rules_in(const std::vector<judgement>& of) {
  std::vector<std::string> made;
  for (const judgement& one : of) {
    for (const finding& found : one.findings) made.push_back(found.rule);
  }
  return made;
}

}  // namespace gauntlet::lint
