// The mustache templates of templates/, compiled in, and the suite's words for its flags and
// requirements. Whatever a template shows is escaped by escape_markup.
#ifndef GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_

namespace gauntlet::report::templates {

extern const char badge_svg[];
extern const char flags_json[];
extern const char junit_xml[];
extern const char report_html[];
extern const char requirements_json[];

}  // namespace gauntlet::report::templates

#endif  // GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_
