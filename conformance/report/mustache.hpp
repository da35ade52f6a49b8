// The template engine, with our escaping.
#ifndef GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_

#include <kainjow/mustache.hpp>
#include <string>

#include "nlohmann/json_fwd.hpp"

namespace gauntlet::report {

using mustache_data = kainjow::mustache::data;

// A template of templates/, to be rendered many times, to ASCII: {{...}} is escaped for text and
// attribute values, and every character outside ASCII becomes a character reference.
class page_template {
 public:
  explicit page_template(const char* text);

  [[nodiscard]] std::string render(const mustache_data& data);
  // The same of JSON: strings, bools, arrays, objects. An empty string is false, as in JavaScript.
  [[nodiscard]] std::string render(const nlohmann::ordered_json& data);

 private:
  kainjow::mustache::mustache parsed_;
};

// Renders a template once.
[[nodiscard]] std::string render_template(const char* text, const mustache_data& data);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_
