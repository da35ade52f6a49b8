#include "conformance/report/mustache.hpp"

#include <utility>

#include "conformance/report/text.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

mustache_data to_data(const nlohmann::ordered_json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return text.empty() ? mustache_data{false} : mustache_data{text};
  }
  if (value.is_array()) {
    mustache_data list{mustache_data::type::list};
    for (const auto& one : value) list.push_back(to_data(one));
    return list;
  }
  if (value.is_object()) {
    mustache_data object{mustache_data::type::object};
    for (const auto& [name, one] : value.items()) object.set(name, to_data(one));
    return object;
  }
  return mustache_data{value.is_boolean() && value.get<bool>()};
}

}  // namespace

page_template::page_template(const char* text) : parsed_{std::string(text)} {
  parsed_.set_custom_escape([](const std::string& value) { return escape_markup(value); });
}

std::string page_template::render(const mustache_data& data) {
  return ascii_markup(parsed_.render(data));
}

std::string page_template::render(const nlohmann::ordered_json& data) {
  return render(to_data(data));
}

std::string render_template(const char* text, const mustache_data& data) {
  return page_template(text).render(data);
}

}  // namespace gauntlet::report
