// Text in the forms that CI systems read.
#ifndef CONFORMANCE_MODEL_CI_TEXT_HPP
#define CONFORMANCE_MODEL_CI_TEXT_HPP

#include <string>
#include <string_view>

namespace gauntlet::model {

// `text` in a workflow command of GitHub, `::error file=PROPERTY::TEXT`: printable, and nothing in
// it ends a property, the command or its line.
std::string workflow_property(std::string_view text);
std::string workflow_text(std::string_view text);

// The path of a file as a relative reference of RFC 3986, as SARIF wants it.
std::string path_reference(std::string_view path);

}  // namespace gauntlet::model

#endif
