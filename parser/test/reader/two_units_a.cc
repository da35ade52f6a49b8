// Half of a program that includes everything twice.
#include "gauntlet/gauntlet.hpp"
#include "two_units.hpp"

const void* address_of_classes_in_a() { return &gauntlet::detail::octet_classes; }
gauntlet::status validate_in_a(std::string_view value) {
  return gauntlet::validate(value, gauntlet::operation::challenges, gauntlet::no_limits);
}
