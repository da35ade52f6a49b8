// The template engine, with our escaping.
#ifndef GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_

#include <kainjow/mustache.hpp>
#include <string>

namespace gauntlet::report {

using mustache_data = kainjow::mustache::data;

// Renders a template of templates/ to ASCII: {{...}} is escaped for text and attribute values, and
// every character outside ASCII becomes a character reference.
[[nodiscard]] std::string render_template(const char* text, const mustache_data& data);

}  // namespace gauntlet::report

#endif  // GAUNTLET_CONFORMANCE_REPORT_MUSTACHE_HPP_
