// The mustache templates of templates/, compiled in, their style and script, and the suite's words for its flags and
// requirements. Whatever a template shows is escaped by escape_markup.
#ifndef GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_
#define GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_

namespace gauntlet::report::templates {

extern const char automata_html[];
extern const char badge_svg[];
extern const char case_html[];
extern const char family_html[];
extern const char flags_json[];
extern const char implementation_html[];
extern const char junit_xml[];
extern const char overview_html[];
extern const char page_css[];
extern const char page_html[];
extern const char page_js[];
extern const char pairs_html[];
extern const char playground_css[];
extern const char playground_html[];
extern const char playground_input_js[];
extern const char playground_js[];
extern const char reported_json[];
extern const char requirements_json[];
extern const char rules_html[];
extern const char site_css[];
extern const char start_html[];

}  // namespace gauntlet::report::templates

#endif  // GAUNTLET_CONFORMANCE_REPORT_TEMPLATES_HPP_
