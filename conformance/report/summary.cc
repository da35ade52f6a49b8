#include <string>
#include <utility>

#include "conformance/model/figures.hpp"
#include "conformance/report/analysis.hpp"
#include "conformance/report/report.hpp"
#include "nlohmann/json.hpp"

namespace gauntlet::report {
namespace {

using json = nlohmann::ordered_json;

json counts_of(const verdict_counts& counts) {
  json out = json::object();
  for (const verdict v : all_verdicts) out[std::string(to_string(v))] = counts[v];
  return out;
}

json share_of(const model::share& s) { return {{"n", s.n}, {"of", s.of}}; }

json names_of(const std::vector<const model::cost*>& list) {
  json names = json::array();
  for (const model::cost* one : list) names.push_back(one->facts->id);
  return names;
}

json figures_of(const model::figures& f) {
  return {{"sent", share_of(f.sent)},
          {"tolerated", share_of(f.tolerated)},
          {"smuggled", f.smuggled},
          {"wrong", f.wrong},
          {"over_strict", f.over_strict},
          {"fails", f.fails},
          {"lenient", share_of(f.lenient)},
          {"control", f.control},
          {"judged", share_of(f.judged)},
          {"cost",
           {{"linear", f.linear.size()},
            {"superlinear", names_of(f.superlinear)},
            {"unclear", f.unclear.size()}}}};
}

json implementation_of(const analysis& a, const implementation_view& view) {
  const implementation_info& info = *view.info;
  json one = {{"id", info.id},
              {"name", info.name},
              {"version", info.version},
              {"packaged_as", info.packaged_as},
              {"language", info.language},
              {"reference", info.is_reference},
              {"status", std::string(to_string(info.status))}};
  if (!view.ran()) {
    one["reason"] = info.reason;
    one["install"] = info.install;
    return one;
  }
  one["figures"] = figures_of(view.figures);
  one["non_conforming"] = view.counts.non_conforming();
  one["known"] = view.known;
  one["reduced_by_observes"] = view.reduced;
  one["lost"] = view.lost;
  one["alternatives"] = view.alternatives;
  one["verdicts"] = counts_of(view.counts);
  json families = json::object();
  for (std::size_t f = 0; f < a.families().size(); ++f) {
    const verdict_counts& c = view.families[f];
    if (c.total() == 0) continue;
    families[a.families()[f].name] = {{"cases", c.total()},
                                      {"judged", c.judged()},
                                      {"non_conforming", c.non_conforming()},
                                      {"smuggled", c[verdict::smuggled]},
                                      {"lenient", c[verdict::lenient]}};
  }
  one["families"] = std::move(families);
  return one;
}

}  // namespace

std::string render_summary(const results& r) {
  const analysis a(r);
  json out = {{"suite", "gauntlet"},
              {"format", 1},
              {"suite_version", r.header.suite_version},
              {"started", r.header.started},
              {"complete", r.footer.complete},
              {"exit_code", r.footer.exit_code},
              {"results_sha256", r.footer.sha256},
              {"cases", a.cases().size()}};
  json implementations = json::array();
  json equal = json::array();
  for (std::size_t i = 0; i < a.implementations().size(); ++i) {
    const implementation_view& view = a.implementations()[i];
    implementations.push_back(implementation_of(a, view));
    if (view.cluster == i && view.cluster_size > 1) equal.push_back(json::array());
    if (view.cluster_size > 1) equal.back().push_back(view.info->id);
  }
  out["implementations"] = std::move(implementations);
  out["equal_behaviour"] = std::move(equal);
  return out.dump(1, ' ', true, json::error_handler_t::replace) + "\n";
}

}  // namespace gauntlet::report
