#include "conformance/model/results.hpp"

#include <array>

#include "conformance/model/enum_names.hpp"

namespace gauntlet::model {
namespace {

constexpr std::array<std::string_view, 3> status_names = {"ran", "not-installed",
                                                          "could-not-start"};

constexpr std::array<std::string_view, 3> cost_names = {"linear", "superlinear", "unclear"};

}  // namespace

std::string_view to_string(cost_class c) noexcept {
  return cost_names[static_cast<std::size_t>(c)];
}
std::optional<cost_class> cost_class_from_string(std::string_view name) noexcept {
  return from_name<cost_class>(cost_names, name);
}

std::string_view to_string(implementation_status s) noexcept {
  return status_names[static_cast<std::size_t>(s)];
}
std::optional<implementation_status> implementation_status_from_string(
    std::string_view name) noexcept {
  return from_name<implementation_status>(status_names, name);
}

std::string verdict_text(const row& r) {
  std::string text(to_string(r.verdict));
  if (r.verdict == verdict::alternative) text += ":" + r.alternative;
  return text;
}

bool is_known(const row& r) { return r.known.has_value() && r.known->verdict == verdict_text(r); }

bool is_non_conforming(const row& r) { return is_non_conforming(r.verdict, r.is_remark); }

bool is_new_failure(const row& r) { return is_non_conforming(r) && !is_known(r); }

}  // namespace gauntlet::model
