// Files of the suite, compiled in.
#ifndef CONFORMANCE_MODEL_EMBEDDED_HPP
#define CONFORMANCE_MODEL_EMBEDDED_HPP

namespace gauntlet::model::embedded {

extern const char results_schema_json[];

}  // namespace gauntlet::model::embedded

#endif
