#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "conformance/report/analysis.hpp"
#include "conformance/report/mustache.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/templates.hpp"
#include "conformance/report/text.hpp"

namespace gauntlet::report {
namespace {

std::string details(const run_header& header, const row& r) {
  std::string text = "\n" + one_line(r.facts->title, 300) + "\n";
  if (const reference* ref = first_reference(*r.facts)) text += show_reference(*ref) + "\n";
  for (const shown_input& one : show_input(*r.facts, 1000)) {
    text += one.label + ": " + one.text + "\n";
  }
  text += "expected: " + show_expected(r, 2000) + "\n";
  text += "got: " + show_got(r, 2000) + "\n";
  text += "reproduce: " + one_line(reproduce(header, r), 1000) + "\n";
  return text;
}

struct totals {
  std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;

  void add(const totals& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
  void put(mustache_data& to) const {
    to.set("tests", absl::StrCat(tests));
    to.set("failures", absl::StrCat(failures));
    to.set("errors", absl::StrCat(errors));
    to.set("skipped", absl::StrCat(skipped));
  }
};

mustache_data problem(const std::string& type, const std::string& message,
                      const std::string& text) {
  mustache_data one{mustache_data::type::object};
  one.set("type", type);
  one.set("message", message);
  one.set("text", text);
  return one;
}

mustache_data test_case(const run_header& header, const row& r, const std::string& suite,
                        totals& sums) {
  mustache_data one{mustache_data::type::object};
  one.set("name", r.facts->id);
  one.set("classname", "gauntlet." + suite + "." + r.facts->family());
  ++sums.tests;
  const std::string name = verdict_text(r);
  const std::string title = one_line(r.facts->title, 300);
  const auto skip = [&](const std::string& why) {
    one.set("is_skipped", true);
    one.set("message", why);
    ++sums.skipped;
  };
  if (is_known(r) && is_non_conforming(r)) {
    skip("known deviation, " + name + ": " + r.known->reason);
  } else if (is_non_conforming(r)) {
    one.set("failure", problem(name, name + ": " + title, details(header, r)));
    ++sums.failures;
  } else if (r.verdict == verdict::flaky) {
    one.set("error", problem(name, name + ": " + title, details(header, r)));
    ++sums.errors;
  } else if (!is_judged(r.verdict)) {
    skip(r.error.empty() ? name : name + ": " + r.error);
  } else if (r.verdict != verdict::pass) {
    one.set("output", name);
  }
  return one;
}

}  // namespace

std::string render_junit(const results& r) {
  const analysis a(r);
  totals all;
  mustache_data suites{mustache_data::type::list};
  for (const implementation_view& view : a.implementations()) {
    totals sums;
    mustache_data cases{mustache_data::type::list};
    if (!view.ran()) {
      mustache_data start{mustache_data::type::object};
      start.set("name", "start");
      start.set("classname", "gauntlet." + view.info->id);
      ++sums.tests;
      const std::string why = std::string(to_string(view.info->status)) + ": " + view.info->reason;
      if (view.info->status == implementation_status::could_not_start) {
        start.set("error", problem("could-not-start", why, view.info->install));
        ++sums.errors;
      } else {
        start.set("is_skipped", true);
        start.set("message", why + (view.info->install.empty() ? "" : "; " + view.info->install));
        ++sums.skipped;
      }
      cases.push_back(start);
    }
    for (const row* one : view.rows) {
      if (one != nullptr) cases.push_back(test_case(r.header, *one, view.info->id, sums));
    }
    mustache_data properties{mustache_data::type::list};
    const auto property = [&](const char* name, const std::string& value) {
      if (value.empty()) return;
      mustache_data one{mustache_data::type::object};
      one.set("name", name);
      one.set("value", value);
      properties.push_back(one);
    };
    property("name", view.info->name);
    property("version", view.info->version);
    property("language", view.info->language);
    property("runtime", view.info->runtime);
    property("packaged_as", view.info->packaged_as);
    property("suite_version", r.header.suite_version);
    mustache_data suite{mustache_data::type::object};
    suite.set("name", view.info->id);
    // JUnit wants a local time without a zone; ours is UTC.
    std::string started = r.header.started;
    if (started.ends_with("Z")) started.pop_back();
    suite.set("timestamp", started);
    suite.set("properties", properties);
    suite.set("cases", cases);
    sums.put(suite);
    all.add(sums);
    suites.push_back(suite);
  }
  mustache_data document{mustache_data::type::object};
  document.set("suites", suites);
  all.put(document);
  return render_template(templates::junit_xml, document);
}

}  // namespace gauntlet::report
