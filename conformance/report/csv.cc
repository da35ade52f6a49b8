#include <string>

#include "absl/strings/str_cat.h"
#include "conformance/model/text.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

std::string input_of(const case_facts& facts) {
  if (!facts.input.empty()) return one_line(facts.input, 1000);
  std::string out;
  for (const std::string& one : facts.lines) {
    absl::StrAppend(&out, out.empty() ? "" : " | ", show_octets(one, 1000).text);
  }
  return out;
}

}  // namespace

std::string render_csv(const results& r) {
  const analysis a(r);
  std::string out =
      model::csv_line({"implementation", "version", "case", "family", "operation", "parse",
                       "generate", "verdict", "known", "input", "expected", "got"});
  for (const implementation_view& view : a.implementations()) {
    for (const row* one : view.rows) {
      if (one == nullptr) continue;
      const case_facts& facts = *one->facts;
      out += model::csv_line({one_line(view.info->id, 200), one_line(view.info->version, 100),
                              one_line(facts.id, 200), one_line(facts.family(), 100),
                              one_line(facts.operation, 20), one_line(facts.parse, 40),
                              one_line(facts.generate, 20), one_line(verdict_text(*one), 60),
                              is_known(*one) ? one_line(one->known->reason, 400) : "",
                              input_of(facts), show_expected(*one, 1000), show_got(*one, 1000)});
    }
  }
  return out;
}

}  // namespace gauntlet::report
