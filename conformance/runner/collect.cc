#include "conformance/runner/collect.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace gauntlet::runner {
namespace {

std::string now_text() {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now(), absl::UTCTimeZone());
}

bool speaks_of(const expectations& file, const model::implementation_info& info) {
  const std::string& name = file.implementation;
  return name.empty() || name == info.id || name == info.name;
}

}  // namespace

collector::collector(collect_options options, std::size_t implementations,
                     const std::vector<model::test_case>& whole_suite)
    : options_(std::move(options)),
      whole_suite_(whole_suite),
      started_(absl::Now()),
      was_used_(options_.known.size()) {
  made_.results.header = options_.header;
  made_.results.header.started = now_text();
  made_.results.header.implementations.resize(implementations);
  if (options_.write_to != nullptr) made_.written = options_.write_to->begin(made_.results.header);
}

void collector::add(column one) {
  const std::lock_guard<std::mutex> guard(lock_);
  apply(one);
  const auto write = [&](auto&& work) {
    if (options_.write_to != nullptr && made_.written.ok()) made_.written = work();
  };
  write([&] { return options_.write_to->add(columns_.size(), one.info); });
  for (const model::row& row : one.rows) write([&] { return options_.write_to->append(row); });
  write([&] { return options_.write_to->flush(); });
  columns_.push_back(std::move(one));
}

void collector::apply(column& one) {
  for (std::size_t i = 0; i < options_.known.size(); ++i) {
    const expectations& file = options_.known[i];
    if (!speaks_of(file, one.info)) continue;
    was_used_[i] = true;
    if (one.info.status != model::implementation_status::ran) continue;
    if (options_.update_expectations) {
      update(one, file);
      continue;
    }
    for (const std::string& fault :
         apply_expectations(file, one.info.version, whole_suite_, one.rows))
      made_.expectation_faults.push_back(absl::StrCat(one.info.id, ": ", fault));
  }
}

// From here on the rewritten file counts: what it lacks is a reason for each new entry.
void collector::update(column& one, const expectations& before) {
  expectations after = updated_expectations(before, one.info.version, whole_suite_, one.rows);
  if (after.implementation.empty()) after.implementation = one.info.id;
  for (const std::string& fault :
       apply_expectations(after, one.info.version, whole_suite_, one.rows))
    made_.expectation_faults.push_back(absl::StrCat(one.info.id, ": ", fault));
  for (const expectation& entry : after.entries) {
    if (!entry.reason.empty()) continue;
    made_.expectation_faults.push_back(
        absl::StrCat(one.info.id, ": ", show(entry), ": the new entry needs a reason"));
  }
  made_.updated = std::move(after);
}

run_result collector::finish(const std::vector<std::string>& order,
                             const process::cancellation& cancel) {
  const std::lock_guard<std::mutex> guard(lock_);
  const auto place = [&](const column& one) {
    return std::find(order.begin(), order.end(), one.info.id) - order.begin();
  };
  std::stable_sort(columns_.begin(), columns_.end(),
                   [&](const column& x, const column& y) { return place(x) < place(y); });
  made_.results.header.implementations.clear();
  for (column& one : columns_) {
    std::set<std::string_view> ids;
    for (const model::row& row : one.rows) {
      if (row.implementation != one.info.id || !ids.insert(row.facts->id).second)
        made_.broken_invariants.push_back(
            absl::StrCat(one.info.id, ": a row of another, or two of ", row.facts->id));
    }
    for (const std::string& text : one.notes)
      made_.notes.push_back(absl::StrCat(one.info.id, ": ", text));
    std::move(one.rows.begin(), one.rows.end(), std::back_inserter(made_.results.rows));
    made_.results.header.implementations.push_back(std::move(one.info));
  }
  for (std::size_t i = 0; i < was_used_.size(); ++i) {
    // Of the files that come with the suite most speak of what was not asked for.
    if (was_used_[i] || !options_.update_expectations) continue;
    made_.expectation_faults.push_back(absl::StrCat(
        "the file is for \"", options_.known[i].implementation, "\", which was not run"));
  }
  made_.results.footer.complete = !cancel.requested();
  made_.results.footer.ended = now_text();
  made_.seconds = absl::ToDoubleSeconds(absl::Now() - started_);
  return std::move(made_);
}

}  // namespace gauntlet::runner
