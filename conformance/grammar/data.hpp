#ifndef CONFORMANCE_GRAMMAR_DATA_HPP
#define CONFORMANCE_GRAMMAR_DATA_HPP

#include <string_view>

// Files of this folder, octet for octet: the build puts them into the library, so that an installed
// program needs no files.
namespace gauntlet::grammar_engine::data {

extern const std::string_view core;
extern const std::string_view rfc9110;
extern const std::string_view rfc9110_appendix_a;
extern const std::string_view rfc7235;
extern const std::string_view rfc7235_appendix_c;
extern const std::string_view sender;

extern const std::string_view automata_header;  // what tables_header() puts its tables into

}  // namespace gauntlet::grammar_engine::data

#endif
