#ifndef CONFORMANCE_LIVE_SERVE_EMBEDDED_HPP
#define CONFORMANCE_LIVE_SERVE_EMBEDDED_HPP

// Files, as cmake/embed.cmake puts them into the program.
namespace gauntlet::serve {

extern const char serve_html[];
extern const char page_css[];  // that of the reports

}  // namespace gauntlet::serve

#endif
