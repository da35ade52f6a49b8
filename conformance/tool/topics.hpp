// The pages that `gauntlet help TOPIC` shows parts of, compiled in: they are written once.
#ifndef CONFORMANCE_TOOL_TOPICS_HPP
#define CONFORMANCE_TOOL_TOPICS_HPP

namespace gauntlet::tool::topics {

extern const char PROTOCOL_md[];
extern const char adapters_md[];
extern const char ci_md[];
extern const char compare_md[];
extern const char live_md[];
extern const char reports_md[];

}  // namespace gauntlet::tool::topics

#endif
