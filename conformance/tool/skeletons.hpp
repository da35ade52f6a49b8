// The adapters of docs/adapters/, compiled in.
#ifndef CONFORMANCE_TOOL_SKELETONS_HPP
#define CONFORMANCE_TOOL_SKELETONS_HPP

namespace gauntlet::tool::skeletons {

extern const char Adapter_java[];
extern const char adapter_cc[];
extern const char adapter_go[];
extern const char adapter_mjs[];
extern const char adapter_php[];
extern const char adapter_py[];
extern const char adapter_rb[];
extern const char adapter_rs[];

}  // namespace gauntlet::tool::skeletons

#endif
