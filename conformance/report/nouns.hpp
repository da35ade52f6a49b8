// The nouns of the model, under the short names with which reports are written.
#ifndef CONFORMANCE_REPORT_NOUNS_HPP
#define CONFORMANCE_REPORT_NOUNS_HPP

#include "conformance/model/case_facts.hpp"
#include "conformance/model/results.hpp"
#include "conformance/model/verdict.hpp"

namespace gauntlet::report {

using model::all_verdicts;
using model::case_facts;
using model::implementation_info;
using model::implementation_status;
using model::is_judged;
using model::is_known;
using model::is_new_failure;
using model::is_non_conforming;
using model::known_deviation;
using model::reference;
using model::reproduce;
using model::requirement_level;
using model::requirement_level_count;
using model::results;
using model::row;
using model::run_footer;
using model::run_header;
using model::to_string;
using model::verdict;
using model::verdict_count;
using model::verdict_counts;
using model::verdict_text;

}  // namespace gauntlet::report

#endif  // CONFORMANCE_REPORT_NOUNS_HPP
