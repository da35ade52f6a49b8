#ifndef GAUNTLET_PARSER_TEST_READER_TWO_UNITS_HPP_
#define GAUNTLET_PARSER_TEST_READER_TWO_UNITS_HPP_

#include <string_view>

#include "gauntlet/error.hpp"

const void* address_of_classes_in_a();
gauntlet::status validate_in_a(std::string_view value);

#endif  // GAUNTLET_PARSER_TEST_READER_TWO_UNITS_HPP_
