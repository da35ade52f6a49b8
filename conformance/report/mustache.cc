#include "conformance/report/mustache.hpp"

#include "conformance/report/text.hpp"

namespace gauntlet::report {

std::string render_template(const char* text, const mustache_data& data) {
  kainjow::mustache::mustache parsed{std::string(text)};
  parsed.set_custom_escape([](const std::string& value) { return escape_markup(value); });
  return ascii_markup(parsed.render(data));
}

}  // namespace gauntlet::report
